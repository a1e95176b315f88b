#include "gateway/store/schema.h"

#include <gtest/gtest.h>

#include "core/crypto/random.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "gateway/store/sqlite_store.h"
#include "tests/support/batches.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/gateway/store/raw.h"

// The triggers and indices, tried with another connection while the store is closed.
namespace stile::gateway {
namespace {

class TriggerTest : public ::testing::TestWithParam<const char*> {
 protected:
  TriggerTest() {
    support::Batches batches;
    auto store = SqliteStore::open(path_, crypto::system_random()).value();
    Batch batch = batches.next(support::some_leaves(3));
    batch.taken = {{{"agreement", "source", "recipient"}, 1, Hash{}, 0, 3}};
    batch.counter = {{Hash{}, 5}};
    using enum record::DisclosureState;
    batch.notice = {{0, "source", "recipient", 1, Hash{}, Hash{}, kOpened},
                    {1, "source", "recipient", 2, Hash{}, Hash{}, kClosed},
                    {2, "source", "recipient", 3, Hash{}, Hash{}, kStored}};
    batch.challenge = {{0, Hash{1}, Hash{}}, {2, Hash{1}, Hash{}}};
    batch.question = {{Hash{1}, "agreement", 20000, 0, 3}, {Hash{2}, "agreement", 20000, 2, 3}};
    EXPECT_TRUE(store->commit(batch).ok());
    EXPECT_TRUE(store->keep_directory_serial(4).ok());
    EXPECT_EQ(store->delete_leaf_texts(1).value(), 1u);
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("store.db");
};

using ForbiddenTest = TriggerTest;
using AllowedTest = TriggerTest;

TEST_P(ForbiddenTest, IsRefused) {
  EXPECT_EQ(raw(path_, GetParam()), SQLITE_CONSTRAINT);
  EXPECT_TRUE(SqliteStore::open(path_, crypto::system_random()).ok());
}

TEST_P(AllowedTest, IsDone) { EXPECT_EQ(raw(path_, GetParam()), SQLITE_OK); }

INSTANTIATE_TEST_SUITE_P(
    Each, ForbiddenTest,
    ::testing::Values(
        "UPDATE tree_hash SET hash = zeroblob(32) WHERE idx = 0",
        "DELETE FROM tree_hash WHERE idx = 0", "UPDATE leaf SET body = 'other' WHERE idx = 1",
        "UPDATE leaf SET body = NULL WHERE idx = 1",
        "UPDATE leaf SET body = 'invented' WHERE idx = 0", "UPDATE leaf SET idx = 9 WHERE idx = 0",
        "DELETE FROM leaf WHERE idx = 0", "UPDATE leaf_party SET idx = 9", "DELETE FROM leaf_party",
        "UPDATE checkpoint SET note = ''", "DELETE FROM checkpoint",
        "UPDATE taken SET digest = x'00'", "DELETE FROM taken", "UPDATE counter SET last = 4",
        "UPDATE question SET day = 1", "DELETE FROM question", "DELETE FROM counter",
        "UPDATE setting SET directory_serial = 3", "UPDATE notice SET state = 1 WHERE id = 0",
        "UPDATE notice SET state = 4 WHERE id = 1", "UPDATE notice SET number = 9 WHERE id = 2",
        "DELETE FROM notice WHERE id = 0", "DELETE FROM notice WHERE id = 1",
        "UPDATE setting SET bodies_from = 0", "UPDATE challenge SET note = zeroblob(32)",
        "DELETE FROM challenge WHERE admission = 2",
        "INSERT INTO challenge SELECT * FROM challenge", "DELETE FROM setting",
        "INSERT INTO setting (id) VALUES (2)", "INSERT INTO tree_hash VALUES (9, x'00')",
        "PRAGMA recursive_triggers=ON; REPLACE INTO leaf VALUES (1, 'other')"));

INSTANTIATE_TEST_SUITE_P(Each, AllowedTest,
                         ::testing::Values("UPDATE leaf SET body = NULL WHERE idx = 0",
                                           "UPDATE counter SET last = 6",
                                           "UPDATE notice SET state = 2 WHERE id = 2",
                                           "UPDATE setting SET directory_serial = 5"));

// plan() is how the database would answer a query.
std::string plan(const std::string& path, const std::string& query) {
  const auto database = storage::Database::open(path, storage::OpenMode::kRead).value();
  const std::string explain = "EXPLAIN QUERY PLAN " + query;
  storage::Statement statement(database, explain);
  auto rows = statement.start().value();
  std::string steps;
  while (rows.next().value()) {
    std::int64_t id = 0, parent = 0, unused = 0;
    std::string step;
    EXPECT_TRUE(rows.read(id, parent, unused, step).ok());
    steps += step + "\n";
  }
  return steps;
}

using PlanTest = TriggerTest;

// Each consignment of an answer looks its question up, and no question is ever deleted.
TEST_P(PlanTest, ReadsNoMoreThanItLooksFor) {
  const auto steps = plan(path_, GetParam());
  EXPECT_NE(steps.find("SEARCH"), steps.npos) << steps;
  EXPECT_EQ(steps.find("SCAN"), steps.npos) << steps;
}

INSTANTIATE_TEST_SUITE_P(
    Each, PlanTest,
    ::testing::Values("SELECT digest, leaf_index FROM question WHERE digest = x'00'",
                      "SELECT count(*) FROM question WHERE agreement_id = 'a' AND day = 1"));

}  // namespace
}  // namespace stile::gateway
