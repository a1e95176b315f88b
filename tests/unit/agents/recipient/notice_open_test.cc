// What comes of a single event, and what a person reads of it.
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

constexpr char kPlaced[] = "placed-call-out";

using NoticeTest = NoticeFixture;

TEST_F(NoticeTest, IsNewWhenItHasComeAndDueAsTheAgreementSays) {
  tell(incident(), kPlaced);
  EXPECT_EQ(number_of("SELECT count(*) FROM notice"), 1);
  EXPECT_EQ(state(), static_cast<int>(NoticeState::kStored));
  EXPECT_EQ(number_of("SELECT due - arrived FROM notice"), 3600);
  EXPECT_EQ(number_of("SELECT alleged FROM notice"), 0);
  EXPECT_TRUE(words().empty());
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
}

TEST_F(NoticeTest, IsListedWithoutTheIdentity) {
  const std::string reference = tell(incident(), kPlaced);
  EXPECT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_TRUE(said(reference));
  EXPECT_TRUE(said("\"child_role\":\"missing\""));
  EXPECT_FALSE(said("Pryce"));
  EXPECT_FALSE(said("OVERDUE"));
  EXPECT_TRUE(words().empty());
  EXPECT_EQ(operations("consultation"), 1);
}

TEST_F(NoticeTest, IsListedInTheOrderInWhichItCame) {
  const std::string first = tell(incident("CAD-9", "N-9"), kPlaced);
  now_ += 60;
  const std::string second = tell(missing(), "placed-missing-episode");
  EXPECT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_LT(said_.text().find(first), said_.text().find(second));
}

TEST_F(NoticeTest, OpensWithTheIdentityAndSignsWhoOpenedIt) {
  const auto consignment = notice(incident(), kPlaced);
  const std::string reference = took(consignment);
  now_ += 600;
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk) << said_.messages();
  EXPECT_NE(said_.text().find("Pryce-Jones"), std::string::npos);
  EXPECT_NE(said_.text().find("2012-05-04"), std::string::npos);
  EXPECT_TRUE(said("\"identity\":{\"surname\":\"Pryce-Jones\",\"forenames\":\"Tomos Siôn\""));
  EXPECT_TRUE(said_.messages().empty());
  EXPECT_TRUE(problems_.empty());

  const auto said = words();
  ASSERT_EQ(said.size(), 1U);
  const auto statement = crypto::parse_note(consignment.statement).value();
  EXPECT_EQ(said[0].consignment, record::consignment_digest(statement.text));
  EXPECT_EQ(said[0].from.text(), support::kTestshire);
  EXPECT_EQ(said[0].to.text(), self_);
  EXPECT_EQ(said[0].number, 1U);
  EXPECT_EQ(said[0].state, record::DisclosureState::kOpened);
  EXPECT_TRUE(said[0].actor.has_value());
  EXPECT_EQ(utc_minute_text(said[0].time), utc_minute_text(now_));
  EXPECT_EQ(state(), static_cast<int>(NoticeState::kOpened));
  EXPECT_EQ(number_of("SELECT number FROM operation_log WHERE operation = 'consultation' AND"
                      " account = 'mary' AND agency LIKE '%testshire%'"),
            1);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
}

TEST_F(NoticeTest, ReadsInWelsh) {
  const std::string reference = tell(incident(), kPlaced);
  ASSERT_EQ(opened(asker_, reference, Language::kWelsh), ExitCode::kOk);
  EXPECT_TRUE(said("Rôl y plentyn"));
  EXPECT_TRUE(said("Cyfenw"));
  EXPECT_FALSE(said("Surname"));
  EXPECT_EQ(listed(asker_, false, Language::kWelsh), ExitCode::kOk);
  EXPECT_TRUE(said("agorwyd"));
}

TEST_F(NoticeTest, OpenedTwiceSaysItOnceAndLogsBoth) {
  const std::string reference = tell(incident(), kPlaced);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  const auto first = inbox_->untaken(9).value();
  ASSERT_EQ(opened({"sam", false}, reference), ExitCode::kOk);
  EXPECT_TRUE(said("Pryce-Jones"));
  EXPECT_EQ(inbox_->untaken(9).value(), first);
  EXPECT_EQ(operations("consultation"), 2);
}

TEST_F(NoticeTest, NoWordOfAVictimReadsAsAnOffence) {
  auto event = incident();
  event.category = record::Category::kAllegedCrime;
  event.child_role = record::ChildRole::kVictim;
  const std::string reference = tell(event, kPlaced);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_NE(said_.text().find("victim"), std::string::npos);
  EXPECT_EQ(said_.text().find("alleged"), std::string::npos);
  ASSERT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_EQ(said_.text().find("alleged"), std::string::npos);
}

TEST_F(NoticeTest, AnAllegationReadsAsOne) {
  const std::string reference = tell(of_offence(), kPlaced);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("alleged to have offended"));
  EXPECT_TRUE(said("Offence alleged             theft"));
  EXPECT_TRUE(said("\"outcome\":\"not-yet-assigned\""));
}

TEST_F(NoticeTest, ACorrectionIsNewAgainAndTheNewestIsShown) {
  auto event = incident();
  const std::string reference = tell(event, kPlaced, 5);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  now_ += 7200;
  event.child_role = record::ChildRole::kVictim;
  EXPECT_EQ(tell(event, kPlaced, 9), reference);
  ASSERT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_TRUE(said("new"));
  EXPECT_TRUE(said("correction"));
  EXPECT_TRUE(said("1 notifications"));
  EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kRefused);  // nobody has read it
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("Corrects what came          2026-11-03 09:00"));
  EXPECT_TRUE(said("\"child_role\":\"victim\""));
  EXPECT_EQ(words()[1].number, 2U);
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 2);
}

TEST_F(NoticeTest, OpeningACorrectionSaysItOfTheRevisionThatNobodyOpened) {
  const std::string reference = tell(incident(), kPlaced, 5);
  tell(incident(), kPlaced, 6);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  const auto said = words();
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[0].number, 1U);
  EXPECT_EQ(said[1].number, 2U);
  EXPECT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_TRUE(this->said("1 notifications"));
}

TEST_F(NoticeTest, AnOlderRevisionThatComesLateIsNotShown) {
  auto event = incident();
  const std::string reference = tell(event, kPlaced, 9);
  event.child_role = record::ChildRole::kVictim;
  tell(event, kPlaced, 5);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("\"child_role\":\"missing\""));
}

TEST_F(NoticeTest, IsOverdueWhenItsLimitHasPassedUnread) {
  const std::string reference = tell(incident(), kPlaced);
  now_ += 3599;
  listed(asker_);
  EXPECT_TRUE(said("\"overdue\":false"));
  now_ += 1;
  listed(asker_);
  EXPECT_TRUE(said("\"overdue\":true"));
  EXPECT_TRUE(said("OVERDUE"));
  opened(asker_, reference);
  EXPECT_TRUE(said("\"overdue\":false"));
}

TEST_F(NoticeTest, IsListedInTheOrderOfArrivalThoughTheClockWasAhead) {
  now_ += 86400;
  const std::string first = tell(incident("CAD-9", "N-9"), kPlaced);
  now_ -= 86400;
  const std::string second = tell(missing(), "placed-missing-episode");
  listed(asker_);
  EXPECT_LT(said_.json().find(first), said_.json().find(second));
}

TEST_F(NoticeTest, IsNoReturns) {
  tell(incident(), kPlaced);
  EXPECT_EQ(inbox_->list("inspector", {}, Language::kEnglish, said_), ExitCode::kOk);
  EXPECT_EQ(said_.text(), "");
  EXPECT_EQ(inbox_->completeness("inspector", {2026, 11}, Language::kEnglish, said_),
            ExitCode::kOk);
  EXPECT_EQ(said_.text(), "");
}

TEST_F(NoticeTest, IsAcknowledgedByWhoeverReadIt) {
  const std::string reference = tell(incident(), kPlaced);
  EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kRefused);
  EXPECT_TRUE(said("open it first"));
  opened(asker_, reference);
  EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(states(),
            (std::vector{record::DisclosureState::kOpened, record::DisclosureState::kClosed}));
  listed(asker_);
  EXPECT_FALSE(said(reference));
  listed(asker_, true);
  EXPECT_TRUE(said(reference));
  EXPECT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(states().size(), 2U);
  EXPECT_EQ(returned(asker_, reference), ExitCode::kRefused);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
}

// No notification may end unread, however long the keys to what is under way are kept.
TEST_F(NoticeTest, StaysReadableUntilSomebodyHasDecidedAboutIt) {
  const std::string reference = tell(incident(), kPlaced);
  const auto pass_days = [this](int days) {
    for (int day = 0; day < days; ++day) {
      now_ += 86400;
      ASSERT_TRUE(inbox_->sealing_key_note().ok());
    }
  };
  pass_days(120);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("Pryce-Jones"));
  pass_days(120);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("Pryce-Jones"));
  acknowledged(asker_, reference);
  pass_days(1);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  EXPECT_FALSE(said("Pryce-Jones"));
  EXPECT_TRUE(said("\"identity\":\"key-destroyed\""));
  EXPECT_EQ(integrity_events(), 0);
}

TEST_F(NoticeTest, KnowsNoOtherReference) {
  tell(incident(), kPlaced);
  for (const char* reference : {"", "CAD-1", "0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z"}) {
    EXPECT_EQ(opened(asker_, reference), ExitCode::kUsage);
    EXPECT_EQ(said_.messages(), "NOT_FOUND: no notification of that reference\n");
    EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kUsage);
    EXPECT_EQ(returned(asker_, reference), ExitCode::kUsage);
  }
  EXPECT_EQ(operations("consultation"), 0);
}

}  // namespace
}  // namespace stile::agent
