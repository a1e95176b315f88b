#include "core/storage/transaction.h"

#include <gtest/gtest.h>

#include <optional>

#include "core/storage/database.h"
#include "tests/support/temporary_folder.h"

namespace stile::storage {
namespace {

class TransactionTest : public ::testing::Test {
 protected:
  TransactionTest() { EXPECT_TRUE(database_.run("CREATE TABLE a (x INTEGER) STRICT").ok()); }
  std::int64_t count() { return database_.integer("SELECT count(*) FROM a").value(); }

  support::TemporaryFolder folder_;
  Database database_ = Database::open(folder_.file("test.db"), OpenMode::kCreate).value();
};

TEST_F(TransactionTest, KeepsAllWhenCommitted) {
  Transaction transaction = Transaction::begin(database_).value();
  ASSERT_TRUE(database_.run("INSERT INTO a VALUES (1), (2)").ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_EQ(count(), 2);
}

TEST_F(TransactionTest, KeepsNothingWhenItEndsUncommitted) {
  {
    Transaction transaction = Transaction::begin(database_).value();
    const Transaction moved = std::move(transaction);
    ASSERT_TRUE(database_.run("INSERT INTO a VALUES (1)").ok());
    EXPECT_EQ(count(), 1);
  }
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(Transaction::begin(database_).ok());
}

TEST_F(TransactionTest, IsOneAtATime) {
  const Transaction first = Transaction::begin(database_).value();
  EXPECT_FALSE(Transaction::begin(database_).ok());
}

}  // namespace
}  // namespace stile::storage
