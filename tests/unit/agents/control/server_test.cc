#include "agents/control/server.h"

#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>
#include <vector>

#include "agents/control/client.h"
#include "agents/control/frame.h"
#include "stile/v1/control.pb.h"
#include "tests/support/said.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

std::string own_account() { return ::getpwuid(::geteuid())->pw_name; }

People people_of(const std::string& account, const std::string& role) {
  return People::parse("person { account: \"" + account + "\" name: \"P\" role: " + role + " }",
                       "people")
      .value();
}

std::shared_ptr<const People> nobody() {
  return std::make_shared<const People>(people_of("x", "INSPECTOR"));
}

v1::ControlRequest list_request() {
  v1::ControlRequest request;
  request.mutable_inbox_list()->set_month("2026-10");
  return request;
}

class ControlServerTest : public ::testing::Test {
 protected:
  void listen(People people, Handler handler) {
    people_ = std::make_shared<const People>(std::move(people));
    auto server = ControlServer::listen(
        path_, [this] { return people_; }, std::move(handler));
    ASSERT_TRUE(server.ok()) << server.error().detail;
    server_ = std::move(server).value();
  }
  void listen(Handler handler) {
    listen(people_of(own_account(), "INSPECTOR"), std::move(handler));
  }
  static ExitCode nothing(const Person&, const v1::ControlRequest&, Reporter&) {
    return ExitCode::kOk;
  }

  support::TemporaryFolder folder_;
  std::string path_ = folder_.file("stile.sock");
  std::shared_ptr<const People> people_;
  std::unique_ptr<ControlServer> server_;
  Said said_;
};

TEST_F(ControlServerTest, PassesARequestOnAndTheAnswersBack) {
  std::string account;
  std::string month;
  listen([&](const Person& person, const v1::ControlRequest& request, Reporter& reporter) {
    account = person.account;
    month = request.inbox_list().month();
    reporter.line("two rows", "{\"rows\":2}");
    reporter.progress(4096, 40);
    reporter.message("done");
    return ExitCode::kFaults;
  });
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kFaults);
  EXPECT_EQ(account, own_account());
  EXPECT_EQ(month, "2026-10");
  EXPECT_EQ(said_.text(), "two rows\n");
  EXPECT_EQ(said_.json(), "{\"rows\":2}\n");
  EXPECT_EQ(said_.messages(), "done\n");
  EXPECT_EQ(said_.rows(), 4096U);
  EXPECT_EQ(said_.percent(), 40U);
}

TEST_F(ControlServerTest, RefusesAnAccountThatNobodyEntered) {
  bool called = false;
  listen(people_of("somebody-else", "INSPECTOR"),
         [&](const Person&, const v1::ControlRequest&, Reporter&) {
           called = true;
           return ExitCode::kOk;
         });
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kRefused);
  EXPECT_FALSE(called);
}

TEST_F(ControlServerTest, KnowsThePeopleWhoAreInForceWhenTheyAsk) {
  listen(people_of("somebody-else", "INSPECTOR"), nothing);
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kRefused);
  people_ = std::make_shared<const People>(people_of(own_account(), "INSPECTOR"));
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kOk);
}

TEST_F(ControlServerTest, RefusesARoleThatDoesNotAllowTheRequest) {
  listen(people_of(own_account(), "DATA_TEAM"), nothing);
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kRefused);
  EXPECT_NE(said_.messages().find("inspector"), std::string::npos);
}

TEST_F(ControlServerTest, RefusesWhatIsNoRequest) {
  listen(nothing);
  const Socket socket = connect_to(path_).value();
  ASSERT_TRUE(write_frame(socket, "\xff\xff\xff").ok());
  v1::ControlAnswer answer;
  ASSERT_TRUE(answer.ParseFromString(read_frame(socket).value()));
  EXPECT_NE(answer.message(), "");
  ASSERT_TRUE(answer.ParseFromString(read_frame(socket).value()));
  EXPECT_TRUE(answer.done());
  EXPECT_EQ(answer.exit_code(), static_cast<int>(ExitCode::kFaults));
}

TEST_F(ControlServerTest, IsReachableByOwnerAndGroupOnly) {
  listen(nothing);
  struct stat found {};
  ASSERT_EQ(::stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0660U);
}

TEST_F(ControlServerTest, ReplacesASocketThatNobodyAnswersAt) {
  { const Socket left_behind = listen_at(path_).value(); }
  listen(nothing);
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kOk);
}

TEST_F(ControlServerTest, LeavesALivingAgentsSocketAlone) {
  listen(nothing);
  const auto second = ControlServer::listen(path_, nobody, nothing);
  EXPECT_EQ(second.reason(), Reason::kConflict);
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kOk);
}

TEST_F(ControlServerTest, LeavesAFileOfThatNameAlone) {
  std::ofstream(path_) << "precious";
  EXPECT_EQ(ControlServer::listen(path_, nobody, nothing).reason(), Reason::kConflict);
  EXPECT_TRUE(std::filesystem::is_regular_file(path_));
}

TEST_F(ControlServerTest, RemovesItsSocketWhenItEnds) {
  listen(nothing);
  server_.reset();
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_EQ(ask(path_, list_request(), said_).reason(), Reason::kUnavailable);
}

TEST_F(ControlServerTest, EndsThoughSomebodyIsConnectedAndSilent) {
  listen(nothing);
  const Socket silent = connect_to(path_).value();
  server_.reset();
  EXPECT_FALSE(read_frame(silent).ok());
}

TEST_F(ControlServerTest, TellsOneTooManyThatItIsBusy) {
  listen(nothing);
  std::vector<Socket> silent;
  for (int i = 0; i < kControlConnections; ++i) silent.push_back(connect_to(path_).value());
  EXPECT_EQ(ask(path_, list_request(), said_).value(), ExitCode::kIo);
  silent.clear();
  for (int tries = 0; tries < 100; ++tries) {
    const auto code = ask(path_, list_request(), said_);
    if (code.ok() && code.value() == ExitCode::kOk) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << "stays busy";
}

TEST_F(ControlServerTest, WaitsForAHandlerAtWork) {
  std::mutex mutex;
  std::condition_variable changed;
  bool started = false;
  bool finished = false;
  listen([&](const Person&, const v1::ControlRequest&, Reporter&) {
    std::unique_lock lock(mutex);
    started = true;
    changed.notify_all();
    changed.wait_for(lock, std::chrono::milliseconds(200), [] { return false; });
    finished = true;
    return ExitCode::kOk;
  });
  std::jthread client([&] {
    Said said;
    static_cast<void>(ask(path_, list_request(), said));
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return started; });
  lock.unlock();
  server_.reset();
  EXPECT_TRUE(finished);
}

}  // namespace
}  // namespace stile::agent
