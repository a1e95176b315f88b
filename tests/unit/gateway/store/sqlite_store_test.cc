#include "gateway/store/sqlite_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/crypto/random.h"
#include "core/storage/database.h"
#include "gateway/store/schema.h"
#include "tests/support/batches.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/gateway/store/raw.h"

namespace stile::gateway {
namespace {

using support::some_leaves;

constexpr char kNorth[] = "spiffe://test/force/north/agent";
constexpr char kSouth[] = "spiffe://test/regulator/south/agent";

class SqliteStoreTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<SqliteStore>> open() {
    return SqliteStore::open(path_, crypto::system_random());
  }
  // legible() says whether any file of the store holds these bytes.
  bool legible(ByteView bytes) {
    for (const char* suffix : {"", "-wal"}) {
      std::ifstream file(path_ + suffix, std::ios::binary);
      const std::string all{std::istreambuf_iterator<char>(file), {}};
      if (all.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("store.db");
  support::Batches batches_;
};

TEST_F(SqliteStoreTest, IsPrivateToItsOwner) {
  auto store = open().value();
  for (const char* suffix : {"", "-wal", "-shm", "-lock"}) {
    EXPECT_EQ(std::filesystem::status(path_ + suffix).permissions(), std::filesystem::perms(0600))
        << suffix;
  }
}

TEST_F(SqliteStoreTest, HasOneUserAtATime) {
  auto store = open().value();
  EXPECT_EQ(open().reason(), Reason::kUnavailable);
  store.reset();
  EXPECT_TRUE(open().ok());
}

TEST_F(SqliteStoreTest, LeavesNoLogBehindWhenClosed) {
  auto store = open().value();
  ASSERT_TRUE(store->commit(batches_.next(some_leaves(3))).ok());
  store.reset();
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
}

TEST_F(SqliteStoreTest, RefusesANewerVersion) {
  open().value().reset();
  ASSERT_EQ(raw(path_, "PRAGMA user_version=99"), SQLITE_OK);
  EXPECT_EQ(open().reason(), Reason::kIntegrity);
}

TEST_F(SqliteStoreTest, NoticesAnAlteredLeafBodyWhenItIsAskedFor) {
  auto store = open().value();
  ASSERT_TRUE(store->commit(batches_.next(some_leaves(3))).ok());
  ASSERT_EQ(raw(path_, "DROP TRIGGER leaf_update; UPDATE leaf SET body = 'other' WHERE idx = 1"),
            SQLITE_OK);
  EXPECT_TRUE(store->leaf_text(0).ok());
  EXPECT_EQ(store->leaf_text(1).reason(), Reason::kIntegrity);
}

TEST_F(SqliteStoreTest, OverwritesADeliveredParcel) {
  const Bytes sealed = "unmistakable sealed bytes" + Bytes(20'000, 'p') + "and at the end";
  auto store = open().value();
  Batch batch = batches_.next(some_leaves(1));
  batch.parcel = {{0, kNorth, kSouth, Hash{}, Hash{}, 0, sealed}};
  ASSERT_TRUE(store->commit(batch).ok());
  ASSERT_TRUE(legible("unmistakable sealed bytes"));
  Batch delivered = batches_.next(some_leaves(1, "delivered"));
  delivered.parcel_done = {0};
  ASSERT_TRUE(store->commit(delivered).ok());
  store.reset();
  EXPECT_FALSE(legible("unmistakable sealed bytes"));
  EXPECT_FALSE(legible("ppppppppp"));
  EXPECT_FALSE(legible("and at the end"));
}

TEST_F(SqliteStoreTest, OverwritesADestroyedPseudonymKeyAtOnce) {
  const crypto::Random fixed = [](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = 0xA7;
  };
  auto store = SqliteStore::open(path_, fixed).value();
  const Bytes key(32, static_cast<char>(0xA7));
  ASSERT_TRUE(store->pseudonym_key("agreement", "2026-Q4", 1000).ok());
  ASSERT_TRUE(legible(key));
  ASSERT_EQ(store->destroy_pseudonym_keys(1001).value(), 1u);
  EXPECT_FALSE(legible(key));
}

// Whoever reads holds up the log alone: the key is gone all the same, and is counted once.
TEST_F(SqliteStoreTest, DestroysAKeyBesideAReaderAndEmptiesTheLogWithTheNextCall) {
  const crypto::Random fixed = [](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = 0xA7;
  };
  auto store = SqliteStore::open(path_, fixed).value();
  const Bytes key(32, static_cast<char>(0xA7));
  ASSERT_TRUE(store->pseudonym_key("agreement", "2026-Q4", 1000).ok());
  {
    auto reader = storage::Database::open(path_, storage::OpenMode::kRead).value();
    ASSERT_TRUE(reader.run("BEGIN; SELECT count(*) FROM leaf").ok());
    EXPECT_EQ(store->destroy_pseudonym_keys(1001).value(), 1u);
  }
  EXPECT_EQ(store->destroy_pseudonym_keys(1001).value(), 0u);
  EXPECT_FALSE(legible(key));
}

TEST_F(SqliteStoreTest, ForgetsLeafTextsAtTheirDateAndKeepsTheirProofs) {
  auto store = open().value();
  const Batch batch = batches_.next(some_leaves(6, "a leaf body to forget"));
  ASSERT_TRUE(store->commit(batch).ok());
  EXPECT_EQ(store->delete_leaf_texts(4).value(), 4u);
  EXPECT_EQ(store->delete_leaf_texts(4).value(), 0u);
  EXPECT_FALSE(store->leaf_text(3).value().has_value());
  EXPECT_EQ(store->leaf_text(4).value(), batch.leaf[4].text);
  EXPECT_FALSE(legible(batch.leaf[3].text));
  store.reset();
  store = open().value();
  const auto proof = ledger::inclusion_proof(3, 6, *store);
  ASSERT_TRUE(proof.ok());
  EXPECT_TRUE(ledger::verify_inclusion(3, 6, ledger::leaf_hash(batch.leaf[3].text), *proof,
                                       ledger::root_at(6, *store).value())
                  .ok());
}

TEST_F(SqliteStoreTest, DeletesLeafTextsBesideAReaderAndEmptiesTheLogWithTheNextCall) {
  auto store = open().value();
  const Batch batch = batches_.next(some_leaves(3, "a leaf body to forget"));
  ASSERT_TRUE(store->commit(batch).ok());
  {
    auto reader = storage::Database::open(path_, storage::OpenMode::kRead).value();
    ASSERT_TRUE(reader.run("BEGIN; SELECT count(*) FROM leaf").ok());
    EXPECT_EQ(store->delete_leaf_texts(2).value(), 2u);
  }
  EXPECT_EQ(store->destroy_pseudonym_keys(0).value(), 0u);
  EXPECT_FALSE(legible(batch.leaf[1].text));
  EXPECT_EQ(store->texts_from().value(), 2u);
}

TEST_F(SqliteStoreTest, NotesGoWithTheBodiesOfTheirLeaves) {
  auto store = open().value();
  Batch batch = batches_.next(some_leaves(3));
  batch.note = {{.id = 1, .agency = kNorth, .text = Bytes("a word")},
                {.id = 2, .agency = kNorth, .text = Bytes("another")}};
  ASSERT_TRUE(store->commit(batch).ok());
  ASSERT_TRUE(store->delete_leaf_texts(2).ok());
  const auto notes = store->notes(kNorth, 0, 9).value();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].id, 2u);
}

TEST_F(SqliteStoreTest, AQuestionGoesWithTheBodyOfItsLeaf) {
  auto store = open().value();
  Batch batch = batches_.next(some_leaves(4));
  batch.question = {{Hash{1}, "agreement", 20000, 1, 4}, {Hash{2}, "agreement", 20000, 2, 4}};
  ASSERT_TRUE(store->commit(batch).ok());
  ASSERT_TRUE(store->delete_leaf_texts(2).ok());
  EXPECT_FALSE(store->question(Hash{1})->has_value());
  EXPECT_TRUE(store->question(Hash{2})->has_value()) << "somebody may still answer it";
  EXPECT_EQ(store->questions_on("agreement", 20000).value(), 1u);
}

TEST_F(SqliteStoreTest, AQuestionOfAStoreOfAnEarlierVersionGoesToo) {
  {
    auto database = storage::Database::open(path_, storage::OpenMode::kCreate);
    const storage::Schema newest = store_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(4)}).ok());
  }
  auto store = open().value();
  Batch batch = batches_.next(some_leaves(2));
  batch.question = {{Hash{1}, "agreement", 20000, 0, 2}};
  ASSERT_TRUE(store->commit(batch).ok());
  ASSERT_TRUE(store->delete_leaf_texts(1).ok());
  EXPECT_FALSE(store->question(Hash{1})->has_value());
}

TEST_F(SqliteStoreTest, AClosedNoticeGoesWithTheBodyOfItsLeaf) {
  using enum record::DisclosureState;
  auto store = open().value();
  Batch batch = batches_.next(some_leaves(4));
  for (const auto state : {kClosed, kOpened, kClosed}) {
    const std::uint64_t id = batch.notice.size();
    batch.notice.push_back({id, kNorth, kSouth, id + 1, Hash{}, Hash{}, state});
  }
  ASSERT_TRUE(store->commit(batch).ok());
  ASSERT_TRUE(store->delete_leaf_texts(2).ok());
  EXPECT_FALSE(store->notice(kSouth, kNorth, 1, Hash{})->has_value());
  EXPECT_TRUE(store->notice(kSouth, kNorth, 2, Hash{})->has_value());
  EXPECT_TRUE(store->notice(kSouth, kNorth, 3, Hash{})->has_value());
}

TEST_F(SqliteStoreTest, FindsAConsignmentByBothPartiesNumberAndDigest) {
  const auto store = open().value();
  Batch batch = batches_.next(some_leaves(2));
  batch.taken = {{{"one", kNorth, kSouth}, 1, Hash{1}, 0, 2},
                 {{"two", kNorth, kSouth}, 1, Hash{2}, 1, 2}};
  ASSERT_TRUE(store->commit(batch).ok());
  EXPECT_EQ(store->admitted(kSouth, kNorth, 1, Hash{2}).value()->leaf_index, 1U);
  EXPECT_FALSE(store->admitted(kSouth, kNorth, 2, Hash{2})->has_value());
  EXPECT_FALSE(store->admitted(kSouth, kNorth, 1, Hash{3})->has_value());
  EXPECT_FALSE(store->admitted(kNorth, kSouth, 1, Hash{2})->has_value());
}

TEST_F(SqliteStoreTest, ARowIsChallengedOnceAndThatGoesWithTheBodyOfItsLeaf) {
  const auto store = open().value();
  Batch batch = batches_.next(some_leaves(2));
  batch.challenge = {{0, Hash{1}, Hash{7}}, {1, Hash{1}, Hash{8}}, {1, Hash{2}, Hash{9}}};
  ASSERT_TRUE(store->commit(batch).ok());
  const auto kept = store->challenges(1).value();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1].row, Hash{2});
  EXPECT_EQ(kept[1].note, Hash{9});
  Batch again = batches_.next({});
  again.challenge = {{1, Hash{2}, Hash{5}}};
  EXPECT_FALSE(store->commit(again).ok());
  EXPECT_TRUE(store->delete_leaf_texts(1).ok());
  EXPECT_TRUE(store->challenges(0)->empty());
  EXPECT_EQ(store->challenges(1)->size(), 2U);
}

TEST_F(SqliteStoreTest, AnswersManyThreadsWhileItCommits) {
  auto store = open().value();
  std::atomic<bool> done = false;
  std::vector<std::thread> askers;
  for (int i = 0; i < 6; ++i) {
    askers.emplace_back([&] {
      while (!done) {
        const std::uint64_t size = store->tree_size().value();
        EXPECT_TRUE(store->parcels(kSouth, Urgency::kBulk, 0, 2).ok());
        EXPECT_EQ(ledger::inclusion_proof(size / 2, size, *store).ok(), size > 0);
        EXPECT_TRUE(store->pseudonym_key("agreement", "2026-Q4", 1000).ok());
      }
    });
  }
  for (std::uint64_t i = 0; i < 40; ++i) {
    Batch batch = batches_.next(some_leaves(8, std::to_string(i)));
    batch.parcel = {{i, kNorth, kSouth, Hash{}, Hash{}, 0, Bytes(9'000, 'p')}};
    if (i > 0) batch.parcel_done = {i - 1};
    EXPECT_TRUE(store->commit(batch).ok());
  }
  done = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(store->tree_size().value(), 320u);
}

}  // namespace
}  // namespace stile::gateway
