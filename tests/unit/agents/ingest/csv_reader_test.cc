#include "agents/ingest/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/limits.h"

namespace stile::agent {
namespace {

using std::string_literals::operator""s;
using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
  std::vector<std::string> rows;  // "line|cell|cell", or "line!REASON"
  std::string error;
};

Read read(const std::string& bytes, char separator = ',') {
  std::istringstream from(bytes);
  CsvReader reader(from, separator);
  Read all;
  while (true) {
    const auto row = reader.next();
    if (!row.ok()) {
      all.error = row.error().detail;
      return all;
    }
    if (!*row) return all;
    std::string text = std::to_string((*row)->line);
    if ((*row)->fault) text += "!" + std::string(name(*(*row)->fault));
    for (const auto cell : (*row)->cells) text += "|" + std::string(cell);
    all.rows.push_back(std::move(text));
  }
}

TEST(CsvReaderTest, ReadsRowsWithTheLineWhereEachBegins) {
  EXPECT_THAT(read("a,b\r\nc,d\r\n").rows, ElementsAre("1|a|b", "2|c|d"));
  EXPECT_THAT(read("a,b\nc,d").rows, ElementsAre("1|a|b", "2|c|d"));
  EXPECT_THAT(read("a,b\rc,d\r").rows, ElementsAre("1|a|b", "2|c|d"));
}

TEST(CsvReaderTest, CountsTheLinesWithinAQuotedCell) {
  EXPECT_THAT(read("a,\"b\r\nc\nd\"\r\ne,f\r\n").rows, ElementsAre("1|a|b\r\nc\nd", "4|e|f"));
}

TEST(CsvReaderTest, PassesOverRowsWithoutTextAndStillCountsThem) {
  EXPECT_THAT(read("a\r\n\r\n  \r\n,,,\r\nb\r\n").rows, ElementsAre("1|a", "5|b"));
}

TEST(CsvReaderTest, UndoublesQuotesAndKeepsSeparatorsWithin) {
  EXPECT_THAT(read("\"a,b\",\"say \"\"x\"\"\"\n").rows, ElementsAre("1|a,b|say \"x\""));
}

TEST(CsvReaderTest, TakesOtherSeparators) {
  EXPECT_THAT(read("a;b,c\n", ';').rows, ElementsAre("1|a|b,c"));
  EXPECT_THAT(read("a\tb\t\tc\n", '\t').rows, ElementsAre("1|a|b||c"));
}

TEST(CsvReaderTest, StopsAtBrokenQuotingAfterTheRowsBeforeIt) {
  const Read never_closed = read("a,b\nc,\"d\ne,f\n");
  EXPECT_THAT(never_closed.rows, ElementsAre("1|a|b"));
  EXPECT_THAT(never_closed.error, HasSubstr("line 2: a quote"));
  EXPECT_THAT(read("a,b\nc,d\"e\"\n").error, HasSubstr("line 2: a quote"));
  EXPECT_THAT(read("a,b\nc,\"d\"e\n").error, HasSubstr("line 2: a quote"));
}

TEST(CsvReaderTest, RefusesARowWithANulAndGoesOn) {
  EXPECT_THAT(read("aaaa,b\nc,d\0e\nf,g\n"s).rows, ElementsAre("1|aaaa|b", "2!MALFORMED", "3|f|g"));
}

TEST(CsvReaderTest, RefusesARowOfTooManyCellsAndGoesOn) {
  const std::string row(limits::kCsvCells, ',');
  EXPECT_THAT(read("a\nb" + row + "\nc\n").rows, ElementsAre("1|a", "2!TOO_LARGE", "3|c"));
}

TEST(CsvReaderTest, StopsAtARowWithoutEnd) {
  const Read all = read("a,b\nc,\"" + std::string(3 * limits::kCsvRowBytes, 'x') + "\"\n");
  EXPECT_THAT(all.rows, ElementsAre("1|a|b"));
  EXPECT_THAT(all.error, HasSubstr("line 2: a row of more than 1 MiB"));
}

TEST(CsvReaderTest, TakesACellLongerThanAPiece) {
  const std::string cell(40000, 'x');
  EXPECT_THAT(read("a," + cell + "\nb,c\n").rows, ElementsAre("1|a|" + cell, "2|b|c"));
}

TEST(CsvReaderTest, SaysWhereTheEncodingChanges) {
  EXPECT_THAT(read("dŵr\n" + std::string(20000, '\n') + "caf\xE9\n").error,
              HasSubstr("line 20002:"));
}

TEST(CsvReaderTest, KeepsFailingOnceItFailed) {
  std::istringstream from("a,\"");
  CsvReader reader(from, ',');
  EXPECT_FALSE(reader.next().ok());
  EXPECT_FALSE(reader.next().ok());
}

TEST(CsvReaderTest, EndsOnAnyBytes) {
  std::mt19937 random(7);
  const std::string letters = "a,\"\r\n\0\x81\xE9\xC5\xB5=; \t"s;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    const std::size_t size = random() % 200;
    while (bytes.size() < size) bytes += letters[random() % letters.size()];
    const Read all = read(bytes);
    EXPECT_LE(all.rows.size(), size);
  }
}

}  // namespace
}  // namespace stile::agent
