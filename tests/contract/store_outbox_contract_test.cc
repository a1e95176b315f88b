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
  EXPECT_TRUE(parcel->sealed.empty());
  const auto waiting = store().parcels(kSouth, expected.urgency, 0, 1).value();
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting.front().digest, expected.digest);
  EXPECT_EQ(waiting.front().sealed, expected.sealed);
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
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kBulk, 0, 10).value()), ElementsAre(1, 5, 9));
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kBulk, 2, 1).value()), ElementsAre(5));
  EXPECT_THAT(ids(store().parcels(kWest, Urgency::kBulk, 0, 10).value()), ElementsAre(2));
  EXPECT_THAT(ids(store().parcels(kNorth, Urgency::kBulk, 0, 10).value()), IsEmpty());
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kBulk, 0, 0).value()), IsEmpty());
}

TEST_P(OutboxTest, TellsWhatSomebodyWaitsForFromBulk) {
  Batch batch = next();
  batch.parcel = {some_parcel(1), some_parcel(2), some_parcel(3), some_parcel(4)};
  batch.parcel[1].urgency = batch.parcel[3].urgency = Urgency::kInteractive;
  commit(batch);
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kInteractive, 0, 10).value()),
              ElementsAre(2, 4));
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kInteractive, 3, 10).value()), ElementsAre(4));
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kBulk, 0, 10).value()), ElementsAre(1, 3));
  EXPECT_EQ(store().parcel(4, kSouth).value()->urgency, Urgency::kInteractive);
  EXPECT_EQ(store().parcel(1, kSouth).value()->urgency, Urgency::kBulk);
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
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kBulk, 0, 10).value()), ElementsAre(1));
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
  EXPECT_THAT(ids(store().parcels(kSouth, Urgency::kBulk, 0, 10).value()), ElementsAre(0, 1));
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

TEST_P(OutboxTest, KeepsWhatDecidesWhetherAParcelGoes) {
  Batch batch = next();
  batch.parcel = {some_parcel(1), some_parcel(2, kWest)};
  batch.parcel[0].number = 7;
  batch.parcel[1].urgency = Urgency::kInteractive;
  batch.parcel[1].corrects = true;
  commit(batch);
  auto waiting = store().waiting_parcels().value();
  ASSERT_THAT(ids(waiting), ElementsAre(1, 2));
  EXPECT_EQ(waiting[1].source, kNorth);
  EXPECT_EQ(waiting[1].recipient, kWest);
  EXPECT_EQ(waiting[1].agreement, some_hash('a'));
  EXPECT_EQ(waiting[1].admitted, batch.parcel[1].admitted);
  EXPECT_EQ(waiting[1].urgency, Urgency::kInteractive);
  EXPECT_FALSE(waiting[1].frozen || waiting[1].uncollected);
  EXPECT_TRUE(!waiting[0].corrects && waiting[1].corrects);
  EXPECT_TRUE(store().parcel(2, kWest).value()->corrects);
  EXPECT_EQ(store().parcel(1, kSouth).value()->number, 7U);
  Batch marks = next();
  marks.parcel_mark = {{1, true, false}, {2, false, true}};
  commit(marks);
  waiting = store().waiting_parcels().value();
  EXPECT_TRUE(waiting[0].frozen && !waiting[0].uncollected);
  EXPECT_TRUE(!waiting[1].frozen && waiting[1].uncollected);
  EXPECT_TRUE(store().parcel(1, kSouth).value()->frozen);
  EXPECT_TRUE(store().parcels(kWest, Urgency::kInteractive, 0, 1).value()[0].uncollected);
  Batch wrong = next();
  wrong.parcel_mark = {{9, true, false}};
  EXPECT_EQ(store().commit(wrong).reason(), Reason::kIntegrity);
}

TEST_P(OutboxTest, KeepsOfWhichConsignmentANoteWithoutATextIs) {
  Batch batch = next();
  batch.note = {{3, kNorth, {}, 7, some_hash('d')}};
  commit(batch);
  const auto note = store().notes(kNorth, 0, 10).value().at(0);
  EXPECT_EQ(note.text, "");
  EXPECT_EQ(note.number, 7U);
  EXPECT_EQ(note.digest, some_hash('d'));
}

TEST_P(OutboxTest, TellsAQuestionByItsSalt) {
  Batch batch = next();
  batch.note = {{3, kNorth, "signed question", 0, some_hash('d'), some_hash('s')},
                {4, kNorth, "signed word"}};
  commit(batch);
  const auto notes = store().notes(kNorth, 0, 10).value();
  EXPECT_EQ(notes.at(0).salt, some_hash('s'));
  EXPECT_EQ(notes.at(1).salt, std::nullopt);
}

TEST_P(OutboxTest, GivesTheQuestionsThatWaitForAnySource) {
  EXPECT_TRUE(store().waiting_questions()->empty());
  Batch batch = next();
  batch.note = {{3, kNorth, "one", 0, some_hash('d'), some_hash('s')},
                {4, kNorth, "signed word"},
                {5, kSouth, "other", 0, some_hash('e'), some_hash('t')}};
  commit(batch);
  auto waiting = store().waiting_questions().value();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].id, 3U);
  EXPECT_EQ(waiting[0].text, "one");
  EXPECT_EQ(waiting[0].agency, kNorth);
  EXPECT_EQ(waiting[1].id, 5U);
  EXPECT_EQ(waiting[1].salt, some_hash('t'));
  batch = next();
  batch.note_done = {3};
  commit(batch);
  EXPECT_EQ(store().waiting_questions()->size(), 1U);
}

TEST_P(OutboxTest, CountsQuestionsByAgreementAndDay) {
  Batch batch = next();
  batch.question = {{some_hash('1'), "a", 20, 5, 6},
                    {some_hash('2'), "a", 20, 7, 8},
                    {some_hash('3'), "a", 21, 9, 10},
                    {some_hash('4'), "b", 20, 11, 12}};
  commit(batch);
  EXPECT_EQ(store().questions_on("a", 20).value(), 2U);
  EXPECT_EQ(store().questions_on("a", 21).value(), 1U);
  EXPECT_EQ(store().questions_on("b", 21).value(), 0U);
  const auto question = store().question(some_hash('2')).value();
  ASSERT_TRUE(question.has_value());
  EXPECT_EQ(question->agreement_id, "a");
  EXPECT_EQ(question->leaf_index, 7U);
  EXPECT_EQ(question->tree_size, 8U);
  EXPECT_FALSE(store().question(some_hash('5')).value().has_value());
  Batch twice = next();
  twice.question = {{some_hash('2'), "a", 21, 7, 8}};
  EXPECT_EQ(store().commit(twice).reason(), Reason::kIntegrity);
}

Notice some_notice(std::uint64_t id, std::uint64_t number) {
  return {id, kNorth, kSouth, number, some_hash('d'), some_hash('a')};
}

TEST_P(OutboxTest, KeepsANoticeAndWhatWasSaidLast) {
  Batch batch = next();
  batch.notice = {some_notice(3, 1), some_notice(4, 2)};
  commit(batch);
  auto notice = store().notice(kSouth, kNorth, 2, some_hash('d')).value();
  ASSERT_TRUE(notice.has_value());
  EXPECT_EQ(notice->id, 4U);
  EXPECT_EQ(notice->source, kNorth);
  EXPECT_EQ(notice->recipient, kSouth);
  EXPECT_EQ(notice->number, 2U);
  EXPECT_EQ(notice->digest, some_hash('d'));
  EXPECT_EQ(notice->agreement, some_hash('a'));
  EXPECT_EQ(notice->state, std::nullopt);
  Batch said = next();
  notice->state = record::DisclosureState::kOpened;
  said.notice = {*notice};
  commit(said);
  EXPECT_EQ(store().notice(kSouth, kNorth, 2, some_hash('d')).value()->state,
            record::DisclosureState::kOpened);
  EXPECT_EQ(store().notice(kSouth, kNorth, 1, some_hash('d')).value()->state, std::nullopt);
}

TEST_P(OutboxTest, ANoticeOfAnotherIsAsOneThatIsNotThere) {
  Batch batch = next();
  batch.notice = {some_notice(3, 1)};
  commit(batch);
  EXPECT_TRUE(store().notice(kSouth, kNorth, 1, some_hash('d')).value().has_value());
  EXPECT_FALSE(store().notice(kWest, kNorth, 1, some_hash('d')).value().has_value());
  EXPECT_FALSE(store().notice(kSouth, kWest, 1, some_hash('d')).value().has_value());
  EXPECT_FALSE(store().notice(kSouth, kNorth, 2, some_hash('d')).value().has_value());
  EXPECT_FALSE(store().notice(kSouth, kNorth, 1, some_hash('e')).value().has_value());
}

TEST_P(OutboxTest, KeepsEachRowThatIsChallengedOnce) {
  Batch batch = next();
  batch.challenge = {{7, some_hash('r'), some_hash('n')}, {8, some_hash('r'), some_hash('m')}};
  commit(batch);
  const auto kept = store().challenges(7).value();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].row, some_hash('r'));
  EXPECT_EQ(kept[0].note, some_hash('n'));
  EXPECT_TRUE(store().challenges(9)->empty());
  Batch again = next();
  again.challenge = {{7, some_hash('r'), some_hash('o')}};
  EXPECT_FALSE(store().commit(again).ok());
  EXPECT_EQ(store().challenges(7)->size(), 1U);
}

TEST_P(OutboxTest, KeepsEachRequestForAnIdentityUntilItIsAnsweredOnce) {
  Batch batch = next();
  batch.identity_request = {{some_hash('q'), 7, some_hash('r'), 9, 500, false}};
  commit(batch);
  const auto kept = store().identity_request(some_hash('q')).value();
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->admission, 7U);
  EXPECT_EQ(kept->row, some_hash('r'));
  EXPECT_EQ(kept->leaf_index, 9U);
  EXPECT_EQ(kept->expires, 500);
  EXPECT_FALSE(kept->answered);
  EXPECT_FALSE(store().identity_request(some_hash('p'))->has_value());
  EXPECT_EQ(store().identity_requests(7)->size(), 1U);
  EXPECT_TRUE(store().identity_requests(8)->empty());
  Batch answered = next();
  answered.identity_answered = {some_hash('q')};
  commit(answered);
  EXPECT_TRUE(store().identity_request(some_hash('q')).value()->answered);
  Batch twice = next();
  twice.identity_answered = {some_hash('q')};
  EXPECT_FALSE(store().commit(twice).ok());
}

TEST_P(OutboxTest, AnswersNoRequestForAnIdentityThatNobodyMadeAndTakesNoneTwice) {
  Batch batch = next();
  batch.identity_request = {{some_hash('q'), 7, some_hash('r'), 9, 500, false}};
  commit(batch);
  Batch bad = next();
  bad.identity_answered = {some_hash('p')};
  EXPECT_FALSE(store().commit(bad).ok());
  bad.identity_answered.clear();
  bad.identity_request = batch.identity_request;
  EXPECT_FALSE(store().commit(bad).ok());
}

TEST_P(OutboxTest, ANoticeNeverGoesBack) {
  using enum record::DisclosureState;
  Batch batch = next();
  batch.notice = {some_notice(3, 1)};
  batch.notice.front().state = kOpened;
  commit(batch);
  Batch after = next();
  const auto refuses = [&](const Notice& notice) {
    after.notice = {notice};
    return store().commit(after).reason() == Reason::kIntegrity;
  };
  auto other = batch.notice.front();
  other.state = kStored;
  EXPECT_TRUE(refuses(other));
  other.state = std::nullopt;
  EXPECT_TRUE(refuses(other));
  other = batch.notice.front();
  other.number = 2;
  EXPECT_TRUE(refuses(other));
  other = batch.notice.front();
  other.state = kClosed;
  after.notice = {other};
  commit(after);
  after = next();
  other.state = kOpened;
  EXPECT_TRUE(refuses(other));
}

TEST_P(OutboxTest, ANoticeIsGivenUpOnlyWhileNothingWasSaid) {
  Batch batch = next();
  batch.notice = {some_notice(3, 1), some_notice(4, 2)};
  batch.notice[1].state = record::DisclosureState::kStored;
  commit(batch);
  Batch done = next();
  done.notice_done = {4};
  EXPECT_EQ(store().commit(done).reason(), Reason::kIntegrity);
  done.notice_done = {3};
  commit(done);
  EXPECT_FALSE(store().notice(kSouth, kNorth, 1, some_hash('d')).value().has_value());
  EXPECT_TRUE(store().notice(kSouth, kNorth, 2, some_hash('d')).value().has_value());
}

INSTANTIATE_TEST_SUITE_P(Every, OutboxTest, ::testing::ValuesIn(store_makers()),
                         [](const auto& maker) { return maker.param.name; });

}  // namespace
}  // namespace stile::gateway
