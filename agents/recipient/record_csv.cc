#include "agents/recipient/record_csv.h"

#include "agents/report/csv.h"

namespace stile::agent {
namespace {

// joined() is a line of the cells that `cell` gives of each column.
template <typename Cell>
std::string joined(record::RecordType type, const Cell& cell) {
  std::string line;
  const auto columns = columns_of(type);
  for (const Column& column : columns) {
    if (&column != columns.data()) line += ',';
    line += csv_cell(cell(column));
  }
  return line + "\r\n";
}

}  // namespace

std::string csv_header(record::RecordType type) {
  return joined(type, [](const Column& column) { return column.title.name; });
}

std::string csv_line(const RecordLine& line) {
  return joined(line.row.type, [&](const Column& column) { return column.cell(line); });
}

}  // namespace stile::agent
