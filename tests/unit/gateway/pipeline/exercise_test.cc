// An exercise says nothing of anybody: whatever says something is refused.
#include "core/wire/row_codec.h"
#include "tests/support/following.h"
#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using Lie = std::function<void(wire::ConsignmentRow& row)>;

class ExerciseTest : public RecorderTest {
 protected:
  ExerciseTest() { scheme_ = support::notifying_scheme(); }

  Entry travelled(wire::Consignment consignment, Urgency urgency = Urgency::kInteractive) {
    return travel(std::move(consignment), peer(support::kTestshire),
                  {scheme_.document_set(), now_, *store_, urgency});
  }
  wire::Consignment exercise(const Lie& lie = {}) const {
    return support::exercise(scheme_, support::kFarCouncil, "placed-call-out", 1, lie);
  }
  std::optional<Reason> refused(wire::Consignment consignment,
                                Urgency urgency = Urgency::kInteractive) {
    const Entry entry = travelled(std::move(consignment), urgency);
    const auto* refusal = std::get_if<Refusal>(&entry);
    return refusal == nullptr ? std::nullopt : std::optional(refusal->reason);
  }
};

TEST_F(ExerciseTest, GoesTheRoadOfANotificationAndDisclosesNothing) {
  std::vector<Entry> group;
  group.push_back(travelled(exercise()));
  ASSERT_TRUE(std::holds_alternative<Pseudonymised>(group.front()));
  recorder_->record(std::move(group), now_).value();
  const auto written = leaf(size() - 1);
  EXPECT_EQ(written.occasion, "exercise");
  EXPECT_EQ(written.decision, "admitted");
  EXPECT_TRUE(written.fields.empty());
  EXPECT_EQ(store_->parcels(support::kFarCouncil, Urgency::kInteractive, 0, 9)->size(), 1U);
  EXPECT_EQ(refused(exercise(), Urgency::kBulk), Reason::kOutsideOccasion);
}

TEST_F(ExerciseTest, ARowThatSaysSomethingIsRefused) {
  EXPECT_EQ(refused(exercise([](wire::ConsignmentRow& row) {
              auto said = wire::decode_fields(row.row.fields).value();
              said.child_role = record::ChildRole::kMissing;
              row.row.fields = wire::encode_fields(said);
            })),
            Reason::kExcessField);
  EXPECT_EQ(refused(exercise([](wire::ConsignmentRow& row) {
              auto said = wire::decode_fields(row.row.fields).value();
              said.contact = support::kContact;
              row.row.fields = wire::encode_fields(said);
            })),
            Reason::kExcessField);
}

TEST_F(ExerciseTest, AnIdentityATokenAndAnEnvelopeAreRefused) {
  EXPECT_EQ(refused(exercise([](wire::ConsignmentRow& row) {
              row.row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
            })),
            Reason::kExcessField);
  EXPECT_EQ(
      refused(exercise([](wire::ConsignmentRow& row) { row.subject_token = Bytes(16, 't'); })),
      Reason::kExcessField);
  EXPECT_EQ(refused(exercise([&](wire::ConsignmentRow& row) {
              row.envelope = support::notification(scheme_).rows.front().envelope;
            })),
            Reason::kExcessField);
}

TEST_F(ExerciseTest, ARowOfAnotherTypeThanTheClausesIsRefused) {
  EXPECT_EQ(refused(exercise([](wire::ConsignmentRow& row) {
              record::Treated other;
              other.type = record::RecordType::kArrest;
              row.row.fields = wire::encode_fields(other);
            })),
            Reason::kNoClause);
}

TEST_F(ExerciseTest, UnderAnAgreementThatNotifiesNobodyItIsRefused) {
  const support::SourceHand hand(
      scheme_.document_set(), support::disclosure_to(support::kOfsted, scheme_.agreement_hash()));
  EXPECT_EQ(refused(hand.consign(records(1), 1, support::as_exercise())), Reason::kNoClause);
}

TEST_F(ExerciseTest, UnderAnAgreementThatIsSuspendedItIsRefused) {
  const auto honest = exercise();
  scheme_
      .add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kFarCouncil))
      .agreement = scheme_.agreement_hash(support::kFirstNotifying);
  EXPECT_EQ(refused(honest), Reason::kSuspended);
}

TEST_F(ExerciseTest, NothingFollowsWhatDisclosedNothing) {
  const auto told = exercise();
  std::vector<Entry> group;
  group.push_back(travelled(told));
  recorder_->record(std::move(group), now_).value();
  const std::uint64_t at = size() - 1;
  EXPECT_EQ(refused(support::consignment_of(
                support::following(told, at, store_->leaf_text(at).value().value(),
                                   record::ChangeReason::kRecordedInError))),
            Reason::kNotFound);
}

}  // namespace
}  // namespace stile::gateway
