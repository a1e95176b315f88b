#include "tests/tidy/code_text.h"

#include <gtest/gtest.h>

namespace stile::tidy {
namespace {

TEST(CodeTextTest, BlanksCommentsAndQuotedText) {
  EXPECT_EQ(code_only("a(\"b\"); // c"), "a(\" \");     ");
  EXPECT_EQ(code_only("a /* b\nc */ d"), "a     \n     d");
  EXPECT_EQ(code_only("x = 'y';"), "x = ' ';");
}

TEST(CodeTextTest, KnowsEscapesSeparatorsAndRawStrings) {
  EXPECT_EQ(code_only(R"(f("\"g")h)"), R"(f("   ")h)");
  EXPECT_EQ(code_only("n = 1'000'000;"), "n = 1'000'000;");
  EXPECT_EQ(code_only("R\"(a\"b)\" c"), "R\"     \" c");
}

TEST(CodeTextTest, KeepsTheNameOfAnInclude) {
  EXPECT_EQ(code_only("#include \"a/b.h\""), "#include \"a/b.h\"");
}

TEST(CodeTextTest, TakesDirectivesOutWithTheirContinuations) {
  EXPECT_EQ(without_directives("#define A \\\n  b\nc\n"), "           \n   \nc\n");
}

}  // namespace
}  // namespace stile::tidy
