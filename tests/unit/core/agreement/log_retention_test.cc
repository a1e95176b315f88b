#include "core/agreement/log_retention.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

TEST(LogRetentionTest, TextsAreKeptForEverOrForLong) {
  EXPECT_TRUE(check_log_retention(0).ok());
  EXPECT_TRUE(check_log_retention(60).ok());
  EXPECT_EQ(check_log_retention(59).reason(), Reason::kMalformed);
  EXPECT_EQ(check_log_retention(1).reason(), Reason::kMalformed);
}

// Agreements of this world last for 365 days.
TEST(LogRetentionTest, TextsOutlastEveryAgreement) {
  support::Scheme scheme;
  EXPECT_TRUE(outlasts(0, *scheme.document_set()).ok());
  EXPECT_TRUE(outlasts(366, *scheme.document_set()).ok());
  const Status as_long = outlasts(365, *scheme.document_set());
  EXPECT_EQ(as_long.reason(), Reason::kConflict);
  EXPECT_NE(as_long.error().detail.find("365 days for which agreement testshire-"),
            std::string::npos)
      << as_long.error().detail;
}

TEST(LogRetentionTest, OneAgreementIsEnough) {
  support::Scheme scheme;
  scheme.agreements.back().signing.edit = [](std::string& text) {
    text = support::replaced(text, "retention_days: 365", "retention_days: 2000");
  };
  EXPECT_FALSE(outlasts(2000, *scheme.document_set()).ok());
  EXPECT_TRUE(outlasts(2001, *scheme.document_set()).ok());
}

}  // namespace
}  // namespace stile::agreement
