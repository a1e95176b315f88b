#include "agents/handing/hands.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/handing/hand_fixture.h"
#include "tests/unit/agents/handing/mail_server.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class HandsTest : public ::testing::Test {
 protected:
  HandsTest() {
    fs::create_directories(folder_.file("spool/ack"));
    std::ofstream(folder_.file("tell")) << "#!/bin/sh\ntest -e '" << folder_.path()
                                        << "/ready' && cat >'" << folder_.path() << "/told'\n";
    fs::permissions(folder_.file("tell"), fs::perms(0755));
  }
  HandingSettings settings() const { return {folder_.file("tell"), folder_.file("spool"), {}}; }
  static MailSettings mail_to(const std::string& port) {
    return {MailServer::parse("smtp://127.0.0.1:" + port).value(),
            Mailbox::parse("stile@force.example").value(),
            {}};
  }
  Result<std::unique_ptr<Hands>> open(HandingSettings settings) {
    return Hands::open(
        {.settings = std::move(settings),
         .given =
             [this](const Handing& one, Means means, const Status& status) {
               say(std::string(name(means)) + " " + std::string(name(one.kind)) +
                   (status.ok() ? "" : " " + std::string(name(status.reason()))));
             },
         .acknowledged = [this](const HandingName& what) { say("acknowledged " + what.text()); },
         .log_problem = [this](std::string_view event, const Error&) { say(std::string(event)); },
         .patience = {1ms, 10ms}});
  }
  void say(const std::string& what) {
    const std::lock_guard lock(mutex_);
    said_.insert(what);
    changed_.notify_all();
  }
  bool await(const std::string& what) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 60s, [&] { return said_.contains(what); });
  }

  support::TemporaryFolder folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> said_;
};

TEST_F(HandsTest, TellByEveryMeansThatThereIs) {
  std::ofstream(folder_.file("ready")) << "x";
  RunningMailServer server({});
  if (!server.is_there())
    GTEST_SKIP() << "python3-aiosmtpd is not installed (deploy/packages test)";
  HandingSettings all = settings();
  all.mail = mail_to(server.port());
  const auto hands = open(all);
  ASSERT_TRUE(hands.ok()) << hands.error().detail;
  (*hands)->start();
  ASSERT_TRUE((*hands)->give(handing()).ok());
  EXPECT_TRUE(await("command notification"));
  EXPECT_TRUE(await("spool notification"));
  EXPECT_TRUE(await("mail notification"));
  EXPECT_TRUE(fs::exists(folder_.file("told")));
  const auto file = HandingName{kId, Handing::Kind::kNotification}.text() + ".json";
  fs::rename(folder_.file("spool/" + file), folder_.file("spool/ack/" + file));
  EXPECT_TRUE(await("acknowledged " + HandingName{kId, Handing::Kind::kNotification}.text()));
}

TEST_F(HandsTest, AreNotHeldUpByOneThatHangsAndTryAgainByOneThatFails) {
  RunningMailServer server({"--silent"});
  if (!server.is_there())
    GTEST_SKIP() << "python3-aiosmtpd is not installed (deploy/packages test)";
  HandingSettings all = settings();
  all.mail = mail_to(server.port());
  const auto hands = open(all);
  (*hands)->start();
  ASSERT_TRUE((*hands)->give(handing()).ok());
  EXPECT_TRUE(await("command notification UNAVAILABLE"));
  EXPECT_TRUE(await("spool notification"));
  std::ofstream(folder_.file("ready")) << "x";
  EXPECT_TRUE(await("command notification"));
  EXPECT_FALSE(said_.contains("mail notification"));
}

TEST_F(HandsTest, TakeNoIdThatIsNoReference) {
  const auto hands = open(settings());
  Handing one = handing();
  one.id = "../../etc/passwd";
  EXPECT_EQ((*hands)->give(one).reason(), Reason::kMalformed);
}

TEST_F(HandsTest, TakeNoMoreThanTheyCanKeep) {
  const auto hands = open(settings());  // and not started
  Handing one = handing();
  for (std::size_t i = 0; i < HandQueue::kMost; ++i) {
    std::string number = std::to_string(10000 + i);
    one.id.replace(0, 5, number);
    ASSERT_TRUE((*hands)->give(one).ok()) << one.id;
  }
  EXPECT_EQ((*hands)->give(handing()).reason(), Reason::kUnavailable);
  (*hands)->settled(one.id);
  EXPECT_TRUE((*hands)->give(handing()).ok());
}

TEST_F(HandsTest, AreOnlyForMeansThatCanBeUsed) {
  EXPECT_TRUE(check(settings()).ok());
  HandingSettings bad = settings();
  bad.command = folder_.file("none");
  EXPECT_EQ(check(bad).reason(), Reason::kNotFound);
  EXPECT_EQ(open(bad).reason(), Reason::kNotFound);
  bad = settings();
  bad.spool = folder_.file("none");
  EXPECT_EQ(check(bad).reason(), Reason::kNotFound);
  EXPECT_EQ(open(bad).reason(), Reason::kNotFound);
  bad = settings();
  bad.mail = mail_to("25");
  bad.mail->roots = folder_.file("none");
  EXPECT_EQ(check(bad).reason(), Reason::kNotFound);
  EXPECT_EQ(open(bad).reason(), Reason::kNotFound);
}

}  // namespace
}  // namespace stile::agent
