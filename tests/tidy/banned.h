#pragma once

#include <vector>

#include "tests/tidy/source_tree.h"

namespace stile::tidy {

// banned_faults() names what may not stand in one file: in code, calls and words with a safer
// form or a single home (code_only() text is searched, so that a comment may name them); in
// any text, tabs, carriage returns, trailing blanks, bytes that are not UTF-8, unfinished
// business, paths of one machine, and private keys.
std::vector<Fault> banned_faults(const SourceFile& file);

}  // namespace stile::tidy
