#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace stile::agent {

// fingerprint() is what two people read to each other to know that they hold the same: the first
// 128 bits of the SHA-256, in Crockford's base32 in groups of five. Nobody finds another text with
// the fingerprint of a given one. Pure.
std::string fingerprint(ByteView bytes);

// same_fingerprint() compares as people write: spaces, dashes and small letters make no difference.
bool same_fingerprint(std::string_view said, std::string_view expected);

}  // namespace stile::agent
