// What stands in no row of an answer is counted by home and month, of just the rows that go.
#include <gtest/gtest.h>

#include <vector>

#include "agents/source/intake_reader.h"
#include "agents/source/schema.h"
#include "core/agreement/minimise.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

using record::Count;
using record::Measure;

class AnswerMonthsTest : public AnswerFixture {
 protected:
  static std::vector<ExportRow> counted() {
    auto rows = october();
    rows[0].exploitation = "Y";
    rows[1].exploitation = "N";
    return rows;
  }
  // months() are those of one answer, as they went.
  std::vector<record::Treated> months(const Question& what) {
    std::vector<record::Treated> all;
    answer_ = asked(what);
    for (const auto& row : rows_of_type(answer_, RecordType::kHomeMonth)) {
      all.push_back(wire::decode_fields(row.row.fields).value());
    }
    return all;
  }
  record::Collection said() const { return said_of(answer_, RecordType::kHomeMonth); }
  void alter_store(const char* sql) {
    source_.reset();
    {
      auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite);
      ASSERT_TRUE(store.value().run(sql).ok());
    }
    reopen();
  }
  std::int64_t number_of(const char* sql) {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store.value().integer(sql).value();
  }

  std::vector<Taken> answer_;
};

TEST_F(AnswerMonthsTest, CountsJustWhatTheAgreementLetsBeCounted) {
  ASSERT_EQ(send(counted()), ExitCode::kOk);
  const auto all = months(question());
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].home, support::home(support::kHome));
  EXPECT_EQ(all[0].month, (Month{2026, 10}));
  const std::vector<Count> exploitation{{Measure::kExploitationConcern, 1},
                                        {Measure::kExploitationNone, 1},
                                        {Measure::kExploitationNotKnown, 1},
                                        {Measure::kHarmNotKnown, 3}};
  EXPECT_EQ(all[0].counts, exploitation);
  EXPECT_EQ(said().records, 1U);
  EXPECT_EQ(said().withheld, 0U);
}

TEST_F(AnswerMonthsTest, IsWhatTheGatewayWouldLetThrough) {
  send(counted());
  months(question());
  for (const auto& one : answer_) {
    if (one.statement.disclosure.record != RecordType::kHomeMonth) continue;
    const auto evaluation = agreement::Evaluation::begin_answer(
        *documents_, one.statement.disclosure, one.consignment.question, now_);
    const auto& row = one.consignment.rows.at(0);
    const auto envelope = wire::decode_envelope(row.envelope).value();
    const auto treated = wire::decode_fields(row.row.fields).value();
    EXPECT_TRUE(
        agreement::faults(treated, envelope, evaluation.value().of(envelope).value()).empty());
    EXPECT_TRUE(row.subject_token.empty());
    return;
  }
  FAIL() << "nothing is counted";
}

TEST_F(AnswerMonthsTest, CountsOfAMonthOnlyTheDaysThatWereAskedAbout) {
  send(counted());
  Question late = question();
  late.first = to_day({2026, 10, 9});
  const auto all = months(late);
  ASSERT_EQ(all.size(), 1U);
  const std::vector<Count> rest{{Measure::kExploitationNone, 1},
                                {Measure::kExploitationNotKnown, 1},
                                {Measure::kHarmNotKnown, 2}};
  EXPECT_EQ(all[0].counts, rest);
}

TEST_F(AnswerMonthsTest, WhatDoesNotGoIsCountedNowhere) {
  send(counted());
  ASSERT_EQ(source_->change(order(record::ChangeReason::kDisputedByChild), "officer", said_),
            ExitCode::kOk)
      << said_.messages();
  const auto all = months(question());
  ASSERT_EQ(all.size(), 1U);
  const std::vector<Count> others{{Measure::kExploitationNone, 1},
                                  {Measure::kExploitationNotKnown, 1},
                                  {Measure::kHarmNotKnown, 2}};
  EXPECT_EQ(all[0].counts, others);
  EXPECT_EQ(said_of(answer_, RecordType::kCallOut).withheld, 1U);
}

TEST_F(AnswerMonthsTest, AMonthWithoutARecordIsNotThere) {
  send(counted());
  Question earlier = question();
  earlier.first = to_day({2026, 9, 1});
  earlier.last = to_day({2026, 9, 30});
  EXPECT_TRUE(months(earlier).empty());
  EXPECT_EQ(said().records, 0U);
}

TEST_F(AnswerMonthsTest, OfWhatWasKeptBeforeAnybodyCountedNothingIsSaid) {
  send(counted());
  alter_store("UPDATE kept SET facts = x'' WHERE reference = 'CC-2'");
  EXPECT_TRUE(months(question(1)).empty()) << "a sum of some would pass for one of all";
  EXPECT_EQ(said().withheld, 1U);
  EXPECT_EQ(said_of(answer_, RecordType::kCallOut).records, 3U);
  send(counted());
  EXPECT_EQ(months(question(2)).size(), 1U) << "the next export counts it";
  EXPECT_EQ(said().withheld, 0U);
}

TEST_F(AnswerMonthsTest, WhereNothingMayBeCountedNothingIsKeptToCount) {
  auto& clauses = scheme_.agreements.back().clauses;
  std::erase_if(clauses, [](const auto& clause) { return clause.record == "HOME_MONTH"; });
  use_documents();
  reopen();
  send(counted());
  EXPECT_EQ(number_of("SELECT count(*) FROM kept"), 4);
  EXPECT_EQ(number_of("SELECT count(*) FROM kept WHERE facts <> x''"), 0);
  EXPECT_TRUE(months(question()).empty());
  EXPECT_EQ(said().records, 0U);
}

TEST_F(AnswerMonthsTest, AStoreOfAnEarlierVersionCountsNothingOfWhatItHas) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(15)}).ok());
    ASSERT_TRUE(database
                    ->run("INSERT INTO route (agreement_id, recipient) VALUES ('a', 'r');"
                          "INSERT INTO kept VALUES (1, 1, 'CC-1', x'', 1, 'h', 1, x'01', x'02')")
                    .ok());
  }
  ASSERT_TRUE(IntakeStore::open(path, support::signer_named(support::kLog).verifier()).ok());
  auto store = storage::Database::open(path, storage::OpenMode::kRead);
  EXPECT_EQ(store->integer("SELECT count(*) FROM kept WHERE facts = x''").value(), 1);
}

}  // namespace
}  // namespace stile::agent
