#include <gtest/gtest.h>

#include <string>

#include "tests/tidy/banned.h"

namespace stile::tidy {
namespace {

bool refused(const std::string& path, const std::string& line) {
  return !banned_faults({path, "// What it is.\n" + line + "\n"}).empty();
}

TEST(BannedTest, TheTreeHoldsNothingBanned) {
  std::vector<Fault> all;
  for (const SourceFile& file : repository()) {
    for (Fault& fault : banned_faults(file)) all.push_back(std::move(fault));
  }
  EXPECT_TRUE(all.empty()) << listed(all);
}

TEST(BannedTest, NamesTheLine) {
  const auto faults = banned_faults({"core/a.cc", "int a;\nthrow a;\n"});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].line, 2);
}

TEST(BannedTest, RefusesUncheckedCopyingAndShells) {
  for (const char* call :
       {"memcpy(a, b, n);", "std::strcpy(a, b);", "sprintf(a, b);", "strcat(a, b);"}) {
    EXPECT_TRUE(refused("core/base/a.cc", call)) << call;
    EXPECT_TRUE(refused("tests/unit/a_test.cc", call)) << call;
  }
  EXPECT_TRUE(refused("gateway/a.cc", "std::system(command);"));
  EXPECT_FALSE(refused("gateway/a.cc", "map.system();"));
  EXPECT_FALSE(refused("core/base/a.cc", "copy_exact(a, b);"));
  EXPECT_FALSE(refused("core/base/a.cc", "my_memcpy(a, b, n);"));
}

TEST(BannedTest, RefusesChanceAndTimeFromNowhere) {
  EXPECT_TRUE(refused("core/crypto/a.cc", "int a = rand();"));
  EXPECT_TRUE(refused("agents/cli/a.cc", "std::random_device chance;"));
  EXPECT_TRUE(refused("gateway/pipeline/a.cc", "auto t = std::chrono::system_clock::now();"));
  EXPECT_TRUE(refused("agents/source/a.cc", "auto t = time(nullptr);"));
  EXPECT_TRUE(refused("gateway/daemon.cc", "auto t = std::chrono::system_clock::now();"));
  EXPECT_FALSE(refused("gateway/opening.cc", "auto t = std::chrono::system_clock::now();"));
  EXPECT_FALSE(refused("core/base/a.cc", "local_time(instant);"));
}

TEST(BannedTest, RefusesExceptionsAndCastsOutsideTheirHomes) {
  EXPECT_TRUE(refused("core/base/a.cc", "throw 1;"));
  EXPECT_TRUE(refused("core/record/a.cc", "reinterpret_cast<char*>(p);"));
  EXPECT_FALSE(refused("core/crypto/a.cc", "reinterpret_cast<char*>(p);"));
  EXPECT_TRUE(refused("core/record/a.h", "using namespace std;"));
  EXPECT_FALSE(refused("core/record/a.cc", "using namespace std;"));
}

TEST(BannedTest, RefusesAlgorithmsThatTheFuzzersCompilerHasNot) {
  EXPECT_TRUE(refused("core/record/a.cc", "const auto again = std::ranges::unique(fields);"));
  EXPECT_TRUE(refused("tests/unit/a_test.cc", "std::ranges::stable_partition(all, is_new);"));
  EXPECT_FALSE(refused("core/record/a.cc", "std::ranges::unique_copy(fields, to, {});"));
  EXPECT_FALSE(refused("core/record/a.cc", "std::ranges::sort(fields);"));
}

TEST(BannedTest, LetsCommentsAndTextNameTheBanned) {
  EXPECT_FALSE(refused("core/base/a.cc", "// never memcpy(a, b, n)"));
  EXPECT_FALSE(refused("core/base/a.cc", "say(\"never throw\");"));
}

TEST(BannedTest, RefusesUntidyText) {
  for (const char* path : {"core/base/a.cc", "README.md", "certs/issue", "policies/a.agreement"}) {
    EXPECT_TRUE(refused(path, "a\tb")) << path;
    EXPECT_TRUE(refused(path, "a\r")) << path;
    EXPECT_TRUE(refused(path, "a ")) << path;
    EXPECT_TRUE(refused(path, "caf\xE9")) << path;
    EXPECT_TRUE(refused(path, "\xC0\xAF")) << path;
    EXPECT_FALSE(refused(path, "caf\xC3\xA9 \xE2\x80\x94 \xF0\x9F\x90\x91")) << path;
  }
}

TEST(BannedTest, RefusesUnfinishedBusinessMachinesAndKeys) {
  EXPECT_TRUE(refused("core/base/a.cc", std::string("// TO") + "DO: later"));
  EXPECT_TRUE(refused("deploy/demo", std::string("# FIX") + "ME"));
  EXPECT_TRUE(refused("deploy/demo", std::string("cd /wo") + "rk/tree"));
  EXPECT_TRUE(refused("README.md", std::string("/ho") + "me/someone"));
  EXPECT_TRUE(refused("certs/a.pem", std::string("-----BEGIN EC PRI") + "VATE KEY-----"));
  EXPECT_FALSE(refused("README.md", "METHOD of work/home"));
}

}  // namespace
}  // namespace stile::tidy
