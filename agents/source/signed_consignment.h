#pragma once

#include "core/base/bytes.h"
#include "core/crypto/note_key.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// SignedConsignment is a consignment as it is kept and sent, byte for byte.
struct SignedConsignment {
  Bytes bytes;    // wire::encode_consignment()
  Hash digest{};  // record::consignment_digest()
};

// sign_consignment() completes `statement` from the rows (their count, list and envelopes) and
// signs it. `consignment` has its salt and at least one row. Pure.
SignedConsignment sign_consignment(record::Statement statement, wire::Consignment& consignment,
                                   const crypto::NoteSigner& signer);

}  // namespace stile::agent
