#include <gtest/gtest.h>

#include <streambuf>

#include "agents/ingest/event_rows.h"

namespace stile::agent {
namespace {

constexpr std::int64_t kFileBytes = 100'000'000;
constexpr std::int64_t kNoteBytes = 50'000;
// What may have been read and not yet handed out: a piece, and the row that it cuts.
constexpr std::int64_t kReadAhead = 3 * kNoteBytes;

// EndlessExport makes an export as it is read, so that nobody holds it: rows with a long quoted
// note.
class EndlessExport : public std::streambuf {
 public:
  EndlessExport() {
    piece_ = "Ref,Child,URN,Date,Kind,Role,Notes\r\n";
    setg(piece_.data(), piece_.data(), piece_.data() + piece_.size());
  }
  // handed_out() is how much was read; `rows` how many rows it made.
  std::int64_t handed_out() const { return made_ - (egptr() - gptr()); }
  std::int64_t rows() const { return rows_; }

 protected:
  int_type underflow() override {
    if (made_ > kFileBytes) return traits_type::eof();
    ++rows_;
    piece_ = "K" + std::to_string(rows_) + ",P1,SC900001,2026-10-03T21:15,other,none,\"" +
             std::string(kNoteBytes, 'z') + "\r\nand so on\"\r\n";
    made_ += std::ssize(piece_);
    setg(piece_.data(), piece_.data(), piece_.data() + piece_.size());
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::string piece_;
  std::int64_t made_ = 0;
  std::int64_t rows_ = 0;
};

constexpr char kMap[] = R"(
system: "notes"
record: CONCERN
header_rows: 1
separator: ","
not_asked: [DATE_OF_BIRTH, LOOKED_AFTER, CARE_HOME, PLACING_AUTHORITY, EXPLOITATION, HARM]
not_asked: [CHILD_VIEW, DISPUTED, HOLD]
column { field: REFERENCE header: "Ref" }
column { field: PERSON header: "Child" }
column { field: HOME header: "URN" scheme: OFSTED }
column { field: TIME header: "Date" form: "iso-8601" }
column { field: KIND header: "Kind" }
column { field: CHILD_ROLE header: "Role" }
)";

TEST(LargeFileTest, AHundredMegabytesAreReadPieceByPieceToTheLastRow) {
  EndlessExport made;
  std::istream from(&made);
  const ColumnMap map = load_column_map(kMap, "map").value();
  auto rows = EventRows::open(from, map);
  ASSERT_TRUE(rows.ok()) << rows.error().detail;
  std::int64_t read = 0;
  for (;; ++read) {
    const auto outcome = rows->next();
    ASSERT_TRUE(outcome.ok()) << outcome.error().detail;
    if (!*outcome) break;
    ASSERT_TRUE(std::holds_alternative<ReadEvent>(**outcome));
    ASSERT_LT(made.handed_out() - read * kNoteBytes, kReadAhead + read * 100) << read;
  }
  EXPECT_EQ(read, made.rows());
  EXPECT_GT(read * kNoteBytes, kFileBytes - 2 * kFileBytes / 100);
}

}  // namespace
}  // namespace stile::agent
