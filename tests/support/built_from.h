#pragma once

#include <string>

namespace stile::support {

// Where the tree stands that a test was built from, and where it was built: absolute, without a
// slash at the end. One object knows them, and no other is compiled with a path of its own: thus a
// fresh clone in another folder finds every other object in the compiler's cache.
std::string source_dir();
std::string build_dir();

}  // namespace stile::support
