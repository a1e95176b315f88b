#pragma once

#include <istream>
#include <map>
#include <optional>
#include <ostream>
#include <string>

#include "agents/ingest/column_map.h"
#include "agents/ingest/event_rows.h"
#include "core/base/bytes.h"

namespace stile::agent {

// EventPrompt asks a person at a terminal for one event, field by field, as the columns of a map
// are called and written, and makes the export of it that the map's system would have made. What is
// typed stands in no file, and is wiped with the prompt. One thread.
class EventPrompt {
 public:
  // The map and both streams outlive it.
  EventPrompt(const ColumnMap& map, std::istream& from, std::ostream& to)
      : map_(&map), from_(&from), to_(&to) {}
  ~EventPrompt();
  EventPrompt(const EventPrompt&) = delete;
  EventPrompt& operator=(const EventPrompt&) = delete;

  // ask() is an export of one row that the map reads, with the headers of the map; the caller wipes
  // it. What cannot be read is said and asked again. Nothing where the person ends it (the end of
  // the input), or where the event is none that anybody may be told of, which is said.
  std::optional<Bytes> ask();

  // confirm() is true for "yes" alone.
  bool confirm(const std::string& question);

 private:
  std::optional<record::RecordType> ask_type();
  bool is_asked(EventField field) const;
  bool ask_field(EventField field);
  std::string fault_of(EventField field, const std::string& cell) const;
  Bytes row() const;
  // fault() is why the row is no event.
  std::optional<RowFault> fault() const;
  // mend() asks again what is wrong; false where that is of no use.
  bool mend(const RowFault& fault);
  bool read_line(std::string& to);

  const ColumnMap* map_;
  std::istream* from_;
  std::ostream* to_;
  std::map<EventField, std::string> cells_;
};

}  // namespace stile::agent
