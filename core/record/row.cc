#include "core/record/row.h"

#include "core/crypto/digest.h"

namespace stile::record {

Hash row_hash(const Row& row) {
  Bytes message = "stile-row/v1\n";
  message.reserve(64 + row.fields.size() + row.sealed_identity.size());
  message.append(view(row.salt));
  message.append(view(row.event_token));
  append_u64(message, row.revision);
  append_prefixed(message, row.fields);
  append_prefixed(message, row.sealed_identity);
  return crypto::sha256(message);
}

Hash identity_row_hash(const Token& salt, ByteView fields) {
  Bytes message = "stile-identity-row/v1\n";
  message.append(view(salt));
  append_prefixed(message, fields);
  return crypto::sha256(message);
}

Hash row_list_hash(std::span<const Hash> row_hashes) {
  Bytes message = "stile-rows/v1\n";
  for (const auto& hash : row_hashes) message.append(view(hash));
  return crypto::sha256(message);
}

Hash envelopes_hash(std::span<const EnvelopeBytes> rows) {
  Bytes message = "stile-envelopes/v1\n";
  for (const auto& row : rows) {
    append_prefixed(message, row.envelope);
    append_prefixed(message, row.subject_token);
  }
  return crypto::sha256(message);
}

}  // namespace stile::record
