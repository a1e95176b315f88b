#include "agents/documents/witness.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

using support::kCiw;
using support::kNow;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

class WitnessTest : public ::testing::Test {
 protected:
  WitnessTest() {
    scheme_.witnessed_by({kTestshire, kOthershire, kOfsted});
    use_documents();
    reopen();
  }

  void use_documents() { documents_ = scheme_.document_set(); }
  Witness::Options options() {
    return {.file = folder_.file("witnessed"),
            .self = support::agency(kTestshire),
            .key = std::make_shared<const crypto::Cosigner>(support::cosigner_named(key_)),
            .documents = [this] { return documents_; },
            .clock = [this] { return now_; }};
  }
  // reopen() is a restart.
  void reopen() {
    witness_.reset();
    witness_ = Witness::open(options()).value();
  }

  static std::string checkpoint(std::uint64_t size) {
    return support::signed_by({support::kLog},
                              ledger::checkpoint_text({support::kLog, size, Hash{}}));
  }
  // cosigned() is that checkpoint as these have cosigned it at a time.
  static std::string cosigned(std::uint64_t size, const std::vector<const char*>& by,
                              Instant time) {
    std::string note = checkpoint(size);
    const auto text = crypto::parse_note(note)->text;
    for (const char* one : by) note += support::cosigner_named(one).sign_line(text, time);
    return note;
  }
  bool cosigns(std::uint64_t size) {
    return witness_->cosign(checkpoint(size)).value().has_value();
  }
  void take(const std::vector<const char*>& by, Instant time, std::uint64_t size = 5,
            std::uint64_t seen = 0) {
    EXPECT_TRUE(witness_->take(cosigned(size, by, time), seen).ok());
  }

  support::TemporaryFolder folder_;
  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_;
  const char* key_ = kTestshire;
  Instant now_ = kNow;
  std::unique_ptr<Witness> witness_;
};

TEST_F(WitnessTest, CosignsWithItsOwnKeyByItsOwnClock) {
  const auto line = witness_->cosign(checkpoint(5)).value();
  ASSERT_TRUE(line);
  const auto note = crypto::parse_note(checkpoint(5) + *line).value();
  EXPECT_EQ(crypto::cosigned_at(support::cosigner_named(kTestshire).verifier(), note.text,
                                note.signatures.back()),
            kNow);
}

TEST_F(WitnessTest, CosignsNoSmallerTreeThanBeforeWhateverHappensMeanwhile) {
  EXPECT_TRUE(cosigns(5));
  EXPECT_TRUE(cosigns(5));
  reopen();
  EXPECT_FALSE(cosigns(4));
  EXPECT_TRUE(cosigns(5));
  EXPECT_TRUE(cosigns(6));
}

TEST_F(WitnessTest, CosignsNothingThatItCannotKeep) {
  std::filesystem::remove_all(folder_.path());
  EXPECT_FALSE(witness_->cosign(checkpoint(5)).ok());
}

TEST_F(WitnessTest, CosignsNothingWhereItsWordWouldNotCount) {
  scheme_.witnessed_by({kOthershire, kOfsted});
  use_documents();
  EXPECT_FALSE(cosigns(5));
  scheme_.witnessed_by({kTestshire, kOthershire, kOfsted});
  use_documents();
  key_ = "another";
  reopen();
  EXPECT_FALSE(cosigns(5));
  scheme_.directory.quorum.clear();
  use_documents();
  EXPECT_FALSE(cosigns(5));
}

TEST_F(WitnessTest, ReturnsWaitOnceNoQuorumHasStoodBehindTheLedgerForFourHours) {
  take({kTestshire, kOfsted}, kNow);
  now_ = kNow + kUnwitnessedMost;
  EXPECT_FALSE(witness_->overdue());
  ++now_;
  ASSERT_TRUE(witness_->overdue());
  EXPECT_NE(witness_->overdue()->find("2026-11-03T09:00Z"), std::string::npos);
  reopen();
  EXPECT_TRUE(witness_->overdue());
  take({kTestshire, kOfsted}, now_);
  EXPECT_FALSE(witness_->overdue());
}

// A gateway cannot make it never begin.
TEST_F(WitnessTest, CountsFromWhenAQuorumWasFirstWanted) {
  EXPECT_FALSE(witness_->overdue());
  now_ += kUnwitnessedMost + 1;
  EXPECT_TRUE(witness_->overdue());
  reopen();
  EXPECT_TRUE(witness_->overdue());
}

TEST_F(WitnessTest, CosignaturesShownAgainCountAsOfTheTimeTheyName) {
  take({kTestshire, kOfsted}, kNow);
  const std::string old = cosigned(5, {kTestshire, kOfsted}, kNow);
  now_ += kUnwitnessedMost + 1;
  EXPECT_TRUE(witness_->take(old, 0).ok());
  EXPECT_TRUE(witness_->overdue());
}

// A gateway that has forked offers everybody what was before the fork, for ever.
TEST_F(WitnessTest, AnOldCheckpointCosignedAnewIsNoWitnessOfWhatWasSeenSince) {
  take({kTestshire, kOfsted}, kNow, 5, 9);
  now_ = kNow + kUnwitnessedMost;
  take({kTestshire, kOfsted}, now_, 5, 9);
  ++now_;
  EXPECT_TRUE(witness_->overdue());
  reopen();
  EXPECT_TRUE(witness_->overdue());
  take({kTestshire, kOfsted}, now_, 9, 9);
  EXPECT_FALSE(witness_->overdue());
}

TEST_F(WitnessTest, CosignaturesOfTomorrowDoNotCount) {
  EXPECT_FALSE(witness_->overdue());
  take({kTestshire, kOfsted}, kNow + 86400);
  EXPECT_EQ(witness_->standing().size, 0U);
  now_ += kUnwitnessedMost + 1;
  EXPECT_TRUE(witness_->overdue());
}

TEST_F(WitnessTest, TooFewOrThoseOfOneKindDoNotCount) {
  EXPECT_FALSE(witness_->overdue());
  take({kOfsted}, kNow);
  take({kTestshire, kOthershire}, kNow);
  take({kOfsted, kCiw}, kNow);
  EXPECT_EQ(witness_->standing().size, 0U);
}

TEST_F(WitnessTest, SaysWhoHasCosignedAndWhoHasNot) {
  take({kTestshire, kOfsted}, kNow);
  auto standing = witness_->standing();
  EXPECT_TRUE(standing.wanted);
  EXPECT_EQ(standing.since, kNow);
  EXPECT_EQ(standing.size, 5U);
  EXPECT_EQ(standing.by.size(), 2U);
  EXPECT_EQ(standing.missing, std::vector{support::agency(kOthershire)});
  take({kTestshire, kOfsted, kOthershire}, kNow);
  EXPECT_EQ(witness_->standing().by.size(), 3U);
}

// A cosignature that its clock took for one of today, while it was a day ahead, is none afterwards.
TEST_F(WitnessTest, AClockThatWasAheadIsMended) {
  now_ = kNow + 86400;
  take({kTestshire, kOfsted}, kNow + 86400);
  now_ = kNow;
  take({kTestshire, kOfsted}, kNow);
  EXPECT_EQ(witness_->standing().since, kNow);
}

TEST_F(WitnessTest, WithoutAQuorumNothingWaits) {
  scheme_.directory.quorum.clear();
  use_documents();
  EXPECT_FALSE(witness_->overdue());
  now_ += 7 * 86400;
  EXPECT_FALSE(witness_->overdue());
  EXPECT_FALSE(witness_->standing().wanted);
}

TEST_F(WitnessTest, RefusesAFileThatIsNoneOfItsOwn) {
  take({kTestshire, kOfsted}, kNow);
  std::ifstream in(folder_.file("witnessed"), std::ios::binary);
  const std::string good{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t i = 0; i < good.find("\n\n"); ++i) {
    std::ofstream(folder_.file("witnessed"), std::ios::binary) << good.substr(0, i);
    EXPECT_EQ(Witness::open(options()).reason(), Reason::kMalformed) << i;
  }
  std::ofstream(folder_.file("witnessed"), std::ios::binary) << good;
  reopen();
  EXPECT_EQ(witness_->standing().size, 5U);
}

}  // namespace
}  // namespace stile::agent
