#pragma once

#include <string_view>

#include "agents/source/intake_types.h"
#include "core/base/bytes.h"
#include "core/crypto/token.h"

// The keyed digests by which the intake store finds a child's record again, and notices that a
// row has changed, without holding either (R20). All are made with the token key under labels
// that no agreement's id can be, because an id has no '/'. Pure; any thread.
namespace stile::agent {

// child_digest() is of a system's person reference; of none it is a digest of the empty one.
ChildDigest child_digest(const crypto::TokenKey& key, std::string_view system,
                         std::string_view child);

// incident_digest() is of a system's reference of a call, which may concern several children.
ChildDigest incident_digest(const crypto::TokenKey& key, std::string_view system,
                            std::string_view incident);

// row_digest() is of exactly what a recipient may see of a row, its salt apart: its fields, and
// `beside` them the month that it is of and the token that its pseudonym is made from.
Token row_digest(const crypto::TokenKey& key, std::string_view agreement_id,
                 std::string_view recipient, ByteView fields, ByteView beside);

}  // namespace stile::agent
