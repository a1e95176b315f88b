// A question whose agreement is not among the signed documents any more, or not yet.
#include <gtest/gtest.h>

#include <atomic>

#include "agents/source/answerer.h"
#include "agents/source/intake_store.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

class AnswerGoneTest : public AnswerFixture {
 protected:
  void leave() {
    gone_ = scheme_.agreements.back();
    scheme_.agreements.pop_back();
    use_documents();
  }
  void come_back() {
    scheme_.agreements.push_back(gone_);
    use_documents();
  }
  void pass(Instant seconds) {
    now_ += seconds;
    scheme_.directory.valid_from = "2026-11-29T00:00Z";
    scheme_.directory.valid_until = "2026-12-12T00:00Z";
    use_documents();
    source_->documents_changed();
  }
  bool waits_for_it() { return questions_where("state = 1 AND why = 'NO_AGREEMENT'") == 1; }
  std::string list() {
    Said said;
    EXPECT_EQ(source_->list_questions("officer", said), ExitCode::kOk);
    return said.text();
  }

  support::AgreementDraft gone_;
};

TEST_F(AnswerGoneTest, StandsAsWhatItIsUntilTheAgreementIsBackAndIsAnsweredThen) {
  send(october());
  const auto what = question();
  leave();
  EXPECT_TRUE(take(what));
  ASSERT_TRUE(eventually([&] { return waits_for_it(); }));
  EXPECT_NE(list().find(": waiting, NO_AGREEMENT: its agreement is not among the signed documents "
                        "here; it is looked at again once these change, and refused when it is 30 "
                        "days old\n"),
            std::string::npos)
      << list();
  come_back();
  source_->documents_changed();
  EXPECT_EQ(rows_of_type(whole(), RecordType::kCallOut).size(), 3U);
  EXPECT_EQ(list().find("NO_AGREEMENT"), std::string::npos) << list();
}

TEST_F(AnswerGoneTest, IsRefusedOnceItIsTooOldAndNeverAnsweredThen) {
  send(october());
  const auto what = question();
  leave();
  EXPECT_TRUE(take(what));
  ASSERT_TRUE(eventually([&] { return waits_for_it(); }));
  pass(record::kQuestionAgeSeconds);
  EXPECT_TRUE(eventually([&] { return waits_for_it(); }));
  pass(1);
  EXPECT_TRUE(
      eventually([&] { return questions_where("state = 3 AND why = 'OUTSIDE_OCCASION'") == 1; }));
  come_back();
  source_->documents_changed();
  source_->documents_changed();
  EXPECT_EQ(questions_where("state = 3"), 1);
  EXPECT_TRUE(answers().empty());
}

// Time mends nothing of it: that the documents have changed is what has it looked at again.
TEST_F(AnswerGoneTest, IsNotLookedAtAgainUntilDocumentsChange) {
  const auto what = question();
  leave();
  source_.reset();
  auto asked = options();
  std::atomic<int> seen = 0;
  asked.documents = [&, documents = asked.documents] {
    ++seen;
    return documents();
  };
  const auto store = IntakeStore::open(asked.store, asked.log).value();
  Answerer answerer(
      asked, *store, [] {}, [] {}, std::chrono::milliseconds(1));
  answerer.start();
  ASSERT_TRUE(answerer.take(gateway_.ask(support::signed_question(what))).value());
  ASSERT_TRUE(eventually([&] { return waits_for_it(); }));
  const int looked_once = seen;
  ASSERT_TRUE(eventually([&] { return seen > looked_once + 4; }));
  come_back();  // nobody has said so yet
  const int then = seen;
  ASSERT_TRUE(eventually([&] { return seen > then + 20; }));
  EXPECT_TRUE(waits_for_it());
  answerer.wake();
  EXPECT_TRUE(eventually([&] { return questions_where("state = 2") == 1; }));
}

}  // namespace
}  // namespace stile::agent
