#include "tests/support/built_from.h"

namespace stile::support {

std::string source_dir() { return STILE_SOURCE_DIR; }
std::string build_dir() { return STILE_BUILD_DIR; }

}  // namespace stile::support
