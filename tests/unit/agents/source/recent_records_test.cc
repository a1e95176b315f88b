#include "agents/source/recent_records.h"

#include <gtest/gtest.h>

namespace stile::agent {
namespace {

RecordKey key_of(std::string reference) { return {1, 1, std::move(reference), {}}; }

KnownRecord revision_of(std::uint64_t revision) {
  return {.event_token = {}, .revision = revision, .digest = {}, .facts = {}};
}

TEST(RecentRecordsTest, KnowsARecordUntilAReaderSurelySeesIt) {
  RecentRecords recent;
  recent.put(key_of("CC-1"), revision_of(1));
  for (std::size_t handed = 0; handed < RecentRecords::kAhead; ++handed) {
    recent.handed_over();
    ASSERT_NE(recent.find(key_of("CC-1")), nullptr) << handed;
    EXPECT_FALSE(recent.in_draft(key_of("CC-1")));
  }
  recent.handed_over();
  EXPECT_EQ(recent.find(key_of("CC-1")), nullptr);
}

TEST(RecentRecordsTest, GivesTheNewestState) {
  RecentRecords recent;
  recent.put(key_of("CC-1"), revision_of(1));
  recent.handed_over();
  recent.put(key_of("CC-1"), revision_of(2));
  EXPECT_TRUE(recent.in_draft(key_of("CC-1")));
  EXPECT_EQ(recent.find(key_of("CC-1"))->revision, 2U);
}

TEST(RecentRecordsTest, ForgetsOnceWhatWasPutTwice) {
  RecentRecords recent;
  for (int draft = 0; draft < 2; ++draft) {
    recent.put(key_of("CC-1"), revision_of(1));
    recent.put(key_of("CC-1"), revision_of(2));
    recent.handed_over();
  }
  for (std::size_t handed = 1; handed < RecentRecords::kAhead; ++handed) recent.handed_over();
  EXPECT_EQ(recent.find(key_of("CC-1"))->revision, 2U);
  recent.handed_over();
  EXPECT_EQ(recent.find(key_of("CC-1")), nullptr);
}

TEST(RecentRecordsTest, TellsTheChildrenOfOneReferenceApart) {
  RecentRecords recent;
  RecordKey other = key_of("CC-1");
  other.child[0] = 1;
  recent.put(key_of("CC-1"), revision_of(1));
  EXPECT_EQ(recent.find(other), nullptr);
}

}  // namespace
}  // namespace stile::agent
