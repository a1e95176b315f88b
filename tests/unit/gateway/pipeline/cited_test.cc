#include "gateway/pipeline/cited.h"

#include <functional>

#include "core/ledger/leaf.h"
#include "core/wire/row_codec.h"
#include "tests/support/following.h"
#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using record::ChangeReason;

using support::Following;
using Lie = std::function<void(Following& follow)>;

// The force has told the far council of a child, and now follows that up.
class CitedTest : public RecorderTest {
 protected:
  CitedTest() {
    scheme_ = support::notifying_scheme();
    told_ = support::notification(scheme_);
    std::vector<Entry> group;
    group.push_back(travelled(told_));
    recorder_->record(std::move(group), now_).value();
    disclosed_ = size() - 1;
  }

  Entry travelled(wire::Consignment consignment) {
    return travel(std::move(consignment), peer(support::kTestshire),
                  {scheme_.document_set(), now_, *store_, Urgency::kInteractive});
  }

  wire::Consignment following(ChangeReason why, const Lie& lie = {}) const {
    auto follow =
        support::following(told_, disclosed_, store_->leaf_text(disclosed_).value().value(), why);
    if (lie) lie(follow);
    return support::consignment_of(std::move(follow));
  }

  Reason refused_for(ChangeReason why, const Lie& lie = {}) {
    const Entry entry = travelled(following(why, lie));
    const auto* refusal = std::get_if<Refusal>(&entry);
    EXPECT_NE(refusal, nullptr) << "passed";
    return refusal == nullptr ? Reason::kUsage : refusal->reason;
  }
  bool passes(ChangeReason why) {
    return std::holds_alternative<Pseudonymised>(travelled(following(why)));
  }
  void set_status(const char* kind) {
    scheme_.add_status(kind, "2026-11-03T08:00Z", support::signatories_of(support::kFarCouncil))
        .agreement = scheme_.agreement_hash(support::kFirstNotifying);
  }

  wire::Consignment told_;
  std::uint64_t disclosed_ = 0;  // index of its leaf
};

TEST_F(CitedTest, AWithdrawalFollowsItsDisclosure) {
  std::vector<Entry> group;
  group.push_back(travelled(following(ChangeReason::kRecordedInError)));
  ASSERT_TRUE(std::holds_alternative<Pseudonymised>(group.front()));
  recorder_->record(std::move(group), now_).value();
  const auto written = leaf(size() - 1);
  EXPECT_EQ(written.occasion, "correction");
  EXPECT_EQ(written.clause, "placed-call-out");
  EXPECT_TRUE(written.fields.empty());
  EXPECT_EQ(store_->parcels(support::kFarCouncil, Urgency::kInteractive, 0, 9)->size(), 2U);
}

TEST_F(CitedTest, ACorrectionCarriesWhatWasDisclosedButForWhoTheChildIs) {
  Entry entry = travelled(following(ChangeReason::kInaccurate));
  ASSERT_TRUE(std::holds_alternative<Pseudonymised>(entry));
  std::vector<Entry> group;
  group.push_back(std::move(entry));
  recorder_->record(std::move(group), now_).value();
  auto fields = leaf(disclosed_).fields;
  std::erase(fields, "child-identity");
  EXPECT_EQ(leaf(size() - 1).fields, fields);
}

TEST_F(CitedTest, FollowsThoughTheAgreementHasEnded) {
  set_status("ENDED");
  EXPECT_TRUE(passes(ChangeReason::kInaccurate));
  EXPECT_TRUE(passes(ChangeReason::kDisputedByChild));
  EXPECT_TRUE(passes(ChangeReason::kAccuracyContested));
  EXPECT_TRUE(passes(ChangeReason::kResolved));
  EXPECT_TRUE(passes(ChangeReason::kNoLongerQualifies));
}

TEST_F(CitedTest, FactsWaitWhileTheAgreementIsSuspendedAndRestrictionsDoNot) {
  set_status("SUSPENDED");
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate), Reason::kSuspended);
  EXPECT_EQ(refused_for(ChangeReason::kDisputedByChild), Reason::kSuspended);
  EXPECT_TRUE(passes(ChangeReason::kAccuracyContested));
  EXPECT_TRUE(passes(ChangeReason::kResolved));
  EXPECT_TRUE(passes(ChangeReason::kNoLongerQualifies));
}

TEST_F(CitedTest, RefusesALeafThatTheLedgerDoesNotHave) {
  for (const std::uint64_t index :
       {disclosed_ + 1, std::uint64_t{1} << 61, std::uint64_t{1} << 62, ~std::uint64_t{0}}) {
    EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                          [&](Following& follow) { follow.cited.index = index; }),
              Reason::kNotFound);
  }
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [](Following& follow) {
                          auto leaf = ledger::parse_leaf(follow.cited.leaf).value();
                          leaf.fields.emplace_back("age");
                          follow.cited.leaf = ledger::leaf_text(leaf).value();
                        }),
            Reason::kNotFound);
}

TEST_F(CitedTest, RefusesALeafThatDisclosedNothing) {
  std::vector<Entry> group;
  group.push_back(refusal());
  recorder_->record(std::move(group), now_).value();
  const std::uint64_t other = size() - 1;
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [&](Following& follow) {
                          follow.cited.index = other;
                          follow.cited.leaf = store_->leaf_text(other).value().value();
                        }),
            Reason::kNotFound);
}

TEST_F(CitedTest, RefusesWhatWasNotDisclosedThere) {
  EXPECT_EQ(
      refused_for(ChangeReason::kDuplicate, [](Following& follow) { ++follow.cited.salt[0]; }),
      Reason::kEnvelopeMismatch);
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [](Following& follow) {
                          follow.cited.row_hashes.push_back(crypto::sha256("more"));
                        }),
            Reason::kEnvelopeMismatch);
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [](Following& follow) { follow.cited.row.revision += 1; }),
            Reason::kEnvelopeMismatch);
}

TEST_F(CitedTest, RefusesARowAboutAnotherRecord) {
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [](Following& follow) { ++follow.row.row.event_token[0]; }),
            Reason::kEnvelopeMismatch);
  EXPECT_EQ(
      refused_for(ChangeReason::kDuplicate, [](Following& follow) { follow.row.row.revision = 1; }),
      Reason::kEnvelopeMismatch);
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [](Following& follow) {
                          record::Treated other;
                          other.type = record::RecordType::kArrest;
                          follow.row.row.fields = wire::encode_fields(other);
                        }),
            Reason::kEnvelopeMismatch);
}

TEST_F(CitedTest, RefusesAnotherPartyAgreementOrClause) {
  EXPECT_EQ(
      refused_for(ChangeReason::kDuplicate,
                  [](Following& follow) { follow.statement.disclosure.clause = "area-call-out"; }),
      Reason::kNoClause);
  EXPECT_EQ(refused_for(ChangeReason::kDuplicate,
                        [&](Following& follow) {
                          follow.statement.disclosure = support::notification_to(
                              scheme_, support::kOwnCouncil, "placed-call-out");
                          follow.statement.disclosure.occasion =
                              record::correction(ChangeReason::kDuplicate);
                        }),
            Reason::kWrongParty);
}

TEST_F(CitedTest, AMarkCarriesNoFact) {
  EXPECT_EQ(refused_for(
                ChangeReason::kDisputedByChild,
                [&](Following& follow) { follow.row.row.fields = told_.rows.front().row.fields; }),
            Reason::kExcessField);
}

TEST_F(CitedTest, NoCorrectionSaysWhoTheChildIs) {
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate,
                        [&](Following& follow) {
                          follow.row.row.sealed_identity = told_.rows.front().row.sealed_identity;
                        }),
            Reason::kExcessField);
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate,
                        [](Following& follow) { follow.row.subject_token = Bytes(16, 't'); }),
            Reason::kExcessField);
}

TEST_F(CitedTest, ACorrectionAllegesNothingOfAChildOfWhomNothingIsAlleged) {
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate,
                        [&](Following& follow) {
                          auto treated = wire::decode_fields(told_.rows.front().row.fields).value();
                          treated.child_role = record::ChildRole::kVictim;
                          treated.offence = record::OffenceGroup::kTheft;
                          follow.row.row.fields = wire::encode_fields(treated);
                        }),
            Reason::kEnvelopeMismatch);
}

// Whoever leaves the role out has not said that anything is alleged of the child.
TEST_F(CitedTest, ACorrectionDoesNotLeaveOutOfWhomItAlleges) {
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate,
                        [&](Following& follow) {
                          auto treated = wire::decode_fields(told_.rows.front().row.fields).value();
                          treated.child_role.reset();
                          treated.offence = record::OffenceGroup::kTheft;
                          follow.row.row.fields = wire::encode_fields(treated);
                        }),
            Reason::kMissingField);
}

TEST_F(CitedTest, ComesByTheStreamForWhatSomebodyWaitsFor) {
  const Entry entry = travel(following(ChangeReason::kDuplicate), peer(support::kTestshire),
                             {scheme_.document_set(), now_, *store_, Urgency::kBulk});
  EXPECT_EQ(std::get<Refusal>(entry).reason, Reason::kOutsideOccasion);
}

}  // namespace
}  // namespace stile::gateway
