#pragma once

#include "core/agreement/document_set.h"
#include "core/record/acknowledgement.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/refusal.h"

namespace stile::gateway {

// Acknowledged is a recipient's signed word that a parcel's rows are durable there, checked
// against the parcel: right signer, right consignment, right source.
class Acknowledged {
 public:
  Acknowledged(Acknowledged&&) = default;
  Acknowledged& operator=(Acknowledged&&) = default;

  std::uint64_t parcel() const { return parcel_; }
  const record::Acknowledgement& what() const { return what_; }
  const Hash& agreement() const { return agreement_; }
  const Peer& peer() const { return peer_; }
  const Bytes& note() const { return note_; }

 private:
  friend Verdict<Acknowledged> acknowledge(Bytes note, const Parcel& parcel, const Peer& peer,
                                           const agreement::DocumentSet& documents);
  Acknowledged(const Parcel& parcel, record::Acknowledgement what, Peer peer, Bytes note)
      : parcel_(parcel.id),
        what_(std::move(what)),
        agreement_(parcel.agreement),
        peer_(std::move(peer)),
        note_(std::move(note)) {}
  std::uint64_t parcel_;
  record::Acknowledgement what_;
  Hash agreement_;
  Peer peer_;
  Bytes note_;
};

// acknowledge() refuses with kMalformed, kWrongPeer, kBadSignature or kConflict (it speaks of
// another consignment).
Verdict<Acknowledged> acknowledge(Bytes note, const Parcel& parcel, const Peer& peer,
                                  const agreement::DocumentSet& documents);

}  // namespace stile::gateway
