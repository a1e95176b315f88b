#include "tests/unit/agents/homes/published_files.h"

#include <fstream>
#include <iterator>

#include "agents/ingest/csv_reader.h"
#include "tests/support/built_from.h"

namespace stile::agent {

std::optional<std::string> published_path(std::string_view name) {
  std::string path = support::source_dir() + "/../shared/data/" + std::string(name);
  return std::ifstream(path) ? std::optional(path) : std::nullopt;
}

std::vector<std::map<std::string, std::string>> published_rows(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  CsvReader reader(file, ',');
  std::vector<std::string> header;
  std::vector<std::map<std::string, std::string>> rows;
  while (const auto row = reader.next().value()) {
    if (header.empty()) {
      header.assign(row->cells.begin(), row->cells.end());
      continue;
    }
    std::map<std::string, std::string> cells;
    for (std::size_t i = 0; i < row->cells.size(); ++i) cells[header.at(i)] = row->cells[i];
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string areas_text() {
  std::ifstream file(support::source_dir() + "/policies/areas/areas.textproto", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace stile::agent
