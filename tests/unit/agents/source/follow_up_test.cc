#include <gtest/gtest.h>

#include "tests/unit/agents/source/correction_fixture.h"

// What a later export says of a record follows it to those who were given it.
namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kFarYjs;
using support::kOwnCouncil;
using support::kOwnYjs;

class FollowUpTest : public CorrectionTest {
 protected:
  static std::string alleged() { return events_of({recent()}, "Invented-Wynne", "Suspect"); }
  static std::string victim() { return events_of({recent()}, "Invented-Wynne", "Victim"); }
  // corrected() are those to whom a correction went, in order of their names.
  std::vector<std::string> corrected() const {
    std::vector<std::string> all;
    for (const auto& one : corrections()) all.push_back(one.statement.disclosure.to.text());
    std::ranges::sort(all);
    return all;
  }
  std::vector<std::string> eventually_corrected(std::size_t count) const {
    EXPECT_TRUE(eventually([&] { return corrections().size() >= count; }));
    return corrected();
  }
};

// X4: what the service is told does not say that the child is a victim.
TEST_F(FollowUpTest, WithdrawsFromTheServiceWhatIsAllegedNoMore) {
  notify(alleged());
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kFarYjs, kOwnYjs}));
  notify(victim());
  EXPECT_EQ(eventually_corrected(2), (std::vector<std::string>{kFarYjs, kOwnYjs})) << said_.text();
  EXPECT_EQ(record::to_text(correction_to(kFarYjs).statement.disclosure.occasion),
            "correction/withdrawn/no-longer-qualifies");
  EXPECT_TRUE(said("CC-7 withdrawn: yjs/farshire was told before")) << said_.text();
}

// A revision would leave there who the victim is, and what was alleged.
TEST_F(FollowUpTest, TellsAnewAsAnotherEventWhoeverMayKnowLessThanBefore) {
  notify(alleged());
  const auto before = only_to(kOwnYjs).consignment.rows.front().row;
  notify(victim());
  eventually_corrected(2);
  EXPECT_EQ(correction_to(kOwnYjs).consignment.rows.front().row.event_token, before.event_token);
  const auto all = gateway_.taken();
  const auto anew = std::ranges::find_if(all, [](const Taken& one) {
    return one.statement.disclosure.to.text() == kOwnYjs &&
           one.statement.disclosure.clause == "host-call-out";
  });
  ASSERT_NE(anew, all.end());
  EXPECT_NE(anew->consignment.rows.front().row.event_token, before.event_token);
  EXPECT_TRUE(anew->consignment.rows.front().row.sealed_identity.empty());
  EXPECT_EQ(std::ranges::count(told(), std::string(kFarCouncil)), 2) << "revised, not withdrawn";
}

TEST_F(FollowUpTest, WithdrawsFromTheAuthorityThatDidNotPlaceTheChildAfterAll) {
  notify(events_of({recent()}));
  notify(events_of({recent(support::kAdjoiningAuthority)}));
  EXPECT_EQ(eventually_corrected(1), std::vector<std::string>{kFarCouncil});
}

TEST_F(FollowUpTest, WithdrawsFromAllWhereTheChildLivesInItsOwnAreaAndWhereItIsHeld) {
  notify(events_of({recent()}));
  notify(events_of({recent(support::kOwnAuthority)}));
  EXPECT_EQ(eventually_corrected(2), (std::vector<std::string>{kFarCouncil, kOwnYjs}));
  notify(events_of({recent()}));
  auto held = recent();
  held.hold = "Risk to Child";
  notify(events_of({held}));
  EXPECT_EQ(eventually_corrected(4),
            (std::vector<std::string>{kFarCouncil, kFarCouncil, kOwnYjs, kOwnYjs}));
  notify(events_of({held}));
  EXPECT_FALSE(said("withdrawn")) << said_.text();
}

TEST_F(FollowUpTest, PreviewSaysTheSameAndWithdrawsNothing) {
  notify(alleged());
  EXPECT_EQ(preview_notify(victim()), ExitCode::kOk);
  const std::string previewed = said_.text().substr(0, said_.text().rfind("1 events"));
  EXPECT_NE(previewed.find("withdrawn"), std::string::npos);
  EXPECT_TRUE(changes(true).empty());
  notify(victim());
  EXPECT_EQ(said_.text().substr(0, previewed.size()), previewed);
}

TEST_F(FollowUpTest, WithdrawsNothingForWhatTheRowDoesNotSay) {
  notify(events_of({recent()}));
  notify(events_of({}));
  std::erase_if(scheme_.sealing_keys, [](const auto& key) { return key.agency == kFarCouncil; });
  use_documents();
  notify(events_of({recent()}));
  auto nameless = events_of({recent()}, "Unknown");
  nameless.replace(nameless.find(",Zed,"), 5, ",,");
  notify(nameless);
  auto unknown = recent();
  unknown.home = "SC999999";
  notify(events_of({unknown}));
  EXPECT_TRUE(changes(true).empty()) << changes(true);
}

TEST_F(FollowUpTest, CorrectsWhatDiffersThoughTheAgreementHasEnded) {
  notify(events_of({recent()}));
  const auto before = only_to(kFarCouncil).consignment.rows.front().row;
  set_status("ENDED");
  notify(events_of({recent()}));
  EXPECT_TRUE(corrections().empty());
  auto later = recent();
  later.time = "02/11/2026 20:50";
  notify(events_of({later}));
  EXPECT_EQ(eventually_corrected(1), std::vector<std::string>{kFarCouncil}) << said_.text();
  const Taken one = correction_to(kFarCouncil);
  EXPECT_EQ(record::to_text(one.statement.disclosure.occasion), "correction/corrected/inaccurate");
  const auto& row = one.consignment.rows.front();
  EXPECT_NE(row.row.fields, before.fields);
  EXPECT_EQ(row.row.event_token, before.event_token);
  EXPECT_TRUE(row.row.sealed_identity.empty());
  EXPECT_TRUE(row.subject_token.empty());
  notify(events_of({later}));
  EXPECT_EQ(corrections().size(), 1U) << "what is corrected is corrected once";
}

TEST_F(FollowUpTest, WithdrawsThoughTheAgreementIsSuspendedAndCorrectsNothing) {
  notify(events_of({recent()}));
  set_status("SUSPENDED");
  auto later = recent();
  later.time = "02/11/2026 20:50";
  notify(events_of({later}));
  EXPECT_TRUE(corrections().empty());
  notify(events_of({recent(support::kAdjoiningAuthority)}));
  EXPECT_EQ(eventually_corrected(1), std::vector<std::string>{kFarCouncil});
}

TEST_F(FollowUpTest, WithdrawsARowOfAReturnThatIsHeldAndPreviewSaysSo) {
  auto rows = rows_of(3);
  EXPECT_EQ(send(rows), ExitCode::kOk);
  rows[1].hold = "Risk to Child";
  EXPECT_EQ(preview(rows), ExitCode::kOk);
  EXPECT_TRUE(said("CC-100001 withdrawn: regulator/ofsted has it")) << said_.text();
  EXPECT_TRUE(changes(true).empty());
  EXPECT_EQ(send(rows), ExitCode::kOk);
  EXPECT_TRUE(said("CC-100001 withdrawn: regulator/ofsted has it")) << said_.text();
  EXPECT_EQ(eventually_corrected(1), std::vector<std::string>{support::kOfsted});
  EXPECT_EQ(send(rows), ExitCode::kOk);
  EXPECT_FALSE(said("withdrawn:")) << said_.text();
  rows[1].hold.clear();
  EXPECT_EQ(send(rows), ExitCode::kOk);
  const auto first = rows_taken()[1].row.event_token;
  EXPECT_NE(gateway_.taken().back().consignment.rows.front().row.event_token, first);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(FollowUpTest, ARowThatIsToldAndHeldInOneExportWithdrawsNothingAndSaysSo) {
  auto held = recent();
  held.hold = "Risk to Child";
  EXPECT_EQ(preview_notify(events_of({recent(), held})), ExitCode::kOk);
  notify(events_of({recent(), held}));
  notify(events_of({recent(), held}));
  EXPECT_TRUE(said("nothing is withdrawn; mend with: one row for each record")) << said_.messages();
  EXPECT_TRUE(changes(true).empty());
}

}  // namespace
}  // namespace stile::agent
