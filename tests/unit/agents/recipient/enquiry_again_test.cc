// A question that did not reach the gateway is sent again by itself, as it was signed.
#include <optional>

#include "agents/recipient/notice_watch.h"
#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

class EnquiryAgainTest : public EnquiryFixture {
 protected:
  EnquiryAgainTest() {
    road_.away = true;
    EXPECT_EQ(ask(), ExitCode::kIo);
  }
  // look() is what the agent does once a second, so many seconds later.
  void look(Instant seconds) {
    now_ += seconds;
    EXPECT_TRUE(inbox_->look_for_questions().ok());
  }
  bool stands(std::string_view state) {
    return list().find("\"state\":\"" + std::string(state) + "\"") != std::string::npos;
  }
};

TEST_F(EnquiryAgainTest, GoesWhenTheGatewayIsBackAndNobodyTypesItAgain) {
  road_.away = false;
  look(1);
  ASSERT_EQ(road_.asked.size(), 2U);
  EXPECT_EQ(road_.asked[0], road_.asked[1]);
  EXPECT_TRUE(stands("pending")) << said_.json();
  look(3600);
  EXPECT_EQ(road_.asked.size(), 2U);
  EXPECT_EQ(number_of("SELECT count(*) FROM question"), 1);
}

TEST_F(EnquiryAgainTest, GoesAfterARestart) {
  restart();
  road_.away = false;
  look(1);
  EXPECT_TRUE(stands("pending")) << said_.json();
}

TEST_F(EnquiryAgainTest, AGatewayThatStaysAwayIsAskedEverMoreSeldom) {
  ask();
  look(1);
  EXPECT_EQ(road_.asked.size(), 3U);  // of two questions, one was tried
  look(1);
  EXPECT_EQ(road_.asked.size(), 3U);
  for (int i = 0; i < 3600; ++i) look(1);
  EXPECT_GT(road_.asked.size(), 10U);
  EXPECT_LT(road_.asked.size(), 25U);
  road_.away = false;
  look(600);
  EXPECT_FALSE(stands("not-sent")) << said_.json();
}

TEST_F(EnquiryAgainTest, WaitsForWitnessesOfTheLedgerAndSaysSo) {
  road_.away = false;
  unwitnessed_ = "no quorum of witnesses";
  const auto sent = road_.asked.size();
  EXPECT_EQ(ask(), ExitCode::kIo);
  EXPECT_TRUE(said("no quorum of witnesses"));
  look(600);
  EXPECT_EQ(road_.asked.size(), sent);
  EXPECT_TRUE(stands("not-sent")) << said_.json();
  unwitnessed_.reset();
  look(600);
  EXPECT_EQ(road_.asked.size(), sent + 2);
  EXPECT_FALSE(stands("not-sent")) << said_.json();
}

// A clock that went back is no reason to wait for it.
TEST_F(EnquiryAgainTest, IsSentAlsoWhenTheClockHasGoneBack) {
  look(1);
  road_.away = false;
  look(-86400);
  EXPECT_TRUE(stands("pending")) << said_.json();
}

// The gateway may not have the newest sealing key of this agency yet.
TEST_F(EnquiryAgainTest, WhatIsRefusedForWhatPassesIsSentAgain) {
  road_.away = false;
  road_.refuse = Reason::kUnavailable;
  look(1);
  EXPECT_TRUE(stands("not-sent")) << said_.json();
  road_.refuse.reset();
  look(600);
  EXPECT_TRUE(stands("pending")) << said_.json();
}

TEST_F(EnquiryAgainTest, WhatTheGatewayThenRefusesIsRefused) {
  road_.away = false;
  road_.refuse = Reason::kOverQuota;
  look(1);
  EXPECT_TRUE(stands("refused")) << said_.json();
  EXPECT_TRUE(said("OVER_QUOTA"));
}

TEST_F(EnquiryAgainTest, AReceiptThatDoesNotVerifyIsToldOfAndNotBelieved) {
  road_.away = false;
  road_.lie_about_source = true;
  look(1);
  EXPECT_TRUE(stands("not-sent")) << said_.json();
  EXPECT_NE(problems_.find("question_not_sent"), std::string::npos) << problems_;
  road_.lie_about_source = false;
  look(60);
  EXPECT_TRUE(stands("pending")) << said_.json();
}

// What somebody has altered is not sent, and does not hold another up.
TEST_F(EnquiryAgainTest, AnAlteredQuestionIsNotSent) {
  ask();
  vandalise("DROP TRIGGER question_update; UPDATE question SET account = 'another' WHERE id = 1");
  restart();
  road_.asked.clear();
  road_.away = false;
  look(1);
  EXPECT_EQ(road_.asked.size(), 1U);
  EXPECT_NE(problems_.find("question_not_sent"), std::string::npos) << problems_;
}

TEST_F(EnquiryAgainTest, TheWatchOfTheAgentLooks) {
  NoticeWatch watch({.inbox = inbox_.get(),
                     .self = support::agency(self_),
                     .documents = [this] { return documents_; },
                     .clock = [this] { return now_; },
                     .give = [](const ToTell&) { return ok(); },
                     .settled = [](const std::string&) {},
                     .log_problem = {}});
  road_.away = false;
  ASSERT_TRUE(watch.look().ok());
  EXPECT_TRUE(stands("pending")) << said_.json();
}

}  // namespace
}  // namespace stile::agent
