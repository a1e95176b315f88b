#include "gateway/store/tree_check.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "core/crypto/encoding.h"
#include "core/crypto/random.h"
#include "gateway/store/ledger_check.h"
#include "gateway/store/sqlite_store.h"
#include "tests/support/batches.h"
#include "tests/support/keys.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/gateway/store/raw.h"

// Somebody with the SQLite command alters the file while the gateway is down; it has to notice
// where the tree ends when it starts, and all else when it checks the whole ledger.
namespace stile::gateway {
namespace {

constexpr std::uint64_t kLeaves = 13;

class TreeCheckTest : public ::testing::Test {
 protected:
  TreeCheckTest() {
    support::Batches batches;
    log_ = batches.verifier();
    auto store = SqliteStore::open(path_, crypto::system_random()).value();
    for (const std::size_t leaves : {5u, 1u, 7u}) {
      EXPECT_TRUE(store->commit(batches.next(support::some_leaves(leaves))).ok());
    }
  }
  void alter(const std::string& sql) const {
    const std::string no_triggers =
        "DROP TRIGGER tree_hash_update; DROP TRIGGER tree_hash_delete; DROP TRIGGER leaf_delete;"
        "DROP TRIGGER leaf_update; DROP TRIGGER checkpoint_update; DROP TRIGGER checkpoint_delete;";
    EXPECT_EQ(raw(path_, no_triggers + sql), SQLITE_OK) << sql;
  }
  // after() is why the gateway does not start.
  Reason after(const std::string& sql) const {
    alter(sql);
    const auto opened = SqliteStore::open(path_, crypto::system_random());
    EXPECT_FALSE(opened.ok()) << sql;
    return opened.ok() ? Reason::kUsage : opened.reason();
  }
  // Checked is how many steps it took until all was checked or a fault was found, and which.
  struct Checked {
    int steps = 0;
    std::string fault;
  };
  Checked checked(std::uint64_t leaves_per_step = kLeaves) const {
    const auto check = LedgerCheck::open(path_, *log_);
    if (!check.ok()) return {0, fault_of(check.error())};
    for (int steps = 1;; ++steps) {
      const auto done = (*check)->step(leaves_per_step);
      if (!done.ok()) return {steps, fault_of(done.error())};
      if (*done) return {steps, ""};
    }
  }
  // found() is what the check of the whole ledger finds in a store on which the gateway starts.
  std::string found(const std::string& sql) const {
    alter(sql);
    EXPECT_TRUE(SqliteStore::open(path_, crypto::system_random()).ok()) << sql;
    return checked().fault;
  }
  static std::string fault_of(const Error& error) {
    EXPECT_EQ(error.reason, Reason::kIntegrity);
    return error.detail.substr(error.detail.find(": ") + 2);
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("store.db");
  std::optional<crypto::NoteVerifier> log_;
};

TEST_F(TreeCheckTest, FindsAWholeTreeOfItsSize) {
  auto database = storage::Database::open(path_, storage::OpenMode::kRead).value();
  EXPECT_EQ(check_tree(database).value(), 13u);
}

TEST_F(TreeCheckTest, NoticesAnAlteredHashAtTheEdge) {
  EXPECT_EQ(after("UPDATE tree_hash SET hash = zeroblob(32) WHERE idx = 14"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAHashOfTheWrongLengthAtTheEdge) {
  EXPECT_EQ(after("PRAGMA ignore_check_constraints=ON;"
                  "UPDATE tree_hash SET hash = zeroblob(31) WHERE idx = 14"),
            Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAMissingHashAtTheEdge) {
  EXPECT_EQ(after("DELETE FROM tree_hash WHERE idx = 14"), Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesACutTree) {
  EXPECT_EQ(after("DELETE FROM tree_hash WHERE idx >= 8; DELETE FROM leaf WHERE idx >= 5"),
            Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesATooLongTree) {
  EXPECT_EQ(after("INSERT INTO tree_hash SELECT max(idx) + 1, zeroblob(32) FROM tree_hash"),
            Reason::kIntegrity);
}

TEST_F(TreeCheckTest, NoticesAMissingLastLeaf) {
  EXPECT_EQ(after("DELETE FROM leaf WHERE idx = 12"), Reason::kIntegrity);
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

using LedgerCheckTest = TreeCheckTest;

TEST_F(LedgerCheckTest, GoesThroughAWholeLedgerInSteps) {
  for (const auto& [leaves, steps] : {std::pair{13u, 1}, {12u, 2}, {5u, 3}, {1u, 13}, {99u, 1}}) {
    const auto all = checked(leaves);
    EXPECT_EQ(all.fault, "");
    EXPECT_EQ(all.steps, steps) << leaves;
  }
}

TEST_F(LedgerCheckTest, GoesThroughItAllAtOnce) {
  EXPECT_TRUE(LedgerCheck::whole(path_, *log_).ok());
  alter("UPDATE leaf SET body = replace(body, 'leaf', 'left') WHERE idx = 12");
  EXPECT_EQ(LedgerCheck::whole(path_, *log_).reason(), Reason::kIntegrity);
}

TEST_F(LedgerCheckTest, HasNothingToDoInANewStore) {
  const auto path = folder_.file("new.db");
  ASSERT_TRUE(SqliteStore::open(path, crypto::system_random()).ok());
  const auto check = LedgerCheck::open(path, *log_);
  ASSERT_TRUE(check.ok());
  EXPECT_EQ((*check)->step(1).value(), true);
}

TEST_F(LedgerCheckTest, LeavesWhatComesMeanwhileToTheNext) {
  const auto check = LedgerCheck::open(path_, *log_).value();
  EXPECT_EQ(check->step(5).value(), false);
  alter("INSERT INTO tree_hash VALUES (23, zeroblob(32)); INSERT INTO leaf VALUES (13, 'more')");
  EXPECT_EQ(check->step(8).value(), true);
}

TEST_F(LedgerCheckTest, FindsAnAlteredBody) {
  EXPECT_EQ(found("UPDATE leaf SET body = replace(body, 'leaf', 'left') WHERE idx = 4"),
            "leaf 4 is not the one that was hashed");
}

TEST_F(LedgerCheckTest, FindsABodyAlteredTogetherWithItsHash) {
  const auto forged = "x'" + crypto::hex(view(ledger::leaf_hash("forged"))) + "'";
  EXPECT_EQ(found("UPDATE leaf SET body = 'forged' WHERE idx = 4;"
                  "UPDATE tree_hash SET hash = " +
                  forged + " WHERE idx = 7"),
            "tree hash 9 is wrong");
}

TEST_F(LedgerCheckTest, FindsATreeThatIsOfOnePieceAndNotTheOneThatWasSigned) {
  const auto forged = "x'" + crypto::hex(view(ledger::leaf_hash("forged"))) + "'";
  alter(
      "UPDATE leaf SET body = 'forged' WHERE idx = 12;"
      "UPDATE tree_hash SET hash = " +
      forged + " WHERE idx = 22");
  EXPECT_EQ(checked().fault, "the tree's root is not the one that was signed");
}

TEST_F(LedgerCheckTest, FindsTwoLeavesThatChangedPlaces) {
  EXPECT_EQ(found("UPDATE leaf SET idx = -1 WHERE idx = 3; UPDATE leaf SET idx = 3 WHERE idx = 4;"
                  "UPDATE leaf SET idx = 4 WHERE idx = -1"),
            "leaf 3 is not the one that was hashed");
}

TEST_F(LedgerCheckTest, FindsADeletedLeaf) {
  EXPECT_EQ(found("DELETE FROM leaf WHERE idx = 4"), "leaf 4 is not the one that was hashed");
}

TEST_F(LedgerCheckTest, FindsADeletedLeafAmongThoseWithoutABody) {
  alter("UPDATE setting SET bodies_from = 13; UPDATE leaf SET body = NULL");
  EXPECT_EQ(checked().fault, "");
  EXPECT_EQ(raw(path_, "DELETE FROM leaf WHERE idx = 4"), SQLITE_OK);
  EXPECT_EQ(checked().fault, "leaf 12, or one before it, is missing");
  EXPECT_EQ(checked(3).fault, "leaf 5, or one before it, is missing");
}

TEST_F(LedgerCheckTest, FindsABodyDeletedBeforeItsDate) {
  EXPECT_EQ(found("UPDATE setting SET bodies_from = 4; UPDATE leaf SET body = NULL WHERE idx < 5"),
            "the body of leaf 4 is missing before its date");
}

TEST_F(LedgerCheckTest, FindsAnEmptiedBody) {
  EXPECT_EQ(found("UPDATE leaf SET body = '' WHERE idx = 4"),
            "the body of leaf 4 is missing before its date");
}

TEST_F(LedgerCheckTest, FindsAnAlteredInnerHash) {
  EXPECT_EQ(found("UPDATE tree_hash SET hash = zeroblob(32) WHERE idx = 2"),
            "tree hash 2 is wrong");
}

TEST_F(LedgerCheckTest, FindsAMissingHash) {
  EXPECT_NE(found("DELETE FROM tree_hash WHERE idx = 3"), "");
}

TEST_F(LedgerCheckTest, FindsACheckpointThatTheLogDidNotSign) {
  EXPECT_EQ(checked().fault, "");
  log_ = support::signer_named("another/log").verifier();
  EXPECT_EQ(checked().steps, 0);
}

}  // namespace
}  // namespace stile::gateway
