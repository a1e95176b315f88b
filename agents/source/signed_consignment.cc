#include "agents/source/signed_consignment.h"

#include <utility>
#include <vector>

#include "core/crypto/note.h"
#include "core/record/row.h"

namespace stile::agent {

SignedConsignment sign_consignment(record::Statement statement, wire::Consignment& consignment,
                                   const crypto::NoteSigner& signer) {
  std::vector<Hash> hashes;
  std::vector<record::EnvelopeBytes> envelopes;
  hashes.reserve(consignment.rows.size());
  envelopes.reserve(consignment.rows.size());
  for (const auto& row : consignment.rows) {
    hashes.push_back(record::row_hash(row.row));
    envelopes.push_back({row.envelope, row.subject_token});
  }
  statement.rows = static_cast<std::uint32_t>(consignment.rows.size());
  statement.row_list = record::row_list_hash(hashes);
  statement.envelopes = record::envelopes_hash(envelopes);
  const std::string text = record::statement_text(statement);
  consignment.statement = crypto::sign_note(text, signer);
  return {wire::encode_consignment(consignment), record::consignment_digest(text)};
}

}  // namespace stile::agent
