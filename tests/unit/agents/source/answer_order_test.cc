#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

using AnswerOrderTest = AnswerFixture;

// Of more records than two consignments have.
TEST_F(AnswerOrderTest, ManyRecordsAreEachInItOnceAndInTheOrderOfTheirTokens) {
  constexpr std::size_t kRecords = 600;
  std::vector<ExportRow> rows(kRecords);
  for (std::size_t i = 0; i < kRecords; ++i) {
    rows[i].reference = "CC-" + std::to_string(i);
    rows[i].person = "N" + std::to_string(i % 7);
  }
  ASSERT_EQ(send(rows), ExitCode::kOk) << said_.messages();
  const auto all = asked(question());
  ASSERT_EQ(all.size(), 5U);  // three of rows, the months, and the manifest
  std::vector<Token> tokens;
  std::set<Bytes> children;
  for (const auto& one : all) {
    if (one.statement.disclosure.record != RecordType::kCallOut) continue;
    for (const auto& row : one.consignment.rows) {
      tokens.push_back(row.row.event_token);
      children.insert(row.subject_token);
    }
  }
  EXPECT_EQ(tokens.size(), kRecords);
  EXPECT_EQ(std::ranges::adjacent_find(tokens, std::ranges::greater_equal()), tokens.end());
  EXPECT_EQ(children.size(), 7U);
  EXPECT_EQ(said_of(all, RecordType::kCallOut).records, kRecords);
}

}  // namespace
}  // namespace stile::agent
