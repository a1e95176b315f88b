#include "core/agreement/directory.h"

#include <gtest/gtest.h>

#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::kTestshire;
using support::Scheme;

Reason refusal(const Scheme& scheme) { return scheme.verified().reason(); }

TEST(DirectoryTest, TwoOfThreeRootsMakeOne) {
  Scheme scheme;
  EXPECT_TRUE(scheme.verified().ok());
  scheme.directory.signing.signers = {"root/three", "root/one"};
  EXPECT_TRUE(scheme.verified().ok());
}

TEST(DirectoryTest, RefusesOneRootOrNone) {
  Scheme scheme;
  scheme.directory.signing.signers = {"root/one"};
  EXPECT_EQ(refusal(scheme), Reason::kTooFewSignatures);
  scheme.directory.signing.signers = {"root/one", "root/stranger"};
  EXPECT_EQ(refusal(scheme), Reason::kTooFewSignatures);
  scheme.directory.signing.signers = {"root/stranger"};
  EXPECT_EQ(refusal(scheme), Reason::kUnsigned);
}

TEST(DirectoryTest, RefusesEveryAlteredByte) {
  Scheme scheme;
  const auto size = scheme.notes().back().note.size();
  for (std::size_t i = 0; i < size; i += 7) {
    scheme.directory.signing.tamper = [&](std::string& note) {
      note[i] = static_cast<char>(note[i] ^ 1);
    };
    EXPECT_FALSE(scheme.verified().ok()) << i;
  }
}

TEST(DirectoryTest, AnAlteredTextIsABadSignature) {
  Scheme scheme;
  scheme.directory.signing.tamper = [](std::string& note) {
    note = support::replaced(note, "othershire-data", "othershire-date");
  };
  EXPECT_EQ(refusal(scheme), Reason::kBadSignature);
}

TEST(DirectoryTest, RefusesOneThatIsRolledBack) {
  const Scheme scheme;
  auto trust = scheme.trust();
  trust.lowest_serial = 7;
  EXPECT_TRUE(scheme.verified(trust).ok());
  trust.lowest_serial = 8;
  EXPECT_EQ(scheme.verified(trust).reason(), Reason::kRolledBack);
}

TEST(DirectoryTest, IsValidForFourteenDaysAtMost) {
  Scheme scheme;
  scheme.directory.valid_until = "2026-11-15T00:00Z";
  EXPECT_TRUE(scheme.verified().ok());
  scheme.directory.valid_until = "2026-11-15T00:01Z";
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
  scheme.directory.valid_until = "2026-11-01T00:00Z";
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
}

TEST(DirectoryTest, IsStaleOutsideItsDates) {
  const auto documents = Scheme().document_set();
  EXPECT_TRUE(documents->current(support::kNow).ok());
  const auto at = [&](const char* minute) {
    return documents->current(parse_utc_minute(minute).value());
  };
  EXPECT_EQ(at("2026-10-31T23:59Z").reason(), Reason::kStale);
  EXPECT_TRUE(at("2026-11-01T00:00Z").ok());
  EXPECT_TRUE(at("2026-11-14T00:00Z").ok());
  EXPECT_EQ(at("2026-11-14T00:01Z").reason(), Reason::kStale);
}

TEST(DirectoryTest, ListsAnAgencyOnce) {
  Scheme scheme;
  scheme.directory.agencies.push_back(scheme.directory.agencies.front());
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
}

TEST(DirectoryTest, HasNoAgencyThatIsTheGateway) {
  Scheme scheme;
  scheme.agency(support::kOthershire).id = support::kGateway;
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
}

TEST(DirectoryTest, NeedsTwoDifferentSignatoriesOfEveryAgency) {
  Scheme scheme;
  auto& agency = scheme.agency(kTestshire);
  agency.signatures_needed = 1;
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
  agency.signatures_needed = 4;
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
  agency.signatures_needed = 2;
  agency.signatories[1] = agency.signatories[0];
  EXPECT_EQ(refusal(scheme), Reason::kMalformed);
}

// The directory that comes after the scheme's own, with the force's signing key changed.
class SuccessionTest : public ::testing::Test {
 protected:
  SuccessionTest() : before_(Scheme().document_set()) {
    next_.directory.serial = 8;
    next_.agency(kTestshire).signing_key = "a-new-key";
  }

  Status succeeds() {
    auto trust = next_.trust();
    trust.lowest_serial = 7;
    trust.previous = &before_->directory();
    const auto verified = next_.verified(trust);
    return verified.ok() ? ok() : Status(verified.error());
  }

  std::shared_ptr<const DocumentSet> before_;
  Scheme next_;
};

TEST_F(SuccessionTest, TwoRootsAloneReplaceNoKey) {
  EXPECT_EQ(succeeds().reason(), Reason::kTooFewSignatures);
}

TEST_F(SuccessionTest, ThePreviousKeyReplacesItself) {
  next_.directory.signing.signers.push_back(kTestshire);
  EXPECT_TRUE(succeeds().ok());
}

TEST_F(SuccessionTest, TheNewKeyDoesNotInstallItself) {
  next_.directory.signing.signers.push_back("a-new-key");
  EXPECT_EQ(succeeds().reason(), Reason::kTooFewSignatures);
}

TEST_F(SuccessionTest, AllThreeRootsReplaceAKey) {
  next_.directory.signing.signers.push_back("root/three");
  EXPECT_TRUE(succeeds().ok());
}

TEST_F(SuccessionTest, SignatoriesAndTheirNumberAreKeysToo) {
  next_.agency(kTestshire).signing_key = kTestshire;
  EXPECT_TRUE(succeeds().ok());
  next_.agency(kTestshire).signatories.push_back("someone/else");
  EXPECT_EQ(succeeds().reason(), Reason::kTooFewSignatures);
  next_.agency(kTestshire).signatories.pop_back();
  next_.agency(kTestshire).signatures_needed = 3;
  EXPECT_EQ(succeeds().reason(), Reason::kTooFewSignatures);
}

TEST(SealingKeyTest, IsTheAgencysOwnAndShortLived) {
  Scheme scheme;
  const auto key = [&] {
    return scheme.document_set()->sealing_key(support::agency(support::kOfsted), support::kNow);
  };
  EXPECT_EQ(key(), support::sealing_key_named(support::kOfsted).public_key());
  auto& draft = scheme.sealing_keys.front();
  draft.valid_until = "2026-11-20T00:01Z";
  EXPECT_EQ(key(), std::nullopt);
  draft.valid_until = "2026-11-20T00:00Z";
  EXPECT_TRUE(key().has_value());
  draft.signing.signers = {support::kCiw};
  EXPECT_EQ(key(), std::nullopt);
  draft.signing.signers = {support::kOfsted};
  draft.agency = "spiffe://stile.example/regulator/nobody/agent";
  EXPECT_EQ(key(), std::nullopt);
}

TEST(SealingKeyTest, TheLatestOfSeveralIsUsedAndNoneOutsideItsDates) {
  Scheme scheme;
  scheme.sealing_keys.push_back({{{support::kOfsted}},
                                 support::kOfsted,
                                 "a-newer-key",
                                 "2026-11-02T00:00Z",
                                 "2026-11-30T00:00Z"});
  const auto documents = scheme.document_set();
  const auto ofsted = support::agency(support::kOfsted);
  EXPECT_EQ(documents->sealing_key(ofsted, support::kNow),
            support::sealing_key_named("a-newer-key").public_key());
  EXPECT_EQ(documents->sealing_key(ofsted, parse_utc_minute("2026-11-01T23:59Z").value()),
            support::sealing_key_named(support::kOfsted).public_key());
  EXPECT_EQ(documents->sealing_key(ofsted, parse_utc_minute("2026-12-01T00:00Z").value()),
            std::nullopt);
}

// The directory that comes after the scheme's own, and closes its ledger.
class ClosedLogTest : public SuccessionTest {
 protected:
  ClosedLogTest() {
    next_.agency(kTestshire).signing_key = kTestshire;
    next_.directory.log_key = "stile.example/ledger-2";
  }

  // close() names what was closed: at so many leaves, of which so many are kept.
  void close(std::uint64_t size, std::uint64_t kept, const char* log = support::kLog) {
    const std::string note =
        support::signed_by({log}, ledger::checkpoint_text({log, size, ledger::leaf_hash("any")}));
    closed_ += support::closed_log_text(log, note, kept);
    next_.directory.signing.edit = [this](std::string& text) { text += closed_; };
  }
  // goes_on_from() makes the next directory the one before.
  void goes_on_from() {
    before_ = next_.document_set();
    next_.directory.serial = 9;
  }

  std::string closed_;
};

TEST_F(ClosedLogTest, NamesWhatTheLedgerSucceeds) {
  close(12, 7);
  ASSERT_TRUE(succeeds().ok()) << succeeds().error().detail;
  const auto log = next_.document_set()->directory().log();
  ASSERT_EQ(log.closed.size(), 1u);
  EXPECT_EQ(log.closed[0].last.size, 12u);
  EXPECT_EQ(log.closed[0].kept, 7u);
  EXPECT_EQ(utc_minute_text(log.closed[0].closed), "2026-11-03T08:00Z");
}

TEST_F(ClosedLogTest, NoLedgerIsReplacedUnlessItIsClosed) {
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
  close(12, 7, "stile.example/other-ledger");
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
}

TEST_F(ClosedLogTest, IsNotClosedAtWhatItDidNotSign) {
  close(12, 7);
  closed_ = support::replaced(closed_, "\\n12\\n", "\\n13\\n");
  EXPECT_EQ(succeeds().reason(), Reason::kBadSignature);
}

TEST_F(ClosedLogTest, KeepsNoMoreThanItHadAndHasANameOfItsOwn) {
  close(12, 13);
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
  closed_.clear();
  close(12, 12);
  EXPECT_TRUE(succeeds().ok());
  next_.directory.log_key = support::kLog;
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
}

TEST_F(ClosedLogTest, NoneIsForgottenOrClosedAtLessLaterOn) {
  close(12, 7);
  goes_on_from();
  EXPECT_TRUE(succeeds().ok());
  closed_.clear();
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
  close(11, 7);
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
  closed_.clear();
  close(14, 7);  // an agency had seen more
  EXPECT_TRUE(succeeds().ok());
}

TEST_F(ClosedLogTest, HowItWasClosedStays) {
  close(12, 7);
  goes_on_from();
  const std::string before = std::exchange(closed_, {});
  close(12, 6);
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
  closed_ = support::replaced(before, "08:00Z", "08:01Z");
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);
  closed_ = before;
  EXPECT_TRUE(succeeds().ok());
}

TEST_F(ClosedLogTest, ASecondSuccessorBeginsBehindTheFirst) {
  close(12, 7);
  goes_on_from();
  next_.directory.log_key = "stile.example/ledger-3";
  close(20, 12, "stile.example/ledger-2");
  EXPECT_EQ(succeeds().reason(), Reason::kMalformed);  // its backup is of the ledger before it
  closed_.clear();
  close(12, 7);
  close(20, 13, "stile.example/ledger-2");
  EXPECT_TRUE(succeeds().ok()) << succeeds().error().detail;
}

}  // namespace
}  // namespace stile::agreement
