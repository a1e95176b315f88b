#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace stile::tidy {

inline constexpr int kArchitectureLines = 150;

// document_faults() checks one Markdown file: ARCHITECTURE.md is short enough to be read, and
// every relative link leads to a file that `is_there`.
std::vector<Fault> document_faults(const SourceFile& file,
                                   const std::function<bool(std::string_view)>& is_there);

// forgotten_tests() lists the folders below tests/ whose CMakeLists.txt the one in tests/ does
// not name, so that nobody's tests are left out by accident.
std::vector<Fault> forgotten_tests(const std::vector<SourceFile>& files);

}  // namespace stile::tidy
