#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "agents/ingest/column_map.h"
#include "tests/support/built_from.h"

namespace stile::agent {

// The shipped column map of a system, and the same with a part replaced by another.
inline std::string map_text(const std::string& system = "command-and-control") {
  std::ifstream file(support::source_dir() + "/policies/column-maps/" + system + ".textproto");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::string replaced(std::string text, std::string_view part, std::string_view by) {
  const std::size_t at = text.find(part);
  if (at == text.npos) return "no such part: " + std::string(part);
  return text.replace(at, part.size(), by);
}

inline ColumnMap shipped_map(const std::string& system = "command-and-control") {
  return load_column_map(map_text(system), system).value();
}

}  // namespace stile::agent
