#include "gateway/service/status_map.h"

#include <gtest/gtest.h>

namespace stile::gateway {
namespace {

TEST(StatusMapTest, NeverCallsARefusalOk) {
  for (int i = 0; i <= static_cast<int>(Reason::kUsage); ++i) {
    const auto status = status_of(static_cast<Reason>(i));
    EXPECT_FALSE(status.ok());
    EXPECT_NE(status.error_code(), grpc::StatusCode::UNKNOWN);
  }
}

TEST(StatusMapTest, SaysTheReasonsNameAndNothingElse) {
  EXPECT_EQ(status_of(Reason::kEnded).error_message(), "AGREEMENT_ENDED");
  EXPECT_EQ(status_of(Reason::kEnded).error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST(StatusMapTest, TellsWhatMayBeTriedAgain) {
  EXPECT_EQ(status_of(Reason::kUnavailable).error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status_of(Reason::kFlood).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(status_of(Reason::kOverQuota).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(status_of(Reason::kIntegrity).error_code(), grpc::StatusCode::DATA_LOSS);
}

}  // namespace
}  // namespace stile::gateway
