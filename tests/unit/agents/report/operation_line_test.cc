#include "agents/report/operation_line.h"

#include <gtest/gtest.h>

#include "tests/support/said.h"

namespace stile::agent {
namespace {

LoggedOperation disclosure() {
  return {.operation = "disclosure",
          .time = 1'793'488'500,  // 2026-10-31T23:15:00Z
          .account = "analyst",
          .agency = "spiffe://stile.example/regulator/ofsted/agent",
          .agreement = "ofsted-returns-2026",
          .occasion = "return/2026-10",
          .number = 7,
          .rows = 500,
          .reason = {}};
}

TEST(OperationLine, SaysTheSameInWordsInJsonAndInCsv) {
  Said words;
  say_operation(disclosure(), OperationForm::kWords, words);
  EXPECT_EQ(words.text(),
            "2026-10-31T23:15:00Z  disclosure of return/2026-10 by analyst, agency "
            "regulator/ofsted, agreement ofsted-returns-2026, consignment 7, rows 500\n");
  Said csv;
  say_csv_head(csv);
  say_operation(disclosure(), OperationForm::kCsv, csv);
  EXPECT_EQ(csv.text(),
            "time,operation,account,agency,agreement,occasion,consignment,rows,reason\n"
            "2026-10-31T23:15:00Z,disclosure,analyst,regulator/ofsted,ofsted-returns-2026,"
            "return/2026-10,7,500,\n");
  EXPECT_EQ(csv.json(), "\n" + words.json());
}

TEST(OperationLine, IsNoFormulaToASpreadsheet) {
  auto one = disclosure();
  one.account = "=cmd()";
  one.reason = "a, \"b\"";
  Said csv;
  say_operation(one, OperationForm::kCsv, csv);
  EXPECT_NE(csv.text().find(",'=cmd(),"), std::string::npos) << csv.text();
  EXPECT_NE(csv.text().find(",\"a, \"\"b\"\"\"\n"), std::string::npos) << csv.text();
}

TEST(OperationLine, ADayIsLondons) {
  OperationQuery query{.first = to_day({2026, 10, 31}), .last = to_day({2026, 10, 31})};
  auto one = disclosure();
  EXPECT_TRUE(query.admits(one));
  one.time += 45 * 60;  // midnight, winter time
  EXPECT_FALSE(query.admits(one));
  one.time = disclosure().time - 7 * 86'400;  // 24 October in UTC, after midnight in London
  query.first = query.last = to_day({2026, 10, 25});
  EXPECT_TRUE(query.admits(one));
  query.operation = "erasure";
  EXPECT_FALSE(query.admits(one));
}

}  // namespace
}  // namespace stile::agent
