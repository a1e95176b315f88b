#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/answer_draft.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

// Of more records than two consignments have.
class AnswerOrderTest : public AnswerFixture {
 protected:
  static constexpr std::size_t kRecords = 2 * limits::kConsignmentRowsUnsaid + 88;

  AnswerOrderTest() {
    std::vector<ExportRow> rows(kRecords);
    for (std::size_t i = 0; i < kRecords; ++i) {
      rows[i].reference = "CC-" + std::to_string(i);
      rows[i].person = "N" + std::to_string(i % 7);
    }
    EXPECT_EQ(send(rows), ExitCode::kOk) << said_.messages();
  }

  // tokens_of() are in the order in which the rows come.
  static std::vector<Token> tokens_of(const std::vector<Taken>& all) {
    std::vector<Token> tokens;
    for (const auto& one : all) {
      if (one.statement.disclosure.record != RecordType::kCallOut) continue;
      for (const auto& row : one.consignment.rows) tokens.push_back(row.row.event_token);
    }
    return tokens;
  }
  // half_made() makes the answer to a question, the so-manieth, and comes no further than behind so
  // many parts. Nothing else has the store.
  void half_made(const Question& asked, std::int64_t id, int parts) {
    auto store = IntakeStore::open(folder_.file("intake.db"), options().log).value();
    const auto options = this->options();
    const auto draft =
        AnswerDraft::begin(options, documents_, support::signed_question(asked)).value();
    const Status made = store->change_in_parts(
        [&](IntakeTables& tables, const IntakeStore::Part& part) {
          return draft.enter(tables, id, [&]() -> Status {
            STILE_CHECKED(part());
            return --parts > 0 ? ok() : Status(Error{Reason::kUnavailable, "the agent ends here"});
          });
        },
        Urgency::kInteractive);
    EXPECT_EQ(made.reason(), Reason::kUnavailable);
  }
  // taken_and_waiting() has a question that is answered by the next reopen(), not before.
  void taken_and_waiting(const Question& asked) {
    suspend();
    source_->documents_changed();
    EXPECT_TRUE(take(asked));
    source_.reset();
    agree_again();
  }
  void ended_half_way_and_suspended() {
    taken_and_waiting(question());
    half_made(question(), 1, 1);
    suspend();
    reopen();
  }
  // change_what_went() is of one of the records of the first part.
  ExitCode change_what_went(record::ChangeReason reason) {
    const auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    storage::Statement first(store.value(), "SELECT reference FROM answered LIMIT 1");
    auto rows = first.start().value();
    std::string reference;
    EXPECT_TRUE(rows.next().value() && rows.read(reference).ok());
    EXPECT_TRUE(rows.next().ok());
    return source_->change(order(reason, reference), "officer", said_);
  }
  // made_to_its_end() has each record once.
  std::vector<Taken> made_to_its_end() {
    EXPECT_EQ(questions_where("state = 1"), 1);
    agree_again();
    source_->documents_changed();
    auto all = whole();
    const auto tokens = tokens_of(all);
    EXPECT_EQ(tokens.size(), kRecords);
    EXPECT_EQ(std::set(tokens.begin(), tokens.end()).size(), kRecords);
    return all;
  }
  bool followed(record::ChangeReason reason) const {
    return std::ranges::any_of(gateway_.taken(), [&](const Taken& one) {
      return one.statement.disclosure.occasion.change == reason;
    });
  }
  void suspend() {
    scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted))
        .agreement = scheme_.agreement_hash(1);
    use_documents();
  }
  void agree_again() {
    scheme_.statuses.clear();
    use_documents();
  }
};

TEST_F(AnswerOrderTest, ManyRecordsAreEachInItOnceAndInTheOrderOfTheirTokens) {
  const auto all = asked(question());
  ASSERT_EQ(all.size(), 5U);  // three of rows, the months, and the manifest
  const auto tokens = tokens_of(all);
  std::set<Bytes> children;
  for (const auto& row : rows_of_type(all, RecordType::kCallOut))
    children.insert(row.subject_token);
  EXPECT_EQ(tokens.size(), kRecords);
  EXPECT_EQ(std::ranges::adjacent_find(tokens, std::ranges::greater_equal()), tokens.end());
  EXPECT_EQ(children.size(), 7U);
  EXPECT_EQ(said_of(all, RecordType::kCallOut).records, kRecords);
}

// Record CC-i is about child N(i % 7).
TEST_F(AnswerOrderTest, EachRowIsOfTheRecordOfWhichItsTokenIs) {
  const auto all = asked(question());
  std::map<Token, int> child_of;
  const auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
  storage::Statement answered(store.value(), "SELECT event_token, reference FROM answered");
  auto records = answered.start().value();
  while (records.next().value()) {
    Token token{};
    std::string reference;
    ASSERT_TRUE(records.read(token, reference).ok());
    child_of[token] = std::stoi(reference.substr(std::string_view("CC-").size())) % 7;
  }
  std::map<int, std::set<Bytes>> said;
  for (const auto& row : rows_of_type(all, RecordType::kCallOut)) {
    said[child_of.at(row.row.event_token)].insert(row.subject_token);
  }
  ASSERT_EQ(said.size(), 7U);
  for (const auto& [child, tokens] : said) EXPECT_EQ(tokens.size(), 1U) << child;
}

// The agent may end behind any part: the next one goes on from there.
TEST_F(AnswerOrderTest, OneThatEndedHalfWayGoesOnAndHasEachRecordOnce) {
  for (const int parts : {1, 2}) {
    SCOPED_TRACE(parts);
    const Question half = question(static_cast<std::uint8_t>(parts));
    taken_and_waiting(half);
    half_made(half, parts, parts);
    EXPECT_EQ(questions_where("state = 1"), 1);
    reopen();
    const auto all = whole(half.enquiry[0]);
    EXPECT_EQ(all.size(), 5U);
    const auto tokens = tokens_of(all);
    EXPECT_EQ(tokens.size(), kRecords);
    EXPECT_EQ(std::set(tokens.begin(), tokens.end()).size(), kRecords);
    EXPECT_EQ(said_of(all, RecordType::kCallOut),
              (record::Collection{RecordType::kCallOut, true, kRecords, 0, 0}));
  }
}

// What has gone may be withdrawn before the rest is made: it is in the answer, and withdrawn there.
TEST_F(AnswerOrderTest, WhatIsWithdrawnBetweenItsPartsIsInItAndWithdrawn) {
  ended_half_way_and_suspended();
  ASSERT_EQ(change_what_went(record::ChangeReason::kRecordedInError), ExitCode::kOk);
  const auto all = made_to_its_end();
  EXPECT_EQ(said_of(all, RecordType::kCallOut).records, kRecords);
  EXPECT_TRUE(eventually([&] { return followed(record::ChangeReason::kRecordedInError); }));
}

// Of a month nothing is said that would not be the sum of its rows.
TEST_F(AnswerOrderTest, WhatIsRestrictedBetweenItsPartsIsInItAndTheMonthIsWithheld) {
  ended_half_way_and_suspended();
  ASSERT_EQ(change_what_went(record::ChangeReason::kDisputedByChild), ExitCode::kOk);
  const auto all = made_to_its_end();
  EXPECT_EQ(said_of(all, RecordType::kCallOut).records, kRecords);
  EXPECT_EQ(said_of(all, RecordType::kCallOut).withheld, 0U);
  EXPECT_EQ(said_of(all, RecordType::kHomeMonth).records, 0U);
  EXPECT_EQ(said_of(all, RecordType::kHomeMonth).withheld, 1U);
}

// The gateway may refuse a part that was made before the agent ended: then there is no answer.
TEST_F(AnswerOrderTest, OneOfWhichAPartIsRefusedIsDeclinedAndNotMadeAgain) {
  taken_and_waiting(question());
  half_made(question(), 1, 1);
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.disclosure.record != RecordType::kCallOut) return std::nullopt;
    return GivenRefusal{Reason::kExcessField, {{0, Reason::kExcessField, {}}}, 0};
  });
  reopen();
  EXPECT_TRUE(eventually([&] { return questions_where("state = 3") == 1 && none_queued(); }));
  EXPECT_TRUE(answers().empty());
  source_->documents_changed();
  EXPECT_EQ(declined(whole()), record::Declined::kNotAnswerable);
  EXPECT_EQ(answers().size(), 1U);
}

// It may have been refused between the look at what waits and its turn.
TEST_F(AnswerOrderTest, WhatWasRefusedMeanwhileStaysSo) {
  taken_and_waiting(question());
  auto store = IntakeStore::open(folder_.file("intake.db"), options().log).value();
  const auto settle = [&](QuestionState state) {
    const auto act = [&](IntakeTables& tables) { return tables.enquiries().settle(1, state, "x"); };
    return store->change(act).ok();
  };
  EXPECT_TRUE(settle(QuestionState::kRefused));
  EXPECT_TRUE(settle(QuestionState::kWaiting));
  EXPECT_TRUE(settle(QuestionState::kAnswered));
  EXPECT_EQ(questions_where("state = 3"), 1);
}

// How many records an answer has, is known by those that went: these stay until it is made.
TEST_F(AnswerOrderTest, AnErasureEndsOnceTheAnswerIsMade) {
  taken_and_waiting(question());
  half_made(question(), 1, 1);
  const auto alter = [&](const char* sql) {
    return storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite)
        ->run(sql)
        .ok();
  };
  ASSERT_TRUE(
      alter("INSERT INTO erasure VALUES (1, 1, 'officer', 'x');"
            "INSERT INTO erasure_part (erasure, route, system, reference, child, tails, proof)"
            " SELECT 1, c.route, a.system, a.reference, a.child, substr(a.event_token, 3),"
            " a.event_token FROM answered AS a JOIN consignment AS c ON c.id = a.consignment"
            " LIMIT 1"));
  const auto ready = [&] {
    auto store = IntakeStore::open(folder_.file("intake.db"), options().log).value();
    std::size_t count = 0;
    EXPECT_TRUE(store
                    ->change([&](IntakeTables& tables) -> Status {
                      STILE_TRY(const auto parts, tables.erasures().ready());
                      count = parts.size();
                      return ok();
                    })
                    .ok());
    return count;
  };
  EXPECT_EQ(ready(), 0U);
  ASSERT_TRUE(alter("UPDATE question SET state = 2"));
  EXPECT_EQ(ready(), 1U);
}

}  // namespace
}  // namespace stile::agent
