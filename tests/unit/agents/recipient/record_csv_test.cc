#include "agents/recipient/record_csv.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/scheme.h"

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

TEST(CallOutCsvTest, HasAsManyCellsAsColumnsWhateverIsGranted) {
  const auto commas = [](const std::string& line) { return std::ranges::count(line, ','); };
  RecordLine line;
  EXPECT_EQ(commas(record_csv(line)), commas(record_header()));
  line.row.home = support::home(support::kHome);
  line.row.event_day = to_day({2026, 10, 31});
  line.pseudonym = Bytes(16, 'p');
  EXPECT_EQ(commas(record_csv(line)), commas(record_header()));
}

TEST(CallOutCsvTest, WritesReferencesForPeopleToReadOut) {
  RecordLine line;
  line.pseudonym = Bytes(16, '\xff');
  const std::string text = record_csv(line);
  EXPECT_NE(text.find("00000-00000-00000-00000-00000-0,"), std::string::npos) << text;
  EXPECT_NE(text.find("7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z"), std::string::npos) << text;
}

}  // namespace
}  // namespace stile::agent
