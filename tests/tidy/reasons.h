#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace stile::tidy {

// reasons_of() lists the enumerators of `enum class Reason` in the text of core/base/reason.h.
std::vector<std::string> reasons_of(std::string_view header);

// untested_reasons() lists those of `reasons` that no test names as Reason::k…; the tests of
// the list itself (tests/unit/core/base) and of this folder do not count.
std::vector<std::string> untested_reasons(const std::vector<std::string>& reasons,
                                          const std::vector<SourceFile>& files);

}  // namespace stile::tidy
