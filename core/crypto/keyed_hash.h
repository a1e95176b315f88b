#pragma once

#include <initializer_list>
#include <string_view>

#include "core/base/bytes.h"
#include "core/crypto/secret.h"

// For this folder's sources only.
namespace stile::crypto {

// keyed_hash() is BLAKE2b-128 (RFC 7693) under `key` of the length-prefixed label and parts.
// Each use has its own label, so that no two uses share an input.
Token keyed_hash(const Secret<32>& key, std::string_view label,
                 std::initializer_list<ByteView> parts);

}  // namespace stile::crypto
