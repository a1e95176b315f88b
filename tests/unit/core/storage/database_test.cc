#include "core/storage/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "core/storage/statement.h"
#include "tests/support/temporary_folder.h"

namespace stile::storage {
namespace {

constexpr std::array<std::string_view, 2> kSteps = {
    "CREATE TABLE a (x INTEGER PRIMARY KEY) STRICT; INSERT INTO a VALUES (1);",
    "CREATE TABLE b (y TEXT) STRICT; INSERT INTO a VALUES (2);"};
constexpr Schema kSchema{7, kSteps};

class DatabaseTest : public ::testing::Test {
 protected:
  Result<Database> open(OpenMode mode = OpenMode::kCreate) { return Database::open(path_, mode); }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("test.db");
};

TEST_F(DatabaseTest, IsMadeOnlyWhenAskedTo) {
  EXPECT_EQ(open(OpenMode::kRead).reason(), Reason::kNotFound);
  EXPECT_EQ(open(OpenMode::kWrite).reason(), Reason::kNotFound);
  EXPECT_TRUE(open(OpenMode::kCreate).ok());
  EXPECT_TRUE(open(OpenMode::kWrite).ok());
}

TEST_F(DatabaseTest, SettingsMakeCommitsDurableAndDeletionsReal) {
  Database database = open().value();
  EXPECT_EQ(database.integer("PRAGMA synchronous").value(), 2);
  EXPECT_EQ(database.integer("PRAGMA secure_delete").value(), 1);
  EXPECT_EQ(database.integer("PRAGMA foreign_keys").value(), 1);
  EXPECT_EQ(database.integer("PRAGMA recursive_triggers").value(), 1);
  EXPECT_EQ(database.integer("PRAGMA trusted_schema").value(), 0);
  EXPECT_EQ(database.integer("PRAGMA cell_size_check").value(), 1);
  EXPECT_EQ(database.integer("PRAGMA temp_store").value(), 2);
}

// open_files() are those of this process whose name has this ending.
int open_files(std::string_view ending) {
  int found = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    found += std::filesystem::read_symlink(entry, gone).string().ends_with(ending) ? 1 : 0;
  }
  return found;
}

TEST_F(DatabaseTest, TemporaryOneIsAFileWithoutANameAndGoesWithItsObject) {
  const int before = open_files(" (deleted)");
  {
    Database database = Database::temporary().value();
    EXPECT_EQ(database.integer("PRAGMA cache_size").value(), -1000);
    ASSERT_TRUE(database.run("CREATE TABLE t (x BLOB); BEGIN").ok());
    Statement add(database, "INSERT INTO t VALUES (zeroblob(1000))");
    for (int i = 0; i < 4000; ++i) ASSERT_TRUE(add.run().ok());
    EXPECT_EQ(database.integer("SELECT count(*) FROM t").value(), 4000);
    EXPECT_EQ(open_files(" (deleted)"), before + 1);
  }
  EXPECT_EQ(open_files(" (deleted)"), before);
}

TEST_F(DatabaseTest, ReaderCannotWriteNorCheckpoint) {
  Database writer = open().value();
  ASSERT_TRUE(writer.migrate(kSchema).ok());
  Database reader = open(OpenMode::kRead).value();
  EXPECT_EQ(reader.integer("SELECT count(*) FROM a").value(), 2);
  EXPECT_EQ(reader.integer("PRAGMA wal_autocheckpoint").value(), 0);
  EXPECT_FALSE(reader.run("INSERT INTO a VALUES (3)").ok());
  EXPECT_FALSE(reader.run("PRAGMA query_only=OFF; INSERT INTO a VALUES (3)").ok());
}

TEST_F(DatabaseTest, SchemaCannotBeRewritten) {
  Database database = open().value();
  ASSERT_TRUE(database.migrate(kSchema).ok());
  EXPECT_FALSE(database.run("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema").ok());
  EXPECT_EQ(database.integer("SELECT count(*) FROM a").value(), 2);
}

TEST_F(DatabaseTest, HasOneWriterAtATime) {
  {
    const Database first = open().value();
    EXPECT_EQ(open().reason(), Reason::kUnavailable);
    EXPECT_EQ(open(OpenMode::kWrite).reason(), Reason::kUnavailable);
    EXPECT_TRUE(open(OpenMode::kRead).ok());
  }
  EXPECT_TRUE(open().ok());
}

TEST_F(DatabaseTest, RefusesAFileThatOthersMayRead) {
  open().value();
  ASSERT_EQ(::chmod(path_.c_str(), 0644), 0);
  for (const OpenMode mode : {OpenMode::kCreate, OpenMode::kWrite, OpenMode::kRead}) {
    const auto opened = open(mode);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.reason(), Reason::kNotPermitted);
    EXPECT_NE(opened.error().detail.find("chmod 0600"), std::string::npos);
  }
}

TEST_F(DatabaseTest, RefusesWhatIsNoDatabase) {
  std::ofstream(path_) << std::string(8192, 'x');
  ASSERT_EQ(::chmod(path_.c_str(), 0600), 0);
  EXPECT_EQ(open().reason(), Reason::kIntegrity);
}

TEST_F(DatabaseTest, MigratesFromEveryVersionAndOnlyForwards) {
  ASSERT_TRUE(open().value().migrate({7, std::span(kSteps).first(1)}).ok());
  ASSERT_TRUE(open().value().migrate(kSchema).ok());
  {
    Database database = open().value();
    ASSERT_TRUE(database.migrate(kSchema).ok());
    EXPECT_EQ(database.integer("SELECT sum(x) FROM a").value(), 3);
    EXPECT_EQ(database.integer("PRAGMA user_version").value(), 2);
  }
  EXPECT_EQ(open().value().migrate({7, std::span(kSteps).first(1)}).reason(), Reason::kIntegrity);
}

TEST_F(DatabaseTest, KeepsNothingOfAMigrationThatFails) {
  const std::array<std::string_view, 2> steps = {kSteps[0], "CREATE TABLE c (z); nonsense"};
  Database database = open().value();
  EXPECT_FALSE(database.migrate({7, steps}).ok());
  EXPECT_EQ(database.integer("PRAGMA user_version").value(), 1);
  EXPECT_EQ(database.integer("SELECT count(*) FROM sqlite_schema").value(), 1);
}

TEST_F(DatabaseTest, RefusesAnotherProgramsFile) {
  ASSERT_TRUE(open().value().migrate(kSchema).ok());
  EXPECT_EQ(open().value().migrate({8, kSteps}).reason(), Reason::kIntegrity);
}

TEST_F(DatabaseTest, EmptiesItsLogUnlessSomebodyReads) {
  Database writer = open().value();
  ASSERT_TRUE(writer.migrate(kSchema).ok());
  {
    Database reader = open(OpenMode::kRead).value();
    Statement all(reader, "SELECT x FROM a");
    Rows rows = all.start().value();
    ASSERT_TRUE(rows.next().value());
    ASSERT_TRUE(writer.run("INSERT INTO a VALUES (3)").ok());
    EXPECT_EQ(writer.empty_log().reason(), Reason::kUnavailable);
  }
  ASSERT_TRUE(writer.empty_log().ok());
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0u);
}

// grow() writes so many pages into the log, 100 a transaction.
void grow(Database& writer, int pages) {
  for (; pages > 0; pages -= 100) {
    ASSERT_TRUE(writer.run("BEGIN; INSERT INTO wide VALUES (randomblob(100 * 4096)); COMMIT").ok());
  }
}

TEST_F(DatabaseTest, WritesALogThatWasTidiedUpFromItsBeginningAgain) {
  Database writer = open().value();
  ASSERT_TRUE(writer.run("CREATE TABLE wide (x BLOB) STRICT").ok());
  grow(writer, 2000);
  const auto size = std::filesystem::file_size(path_ + "-wal");
  writer.tidy_log();
  grow(writer, 900);
  EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), size);
}

TEST_F(DatabaseTest, LeavesAShortLogAsItIs) {
  Database writer = open().value();
  ASSERT_TRUE(writer.run("CREATE TABLE wide (x BLOB) STRICT").ok());
  grow(writer, 500);
  const auto size = std::filesystem::file_size(path_ + "-wal");
  writer.tidy_log();
  grow(writer, 100);
  EXPECT_GT(std::filesystem::file_size(path_ + "-wal"), size);
}

TEST_F(DatabaseTest, ItsLogDoesNotGrowForEverThoughNobodyTidiesItUp) {
  Database writer = open().value();
  ASSERT_TRUE(writer.run("CREATE TABLE wide (x BLOB) STRICT").ok());
  grow(writer, 20'000);
  EXPECT_LT(std::filesystem::file_size(path_ + "-wal"), std::uintmax_t{5'000} * 4096);
}

}  // namespace
}  // namespace stile::storage
