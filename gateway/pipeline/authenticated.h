#pragma once

#include "core/agreement/document_set.h"
#include "gateway/pipeline/received.h"

namespace stile::gateway {

// Authenticated (stage 1): the TLS peer is the agency that the statement names, the agency's
// signing key signed the statement, and the statement commits to exactly these rows, envelopes
// and tokens.
class Authenticated {
 public:
  Authenticated(Authenticated&&) = default;
  Authenticated& operator=(Authenticated&&) = default;

  const Received& received() const { return received_; }
  const record::Statement& statement() const { return received_.statement(); }
  const Peer& peer() const { return peer_; }

 private:
  friend Verdict<Authenticated> authenticate(Received received, const Peer& peer,
                                             const agreement::DocumentSet& documents);
  Authenticated(Received received, Peer peer)
      : received_(std::move(received)), peer_(std::move(peer)) {}
  Received received_;
  Peer peer_;
};

// authenticate() refuses with kWrongPeer, kDenied, kUnknownAgency or kBadSignature.
Verdict<Authenticated> authenticate(Received received, const Peer& peer,
                                    const agreement::DocumentSet& documents);

// denied() says whether the directory's deny list holds this agency.
bool denied(const AgencyId& id, const agreement::Directory& directory);

}  // namespace stile::gateway
