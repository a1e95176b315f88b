#pragma once

#include <vector>

#include "tests/tidy/source_tree.h"

namespace stile::tidy {

// layering_faults() compares every #include of one file under core/, gateway/ or agents/ with
// the table of who may know whom: our own folders, and the homes of each outside library.
// Files elsewhere have no faults. A folder that the table does not know is a fault.
std::vector<Fault> layering_faults(const SourceFile& file);

}  // namespace stile::tidy
