// Without witnesses of the ledger returns wait, and say why; what people are told of at once goes
// on.
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
