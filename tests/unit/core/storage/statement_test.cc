#include "core/storage/statement.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "core/storage/database.h"
#include "tests/support/temporary_folder.h"

namespace stile::storage {
namespace {

class StatementTest : public ::testing::Test {
 protected:
  StatementTest() {
    EXPECT_TRUE(database_
                    .run("CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT, b BLOB,"
                         " n INTEGER CHECK (n < 1000)) STRICT")
                    .ok());
  }
  template <typename... T>
  Status read_back(T&... columns) {
    Statement last(database_, "SELECT t, b, n FROM a ORDER BY id DESC LIMIT 1");
    STILE_TRY(Rows rows, last.start());
    STILE_CHECKED(rows.next());
    return rows.read(columns...);
  }

  support::TemporaryFolder folder_;
  Database database_ = Database::open(folder_.file("test.db"), OpenMode::kCreate).value();
  Statement insert_{database_, "INSERT INTO a (t, b, n) VALUES (?, ?, ?)"};
};

TEST_F(StatementTest, ReadsBackWhatItStored) {
  const std::string text("text with \0 inside", 18);
  const std::array<std::uint8_t, 4> bytes = {0, 1, 2, 255};
  ASSERT_EQ(insert_.run(text, bytes, std::uint64_t{7}).value(), 1u);
  std::string text_back;
  std::array<std::uint8_t, 4> bytes_back{};
  std::uint64_t number_back = 0;
  ASSERT_TRUE(read_back(text_back, bytes_back, number_back).ok());
  EXPECT_EQ(text_back, text);
  EXPECT_EQ(bytes_back, bytes);
  EXPECT_EQ(number_back, 7u);
}

TEST_F(StatementTest, TellsEmptyFromNull) {
  ASSERT_TRUE(insert_.run("", Blob{{}}, std::optional<std::int64_t>()).ok());
  std::optional<std::string> text;
  std::optional<Bytes> bytes;
  std::optional<std::int64_t> number = 5;
  ASSERT_TRUE(read_back(text, bytes, number).ok());
  EXPECT_EQ(text, "");
  EXPECT_EQ(bytes, "");
  EXPECT_FALSE(number.has_value());
  ASSERT_TRUE(insert_.run(nullptr, nullptr, std::optional(3)).ok());
  ASSERT_TRUE(read_back(text, bytes, number).ok());
  EXPECT_FALSE(text.has_value());
  EXPECT_FALSE(bytes.has_value());
  EXPECT_EQ(number, 3);
}

TEST_F(StatementTest, RefusesANumberThatDoesNotFit) {
  EXPECT_EQ(insert_.run("", Blob{}, std::numeric_limits<std::uint64_t>::max()).reason(),
            Reason::kTooLarge);
  ASSERT_TRUE(insert_.run("", Blob{}, -1).ok());
  std::string text;
  std::string bytes;
  std::uint64_t number = 0;
  EXPECT_EQ(read_back(text, bytes, number).reason(), Reason::kIntegrity);
  std::int8_t small = 0;
  EXPECT_TRUE(read_back(text, bytes, small).ok());
  EXPECT_EQ(small, -1);
}

TEST_F(StatementTest, RefusesAStoredValueOfAnotherTypeOrLength) {
  ASSERT_TRUE(insert_.run("text", Blob{"four"}, 1).ok());
  std::string text;
  std::string bytes;
  std::int64_t number = 0;
  std::array<std::uint8_t, 5> five{};
  EXPECT_EQ(read_back(number, bytes, number).reason(), Reason::kIntegrity);
  EXPECT_EQ(read_back(text, five, number).reason(), Reason::kIntegrity);
  EXPECT_EQ(read_back(text, bytes, text).reason(), Reason::kIntegrity);
  EXPECT_TRUE(read_back(text, bytes, number).ok());
}

TEST_F(StatementTest, ReportsAConstraintWithoutTheRow) {
  const auto refused = insert_.run("a child's name", Blob{"secret"}, 4711);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.reason(), Reason::kIntegrity);
  EXPECT_EQ(refused.error().detail.find("name"), std::string::npos);
  EXPECT_EQ(refused.error().detail.find("4711"), std::string::npos);
  EXPECT_TRUE(insert_.run("again", Blob{}, 12).ok());
}

TEST_F(StatementTest, ReportsSqlThatDoesNotRead) {
  Statement nonsense(database_, "SELECT nothing FROM nowhere");
  EXPECT_EQ(nonsense.start().reason(), Reason::kIo);
}

TEST_F(StatementTest, IsFreeAgainWhenItsRowsEnd) {
  ASSERT_TRUE(insert_.run("one", Blob{}, 1).ok());
  Statement count(database_, "SELECT count(*) FROM a WHERE n >= ?");
  for (int least = 0; least < 3; ++least) {
    Rows rows = count.start(least).value();
    ASSERT_TRUE(rows.next().value());
    std::int64_t found = 0;
    ASSERT_TRUE(rows.read(found).ok());
    EXPECT_EQ(found, least <= 1 ? 1 : 0);
  }
}

using StatementDeathTest = StatementTest;

TEST_F(StatementDeathTest, EndsTheProgramWhenUsedWrongly) {
  EXPECT_DEATH(static_cast<void>(insert_.run("too few")), "");
  Statement one(database_, "SELECT 1");
  Rows held = one.start().value();
  ASSERT_TRUE(held.next().ok());
  EXPECT_DEATH(static_cast<void>(one.start()), "");
}

}  // namespace
}  // namespace stile::storage
