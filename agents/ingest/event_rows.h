#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agents/ingest/column_map.h"
#include "agents/ingest/csv_reader.h"
#include "agents/ingest/header_rows.h"
#include "agents/ingest/time_forms.h"
#include "core/base/result.h"
#include "core/record/event.h"

namespace stile::agent {

// RowFault says why a row became no record. Rejected rows are to be mended and sent again;
// withheld ones are rightly not shared (the place is no children's home). `what` and `mend`
// never repeat a cell: they hold header names, forms and code lists of the column map (X8).
struct RowFault {
  enum class Kind { kRejected, kWithheld };
  std::int64_t line = 0;
  std::string column;  // header, as the column map declares it; empty: the row as a whole
  Reason reason = Reason::kMalformed;
  Kind kind = Kind::kRejected;
  bool may_be_held = false;  // the row asks for a hold, or cannot be read so far (R17)
  std::string what;
  std::string mend;
  std::string reference = {};  // the record's, as its cell says; empty where there is none
};

struct ReadEvent {
  std::int64_t line = 0;  // the physical line where the row begins
  record::Event event;
};

using RowOutcome = std::variant<ReadEvent, RowFault>;

// may_be_empty() is true where an empty cell of the field is no fault of its own. Pure.
bool may_be_empty(const ColumnMap& map, EventField field);

// EventRows turns an export into records of the map's types. Every row of the file ends as exactly
// one outcome, in the file's order, and a bad row stops none after it. Cells of columns that the
// map does not name go into no record; they are in cells() only. Memory does not grow with the
// file. One thread.
//
// Parts of a child's identity are read for ReadFor::kIdentity alone, into Event::identity, which
// whoever holds it wipes; of an event without a child nothing is.
class EventRows {
 public:
  // open() reads the header rows; fails as bind_headers() and CsvReader::next() do. `from` and
  // `map` have to outlive the result.
  static Result<EventRows> open(std::istream& from, const ColumnMap& map,
                                ReadFor read_for = ReadFor::kReturn);

  // next() is the next row's outcome, or nothing at the end. Fails where the file can be read no
  // further, as CsvReader::next() does.
  Result<std::optional<RowOutcome>> next();

  // cells() are those of the row whose outcome came last, none where it cannot be read so far. They
  // live until next() is called.
  std::span<const std::string_view> cells() const { return cells_; }

  // ignored_headers() are the columns of this file that nothing reads for this.
  const std::vector<std::string>& ignored_headers() const { return columns_.ignored_headers; }

 private:
  EventRows(CsvReader reader, const ColumnMap& map, ReadFor read_for, BoundColumns columns)
      : reader_(std::move(reader)),
        map_(&map),
        read_for_(read_for),
        types_(map.types()),
        columns_(std::move(columns)) {}

  bool may_be_held(const CsvRow& row) const;
  std::string reference_of(const CsvRow& row) const;
  bool has_its_cells(const CsvRow& row) const;
  // Each returns false with fault_ filled in.
  bool read_row(const CsvRow& row, record::Event& to);
  bool check_width(const CsvRow& row);
  bool read_care_home(record::Event& to);
  bool read_field(EventField field, record::Event& to);
  bool read_cell(EventField field, std::string_view cell, record::Event& to);
  bool read_reference(EventField field, std::string_view cell, std::string& to);
  bool read_home(std::string_view cell, record::Event& to);
  bool find_home(record::Event& to);
  bool read_time(EventField field, std::string_view cell, record::Event& to);
  bool set_time(EventField field, Instant instant, record::Event& to);
  bool read_date(std::string_view cell, record::Event& to);
  bool read_code(EventField field, std::string_view cell, record::Event& to);
  void set_code(EventField field, int code, record::Event& to) const;
  bool read_identity(EventField field, std::string_view cell, record::Event& to);
  bool read_contact(std::string_view cell, record::Event& to);
  bool check_record(record::Event& to);
  bool check_identity(record::Event& to);
  bool check_child(record::Event& to);
  bool check_call(record::Event& to);
  bool check_episode(record::Event& to);
  bool check_kind(record::Event& to);
  bool refuse(EventField field, Reason reason, std::string what, std::string mend);
  bool refuse_row(Reason reason, std::string what, std::string mend);

  const BoundColumn& column(EventField field) const {
    return columns_.fields[static_cast<std::size_t>(field) - 1];
  }

  CsvReader reader_;
  const ColumnMap* map_;
  ReadFor read_for_;
  std::vector<record::RecordType> types_;
  BoundColumns columns_;
  LocalClock clock_;
  std::span<const std::string_view> cells_;  // of the row read last
  RowFault fault_;
};

}  // namespace stile::agent
