#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "agents/ingest/event_rows.h"

namespace stile::agent {

struct LayoutCounts {
  int records = 0;
  int held = 0;
  int withheld = 0;
  int rejected = 0;
};

// Layout is an invented export in a layout of its own, and what reading it with its map in layouts/
// has to give. Every cell that no rule reads begins with Zq.
struct Layout {
  std::string map;  // name of the file, without its ending
  std::string header;
  std::string body;
  LayoutCounts counts;
};

// PrintTo() gives GoogleTest a name to print.
inline void PrintTo(const Layout& layout, std::ostream* to) { *to << layout.map; }

// all_layouts() are ten, in the order of their numbers.
std::vector<Layout> all_layouts();

}  // namespace stile::agent
