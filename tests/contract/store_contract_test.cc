#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/crypto/random.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/tile.h"
#include "tests/contract/store_under_test.h"

// What every Store promises of its tree, numbers, keys and serial. Everything is asked after
// closing and opening again, so that what only memory knew would fail.
namespace stile::gateway {
namespace {

using support::some_leaves;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreTest : public ::testing::TestWithParam<StoreMaker> {
 protected:
  Store& store() { return subject_->store(); }
  void commit(const Batch& batch) {
    const Status done = store().commit(batch);
    ASSERT_TRUE(done.ok()) << done.error().detail;
    subject_->reopen();
  }
  // refuses() wants kIntegrity and nothing changed.
  void refuses(const Batch& batch) {
    const std::uint64_t size = store().tree_size().value();
    const Status done = store().commit(batch);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.reason(), Reason::kIntegrity);
    EXPECT_EQ(store().tree_size().value(), size);
    subject_->reopen();
    EXPECT_EQ(store().tree_size().value(), size);
  }

  std::unique_ptr<StoreUnderTest> subject_ = GetParam().make();
  support::Batches batches_;
};

TEST_P(StoreTest, IsEmptyAtFirst) {
  EXPECT_EQ(store().tree_size().value(), 0u);
  EXPECT_FALSE(store().checkpoint_at(0).value().has_value());
  EXPECT_THAT(store().last_taken().value(), IsEmpty());
  EXPECT_THAT(store().counters().value(), IsEmpty());
  EXPECT_EQ(store().directory_serial().value(), 0u);
}

TEST_P(StoreTest, KeepsATreeWhoseProofsVerify) {
  std::string checkpoint;
  for (const std::size_t leaves : {1u, 64u, 7u, 13u}) {
    const Batch batch = batches_.next(some_leaves(leaves, "batch of " + std::to_string(leaves)));
    checkpoint = batch.checkpoint;
    commit(batch);
  }
  const std::uint64_t size = store().tree_size().value();
  ASSERT_EQ(size, 85u);
  EXPECT_EQ(store().checkpoint_at(size).value(), checkpoint);
  const auto verified = ledger::verify_checkpoint(checkpoint, batches_.verifier());
  ASSERT_TRUE(verified.ok());
  for (std::uint64_t index = 0; index < size; ++index) {
    const auto text = store().leaf_text(index).value();
    ASSERT_TRUE(text.has_value());
    const auto proof = ledger::inclusion_proof(index, size, store());
    ASSERT_TRUE(proof.ok());
    EXPECT_TRUE(
        ledger::verify_inclusion(index, size, ledger::leaf_hash(*text), *proof, verified->root)
            .ok());
  }
}

TEST_P(StoreTest, KeepsEveryCheckpoint) {
  const Batch first = batches_.next(some_leaves(2, "first"));
  const Batch second = batches_.next(some_leaves(3, "second"));
  commit(first);
  commit(second);
  EXPECT_EQ(store().checkpoint_at(2).value(), first.checkpoint);
  EXPECT_EQ(store().checkpoint_at(5).value(), second.checkpoint);
  EXPECT_FALSE(store().checkpoint_at(3).value().has_value());
}

TEST_P(StoreTest, TakesTheFirstCheckpointOfAnEmptyTreeAndABatchWithoutLeaves) {
  const Batch empty = batches_.next({});
  commit(empty);
  EXPECT_EQ(store().tree_size().value(), 0u);
  EXPECT_EQ(store().checkpoint_at(0).value(), empty.checkpoint);
  commit(empty);
  Batch other = empty;
  other.checkpoint = "another\n";
  refuses(other);
}

TEST_P(StoreTest, HasNoHashOrLeafBeyondItsTree) {
  commit(batches_.next(some_leaves(3)));
  EXPECT_EQ(store().stored_hash(4).reason(), Reason::kNotFound);
  EXPECT_EQ(store().leaf_text(3).reason(), Reason::kNotFound);
  EXPECT_TRUE(store().stored_hash(3).ok());
}

TEST_P(StoreTest, HasTheTilesOfItsTree) {
  const auto leaves = some_leaves(600);
  commit(batches_.next(leaves));
  const auto tile_at = [&](std::uint64_t level, std::uint64_t index, std::uint64_t width) {
    return ledger::tile_hashes(ledger::tile_of(level, index, width, 600).value(), store()).value();
  };
  const Bytes all = tile_at(0, 0, 256) + tile_at(0, 1, 256) + tile_at(0, 2, 88);
  ledger::Frontier tree;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const Hash hash = ledger::leaf_hash(leaves[i].text);
    EXPECT_EQ(ByteView(all).substr(i * hash.size(), hash.size()), view(hash));
    tree.append(hash);
    if (i != 255) continue;
    EXPECT_EQ(tile_at(1, 0, 2).substr(0, hash.size()), view(tree.root()));
  }
}

TEST_P(StoreTest, NamesEachLeafToItsPartiesOnly) {
  commit(batches_.next({{kNorth, kSouth, "0\n"},
                        {kNorth, kWest, "1\n"},
                        {kSouth, "", "2\n"},
                        {kSouth, kSouth, "3\n"},
                        {kNorth, kSouth, "4\n"}}));
  EXPECT_THAT(store().leaves_naming(kSouth, 0, 10).value(), ElementsAre(0, 2, 3, 4));
  EXPECT_THAT(store().leaves_naming(kSouth, 1, 2).value(), ElementsAre(2, 3));
  EXPECT_THAT(store().leaves_naming(kNorth, 0, SIZE_MAX).value(), ElementsAre(0, 1, 4));
  EXPECT_THAT(store().leaves_naming(kWest, 2, 10).value(), IsEmpty());
  EXPECT_THAT(store().leaves_naming("", 0, 10).value(), IsEmpty());
}

TEST_P(StoreTest, RefusesABatchThatDoesNotContinueTheTree) {
  const Batch first = batches_.next(some_leaves(3));
  commit(first);
  refuses(first);
  const Batch next = batches_.next(some_leaves(2, "next"));
  Batch altered = next;
  altered.first_hash += 1;
  refuses(altered);
  altered = next;
  altered.hash.pop_back();
  refuses(altered);
  altered = next;
  altered.tree_size += 1;
  refuses(altered);
  altered = next;
  altered.checkpoint.clear();
  refuses(altered);
  commit(next);
}

TEST_P(StoreTest, AnswersANumberOnceTaken) {
  Batch batch = batches_.next(some_leaves(1));
  batch.taken = {{some_stream(), 1, some_hash('1'), 0, 1}};
  commit(batch);
  const auto taken = store().taken(some_stream(), 1).value();
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->stream, some_stream());
  EXPECT_EQ(taken->number, 1u);
  EXPECT_EQ(taken->digest, some_hash('1'));
  EXPECT_EQ(taken->leaf_index, 0u);
  EXPECT_EQ(taken->tree_size, 1u);
  EXPECT_FALSE(store().taken(some_stream(), 2).value().has_value());
  EXPECT_FALSE(store().taken(some_stream(kWest), 1).value().has_value());
}

TEST_P(StoreTest, RefusesANumberAlreadyTakenAndTheWholeBatchWithIt) {
  Batch batch = batches_.next(some_leaves(1));
  batch.taken = {{some_stream(), 1, some_hash('1'), 0, 1}};
  commit(batch);
  Batch again = batches_.next(some_leaves(1, "again"));
  again.taken = {{some_stream(), 2, some_hash('2'), 1, 2},
                 {some_stream(), 1, some_hash('3'), 1, 2}};
  again.parcel = {some_parcel(1)};
  refuses(again);
  EXPECT_FALSE(store().taken(some_stream(), 2).value().has_value());
  EXPECT_FALSE(store().parcel(1, kSouth).value().has_value());
  EXPECT_EQ(store().taken(some_stream(), 1).value()->digest, some_hash('1'));
  EXPECT_EQ(store().last_taken().value().at(0).number, 1u);
}

TEST_P(StoreTest, GivesTheLastNumberOfEveryStream) {
  for (std::uint64_t number = 1; number <= 3; ++number) {
    Batch batch = batches_.next(some_leaves(1, std::to_string(number)));
    batch.taken = {
        {some_stream(), number, some_hash(static_cast<char>(number)), number - 1, number}};
    if (number == 2) batch.taken.push_back({some_stream(kWest), 1, some_hash('w'), 1, 2});
    commit(batch);
  }
  const std::vector<Taken> last = store().last_taken().value();
  ASSERT_EQ(last.size(), 2u);
  EXPECT_EQ(last[0].stream, some_stream(kWest));
  EXPECT_EQ(last[0].digest, some_hash('w'));
  EXPECT_EQ(last[1].stream, some_stream());
  EXPECT_EQ(last[1].number, 3u);
  EXPECT_EQ(last[1].tree_size, 3u);
}

TEST_P(StoreTest, CountsEachAgreementForwardsOnly) {
  Batch batch = batches_.next(some_leaves(1));
  batch.counter = {{some_hash('a'), 1}, {some_hash('a'), 2}, {some_hash('b'), 1}};
  commit(batch);
  Batch back = batches_.next(some_leaves(1, "back"));
  back.counter = {{some_hash('a'), 1}};
  refuses(back);
  std::map<Hash, std::uint64_t> counters;
  const std::vector<Counter> kept = store().counters().value();
  for (const Counter& counter : kept) {
    counters[counter.agreement] = counter.last;
  }
  EXPECT_THAT(counters,
              ElementsAre(::testing::Pair(some_hash('a'), 2), ::testing::Pair(some_hash('b'), 1)));
}

TEST_P(StoreTest, MakesAPseudonymKeyOnceForAnAgreementAndEpoch) {
  const Token token{1, 2, 3};
  const auto pseudonym = [&](const std::string& agreement, const std::string& epoch) {
    return crypto::pseudonym(*store().pseudonym_key(agreement, epoch, 1000).value(), token);
  };
  const Token before = pseudonym("north-south-returns", "2026-Q4");
  subject_->reopen();
  EXPECT_EQ(pseudonym("north-south-returns", "2026-Q4"), before);
  EXPECT_NE(pseudonym("north-south-returns", "2027-Q1"), before);
  EXPECT_NE(pseudonym("north-west-returns", "2026-Q4"), before);
}

TEST_P(StoreTest, DestroysPseudonymKeysAfterTheirLatestExpiry) {
  const Token token{1, 2, 3};
  const auto pseudonym = [&](const std::string& epoch, Instant expires) {
    return crypto::pseudonym(*store().pseudonym_key("agreement", epoch, expires).value(), token);
  };
  const Token early = pseudonym("2026-Q3", 1000);
  const Token extended = pseudonym("2026-Q4", 1000);
  EXPECT_EQ(pseudonym("2026-Q4", 2000), extended);
  EXPECT_EQ(store().destroy_pseudonym_keys(1000).value(), 0u);
  EXPECT_EQ(store().destroy_pseudonym_keys(1001).value(), 1u);
  EXPECT_EQ(pseudonym("2026-Q4", 1000), extended);
  subject_->reopen();
  EXPECT_EQ(pseudonym("2026-Q4", 1000), extended);
  EXPECT_NE(pseudonym("2026-Q3", 3000), early);
}

TEST_P(StoreTest, KeepsTheHighestDirectorySerial) {
  EXPECT_TRUE(store().keep_directory_serial(7).ok());
  EXPECT_TRUE(store().keep_directory_serial(7).ok());
  subject_->reopen();
  EXPECT_EQ(store().keep_directory_serial(6).reason(), Reason::kRolledBack);
  EXPECT_EQ(store().directory_serial().value(), 7u);
}

INSTANTIATE_TEST_SUITE_P(Every, StoreTest, ::testing::ValuesIn(store_makers()),
                         [](const auto& maker) { return maker.param.name; });

}  // namespace
}  // namespace stile::gateway
