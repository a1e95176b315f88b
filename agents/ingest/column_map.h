#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ingest/code_table.h"
#include "agents/ingest/event_fields.h"
#include "agents/ingest/gazetteer.h"
#include "agents/ingest/time_forms.h"
#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// ColumnRule says where one field comes from and how its cells are read. Without headers the
// field is the same in every row: `constant`, or its default when that is absent.
struct ColumnRule {
  std::vector<std::string> headers;  // as declared: the names that the column goes by
  CodeTable codes;                   // text of a cell to code
  std::optional<int> empty;          // the code of an empty cell; absent: a fault
  std::optional<int> constant;
  TimeForms forms;
  HomeScheme scheme = HomeScheme::kOfsted;
};

// ColumnMap is a checked column map: every field of its types has one rule and no other field has,
// every code is of its field's list, no header and no text has two meanings. Immutable: safe from
// any thread.
class ColumnMap {
 public:
  const std::string& system() const { return system_; }
  // types() are what its rows may be: one type, or arrest and concern where a column says which.
  std::vector<record::RecordType> types() const { return types_; }
  // has() is true for the fields that its rows have: those of their types, TYPE where there are
  // two, a home's name and address where there is a gazetteer.
  bool has(EventField field) const;
  int header_rows() const { return header_rows_; }  // 1 or 2
  char separator() const { return separator_; }
  const ColumnRule& rule(EventField field) const {
    return rules_[static_cast<std::size_t>(field) - 1];
  }
  // gazetteer() finds homes by name and address; null for a map that names none.
  const Gazetteer* gazetteer() const { return gazetteer_.get(); }
  // area() is what a code of PLACING_AUTHORITY stands for; nothing for "not-known".
  const std::optional<AreaCode>& area(int code) const {
    return areas_[static_cast<std::size_t>(code)];
  }

 private:
  friend class ColumnMapLoader;
  ColumnMap() : areas_(1) {}

  std::string system_;
  std::vector<record::RecordType> types_;
  int header_rows_ = 1;
  char separator_ = ',';
  std::array<ColumnRule, kEventFieldCount> rules_;
  std::shared_ptr<const Gazetteer> gazetteer_;
  std::vector<std::optional<AreaCode>> areas_;  // the first is "not-known"
};

// CheckedMap is a map, or every fault of one, each like those of wire::parse_text: "file:line:col:
// what, and how to mend it".
struct CheckedMap {
  std::optional<ColumnMap> map;
  std::vector<Error> faults;  // empty where there is a map
  // What could be read of one with faults, where its head is right: to be held against the headers
  // of an export, so that a person sees what is still missing, and never against rows.
  std::optional<ColumnMap> unfinished = {};
};

// NamedFile reads a file that a map names.
using NamedFile = std::function<Result<Bytes>(const std::string& name)>;

// check_column_map() reads a map of proto/stile/v1/column_map.proto. `file` is the name that
// faults give; `beside` reads the gazetteer of a map that has one.
CheckedMap check_column_map(std::string_view text, std::string_view file,
                            const NamedFile& beside = {});

// ColumnMaps are the maps of a force, one for each of its exporting systems.
using ColumnMaps = std::vector<std::shared_ptr<const ColumnMap>>;

// load_column_map() is the same for those who need the map: fails with its first fault.
Result<ColumnMap> load_column_map(std::string_view text, std::string_view file,
                                  const NamedFile& beside = {});

}  // namespace stile::agent
