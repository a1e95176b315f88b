#include "agents/source/alarm_watch.h"

#include <gtest/gtest.h>

#include "agents/source/notify_status.h"

namespace stile::agent {
namespace {

constexpr Instant kQueued = 1'000'000;
constexpr Instant kHour = 3600;

Notification of(ConsignmentState state, bool read = false) {
  return {.id = 1, .queued = kQueued, .within = kHour, .state = state, .read = read};
}

TEST(AlarmDueTest, WhatTheGatewayDoesNotTakeWithinAMinute) {
  const auto queued = of(ConsignmentState::kQueued);
  EXPECT_EQ(alarm_due(queued, kQueued + kAdmittedWithin - 1), std::nullopt);
  EXPECT_EQ(alarm_due(queued, kQueued + kAdmittedWithin), AlarmKind::kNotAdmitted);
  EXPECT_EQ(alarm_due(of(ConsignmentState::kAdmitted), kQueued + kAdmittedWithin), std::nullopt);
}

TEST(AlarmDueTest, WhatNobodyReadsWithinTheSecondContactsTime) {
  const auto stored = of(ConsignmentState::kStored);
  EXPECT_EQ(alarm_due(stored, kQueued + 2 * kHour - 1), std::nullopt);
  EXPECT_EQ(alarm_due(stored, kQueued + 2 * kHour), AlarmKind::kUnread);
  EXPECT_EQ(alarm_due(of(ConsignmentState::kAdmitted), kQueued + 2 * kHour), AlarmKind::kUnread);
}

TEST(AlarmDueTest, NothingOfWhatWasRead) {
  EXPECT_EQ(alarm_due(of(ConsignmentState::kStored, true), kQueued + 99 * kHour), std::nullopt);
}

TEST(AlarmDueTest, NothingMoreOfWhatTheGatewayDeleted) {
  auto gone = of(ConsignmentState::kAdmitted);
  gone.held = record::Holding::kFrozen;
  EXPECT_EQ(alarm_due(gone, kQueued + 2 * kHour), AlarmKind::kUnread);
  gone.held = record::Holding::kEnded;
  EXPECT_EQ(alarm_due(gone, kQueued + 99 * kHour), std::nullopt);
}

TEST(NotificationTest, IsOverdueOnceItsTimeIsOver) {
  EXPECT_FALSE(of(ConsignmentState::kStored).overdue(kQueued + kHour - 1));
  EXPECT_TRUE(of(ConsignmentState::kStored).overdue(kQueued + kHour));
  EXPECT_FALSE(of(ConsignmentState::kStored, true).overdue(kQueued + kHour));
}

TEST(AlarmReferenceTest, DiffersByNumber) {
  EXPECT_NE(reference_of(Alarm{.id = 1}), reference_of(Alarm{.id = 256}));
}

}  // namespace
}  // namespace stile::agent
