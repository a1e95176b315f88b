#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/contract/store_under_test.h"

// What every Store promises of what waits for an agency.
namespace stile::gateway {
namespace {

using support::some_leaves;

class OutboxTest : public ::testing::TestWithParam<StoreMaker> {
 protected:
  Store& store() { return subject_->store(); }
  void commit(const Batch& batch) {
    const Status done = store().commit(batch);
    ASSERT_TRUE(done.ok()) << done.error().detail;
    subject_->reopen();
  }
  static std::vector<std::uint64_t> ids(const auto& waiting) {
    std::vector<std::uint64_t> ids;
    for (const auto& item : waiting) ids.push_back(item.id);
    return ids;
  }
  Batch next() { return batches_.next(some_leaves(1)); }

  std::unique_ptr<StoreUnderTest> subject_ = GetParam().make();
  support::Batches batches_;
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(OutboxTest, KeepsAParcelUnchanged) {
  Batch batch = next();
  batch.parcel = {some_parcel(0)};
  commit(batch);
  const auto parcel = store().parcel(0, kSouth).value();
  ASSERT_TRUE(parcel.has_value());
  const Parcel expected = some_parcel(0);
  EXPECT_EQ(parcel->id, expected.id);
  EXPECT_EQ(parcel->source, expected.source);
  EXPECT_EQ(parcel->recipient, expected.recipient);
  EXPECT_EQ(parcel->digest, expected.digest);
  EXPECT_EQ(parcel->agreement, expected.agreement);
  EXPECT_EQ(parcel->admitted, expected.admitted);
  EXPECT_EQ(parcel->sealed, expected.sealed);
}

TEST_P(OutboxTest, SaysHowManyParcelsWaitAndSinceWhen) {
  EXPECT_EQ(store().waiting()->parcels, 0U);
  EXPECT_EQ(store().waiting()->oldest, 0);
  Batch batch = next();
  batch.parcel = {some_parcel(2, kWest), some_parcel(1), some_parcel(9)};
  batch.parcel[1].admitted = 1111;
  commit(batch);
  EXPECT_EQ(store().waiting()->parcels, 3U);
  EXPECT_EQ(store().waiting()->oldest, 1111);
  Batch done = next();
  done.parcel_done = {1, 2, 9};
  commit(done);
  EXPECT_EQ(store().waiting()->parcels, 0U);
  EXPECT_EQ(store().waiting()->oldest, 0);
}

TEST_P(OutboxTest, GivesEachRecipientItsOwnParcelsOldestFirst) {
  Batch batch = next();
  batch.parcel = {some_parcel(5), some_parcel(2, kWest), some_parcel(1), some_parcel(9)};
  commit(batch);
  EXPECT_THAT(ids(store().parcels(kSouth, 0, 10).value()), ElementsAre(1, 5, 9));
  EXPECT_THAT(ids(store().parcels(kSouth, 2, 1).value()), ElementsAre(5));
  EXPECT_THAT(ids(store().parcels(kWest, 0, 10).value()), ElementsAre(2));
  EXPECT_THAT(ids(store().parcels(kNorth, 0, 10).value()), IsEmpty());
  EXPECT_THAT(ids(store().parcels(kSouth, 0, 0).value()), IsEmpty());
}

TEST_P(OutboxTest, AParcelOfAnotherRecipientIsAsOneThatIsNotThere) {
  Batch batch = next();
  batch.parcel = {some_parcel(0), some_parcel(1, kWest)};
  commit(batch);
  EXPECT_TRUE(store().parcel(0, kSouth).value().has_value());
  EXPECT_FALSE(store().parcel(1, kSouth).value().has_value());
  EXPECT_FALSE(store().parcel(2, kSouth).value().has_value());
  EXPECT_FALSE(store().parcel(0, kNorth).value().has_value());  // who sent it, that is
  EXPECT_FALSE(store().parcel(0, "").value().has_value());
}

TEST_P(OutboxTest, DeletesADeliveredParcel) {
  Batch batch = next();
  batch.parcel = {some_parcel(0), some_parcel(1)};
  commit(batch);
  Batch delivered = next();
  delivered.parcel_done = {0};
  commit(delivered);
  EXPECT_FALSE(store().parcel(0, kSouth).value().has_value());
  EXPECT_THAT(ids(store().parcels(kSouth, 0, 10).value()), ElementsAre(1));
}

TEST_P(OutboxTest, RefusesToDeleteAParcelTwiceOrToTakeOneTwice) {
  Batch batch = next();
  batch.parcel = {some_parcel(0), some_parcel(1)};
  commit(batch);
  Batch wrong = next();
  Batch right = wrong;
  wrong.parcel_done = {0, 0};
  EXPECT_EQ(store().commit(wrong).reason(), Reason::kIntegrity);
  wrong.parcel_done = {7};
  EXPECT_EQ(store().commit(wrong).reason(), Reason::kIntegrity);
  wrong.parcel_done = {};
  wrong.parcel = {some_parcel(1)};
  EXPECT_EQ(store().commit(wrong).reason(), Reason::kIntegrity);
  commit(right);
  EXPECT_THAT(ids(store().parcels(kSouth, 0, 10).value()), ElementsAre(0, 1));
}

TEST_P(OutboxTest, KeepsANoteForItsAgencyUntilItIsDone) {
  Batch batch = next();
  batch.note = {{3, kNorth, Bytes("signed\0note", 11)}, {4, kNorth, "later"}, {5, kWest, "west"}};
  commit(batch);
  const std::vector<Note> notes = store().notes(kNorth, 0, 10).value();
  ASSERT_THAT(ids(notes), ElementsAre(3, 4));
  EXPECT_EQ(notes[0].text, Bytes("signed\0note", 11));
  EXPECT_EQ(notes[0].agency, kNorth);
  EXPECT_THAT(ids(store().notes(kNorth, 4, 10).value()), ElementsAre(4));
  EXPECT_TRUE(store().note_belongs(3, kNorth).value());
  EXPECT_FALSE(store().note_belongs(3, kWest).value());
  EXPECT_FALSE(store().note_belongs(6, kNorth).value());
  Batch done = next();
  done.note_done = {3};
  commit(done);
  EXPECT_FALSE(store().note_belongs(3, kNorth).value());
  EXPECT_THAT(ids(store().notes(kNorth, 0, 10).value()), ElementsAre(4));
}

TEST_P(OutboxTest, TakesANoteDoneTwiceForDone) {
  Batch batch = next();
  batch.note = {{0, kNorth, "note"}};
  commit(batch);
  for (int i = 0; i < 2; ++i) {
    Batch done = next();
    done.note_done = {0};
    commit(done);
  }
  EXPECT_THAT(ids(store().notes(kNorth, 0, 10).value()), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Every, OutboxTest, ::testing::ValuesIn(store_makers()),
                         [](const auto& maker) { return maker.param.name; });

}  // namespace
}  // namespace stile::gateway
