// Without witnesses of the ledger returns wait, and say why; what people are told of at once goes
// on.
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/notify_fixture.h"

namespace stile::agent {
namespace {

constexpr char kWhy[] = "no quorum of witnesses";

class UnwitnessedReturnTest : public SourceFixture {
 protected:
  UnwitnessedReturnTest() {
    unwitnessed_ = true;
    reopen();
  }
};

class UnwitnessedNotifyTest : public NotifyFixture {};

class UnwitnessedAnswerTest : public AnswerFixture {};

TEST_F(UnwitnessedReturnTest, WaitsAndSaysWhy) {
  EXPECT_EQ(send(rows_of(3)), ExitCode::kIo);
  EXPECT_TRUE(said("1 consignments are not admitted yet: no quorum of witnesses")) << said_.text();
  EXPECT_TRUE(gateway_.came().empty());
  EXPECT_NE(status().find(kWhy), std::string::npos);
  EXPECT_EQ(status_code_, ExitCode::kOk);
}

TEST_F(UnwitnessedReturnTest, GoesOnceThereAreWitnessesAgain) {
  EXPECT_EQ(send(rows_of(3)), ExitCode::kIo);
  unwitnessed_ = false;
  EXPECT_EQ(send(rows_of(3)), ExitCode::kOk);  // changes nothing, and waits for what is queued
  for (int tries = 0; tries < 600 && gateway_.taken().empty(); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(rows_taken().size(), 3U);
  EXPECT_EQ(status().find(kWhy), std::string::npos);
}

// Every consignment is asked for anew: what was lost on the way goes on the next stream.
TEST_F(UnwitnessedReturnTest, StopsInTheMiddleOfAMonthAndGoesOn) {
  unwitnessed_ = false;
  gateway_.refuse([this](const Taken&) -> std::optional<GivenRefusal> {
    unwitnessed_ = true;
    return std::nullopt;
  });
  EXPECT_EQ(send(rows_of(2000)), ExitCode::kIo);
  const std::size_t first = rows_taken().size();
  EXPECT_GT(first, 0U);
  EXPECT_LT(first, 2000U);
  EXPECT_TRUE(said(kWhy)) << said_.text() << said_.messages();
  gateway_.refuse({});
  unwitnessed_ = false;
  EXPECT_EQ(send(rows_of(2000)), ExitCode::kOk);
  for (int tries = 0; tries < 600 && rows_taken().size() < 2000; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(rows_taken().size(), 2000U);
}

// An answer goes on the same stream as what people are told of at once, which passes it.
TEST_F(UnwitnessedAnswerTest, WaitsWhileCorrectionsPassIt) {
  ASSERT_EQ(send(october()), ExitCode::kOk) << said_.messages();
  unwitnessed_ = true;
  ASSERT_TRUE(take(question()));
  ASSERT_TRUE(eventually([this] { return !none_queued(); }));
  ASSERT_EQ(source_->change(order(record::ChangeReason::kUnderReview), "officer", said_),
            ExitCode::kOk);
  const std::size_t before = 4;  // rows of the month
  ASSERT_TRUE(eventually([&] { return rows_taken().size() > before; }));
  EXPECT_TRUE(answers().empty());
  EXPECT_NE(status().find(kWhy), std::string::npos);
  unwitnessed_ = false;
  EXPECT_EQ(rows_of_type(whole(), RecordType::kCallOut).size(), 3U);
}

TEST_F(UnwitnessedNotifyTest, GoesOnAndIsMarked) {
  unwitnessed_ = true;
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_EQ(gateway_.taken().size(), 2U);
  said_ = Said();
  EXPECT_EQ(source_->notify_status(true, said_), ExitCode::kOk);
  EXPECT_TRUE(said(kWhy));
}

}  // namespace
}  // namespace stile::agent
