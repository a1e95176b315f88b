#include "core/base/limits.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

constexpr std::uint32_t kMost = limits::kRefusalLeavesPerMinute;

class RecorderFloodTest : public RecorderTest {
 protected:
  void refuse(std::uint32_t times, Reason reason = Reason::kDenied,
              const char* from = support::kTestshire) {
    for (std::uint32_t i = 0; i < times; ++i) {
      const auto outcomes = record(refusal(reason, from));
      EXPECT_EQ(recorded_refusal(outcomes[0]).refusal().reason, reason);
    }
  }
};

TEST_F(RecorderFloodTest, EveryRefusalHasALeafUpToTheLimit) {
  refuse(kMost);
  EXPECT_EQ(size(), kMost);
  EXPECT_EQ(leaf(0).op, ledger::Op::kRefusal);
  EXPECT_EQ(leaf(0).decision, "refused");
  EXPECT_EQ(leaf(0).reason, "DENIED");
}

TEST_F(RecorderFloodTest, WhatComesAfterIsAnsweredAndCounted) {
  refuse(kMost + 5);
  EXPECT_EQ(size(), kMost);
}

TEST_F(RecorderFloodTest, TheCountBecomesOneLeafAfterItsMinute) {
  refuse(kMost + 5);
  record();
  EXPECT_EQ(size(), kMost);
  now_ += 60;
  record();
  ASSERT_EQ(size(), kMost + 1);
  EXPECT_EQ(leaf(kMost).decision, "refused-repeatedly");
  EXPECT_EQ(leaf(kMost).rows, 5U);
  EXPECT_EQ(leaf(kMost).from, support::kTestshire);
  now_ += 60;
  record();
  EXPECT_EQ(size(), kMost + 1);
}

TEST_F(RecorderFloodTest, TheNextMinuteBeginsAnew) {
  refuse(kMost + 5);
  now_ += 60;
  refuse(1);
  EXPECT_EQ(size(), kMost + 2);
  EXPECT_EQ(leaf(kMost).decision, "refused-repeatedly");
  EXPECT_EQ(leaf(kMost + 1).decision, "refused");
}

TEST_F(RecorderFloodTest, EachPeerAndReasonIsCountedForItself) {
  refuse(kMost + 5);
  refuse(1, Reason::kStale);
  refuse(1, Reason::kDenied, support::kOthershire);
  EXPECT_EQ(size(), kMost + 2);
}

TEST_F(RecorderFloodTest, AFloodHindersNoAdmission) {
  refuse(kMost + 5);
  EXPECT_TRUE(recorded(record(admission(1))[0]).fresh());
}

}  // namespace
}  // namespace stile::gateway
