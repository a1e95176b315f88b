#pragma once

#include <optional>

#include "core/agreement/document_set.h"
#include "core/record/acknowledgement.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/refusal.h"

namespace stile::gateway {

// Disclosed is what a recipient's word is checked against.
struct Disclosed {
  std::uint64_t parcel = 0;
  std::string source;
  std::string recipient;
  Hash digest{};
  Hash agreement{};
};
Disclosed disclosed(const Parcel& parcel);

// spoken_of() is the notification that a word claims to be about, whatever has become of its
// parcel; nothing where the word does not read, or is about none of this peer's. Nobody has
// checked the word yet. Fails as the store does.
Result<std::optional<Disclosed>> spoken_of(ByteView note, const Peer& peer, const Store& store);

// Acknowledged is a recipient's signed word about what was disclosed to it: that its rows are
// durable there, or what a person there did with it. It was checked against the facts: right
// signer, right consignment, right source. Whether the state can follow the one before is found
// where it is recorded.
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
  friend Verdict<Acknowledged> acknowledge(Bytes note, const std::optional<Disclosed>& about,
                                           const Peer& peer,
                                           const agreement::DocumentSet& documents);
  Acknowledged(const Disclosed& about, record::Acknowledgement what, Peer peer, Bytes note)
      : parcel_(about.parcel),
        what_(std::move(what)),
        agreement_(about.agreement),
        peer_(std::move(peer)),
        note_(std::move(note)) {}
  std::uint64_t parcel_;
  record::Acknowledgement what_;
  Hash agreement_;
  Peer peer_;
  Bytes note_;
};

// acknowledge() refuses with kMalformed, kWrongPeer, kUnknownAgency, kBadSignature, kNotFound
// (about nothing that was disclosed to this peer) or kConflict (it speaks of another consignment).
Verdict<Acknowledged> acknowledge(Bytes note, const std::optional<Disclosed>& about,
                                  const Peer& peer, const agreement::DocumentSet& documents);

}  // namespace stile::gateway
