#pragma once

#include <cstdint>
#include <span>

#include "core/base/bytes.h"

namespace stile::record {

// Row is a treated record as it is signed, sent and kept. `fields` is the canonical encoding
// of the treated record: the exact bytes that the row hash covers.
struct Row {
  Token salt{};
  Bytes fields;
  Token event_token{};
  std::uint64_t revision = 0;
  Bytes sealed_identity;
};

// row_hash() covers exactly what the recipient gets (design section 4): SHA-256 of
// "stile-row/v1\n", salt, event token, revision (8 bytes), then fields and sealed identity,
// each behind its 4-byte length.
Hash row_hash(const Row& row);

// identity_row_hash() is what a sealed identity is bound to, since row_hash() covers that identity
// itself: SHA-256 of "stile-identity-row/v1\n", salt, then fields behind their 4-byte length.
Hash identity_row_hash(const Token& salt, ByteView fields);

// row_list_hash() is SHA-256 of "stile-rows/v1\n" and the row hashes in order: what the
// consignment's statement signs and its leaf commits to.
Hash row_list_hash(std::span<const Hash> row_hashes);

// envelopes_hash() is SHA-256 of "stile-envelopes/v1\n" and, for each row, its envelope's and
// its subject token's bytes, each behind its 4-byte length. Only the gateway can check it.
struct EnvelopeBytes {
  ByteView envelope;
  ByteView subject_token;
};
Hash envelopes_hash(std::span<const EnvelopeBytes> rows);

}  // namespace stile::record
