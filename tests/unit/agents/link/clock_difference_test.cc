#include "agents/link/clock_difference.h"

#include <algorithm>

#include "tests/unit/agents/link/attachment_fixture.h"

namespace stile::agent {
namespace {

constexpr Instant kDay = 86400;

TEST(ClockDifferenceTest, IsSaidBeyondAMinuteOnEitherSide) {
  EXPECT_EQ(clock_difference(1000, 1000), std::nullopt);
  EXPECT_EQ(clock_difference(1000, 1000 + kClockMost), std::nullopt);
  EXPECT_EQ(clock_difference(1000 + kClockMost, 1000), std::nullopt);
  EXPECT_EQ(clock_difference(1000 + kDay, 1000),
            "this machine's clock is 1440 minutes ahead of the gateway's");
  EXPECT_EQ(clock_difference(1000, 1000 + 120),
            "this machine's clock is 2 minutes behind the gateway's");
}

class AttachedClockTest : public AttachmentFixture {
 protected:
  // shows() attaches to a gateway whose clock shows that; what comes back is what the log says.
  std::string shows(std::uint64_t time) {
    const auto after_hello = [&](const v1::Hello&, Attached& stream) {
      auto down = welcome(0);
      down.mutable_welcome()->set_time(time);
      stream.Write(down);
      hold(stream);
      return grpc::Status::OK;
    };
    auto with_clock = ports();
    std::string said;
    bool ended = false;
    with_clock.clock = [] { return support::kNow; };
    with_clock.log_event = [&](std::string_view event, const Error& error) {
      const std::lock_guard lock(agent_.mutex_);
      said.append(event).append(" ").append(error.detail).append("\n");
      ended = event == "attachment_ended";
      agent_.tell();
    };
    run(after_hello, with_clock, [&](Attachment& attachment) {
      EXPECT_TRUE(agent_.wait_until([&] { return ended || attachment.proven().has_value(); }));
      wrong_ = attachment.wrong_clock();
      attachment.stop();
      EXPECT_EQ(attachment.wrong_clock(), std::nullopt);
    });
    return said;
  }
  std::optional<std::string> wrong_;
};

TEST_F(AttachedClockTest, ADaysDifferenceIsSaidAndHoldsNothingUp) {
  const std::string said = shows(static_cast<std::uint64_t>(support::kNow - kDay));
  EXPECT_EQ(said, "clock_differs this machine's clock is 1440 minutes ahead of the gateway's\n");
  EXPECT_EQ(wrong_, "this machine's clock is 1440 minutes ahead of the gateway's");
}

TEST_F(AttachedClockTest, OneThatAgreesIsNoDifference) {
  EXPECT_EQ(shows(static_cast<std::uint64_t>(support::kNow)), "");
  EXPECT_EQ(wrong_, std::nullopt);
}

TEST_F(AttachedClockTest, OneThatIsNotSaidIsNoDifference) {
  EXPECT_EQ(shows(0), "");
  EXPECT_EQ(wrong_, std::nullopt);
}

TEST_F(AttachedClockTest, ATimeThatThereIsNotEndsTheAttachment) {
  EXPECT_NE(shows(~std::uint64_t{0}).find("attachment_ended the gateway's clock shows no time"),
            std::string::npos);
}

}  // namespace
}  // namespace stile::agent
