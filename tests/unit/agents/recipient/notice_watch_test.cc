// Whom the watch tells of a notice, and when.
#include "agents/recipient/notice_watch.h"

#include <array>
#include <chrono>
#include <thread>

#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

constexpr char kPlaced[] = "placed-call-out";
constexpr Instant kHour = 3600;

class NoticeWatchTest : public NoticeFixture {
 protected:
  NoticeWatchTest() {
    on_duty({"first", "second", "deputy"});
    restart();
  }

  // on_duty() makes these the contacts on duty at any hour; without any there are no documents.
  void on_duty(const std::vector<std::string>& codes) {
    on_duty_ = nullptr;
    if (codes.empty()) return;
    support::Scheme scheme = scheme_;
    std::string contacts;
    std::string duty;
    for (const std::string& code : codes) {
      contacts += "contact { code: \"" + code + "\" mailbox: \"" + code +
                  "@agency.example\" telephone: \"01632 960011\" }\n";
      duty += "otherwise: \"" + code + "\" ";
    }
    scheme.agency(self_).duty = contacts + "duty { " + duty + "}\n";
    on_duty_ = scheme.document_set();
  }

  // restart() is one of the agent: what the watch has not made durable it has forgotten.
  void restart() {
    watch_.reset();
    reopen();
    watch_ = std::make_unique<NoticeWatch>(NoticeWatchOptions{
        .inbox = inbox_.get(),
        .self = support::agency(self_),
        .documents = [this] { return on_duty_; },
        .clock = [this] { return now_; },
        .give = [this](const ToTell& what) -> Status {
          if (full_) return Error{Reason::kUnavailable, "too many wait"};
          given_.push_back(what);
          return ok();
        },
        .settled = [this](const std::string& reference) { settled_.push_back(reference); },
        .log_problem = [this](std::string_view event,
                              const Error&) { problems_ += std::string(event) + "\n"; }});
  }

  void look() {
    const Status looked = watch_->look();
    ASSERT_TRUE(looked.ok()) << looked.error().detail;
  }
  // told() looks, and says who is told of what, as "first new".
  std::vector<std::string> told() {
    const std::size_t before = given_.size();
    look();
    std::vector<std::string> told;
    for (std::size_t i = before; i < given_.size(); ++i) {
      constexpr std::array kWords = {"new", "corrected", "overdue"};
      told.push_back(given_[i].to.code + " " + kWords[static_cast<std::size_t>(given_[i].what)]);
    }
    return told;
  }
  // succeeded() says that the contact told last was.
  void succeeded() {
    ASSERT_TRUE(watch_->given(given_.back().reference, given_.back().to.code).ok());
  }
  std::int64_t stage() { return number_of("SELECT max(stage) FROM kept_notice"); }

  using Told = std::vector<std::string>;
  std::vector<ToTell> given_;
  std::vector<std::string> settled_;
  bool full_ = false;
  std::unique_ptr<NoticeWatch> watch_;

 private:
  std::shared_ptr<const agreement::DocumentSet> on_duty_;
};

TEST_F(NoticeWatchTest, TellsTheFirstContactAtOnceAndOnce) {
  EXPECT_EQ(told(), Told{});
  const std::string reference = tell(incident(), kPlaced);
  EXPECT_EQ(told(), Told{"first new"});
  EXPECT_EQ(given_[0].reference, reference);
  EXPECT_EQ(given_[0].time, support::kNow);
  succeeded();
  EXPECT_EQ(stage(), 1);
  now_ += kHour - 1;
  EXPECT_EQ(told(), Told{});
  EXPECT_TRUE(problems_.empty());
}

TEST_F(NoticeWatchTest, GoesOnToTheNextEachTimeTheLimitPassesAndThenEnds) {
  tell(incident(), kPlaced);
  look();
  succeeded();
  now_ += kHour;
  EXPECT_EQ(told(), Told{"second overdue"});
  succeeded();
  now_ += kHour - 1;
  EXPECT_EQ(told(), Told{});
  now_ += 1;
  EXPECT_EQ(told(), Told{"deputy overdue"});
  succeeded();
  now_ += 9 * kHour;
  EXPECT_EQ(told(), Told{});
  EXPECT_EQ(stage(), 3);
  EXPECT_EQ(problems_, "notice_overdue\nnotice_overdue\n");
}

TEST_F(NoticeWatchTest, TellsOfWhatFollowsUntilSomebodyClosesIt) {
  const auto before = notice(incident(), kPlaced);
  const std::string reference = took(before);
  look();
  succeeded();
  opened(asker_, reference);
  EXPECT_EQ(told(), Told{});
  took(support::following(before, record::ChangeReason::kRecordedInError, 2));
  EXPECT_EQ(told(), Told{"first corrected"});
  EXPECT_EQ(given_.back().reference, reference);
  succeeded();
  restart();
  EXPECT_EQ(told(), Told{});
  now_ += kHour;
  EXPECT_EQ(told(), Told{"second overdue"});
  succeeded();
  EXPECT_EQ(
      inbox_->close_change(asker_, reference, NoticeState::kConfirmed, Language::kEnglish, said_),
      ExitCode::kOk);
  now_ += kHour;
  EXPECT_EQ(told(), Told{});
  EXPECT_EQ(settled_.back(), reference);
}

TEST_F(NoticeWatchTest, EndsWhenSomebodyOpensIt) {
  const std::string reference = tell(incident(), kPlaced);
  look();
  opened(asker_, reference);
  now_ += kHour;
  EXPECT_EQ(told(), Told{});
  EXPECT_EQ(settled_, Told{reference});
  EXPECT_EQ(told(), Told{});
  EXPECT_EQ(settled_.size(), 1U);
}

TEST_F(NoticeWatchTest, TellsAgainAfterARestartWhomNobodySaysWasTold) {
  tell(incident(), kPlaced);
  look();
  restart();
  EXPECT_EQ(told(), Told{"first new"});
  succeeded();
  restart();
  EXPECT_EQ(told(), Told{});
  now_ += kHour;
  EXPECT_EQ(told(), Told{"second overdue"});
  restart();
  EXPECT_EQ(told(), Told{"second overdue"});
}

TEST_F(NoticeWatchTest, TellsEachAfterALongStopAMinuteApart) {
  tell(incident(), kPlaced);
  now_ += 3 * kHour;
  restart();
  EXPECT_EQ(told(), Told{"first new"});
  EXPECT_EQ(told(), Told{});
  now_ += 60;
  EXPECT_EQ(told(), Told{"second overdue"});
  now_ += 60;
  EXPECT_EQ(told(), Told{"deputy overdue"});
}

// Else nobody would be told for as long as the clock was ahead.
TEST_F(NoticeWatchTest, WhatCameWhileTheClockWasAheadIsOverdueOnceItIsRight) {
  now_ += 24 * kHour;
  tell(incident(), kPlaced);
  now_ -= 24 * kHour;
  EXPECT_EQ(inbox_->notice_figures()->overdue, 1U);
  EXPECT_EQ(told(), Told{"first new"});
  succeeded();
  now_ += 59;
  EXPECT_EQ(told(), Told{});
  now_ += 1;
  EXPECT_EQ(told(), Told{"second overdue"});
}

TEST_F(NoticeWatchTest, AStepOfTheClockHoldsUpNoContact) {
  now_ += 24 * kHour;
  tell(incident(), kPlaced);
  EXPECT_EQ(told(), Told{"first new"});
  succeeded();
  now_ -= 24 * kHour;
  EXPECT_EQ(told(), Told{"second overdue"});
}

TEST_F(NoticeWatchTest, AMailboxThatDoesNotWorkHoldsUpNobody) {
  tell(incident(), kPlaced);
  look();
  now_ += kHour;
  EXPECT_EQ(told(), Told{"second overdue"});
  succeeded();
  EXPECT_EQ(stage(), 1);
  restart();
  EXPECT_EQ(told(), Told{"first overdue"});
}

TEST_F(NoticeWatchTest, TellsWhoHasComeOnDutyAndWasNotToldYet) {
  tell(incident(), kPlaced);
  look();
  succeeded();
  now_ += kHour;
  on_duty({"night", "first"});
  EXPECT_EQ(told(), Told{"night overdue"});
  now_ += kHour;
  EXPECT_EQ(told(), Told{});
  on_duty({"night", "first", "second"});
  EXPECT_EQ(told(), Told{"second overdue"});
}

TEST_F(NoticeWatchTest, ACorrectionBeginsWithTheFirstContactAgain) {
  const std::string reference = tell(incident(), kPlaced, 5);
  look();
  succeeded();
  now_ += kHour;
  look();
  succeeded();
  tell(incident(), kPlaced, 9);
  EXPECT_EQ(told(), Told{"first corrected"});
  EXPECT_EQ(given_.back().reference, reference);
  opened(asker_, reference);
  tell(incident(), kPlaced, 11);
  EXPECT_EQ(told(), Told{"first corrected"});
}

TEST_F(NoticeWatchTest, TriesAgainWhereTooManyWait) {
  tell(incident(), kPlaced);
  full_ = true;
  EXPECT_EQ(told(), Told{});
  full_ = false;
  EXPECT_EQ(told(), Told{"first new"});
}

TEST_F(NoticeWatchTest, SaysOnceThatNobodyIsOnDuty) {
  on_duty({});
  tell(incident(), kPlaced);
  EXPECT_EQ(told(), Told{});
  look();
  EXPECT_EQ(problems_, "nobody_on_duty\n");
  on_duty({"first", "second"});
  EXPECT_EQ(told(), Told{"first new"});
}

TEST_F(NoticeWatchTest, TellsNobodyOfWhatGoesBackUnseen) {
  const std::string reference = tell(incident(), kPlaced, 1);
  opened(asker_, reference);
  returned(asker_, reference);
  look();
  given_.clear();
  tell(incident(), kPlaced, 2);
  EXPECT_EQ(told(), Told{});
}

TEST_F(NoticeWatchTest, HearsOfNoOtherContactOrReference) {
  const std::string reference = tell(incident(), kPlaced);
  look();
  EXPECT_TRUE(watch_->given(reference, "second").ok());
  EXPECT_TRUE(watch_->given("0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z", "first").ok());
  EXPECT_EQ(stage(), 0);
}

TEST_F(NoticeWatchTest, SaysWordsWhenTheyAreDue) {
  const std::string reference = tell(incident(), kPlaced);
  opened(asker_, reference);
  returned(asker_, reference);
  tell(incident(), kPlaced, 2);
  int told = 0;
  inbox_->on_word([&] { ++told; });
  look();
  told = 0;
  now_ += kHour;
  look();
  EXPECT_EQ(told, 1);
}

TEST_F(NoticeWatchTest, CountsWhatNobodyHasOpened) {
  tell(incident("CAD-1", "N-1"), kPlaced, 5);
  tell(incident("CAD-1", "N-1"), kPlaced, 9);
  now_ += kHour;
  tell(incident("CAD-2", "N-2"), kPlaced);
  const auto figures = inbox_->notice_figures().value();
  EXPECT_EQ(figures.unread, 2U);
  EXPECT_EQ(figures.overdue, 1U);
}

TEST_F(NoticeWatchTest, LooksByItselfOnceStarted) {
  const std::string reference = tell(incident(), kPlaced);
  watch_->start();
  for (int i = 0; i < 500 && watch_->given(reference, "first").ok() && stage() == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  watch_->stop();
  EXPECT_EQ(stage(), 1);
}

}  // namespace
}  // namespace stile::agent
