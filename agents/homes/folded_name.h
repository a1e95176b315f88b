#pragma once

#include <string>
#include <string_view>

namespace stile::agent {

// folded_name() is how names and words of a register are compared: trimmed, A-Z as a-z, "&" as
// "and", hyphen, comma and full stop as a space, no apostrophe, any run of space as one. Pure.
std::string folded_name(std::string_view text);

}  // namespace stile::agent
