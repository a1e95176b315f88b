#include "agents/ingest/code_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stile::agent {
namespace {

TEST(CodeTableTest, FindsATextWhateverItsCase) {
  CodeTable table;
  ASSERT_TRUE(table.add("Home Staff", 1));
  EXPECT_EQ(table.find("HOME staff"), 1);
  EXPECT_EQ(table.find("Home  Staff"), std::nullopt);
  EXPECT_EQ(table.find(""), std::nullopt);
}

TEST(CodeTableTest, RefusesASecondMeaning) {
  CodeTable table;
  ASSERT_TRUE(table.add("Y", 1));
  EXPECT_TRUE(table.add("y", 1));
  EXPECT_FALSE(table.add("y", 2));
  EXPECT_FALSE(table.add("", 1));
  EXPECT_FALSE(table.add(std::string(97, 'x'), 1));
  EXPECT_EQ(table.find("Y"), 1);
}

TEST(CodeTableTest, KeepsEveryTextAsItGrows) {
  CodeTable table;
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(table.add("text " + std::to_string(i), i));
  for (int i = 0; i < 500; ++i) EXPECT_EQ(table.find("TEXT " + std::to_string(i)), i);
  EXPECT_EQ(table.find("text 500"), std::nullopt);
}

TEST(CodeTableTest, ListsTwentyAndCountsTheRest) {
  CodeTable table;
  for (int i = 0; i < 23; ++i) table.add("t" + std::to_string(i), i);
  EXPECT_THAT(table.accepted(), testing::StartsWith("\"t0\", \"t1\""));
  EXPECT_THAT(table.accepted(), testing::EndsWith("and 3 more of the column map"));
}

TEST(FoldedHeaderTest, IgnoresCaseAndSpace) {
  EXPECT_EQ(folded_header("  Date \r\n Reported "), "date reported");
}

TEST(TrimmedTest, DropsSpaceAround) {
  EXPECT_EQ(trimmed(" \tŵ x\n"), "ŵ x");
  EXPECT_EQ(trimmed(" \t"), "");
}

}  // namespace
}  // namespace stile::agent
