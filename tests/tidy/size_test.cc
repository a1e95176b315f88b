#include <gtest/gtest.h>

#include <string>

#include "tests/tidy/sizes.h"

namespace stile::tidy {
namespace {

std::string lines(int count, const std::string& line) {
  std::string text;
  for (int i = 0; i < count; ++i) text += line + "\n";
  return text;
}

std::string function_of(int count) {
  return "int f(int a) {\n" + lines(count - 2, "  ++a;") + "}\n";
}

TEST(SizeTest, TheTreeKeepsItsSizes) {
  std::vector<Fault> all;
  for (const SourceFile& file : repository()) {
    for (Fault& fault : size_faults(file)) all.push_back(std::move(fault));
  }
  EXPECT_TRUE(all.empty()) << listed(all);
}

TEST(SizeTest, RefusesAFunctionOneLineTooLong) {
  EXPECT_TRUE(size_faults({"a.cc", function_of(kFunctionLines)}).empty());
  const auto faults = size_faults({"a.cc", "\n" + function_of(kFunctionLines + 1)});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].line, 2);
}

TEST(SizeTest, RefusesAFileOneLineTooLong) {
  EXPECT_TRUE(size_faults({"a.cc", lines(kFileLines, "// x")}).empty());
  EXPECT_EQ(size_faults({"a.cc", lines(kFileLines + 1, "// x")}).size(), 1U);
}

TEST(SizeTest, RefusesAHeaderWithoutItsGuard) {
  EXPECT_TRUE(size_faults({"a.h", "// What it is.\n#pragma once\n"}).empty());
  EXPECT_EQ(size_faults({"a.h", "#include <string>\n#pragma once\n"}).size(), 1U);
  EXPECT_TRUE(size_faults({"a.cc", "#include <string>\n"}).empty());
}

TEST(SizeTest, FindsFunctionsWhereverTheyStand) {
  const auto found = functions_of(
      "namespace n {\n"
      "struct S : B {\n"
      "  S() : a_{1}, b_(2) {\n"
      "    if (a_) { b_ = 3; }\n"
      "  }\n"
      "  void g() const;\n"
      "  int a_ = 0;\n"
      "};\n"
      "const int t[] = {1, 2};\n"
      "template <typename T>\n"
      "T h(T t) {\n"
      "  return [&] { return t; }();\n"
      "}\n"
      "TEST(A, B) {\n}\n"
      "}\n");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].line, 3);
  EXPECT_EQ(found[0].lines, 3);
  EXPECT_EQ(found[1].line, 10);
  EXPECT_EQ(found[1].lines, 4);
  EXPECT_EQ(found[2].head, "TEST");
}

TEST(SizeTest, CountsNoBraceInTextOrDirectives) {
  const auto found = functions_of(
      "#define OPEN {\n"
      "void f() {\n  g(\"{\", '{');  // {\n}\n"
      "void g() {}\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].lines, 3);
}

}  // namespace
}  // namespace stile::tidy
