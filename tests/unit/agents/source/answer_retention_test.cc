// What is kept to be asked for goes once nobody can ask for it any more.
#include <gtest/gtest.h>

#include "agents/source/answerer.h"
#include "agents/source/intake_store.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

constexpr Instant kDay = 86'400;

class AnswerRetentionTest : public AnswerFixture {
 protected:
  AnswerRetentionTest() {
    send(october());
    source_.reset();
  }
  std::int64_t number_of(const char* sql) {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store.value().integer(sql).value();
  }
  std::int64_t kept() { return number_of("SELECT count(*) FROM kept"); }
  // look_on() is a look so many days later, when the documents are in force, or are not.
  void look_on(Day days, bool in_force = true) {
    now_ += days * kDay;
    if (in_force) {
      scheme_.directory.valid_from = utc_minute_text(now_ - kDay);
      scheme_.directory.valid_until = utc_minute_text(now_ + 10 * kDay);
      use_documents();
    }
    const auto asked = options();
    const auto store = IntakeStore::open(asked.store, asked.log).value();
    Answerer answerer(
        asked, *store, [] {}, [] {});
    EXPECT_TRUE(answerer.forget_unaskable().ok());
    EXPECT_TRUE(answerer.forget_unaskable().ok());
  }
};

TEST_F(AnswerRetentionTest, WhatCanStillBeAskedForStays) {
  look_on(record::kQuestionDays);
  EXPECT_EQ(kept(), 4);
}

TEST_F(AnswerRetentionTest, WhatNobodyCanAskForGoesAndTheLogSaysSo) {
  look_on(record::kQuestionDays + 93);
  EXPECT_EQ(kept(), 0);
  EXPECT_EQ(number_of("SELECT sum(rows) FROM operation_log WHERE op = 'erasure' AND"
                      " reason = 'retention' AND occasion = 'enquiry' AND account = ''"),
            4);
}

TEST_F(AnswerRetentionTest, NothingGoesByAClockByWhichTheDocumentsAreNotInForce) {
  look_on(record::kQuestionDays + 93, false);
  EXPECT_EQ(kept(), 4);
}

}  // namespace
}  // namespace stile::agent
