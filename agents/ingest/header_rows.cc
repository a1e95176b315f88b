#include "agents/ingest/header_rows.h"

#include <algorithm>
#include <map>
#include <optional>

namespace stile::agent {
namespace {

// A name as it is compared, and the columns that go by it.
using Names = std::map<std::string, std::vector<std::size_t>, std::less<>>;

Result<std::vector<std::string>> read_row(CsvReader& from) {
  STILE_TRY(const std::optional<CsvRow> row, from.next());
  if (!row) return Error{Reason::kMissingField, "the file has no header row"};
  if (row->fault) {
    return Error{*row->fault, "line " + std::to_string(row->line) +
                                  ": the header row holds a NUL or is too long"};
  }
  return std::vector<std::string>(row->cells.begin(), row->cells.end());
}

// spread() gives a group's name to every column up to the next group.
void spread(std::vector<std::string>& groups, std::size_t width) {
  groups.resize(width);
  for (std::size_t i = 1; i < width; ++i) {
    if (trimmed(groups[i]).empty()) groups[i] = groups[i - 1];
  }
}

Names names_of(const std::vector<std::string>& groups, const std::vector<std::string>& header) {
  Names names;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name = folded_header(header[i]);
    if (name.empty()) continue;
    names[name].push_back(i);
    if (groups.empty() || trimmed(groups[i]).empty()) continue;
    names[folded_header(groups[i]) + " / " + name].push_back(i);
  }
  return names;
}

std::string listed(const std::vector<std::string>& headers) {
  std::string list;
  for (const std::string& header : headers) {
    list += (list.empty() ? "\"" : " or \"") + header + "\"";
  }
  return list;
}

Result<BoundColumn> bind(const ColumnRule& rule, const FieldTraits& what, const Names& names) {
  BoundColumn bound;
  std::size_t found = 0;
  for (const std::string& header : rule.headers) {
    const auto at = names.find(folded_header(header));
    if (at == names.end()) continue;
    found += at->second.size();
    bound = {at->second.front(), header};
  }
  if (found == 1) return bound;
  const std::string place = "the header row: " + std::string(what.name) + ": ";
  if (found == 0) {
    return Error{Reason::kMissingField, place + "no column " + listed(rule.headers) +
                                            "; export it, or add its name to the column map"};
  }
  return Error{Reason::kAmbiguous, place + "more than one column " + listed(rule.headers) +
                                       "; leave one in the export, or name it \"group / name\""};
}

}  // namespace

Result<HeaderReading> read_headers(CsvReader& from, const ColumnMap& map, ReadFor read_for) {
  std::vector<std::string> groups;
  if (map.header_rows() == 2) {
    STILE_TRY(groups, read_row(from));
  }
  STILE_TRY(const std::vector<std::string> header, read_row(from));
  if (!groups.empty()) spread(groups, header.size());
  const Names names = names_of(groups, header);

  HeaderReading reading;
  BoundColumns& bound = reading.columns;
  bound.width = header.size();
  std::vector<bool> read(header.size(), false);
  for (int number = 1; number <= kEventFieldCount; ++number) {
    const auto field = static_cast<EventField>(number);
    const ColumnRule& rule = map.rule(field);
    if (rule.headers.empty() || traits(field).read_for > read_for) continue;
    const auto column = bind(rule, traits(field), names);
    if (!column.ok()) {
      reading.faults.push_back(column.error());
      continue;
    }
    bound.fields[static_cast<std::size_t>(number) - 1] = *column;
    read[column->at] = true;
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!read[i] && !trimmed(header[i]).empty()) {
      bound.ignored_headers.emplace_back(trimmed(header[i]));
    }
  }
  return reading;
}

Result<BoundColumns> bind_headers(CsvReader& from, const ColumnMap& map, ReadFor read_for) {
  STILE_TRY(HeaderReading reading, read_headers(from, map, read_for));
  if (!reading.faults.empty()) return reading.faults.front();
  return std::move(reading.columns);
}

}  // namespace stile::agent
