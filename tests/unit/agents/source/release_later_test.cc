#include <gtest/gtest.h>

#include "tests/unit/agents/source/release_fixture.h"

// What exports and orders do later to a record that was released, and who sees that (X1).
namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kOwnCouncil;

using ReleaseLaterTest = ReleaseTest;

TEST_F(ReleaseLaterTest, TheSameExportLaterTellsNobodyAndWithdrawsNothing) {
  deny();
  ASSERT_EQ(notify(far_events()), ExitCode::kOk);
  const std::string words = said_.text() + said_.messages();
  ASSERT_EQ(release(), ExitCode::kOk);
  const std::string before = shown();
  const auto sent = told();
  ASSERT_EQ(preview_notify(far_events()), ExitCode::kOk);
  EXPECT_FALSE(said("E10000091")) << said_.text();
  ASSERT_EQ(notify(far_events()), ExitCode::kOk);
  EXPECT_EQ(said_.text() + said_.messages(), words) << "as if nothing had been released";
  EXPECT_EQ(told(), sent);
  EXPECT_EQ(shown(), before);
  EXPECT_TRUE(changes(true).empty());
}

TEST_F(ReleaseLaterTest, IsNotWithdrawnWhileItsAgreementIsSuspended) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(kOwnCouncil))
      .agreement = scheme_.agreement_hash(2);
  use_documents();
  ASSERT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("nothing goes under agreement testshire-council")) << said_.text();
  EXPECT_EQ(count("change"), 0);
  EXPECT_EQ(told_to(kOwnCouncil), 1U);
}

// For safety's sake the control room rings, and the run says nothing.
TEST_F(ReleaseLaterTest, WhatCannotBeToldThereIsAnAlarmAndNoWord) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  take_key_of(kOwnCouncil);
  EXPECT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk);
  EXPECT_FALSE(said("E10000091")) << said_.text() << said_.messages();
  EXPECT_FALSE(said("1 somebody cannot be told yet")) << said_.text();
  EXPECT_NE(alarms().find("CC-7 to authority/E10000091 could not be told"), std::string::npos);
  give_keys();
  EXPECT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk);
  EXPECT_TRUE(eventually([&] { return told_to(kOwnCouncil) == 2; }));
}

TEST_F(ReleaseLaterTest, WhatChangesGoesToTheHomesOwnAuthorityAndNotToWhoDeniedIt) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  const auto first = only_to(kOwnCouncil).consignment.rows.front().row;
  const std::string before = notify_status();
  ASSERT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(eventually([&] { return told_to(kOwnCouncil) == 2; }));
  EXPECT_EQ(told_to(kFarCouncil), 1U);
  EXPECT_FALSE(said("E10000091")) << said_.text() << said_.messages();
  EXPECT_TRUE(said("told before to authority/E10000093")) << said_.text();
  EXPECT_EQ(notify_status(), before);
  const auto rows = rows_taken();
  EXPECT_EQ(rows.back().row.event_token, first.event_token);
  EXPECT_GT(rows.back().row.revision, first.revision);
  EXPECT_FALSE(wire::decode_envelope(rows.back().envelope)->placing_authority);
  ASSERT_EQ(notify(far_events("Invented-Wyn")), ExitCode::kOk);
  EXPECT_EQ(told_to(kOwnCouncil), 2U);
}

TEST_F(ReleaseLaterTest, AnExportThatNamesAnotherAuthorityWithdrawsItAndNoWordIsSaid) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  notify(far_events("Invented-Wynne", support::kAdjoiningAuthority));
  EXPECT_TRUE(eventually([&] { return corrections().size() == 2; }));
  EXPECT_EQ(record::to_text(correction_to(kOwnCouncil).statement.disclosure.occasion),
            "correction/withdrawn/no-longer-qualifies");
  EXPECT_TRUE(said("withdrawn: authority/E10000093 was told before")) << said_.text();
  EXPECT_TRUE(said("1 withdrawn or corrected")) << said_.text();
  EXPECT_FALSE(said("E10000091")) << said_.text() << said_.messages();
  EXPECT_EQ(shown().find("E10000091"), std::string::npos) << shown();
  EXPECT_NE(seen().find("E10000091"), std::string::npos);
  EXPECT_EQ(count("released"), 0) << "what is over is as any record";
  EXPECT_EQ(count("own_copy"), 0);
}

TEST_F(ReleaseLaterTest, AnExportThatNamesNobodyIsToldThereAsIfForTheFirstTime) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  const auto first = only_to(kOwnCouncil).consignment.rows.front().row;
  const auto events = far_events("Invented-Wynne", "");
  EXPECT_EQ(preview_notify(events), ExitCode::kOk);
  EXPECT_TRUE(said("CC-7 told to authority/E10000091")) << said_.text();
  EXPECT_EQ(notify(events), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("CC-7 told to authority/E10000091")) << said_.text();
  EXPECT_TRUE(said("1 notifications, 0 revised")) << said_.text();
  EXPECT_EQ(told_to(kOwnCouncil), 2U);
  const auto rows = rows_taken();
  EXPECT_TRUE(std::ranges::any_of(rows, [&](const auto& one) {
    return one.row.event_token == first.event_token && one.row.revision > first.revision;
  })) << "there it is a revision";
  EXPECT_NE(notify_status().find("CC-7 to authority/E10000091"), std::string::npos);
  EXPECT_EQ(notify(events), ExitCode::kOk);
  EXPECT_TRUE(said("told before to authority/E10000091")) << said_.text();
}

TEST_F(ReleaseLaterTest, WhatIsHeldIsWithdrawnThereToo) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  auto held = recent();
  held.hold = "Risk to Child";
  notify(events_of({held}));
  EXPECT_TRUE(eventually([&] {
    const auto all = corrections();
    return std::ranges::any_of(
        all, [](const Taken& one) { return one.statement.disclosure.to.text() == kOwnCouncil; });
  }));
  EXPECT_FALSE(said("E10000091")) << said_.text();
  EXPECT_EQ(count("own_copy"), 0);
}

TEST_F(ReleaseLaterTest, ARecordWithdrawnFromAllIsWithdrawnThereTooAndHasNoCopy) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  EXPECT_EQ(count("own_copy"), 1);
  said_ = Said();
  const auto withdrawn = order(record::ChangeReason::kRecordedInError);
  EXPECT_EQ(source_->preview_change(withdrawn, said_), ExitCode::kOk);
  EXPECT_FALSE(said("E10000091")) << said_.text();
  EXPECT_EQ(change(withdrawn), ExitCode::kOk) << said_.messages();
  EXPECT_FALSE(said("E10000091")) << said_.text() << said_.messages();
  EXPECT_TRUE(eventually([&] { return corrections().size() == 3; }));
  EXPECT_EQ(correction_to(kOwnCouncil).statement.disclosure.to.text(), kOwnCouncil);
  EXPECT_EQ(changes(true).find("E10000091"), std::string::npos);
  EXPECT_EQ(status().find("E10000091"), std::string::npos);
  EXPECT_NE(seen().find("E10000091"), std::string::npos);
  EXPECT_EQ(count("own_copy"), 0);
}

TEST_F(ReleaseLaterTest, WhereNobodyElseIsLeftAnOrderSaysThatThereIsNothingToDo) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  auto withdrawn = order(record::ChangeReason::kRecordedInError);
  for (const char* one : {"authority/E10000093", "yjs/testshire"}) {
    withdrawn.only = one;
    ASSERT_EQ(change(withdrawn), ExitCode::kOk) << said_.messages();
  }
  EXPECT_EQ(corrections().size(), 2U);
  withdrawn.only.clear();
  EXPECT_EQ(change(withdrawn), ExitCode::kOk);
  EXPECT_EQ(said_.messages(), "");
  EXPECT_TRUE(eventually([&] { return corrections().size() == 3; })) << "it is done all the same";
}

TEST_F(ReleaseLaterTest, NobodyElseCanAskForItsRecipientByName) {
  deny();
  ASSERT_EQ(release(), ExitCode::kOk);
  auto only = order(record::ChangeReason::kUnderReview);
  only.only = "authority/E10000091";
  EXPECT_EQ(change(only), ExitCode::kUsage);
  EXPECT_TRUE(
      said("was never sent to authority/E10000091; mend with: --only and one of "
           "authority/E10000093, yjs/testshire"))
      << said_.messages();
  only.sight = Sight::kOfficer;
  EXPECT_EQ(change(only), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(changes(true), "");
}

}  // namespace
}  // namespace stile::agent
