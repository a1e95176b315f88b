#include "agents/report/csv.h"

#include <gtest/gtest.h>

namespace stile::agent {
namespace {

TEST(CsvCellTest, LeavesPlainTextAlone) { EXPECT_EQ(csv_cell("2026-10-31"), "2026-10-31"); }

TEST(CsvCellTest, QuotesSeparatorsQuotesAndLineBreaks) {
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_cell("a\nb"), "\"a\nb\"");
}

TEST(CsvCellTest, DefusesFormulas) {
  for (const char* cell : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
    EXPECT_EQ(csv_cell(cell), std::string("'") + cell);
  }
}

}  // namespace
}  // namespace stile::agent
