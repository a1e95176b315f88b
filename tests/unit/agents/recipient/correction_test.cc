// What follows a record is believed as little as the record was.
#include "core/wire/row_codec.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using support::ChangeLies;
using support::following;

constexpr ChangeReason kEach[] = {ChangeReason::kInaccurate, ChangeReason::kDisputedByChild,
                                  ChangeReason::kAccuracyContested, ChangeReason::kResolved,
                                  ChangeReason::kRecordedInError};

class CorrectionTest : public NoticeFixture {
 protected:
  CorrectionTest() { took(told_); }

  Reason refused_for(ChangeReason why, const ChangeLies& lies, const GatewayLies& gateway = {}) {
    return refused(following(told_, why, 2, lies), gateway);
  }
  // set_status() is of the agreement, from before the leaf on.
  void set_status(const char* kind) {
    scheme_.add_status(kind, "2026-11-03T08:00Z", support::signatories_of(support::kFarCouncil))
        .agreement = scheme_.agreement_hash(support::kFirstNotifying);
    documents_ = scheme_.document_set();
  }

  const wire::Consignment told_ = notice(incident(), "placed-call-out");
};

TEST_F(CorrectionTest, EachKindIsTaken) {
  std::uint64_t number = 1;
  for (const ChangeReason why : kEach) {
    const auto taken = take(
        following(told_, why, ++number, {.row = [&](record::Row& row) { row.revision = number; }}));
    EXPECT_TRUE(taken.ok()) << record::name(why) << " " << taken.error().detail;
  }
}

TEST_F(CorrectionTest, IsTakenThoughTheAgreementHasEnded) {
  set_status("ENDED");
  for (const ChangeReason why : kEach) {
    reopen();
    const auto number = static_cast<std::uint64_t>(why) + 2;
    const auto taken = take(
        following(told_, why, number, {.row = [&](record::Row& row) { row.revision = number; }}));
    EXPECT_TRUE(taken.ok()) << record::name(why) << " " << taken.error().detail;
  }
}

TEST_F(CorrectionTest, FactsAndAnnotationsAreNotTakenOfASuspendedAgreement) {
  set_status("SUSPENDED");
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate, {}), Reason::kSuspended);
  EXPECT_EQ(refused_for(ChangeReason::kDisputedByChild, {}), Reason::kSuspended);
  EXPECT_TRUE(take(following(told_, ChangeReason::kAccuracyContested, 2)).ok());
  EXPECT_TRUE(take(following(told_, ChangeReason::kRecordedInError, 3)).ok());
}

TEST_F(CorrectionTest, NoneSaysWhoTheChildIs) {
  for (const ChangeReason why : kEach) {
    EXPECT_EQ(refused_for(why, {.row =
                                    [&](record::Row& row) {
                                      row.sealed_identity = told_.rows.front().row.sealed_identity;
                                    }}),
              Reason::kExcessField);
    EXPECT_EQ(refused_for(why, {.wire = [](auto& row) { row.subject_token = Bytes(16, 't'); }}),
              Reason::kExcessField);
  }
}

TEST_F(CorrectionTest, AMarkCarriesNoFact) {
  for (const ChangeReason why : kEach) {
    if (record::kind_of(why) == record::ChangeKind::kCorrected) continue;
    EXPECT_EQ(refused_for(why, {.fields = [](auto& fields) { fields.level = record::Level::k1; }}),
              Reason::kExcessField);
  }
}

TEST_F(CorrectionTest, FactsAreThoseOfTheClauseAtMost) {
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate,
                        {.fields = [](auto& fields) { fields.channel = record::Channel::k999; }}),
            Reason::kExcessField);
  EXPECT_EQ(
      refused_for(ChangeReason::kInaccurate, {.fields =
                                                  [](auto& fields) {
                                                    fields.child_role = record::ChildRole::kVictim;
                                                    fields.offence = record::OffenceGroup::kTheft;
                                                  }}),
      Reason::kEnvelopeMismatch);
}

TEST_F(CorrectionTest, FactsAreThoseThatTheLeafNames) {
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate, {},
                        {.leaf = [](ledger::Leaf& leaf) { std::erase(leaf.fields, "level"); }}),
            Reason::kExcessField);
  EXPECT_TRUE(take(following(told_, ChangeReason::kInaccurate, 2,
                             {.fields =
                                  [](auto& fields) {
                                    fields.level.reset();
                                    fields.level_set_by.reset();
                                  }}),
                   {.leaf = [](ledger::Leaf& leaf) { std::erase(leaf.fields, "level"); }})
                  .ok());
}

TEST_F(CorrectionTest, TheLeafSaysWhatItIs) {
  const auto lie = [this](const std::function<void(ledger::Leaf&)>& leaf) {
    return refused_for(ChangeReason::kRecordedInError, {}, {.leaf = leaf});
  };
  EXPECT_EQ(lie([](auto& leaf) { leaf.fields = {"level"}; }), Reason::kIntegrity);
  EXPECT_EQ(lie([](auto& leaf) { leaf.occasion = "notify"; }), Reason::kIntegrity);
  EXPECT_EQ(lie([](auto& leaf) { leaf.clause = "area-call-out"; }), Reason::kIntegrity);
  EXPECT_EQ(lie([](auto& leaf) { leaf.clause = "none"; }), Reason::kNoClause);
  EXPECT_EQ(lie([](auto& leaf) { leaf.purpose = "data-protection-audit"; }), Reason::kIntegrity);
  EXPECT_EQ(lie([](auto& leaf) { leaf.decision = "refused"; }), Reason::kIntegrity);
  EXPECT_EQ(refused_for(ChangeReason::kInaccurate, {},
                        {.leaf = [](auto& leaf) { leaf.fields.emplace_back("age"); }}),
            Reason::kIntegrity);
  EXPECT_EQ(refused(notice(incident("CAD-2"), "placed-call-out"),
                    {.leaf = [](auto& leaf) { leaf.occasion = "correction"; }}),
            Reason::kNoClause);
}

TEST_F(CorrectionTest, IsOfTheTypeOfItsClause) {
  EXPECT_EQ(
      refused_for(ChangeReason::kRecordedInError,
                  {.fields = [](auto& fields) { fields.type = record::RecordType::kArrest; }}),
      Reason::kNoClause);
}

TEST_F(CorrectionTest, IsFromWhoGaveTheRecord) {
  EXPECT_FALSE(take(following(told_, ChangeReason::kRecordedInError, 2,
                              {.statement =
                                   [](record::Statement& statement) {
                                     statement.disclosure.from =
                                         support::agency(support::kOthershire);
                                   }}))
                   .ok());
}

}  // namespace
}  // namespace stile::agent
