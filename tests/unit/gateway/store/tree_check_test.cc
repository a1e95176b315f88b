#include "gateway/store/tree_check.h"

#include <gtest/gtest.h>

#include "core/crypto/random.h"
#include "gateway/store/sqlite_store.h"
#include "tests/support/batches.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/gateway/store/raw.h"

// Somebody with the SQLite command alters the file while the gateway is down; it has to notice
// when it starts.
namespace stile::gateway {
namespace {

class TreeCheckTest : public ::testing::Test {
 protected:
  TreeCheckTest() {
    support::Batches batches;
    auto store = SqliteStore::open(path_, crypto::system_random()).value();
    for (const std::size_t leaves : {5u, 1u, 7u}) {
      EXPECT_TRUE(store->commit(batches.next(support::some_leaves(leaves))).ok());
    }
  }
  Reason after(const std::string& sql) {
    const std::string no_triggers =
        "DROP TRIGGER tree_hash_update; DROP TRIGGER tree_hash_delete; DROP TRIGGER leaf_delete;"
        "DROP TRIGGER checkpoint_update; DROP TRIGGER checkpoint_delete;";
    EXPECT_EQ(raw(path_, no_triggers + sql), SQLITE_OK) << sql;
    const auto opened = SqliteStore::open(path_, crypto::system_random());
    EXPECT_FALSE(opened.ok()) << sql;
    return opened.ok() ? Reason::kUsage : opened.reason();
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("store.db");
};

TEST_F(TreeCheckTest, FindsAWholeTreeOfItsSize) {
  auto database = storage::Database::open(path_, storage::OpenMode::kRead).value();
  EXPECT_EQ(check_tree(database).value(), 13u);
}

TEST_F(TreeCheckTest, NoticesAnAlteredLeafHash) {
  EXPECT_EQ(
      after("UPDATE tree_hash SET hash = CAST(x'01' || substr(hash, 2) AS BLOB) WHERE idx = 0"),
      Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAnAlteredInnerHash) {
  EXPECT_EQ(after("UPDATE tree_hash SET hash = zeroblob(32) WHERE idx = 2"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAHashOfTheWrongLength) {
  EXPECT_EQ(after("PRAGMA ignore_check_constraints=ON;"
                  "UPDATE tree_hash SET hash = zeroblob(31) WHERE idx = 2"),
            Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAMissingHash) {
  EXPECT_EQ(after("DELETE FROM tree_hash WHERE idx = 3"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesACutTree) {
  EXPECT_EQ(after("DELETE FROM tree_hash WHERE idx >= 8; DELETE FROM leaf WHERE idx >= 5"),
            Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesATooLongTree) {
  EXPECT_EQ(after("INSERT INTO tree_hash SELECT max(idx) + 1, zeroblob(32) FROM tree_hash"),
            Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAMissingLeaf) {
  EXPECT_EQ(after("DELETE FROM leaf WHERE idx = 4"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesALeafTooMany) {
  EXPECT_EQ(after("INSERT INTO leaf VALUES (13, 'invented')"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAMissingCheckpoint) {
  EXPECT_EQ(after("DELETE FROM checkpoint WHERE size = 13"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesACheckpointOfAnotherRoot) {
  EXPECT_EQ(after("UPDATE checkpoint SET note = replace(note, char(10) || '13' || char(10),"
                  " char(10) || '12' || char(10)) WHERE size = 13"),
            Reason::kIntegrity);
  EXPECT_EQ(raw(path_,
                "UPDATE checkpoint SET note = (SELECT replace(note, char(10) || '6' ||"
                " char(10), char(10) || '13' || char(10)) FROM checkpoint WHERE size = 6)"
                " WHERE size = 13"),
            SQLITE_OK);
  EXPECT_EQ(SqliteStore::open(path_, crypto::system_random()).reason(), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesACheckpointThatDoesNotRead) {
  EXPECT_EQ(after("UPDATE checkpoint SET note = 'nothing' WHERE size = 13"), Reason::kIntegrity);
}

}  // namespace
}  // namespace stile::gateway
