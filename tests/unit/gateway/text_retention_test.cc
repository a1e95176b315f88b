#include "gateway/text_retention.h"

#include <gmock/gmock.h>

#include <optional>

#include "core/crypto/random.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"
#include "gateway/store/ledger_check.h"
#include "tests/support/batches.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::gateway {
namespace {

using support::kNow;
using support::kOfsted;
using support::kTestshire;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Instant kDay = 86400;
constexpr std::uint32_t kDays = 400;  // longer than the agreements', which are of 365
constexpr Instant kLongAgo = kNow - (kDays + 2) * kDay;
constexpr Instant kOver = kNow - (kDays + 1) * kDay;
constexpr Instant kNotOver = kNow - kDays * kDay;

// A gateway's ledger, whose leaves name testshire and ofsted. Both have fetched all of it, unless a
// test says otherwise.
class TextRetentionTest : public ::testing::Test {
 protected:
  TextRetentionTest() { open(); }

  void open(std::uint32_t days = kDays) {
    retention_.reset();
    store_.reset();
    store_ = SqliteStore::open(path_, crypto::system_random()).value();
    retention_.emplace(
        days, *store_,
        TextRetention::Ports{
            .record = [this](ledger::Leaf leaf) { recorded_.push_back(std::move(leaf)); },
            .log = [this](const auto& event,
                          const auto& detail) { log_.push_back(event + " " + detail); },
            .problem =
                [this](const auto& event, Reason reason, const auto& detail) {
                  log_.push_back(event + " " + std::string(name(reason)) + " " + detail);
                }});
  }

  // text_at() is of a leaf written then.
  static std::string text_at(Instant time) {
    ledger::Leaf leaf;
    leaf.op = ledger::Op::kState;
    leaf.time = time;
    leaf.nonce = crypto::random_token(crypto::system_random());
    leaf.from = kTestshire;
    leaf.to = kOfsted;
    leaf.decision = "stored";
    leaf.build = "0.0.0";
    return ledger::leaf_text(leaf).value();
  }
  // write() adds so many leaves of that time, with what waits because of them.
  void write(Instant time, std::size_t leaves, const std::function<void(Batch&)>& with = {}) {
    std::vector<LeafBody> bodies;
    for (std::size_t i = 0; i < leaves; ++i) {
      texts_.push_back(text_at(time));
      bodies.push_back({kTestshire, kOfsted, texts_.back()});
    }
    Batch batch = batches_.next(bodies);
    if (with) with(batch);
    checkpoint_ = batch.checkpoint;
    ASSERT_TRUE(store_->commit(batch).ok());
  }
  void all_fetched() {
    for (const char* agency : {kTestshire, kOfsted}) fetched_->note(agency, texts_.size());
  }
  void look(Instant now = kNow) { retention_->look(*documents_, *fetched_, now); }
  // gone() is how many leaves have no text, all of them before the others.
  std::uint64_t gone() {
    std::uint64_t without = 0;
    for (std::uint64_t i = 0; i < texts_.size(); ++i) {
      const auto text = store_->leaf_text(i).value();
      if (!text) {
        EXPECT_EQ(without++, i);
      } else {
        EXPECT_EQ(*text, texts_[i]);
      }
    }
    return without;
  }
  // expect_whole() holds every leaf, kept by its parties, against the ledger as it was signed.
  void expect_whole() {
    const auto signed_now = ledger::verify_checkpoint(checkpoint_, batches_.verifier()).value();
    for (std::uint64_t i = 0; i < texts_.size(); ++i) {
      const auto proof = ledger::inclusion_proof(i, texts_.size(), *store_).value();
      EXPECT_TRUE(ledger::verify_inclusion(i, texts_.size(), ledger::leaf_hash(texts_[i]), proof,
                                           signed_now.root)
                      .ok());
      const ledger::Receipt receipt{i, proof, checkpoint_};
      EXPECT_TRUE(ledger::verify_receipt(receipt, texts_[i], batches_.verifier()).ok());
    }
    auto check = LedgerCheck::open(path_, batches_.verifier()).value();
    EXPECT_TRUE(check->step(texts_.size()).value());
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("store.db");
  support::Batches batches_;
  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  std::unique_ptr<SqliteStore> store_;
  std::optional<Fetched> fetched_{std::in_place};
  std::vector<std::string> texts_;
  std::string checkpoint_;
  std::vector<ledger::Leaf> recorded_;
  std::vector<std::string> log_;
  std::optional<TextRetention> retention_;
};

TEST_F(TextRetentionTest, TextsGoAtTheirDateAndWhatProvesThemStays) {
  write(kLongAgo, 3);
  write(kOver, 2);
  write(kNotOver, 2);
  write(kNow, 1);
  all_fetched();
  look();
  EXPECT_EQ(gone(), 5U);
  expect_whole();
  open();
  EXPECT_EQ(gone(), 5U);
  expect_whole();
}

TEST_F(TextRetentionTest, TheLedgerSaysWhatWentAndWhy) {
  write(kOver, 5);
  write(kNow, 1);
  all_fetched();
  look();
  ASSERT_EQ(recorded_.size(), 1U);
  EXPECT_EQ(recorded_[0].op, ledger::Op::kErasure);
  EXPECT_EQ(recorded_[0].time, kNow);
  EXPECT_EQ(recorded_[0].rows, 5U);
  EXPECT_EQ(recorded_[0].clause, "log_retention_days=400");
  EXPECT_EQ(recorded_[0].decision, "texts-deleted-below-5");
  EXPECT_TRUE(ledger::leaf_text(recorded_[0]).ok());
  EXPECT_THAT(log_, ElementsAre("texts_deleted 5"));
}

TEST_F(TextRetentionTest, OnceADay) {
  write(kOver, 1);
  write(kNotOver, 1);
  all_fetched();
  look();
  look(kNow + 3600);
  EXPECT_EQ(gone(), 1U);
  look(kNow + kDay);
  EXPECT_EQ(gone(), 2U);
  EXPECT_EQ(recorded_.size(), 2U);
}

TEST_F(TextRetentionTest, ManyGoInStepsAndAreOneRound) {
  write(kOver, kLeavesPerStep + 1);
  all_fetched();
  look();
  EXPECT_EQ(store_->texts_from().value(), kLeavesPerStep);
  EXPECT_THAT(recorded_, IsEmpty());
  look();
  EXPECT_EQ(store_->texts_from().value(), kLeavesPerStep + 1);
  ASSERT_EQ(recorded_.size(), 1U);
  EXPECT_EQ(recorded_[0].rows, kLeavesPerStep + 1);
}

TEST_F(TextRetentionTest, NothingGoesWhereNoPeriodIsSet) {
  write(kLongAgo, 3);
  all_fetched();
  open(0);
  look();
  EXPECT_EQ(gone(), 0U);
}

TEST_F(TextRetentionTest, NothingGoesByAClockByWhichTheDocumentsAreNotInForce) {
  write(kLongAgo, 3);
  all_fetched();
  for (const Instant wrong : {kNow + 30 * kDay, kNow - 30 * kDay, Instant{0}}) look(wrong);
  EXPECT_EQ(gone(), 0U);
  EXPECT_THAT(log_, IsEmpty());
  look();
  EXPECT_EQ(gone(), 3U);
}

TEST_F(TextRetentionTest, NothingGoesWhileAnAgreementLastsAsLong) {
  write(kLongAgo, 3);
  all_fetched();
  open(365);
  look();
  EXPECT_EQ(gone(), 0U);
  ASSERT_EQ(log_.size(), 1U);
  EXPECT_THAT(log_[0], HasSubstr("texts_not_deleted CONFLICT log_retention_days: is not more than "
                                 "the 365 days for which agreement "));
  look(kNow + 3600);
  EXPECT_EQ(log_.size(), 1U);  // said once a day
}

TEST_F(TextRetentionTest, TheLeafOfAParcelThatWaitsStays) {
  write(kOver, 2);
  write(kOver, 2, [](Batch& batch) {
    batch.parcel = {{2, kTestshire, kOfsted, Hash{}, Hash{}, 0, Bytes("sealed")}};
  });
  all_fetched();
  look();
  EXPECT_EQ(gone(), 2U);
  write(kNow, 1, [](Batch& batch) { batch.parcel_done = {2}; });
  all_fetched();
  look(kNow + 60);
  EXPECT_EQ(gone(), 4U);
}

TEST_F(TextRetentionTest, TheLeafOfANoteThatWaitsStays) {
  write(kOver, 1);
  write(kOver, 2, [](Batch& batch) {
    batch.note = {{.id = 1, .agency = kTestshire, .text = Bytes("asked"), .salt = Hash{1}}};
  });
  all_fetched();
  look();
  EXPECT_EQ(gone(), 1U);
  EXPECT_EQ(store_->notes(kTestshire, 0, 9)->size(), 1U);
  write(kNow, 1, [](Batch& batch) { batch.note_done = {1}; });
  all_fetched();
  look(kNow + 60);
  EXPECT_EQ(gone(), 3U);
}

TEST_F(TextRetentionTest, WhatAnAgencyHasNotFetchedStays) {
  write(kOver, 4);
  write(kNow, 1);
  fetched_->note(kTestshire, 5);
  fetched_->note(kOfsted, 3);
  look();
  EXPECT_EQ(gone(), 3U);
  fetched_->note(kOfsted, 5);
  look(kNow + 60);
  EXPECT_EQ(gone(), 4U);
}

TEST_F(TextRetentionTest, AfterARestartAgenciesSayAnewWhatTheyHave) {
  write(kOver, 2);
  all_fetched();
  look();
  write(kOver, 2);
  open();
  fetched_.emplace();
  look();
  EXPECT_EQ(gone(), 2U);
  all_fetched();
  look(kNow + 60);
  EXPECT_EQ(gone(), 4U);
  expect_whole();
}

TEST_F(TextRetentionTest, WhoMayNotAttachHoldsNothingUpAndItsNotesGo) {
  write(kOver, 3,
        [](Batch& batch) { batch.note = {{.id = 1, .agency = kOfsted, .text = Bytes("a word")}}; });
  fetched_->note(kTestshire, 3);
  scheme_.directory.denied_agencies = {kOfsted};
  documents_ = scheme_.document_set();
  look();
  EXPECT_EQ(gone(), 3U);
  EXPECT_TRUE(store_->notes(kOfsted, 0, 9)->empty());
}

TEST_F(TextRetentionTest, WhatIsHeldUpIsSaidOnceADayAndNotAtOnce) {
  write(kOver, 2);
  fetched_->note(kTestshire, 2);
  for (const Instant after : {0, 60, 3540}) look(kNow + after);
  EXPECT_THAT(log_, IsEmpty());
  for (const Instant after : {3600, 3660, 7200}) look(kNow + after);
  EXPECT_THAT(log_, ElementsAre("texts_kept UNAVAILABLE leaf 0: regulator/ofsted has not fetched "
                                "it"));
  all_fetched();
  look(kNow + 7260);
  EXPECT_EQ(gone(), 2U);
}

}  // namespace
}  // namespace stile::gateway
