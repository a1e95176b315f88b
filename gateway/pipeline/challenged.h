#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/record/challenge.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/refusal.h"

namespace stile::gateway {

// Given is what a challenge, or a request for an identity, is checked against: a consignment that
// was disclosed to the peer, as its leaf says, whatever has become of its parcel.
struct Given {
  std::uint64_t admission = 0;  // index of its leaf
  std::string source;
  Hash agreement{};
  std::uint32_t rows = 0;
};

// given_to() is the consignment that a challenge, or a request for an identity, claims to be about;
// nothing where it does not read, or where this peer was given none such, or its leaf's body was
// deleted at its date. Nobody has checked it yet. Fails as the store does.
Result<std::optional<Given>> given_to(ByteView note, const Peer& peer, const Store& store);

// refusal_about() is of such a word. It names the source only where that is known.
Refusal refusal_about(const std::optional<Given>& about, const Peer& peer, Reason reason,
                      std::string detail);

// Challenged is a recipient's signed challenge of a row that was disclosed to it. What is doubted,
// and why, the gateway cannot read.
class Challenged {
 public:
  Challenged(Challenged&&) = default;
  Challenged& operator=(Challenged&&) = default;

  const Given& about() const { return about_; }
  const record::Challenge& what() const { return what_; }
  const Peer& peer() const { return peer_; }
  const Bytes& note() const { return note_; }

 private:
  friend Verdict<Challenged> challenge(Bytes note, const std::optional<Given>& about,
                                       const Peer& peer, const agreement::DocumentSet& documents);
  Challenged(Given about, record::Challenge what, Peer peer, Bytes note)
      : about_(std::move(about)),
        what_(std::move(what)),
        peer_(std::move(peer)),
        note_(std::move(note)) {}
  Given about_;
  record::Challenge what_;
  Peer peer_;
  Bytes note_;
};

// challenge() refuses as the parsers do, and with kWrongPeer, kUnknownAgency, kBadSignature or
// kNotFound (of nothing that was disclosed to this peer). Whether the row was challenged before is
// found where it is recorded.
Verdict<Challenged> challenge(Bytes note, const std::optional<Given>& about, const Peer& peer,
                              const agreement::DocumentSet& documents);

// check_challenge() keeps a recipient from flooding a source: each row that it was given is
// challenged once, and a consignment at most as often as it has rows. What is answered comes as
// another row (record::ChangeKind::kAnswered), which may be challenged again. False where this very
// challenge is among those `before` it, which tells nothing new; kConflict where another of the row
// is, kFlood where there are as many as rows.
Result<bool> check_challenge(const Challenged& entry, const std::vector<ChallengedRow>& before);

}  // namespace stile::gateway
