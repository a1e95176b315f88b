#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include "agents/source/intake_reader.h"
#include "core/base/limits.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

constexpr auto kMoment = std::chrono::milliseconds(50);

// TurnLostTest is a return while whose consignment is being stored somebody comes to the store, as
// often as a test says: each time in the middle of the transaction, when the statement is signed.
class TurnLostTest : public SourceFixture {
 protected:
  TurnLostTest() {
    source_.reset();
    SourceOptions mine = options();
    mine.random = [this, real = mine.random](std::span<std::uint8_t> bytes) {
      if (bytes.size() > limits::kConsignmentRowsUnsaid * sizeof(Token)) {
        storing_ = std::this_thread::get_id();
      }
      real(bytes);
    };
    mine.clock = [this] {
      if (std::this_thread::get_id() == storing_ && left_ > 0) somebody_comes();
      return now_.load();
    };
    auto opened = Source::open(mine, gateway_);
    EXPECT_TRUE(opened.ok());
    source_ = std::move(opened).value();
    source_->start();
  }

  // What he does changes nothing; what counts is that he waits for his turn, and what he finds.
  void somebody_comes() {
    --left_;
    const auto here = std::make_shared<std::atomic<bool>>(false);
    comers_.emplace_back([this, here] {
      Said nothing;
      *here = true;
      EXPECT_EQ(source_->rang(1, "C1", "dispatcher", nothing), ExitCode::kUsage);
      auto reader = IntakeReader::open(folder_.file("intake.db"));
      const auto kept = reader.value()->next_kept(0);
      if (kept.ok() && kept->has_value()) ++too_late_;
    });
    while (!*here) std::this_thread::yield();
    std::this_thread::sleep_for(kMoment);
  }
  ExitCode send_one_consignment(int comers) {
    left_ = comers;
    const auto sent = send(rows_of(static_cast<int>(limits::kConsignmentRowsUnsaid)));
    for (auto& comer : comers_) comer.join();
    return sent;
  }

  std::atomic<int> too_late_ = 0;

 private:
  std::atomic<std::thread::id> storing_;
  std::atomic<int> left_ = 0;
  std::vector<std::thread> comers_;  // of the thread that stores, until it has ended
};

TEST_F(TurnLostTest, WhoeverIsWaitedForGoesBeforeAConsignmentThatIsHalfStored) {
  EXPECT_EQ(send_one_consignment(3), ExitCode::kOk);
  EXPECT_EQ(too_late_, 0);
}

TEST_F(TurnLostTest, AConsignmentThatGaveWayIsStoredWholeAndOnce) {
  EXPECT_EQ(send_one_consignment(3), ExitCode::kOk);
  EXPECT_TRUE(said("256 rows: 256 sent, 0 revised"));
  EXPECT_EQ(numbers_taken(), (std::vector<std::uint64_t>{1}));
  EXPECT_EQ(rows_taken().size(), limits::kConsignmentRowsUnsaid);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(TurnLostTest, NobodyHoldsAReturnUpForEver) {
  EXPECT_EQ(send_one_consignment(30), ExitCode::kOk);
  EXPECT_GT(too_late_, 0);
  EXPECT_EQ(rows_taken().size(), limits::kConsignmentRowsUnsaid);
}

}  // namespace
}  // namespace stile::agent
