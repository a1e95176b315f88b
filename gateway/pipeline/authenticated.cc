#include "gateway/pipeline/authenticated.h"

#include "core/record/row.h"

namespace stile::gateway {
namespace {

bool commits_to_rows(const Received& received) {
  std::vector<Hash> hashes;
  std::vector<record::EnvelopeBytes> envelopes;
  hashes.reserve(received.rows().size());
  envelopes.reserve(received.rows().size());
  for (const auto& row : received.rows()) {
    hashes.push_back(record::row_hash(row.wire.row));
    envelopes.push_back({row.wire.envelope, row.wire.subject_token});
  }
  return record::row_list_hash(hashes) == received.statement().row_list &&
         record::envelopes_hash(envelopes) == received.statement().envelopes;
}

}  // namespace

bool denied(const AgencyId& id, const agreement::Directory& directory) {
  return directory.denied_agencies.contains(id.text());
}

Verdict<Authenticated> authenticate(Received received, const Peer& peer,
                                    const agreement::DocumentSet& documents) {
  const auto& statement = received.statement();
  if (statement.disclosure.from != peer.id) {
    return refusal_of(statement, peer, Reason::kWrongPeer);
  }
  if (denied(peer.id, documents.directory())) return refusal_of(statement, peer, Reason::kDenied);
  const auto* agency = documents.agency(peer.id);
  if (agency == nullptr) return refusal_of(statement, peer, Reason::kUnknownAgency);
  const auto signers = crypto::verified_names(received.note(), std::span(&agency->signing_key, 1));
  if (!signers.ok() || signers->empty()) {
    return refusal_of(statement, peer, Reason::kBadSignature, "statement not signed by its source");
  }
  if (!commits_to_rows(received)) {
    return refusal_of(statement, peer, Reason::kBadSignature,
                      "rows are not those that were signed");
  }
  return Authenticated(std::move(received), peer);
}

}  // namespace stile::gateway
