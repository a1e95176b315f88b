// An exercise reaches every contact who may be on duty, and says nothing of anybody.
#include "agents/recipient/exercise.h"

#include "agents/recipient/notice_watch.h"
#include "core/wire/row_codec.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

using record::DisclosureState;
using Lie = std::function<void(wire::ConsignmentRow& row)>;
using Codes = std::vector<std::string>;

constexpr Instant kDay = 86400;

class InboxExerciseTest : public NoticeFixture {
 protected:
  InboxExerciseTest() {
    scheme_.agency(self_).duty =
        "contact { code: \"desk\" mailbox: \"desk@agency.example\" telephone: \"01632 960011\" }\n"
        "contact { code: \"edt\" mailbox: \"edt@agency.example\" telephone: \"01632 960012\" }\n"
        "contact { code: \"deputy\" mailbox: \"d@agency.example\" telephone: \"01632 960013\" }\n"
        "contact { code: \"press\" mailbox: \"p@agency.example\" telephone: \"01632 960014\" }\n"
        "duty { period { day: MONDAY from: \"09:00\" to: \"17:00\" contact: \"desk\" "
        "contact: \"deputy\" } otherwise: \"edt\" otherwise: \"deputy\" }\n";
    documents_ = scheme_.document_set();
    restart();
  }

  // restart() is one of the agent: what the watch has not made durable it has forgotten.
  void restart() {
    watch_.reset();
    reopen();
    watch_ = std::make_unique<NoticeWatch>(NoticeWatchOptions{
        .inbox = inbox_.get(),
        .self = support::agency(self_),
        .documents = [this] { return documents_; },
        .clock = [this] { return now_; },
        .give = [this](const ToTell& what) -> Status {
          given_.push_back(what);
          return ok();
        },
        .settled = [this](const std::string& reference) { settled_.push_back(reference); },
        .log_problem = {}});
  }
  Codes told() {
    given_.clear();
    EXPECT_TRUE(watch_->look().ok());
    Codes codes;
    for (const ToTell& what : given_) {
      EXPECT_EQ(what.what, ToTell::What::kExercise);
      codes.push_back(what.to.code);
    }
    return codes;
  }
  void come(std::uint64_t number = 1) {
    const auto taken = take(support::exercise(scheme_, self_, "placed-call-out", number));
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
  }
  ExitCode answered(const std::string& reference, const std::string& account = "mary") {
    said_ = Said();
    return inbox_->answer_exercise(account, reference, said_);
  }
  std::string listed(bool all = false) {
    said_ = Said();
    EXPECT_EQ(inbox_->list_exercises(all, said_), ExitCode::kOk);
    return said_.text();
  }
  ExitCode audited() {
    said_ = Said();
    return inbox_->verify("mary", said_);
  }

  std::vector<ToTell> given_;
  std::vector<std::string> settled_;
  std::unique_ptr<NoticeWatch> watch_;
};

TEST_F(InboxExerciseTest, IsGivenToEveryContactOnTheCalendarUnderAReferenceOfItsOwn) {
  come();
  EXPECT_EQ(told(), (Codes{"desk", "edt", "deputy"}));
  EXPECT_NE(given_.at(0).reference, given_.at(1).reference);
  for (const ToTell& what : given_) {
    ASSERT_TRUE(watch_->given(what.reference, what.to.code).ok());
  }
  EXPECT_EQ(told(), Codes());
  restart();
  EXPECT_EQ(told(), Codes());
  EXPECT_EQ(number_of("SELECT count(*) FROM exercise WHERE told > 0"), 3);
}

TEST_F(InboxExerciseTest, WhoeverNoMeansHasToldIsToldAgainAfterARestartForADay) {
  come();
  told();
  ASSERT_TRUE(watch_->given(given_.at(1).reference, "edt").ok());
  restart();
  EXPECT_EQ(told(), (Codes{"desk", "deputy"}));
  now_ += kDay;
  EXPECT_EQ(told(), Codes());
  EXPECT_EQ(settled_.size(), 2U);
  restart();
  EXPECT_EQ(told(), Codes());
}

TEST_F(InboxExerciseTest, IsNoNoticeNoRowAndNothingUnread) {
  come();
  EXPECT_EQ(rows(), 0);
  EXPECT_EQ(number_of("SELECT count(*) FROM notice"), 0);
  EXPECT_TRUE(inbox_->unread()->empty());
  EXPECT_EQ(audited(), ExitCode::kOk) << said_.text();
}

TEST_F(InboxExerciseTest, TheForceLearnsThatSomeAndThatAllHaveAnswered) {
  come();
  told();
  EXPECT_TRUE(states().empty());
  EXPECT_EQ(answered(given_.at(1).reference), ExitCode::kOk);
  EXPECT_EQ(states(), std::vector{DisclosureState::kOpened});
  EXPECT_EQ(answered(given_.at(1).reference, "john"), ExitCode::kOk) << "said once";
  EXPECT_EQ(answered(given_.at(0).reference), ExitCode::kOk);
  EXPECT_EQ(states(), std::vector{DisclosureState::kOpened});
  EXPECT_EQ(audited(), ExitCode::kOk) << said_.text();
  EXPECT_NE(listed().find("edt: answered"), std::string::npos) << listed();
  EXPECT_NE(listed().find("deputy: NOT told yet"), std::string::npos) << listed();
  EXPECT_EQ(listed().find("john"), std::string::npos);
  EXPECT_EQ(answered(given_.at(2).reference), ExitCode::kOk);
  EXPECT_EQ(states(), (std::vector{DisclosureState::kOpened, DisclosureState::kClosed}));
  EXPECT_EQ(audited(), ExitCode::kOk) << said_.text();
}

TEST_F(InboxExerciseTest, AReferenceOfNoExerciseIsRefused) {
  const std::string notice = tell(incident(), "placed-call-out");
  EXPECT_NE(answered(notice), ExitCode::kOk);
  EXPECT_NE(answered("nonsense"), ExitCode::kOk);
  EXPECT_TRUE(words().empty());
}

TEST_F(InboxExerciseTest, TheNewestOfEachForceIsListed) {
  come(1);
  told();
  answered(given_.at(0).reference);
  come(2);
  EXPECT_EQ(listed().find("answered 20"), std::string::npos) << listed();
  EXPECT_NE(listed(true).find("answered 20"), std::string::npos) << listed(true);
}

TEST_F(InboxExerciseTest, OneThatSaysSomethingIsNotBelieved) {
  const auto with = [&](const Lie& lie) {
    return support::exercise(scheme_, self_, "placed-call-out", 1, lie);
  };
  EXPECT_EQ(refused(with([](wire::ConsignmentRow& row) {
              auto said = wire::decode_fields(row.row.fields).value();
              said.child_role = record::ChildRole::kMissing;
              row.row.fields = wire::encode_fields(said);
            })),
            Reason::kExcessField);
  EXPECT_EQ(refused(with([](wire::ConsignmentRow& row) {
              row.row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
            })),
            Reason::kExcessField);
  EXPECT_EQ(refused(with([](wire::ConsignmentRow& row) { row.subject_token = Bytes(16, 't'); })),
            Reason::kExcessField);
  EXPECT_EQ(number_of("SELECT count(*) FROM exercise"), 0);
  EXPECT_EQ(told(), Codes());
}

TEST_F(InboxExerciseTest, ANotificationIsNotPassedOffAsAnExerciseNorTheOtherWayRound) {
  EXPECT_EQ(refused(support::exercise(scheme_, self_),
                    {.leaf = [](ledger::Leaf& leaf) { leaf.occasion = "notify"; }}),
            Reason::kIntegrity);
  EXPECT_EQ(refused(notice(incident(), "placed-call-out"), {.leaf =
                                                                [](ledger::Leaf& leaf) {
                                                                  leaf.occasion = "exercise";
                                                                  leaf.fields.clear();
                                                                }}),
            Reason::kNoClause);
}

TEST_F(InboxExerciseTest, AnAnswerThatNobodyGaveIsFound) {
  come();
  vandalise("UPDATE exercise SET answered = 7, account = 'mallory' WHERE contact = 'edt'");
  EXPECT_EQ(audited(), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("answers are not those"), std::string::npos) << said_.text();
}

}  // namespace
}  // namespace stile::agent
