#include "agents/handing/command_hand.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stop_token>
#include <string>
#include <thread>

#include "tests/support/temporary_folder.h"
#include "tests/unit/agents/handing/hand_fixture.h"

namespace stile::agent {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class CommandHandTest : public ::testing::Test {
 protected:
  // script() is a program in a folder of its own; $here is that folder.
  fs::path script(const std::string& body, const std::string& name = "tell") const {
    std::ofstream(folder_.file(name), std::ios::binary)
        << "#!/bin/sh\nhere='" << folder_.path() << "'\n"
        << body << "\n";
    fs::permissions(folder_.file(name), fs::perms(0755));
    return folder_.file(name);
  }
  Status run(const std::string& body, milliseconds longest = kCommandLongest) const {
    return CommandHand::open(script(body), longest)->give(handing(), {});
  }
  std::string read(const std::string& name) const {
    std::ifstream file(folder_.file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // is_gone() is true of the process whose number the script wrote there, once it runs no more.
  bool is_gone(const std::string& name) const {
    const std::string number = read(name);
    EXPECT_FALSE(number.empty());
    const fs::path stat = fs::path("/proc") / number.substr(0, number.find('\n')) / "stat";
    for (int i = 0; i < 1000; ++i) {
      std::ifstream file(stat);
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      if (text.empty() || text.find(") Z ") != text.npos) return true;
      std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
  }

  support::TemporaryFolder folder_;
};

TEST_F(CommandHandTest, IsGivenTheHandingOnItsStandardInput) {
  ASSERT_TRUE(run("cat >\"$here/got\"; echo $# >\"$here/arguments\"").ok());
  EXPECT_EQ(read("got"), json_of(handing()) + "\n");
  EXPECT_EQ(read("arguments"), "0\n");
}

TEST_F(CommandHandTest, MayLeaveItUnread) {
  EXPECT_TRUE(run("exit 0").ok());
  EXPECT_TRUE(run("exec <&-; exit 0").ok());
}

TEST_F(CommandHandTest, SaysOnlyHowItFailed) {
  const Status failed = run("echo 'A. Child' >&2; exit 3");
  EXPECT_EQ(failed.reason(), Reason::kUnavailable);
  EXPECT_EQ(failed.error().detail, "the command ended with 3");
  EXPECT_EQ(run("kill -9 $$").error().detail, "the command ended by signal 9");
}

TEST_F(CommandHandTest, GetsNothingOfTheAgents) {
  ASSERT_EQ(::setenv("STILE_SECRET", "x", 1), 0);
  const int descriptor = ::dup2(STDERR_FILENO, 77);  // as of a library that forgets O_CLOEXEC
  ASSERT_EQ(descriptor, 77);
  const Status given =
      run("cat /proc/$$/environ >\"$here/environment\"; readlink /proc/$$/cwd >\"$here/folder\"\n"
          "test ! -e /proc/$$/fd/77");
  ::close(descriptor);
  ::unsetenv("STILE_SECRET");
  EXPECT_TRUE(given.ok()) << given.error().detail;
  EXPECT_EQ(read("environment"), std::string("PATH=/usr/bin:/bin\0LANG=C.UTF-8\0", 32));
  EXPECT_EQ(read("folder"), "/\n");
}

TEST_F(CommandHandTest, IsNotReadByAShell) {
  const fs::path odd = script("exit 0", "a b;touch $(echo harm)");
  EXPECT_TRUE(CommandHand::open(odd)->give(handing(), {}).ok());
  EXPECT_FALSE(fs::exists(folder_.file("harm")));
}

TEST_F(CommandHandTest, IsKilledWithAllItBeganWhenItTakesTooLong) {
  const Status slow = run("sleep 600 & echo $! >\"$here/child\"; wait", milliseconds(500));
  EXPECT_EQ(slow.reason(), Reason::kUnavailable);
  EXPECT_EQ(slow.error().detail, "the command did not end in time and was killed");
  EXPECT_TRUE(is_gone("child"));
}

TEST_F(CommandHandTest, LeavesNothingBehindWhenItEnds) {
  ASSERT_TRUE(run("sleep 600 & echo $! >\"$here/child\"; exit 0").ok());
  EXPECT_TRUE(is_gone("child"));
}

TEST_F(CommandHandTest, MaySayAsMuchAsItLikes) {
  EXPECT_TRUE(run("yes | head -c 10000000; yes | head -c 10000000 >&2; exit 0").ok());
  EXPECT_EQ(run("exec yes", milliseconds(100)).reason(), Reason::kUnavailable);
}

TEST_F(CommandHandTest, CannotKeepItselfFromBeingKilled) {
  const Status slow = run("trap '' TERM INT HUP; while :; do sleep 1; done", milliseconds(100));
  EXPECT_EQ(slow.reason(), Reason::kUnavailable);
}

TEST_F(CommandHandTest, EndsSoonWhenTheAgentStops) {
  std::stop_source stop;
  auto hand = CommandHand::open(script("echo >\"$here/begun\"; exec sleep 600"));
  std::jthread stopping([&] {
    while (!fs::exists(folder_.file("begun"))) std::this_thread::yield();
    stop.request_stop();
  });
  EXPECT_EQ(hand->give(handing(), stop.get_token()).reason(), Reason::kUnavailable);
}

TEST_F(CommandHandTest, IsTriedNoMoreWithAContactThatIsTooLong) {
  Handing one = handing();
  one.to.telephone = std::string(5000, '1');
  EXPECT_EQ(CommandHand::open(script("exit 0"))->give(one, {}).reason(), Reason::kTooLarge);
}

TEST_F(CommandHandTest, SaysWhenTheProgramHasGone) {
  auto hand = CommandHand::open(script("exit 0"));
  fs::remove(folder_.file("tell"));
  EXPECT_EQ(hand->give(handing(), {}).reason(), Reason::kUnavailable);
}

TEST_F(CommandHandTest, HasToBeAProgramOfItsOwnerAlone) {
  EXPECT_EQ(CommandHand::open(folder_.file("none")).reason(), Reason::kNotFound);
  EXPECT_EQ(CommandHand::open(folder_.path()).reason(), Reason::kNotPermitted);
  const fs::path tell = script("exit 0");
  fs::permissions(tell, fs::perms(0644));
  EXPECT_EQ(CommandHand::open(tell).reason(), Reason::kNotPermitted);
  fs::permissions(tell, fs::perms(0775));
  const auto open_to_all = CommandHand::open(tell);
  EXPECT_EQ(open_to_all.reason(), Reason::kNotPermitted);
  EXPECT_NE(open_to_all.error().detail.find("mend with: chmod go-w"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
