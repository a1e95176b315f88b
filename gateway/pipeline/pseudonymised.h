#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/ledger/leaf.h"
#include "gateway/pipeline/minimised.h"
#include "gateway/pipeline/ports.h"

namespace stile::gateway {

// Pseudonymised (stage 4): each subject token was replaced by a pseudonym under the key of its
// agreement and epoch, and the whole was sealed to the recipient. From here on the gateway
// holds nothing of the consignment that it can read: only the sealed parcel, its number and
// digest, and the facts of its leaf.
class Pseudonymised {
 public:
  Pseudonymised(Pseudonymised&&) = default;
  Pseudonymised& operator=(Pseudonymised&&) = default;

  const StreamKey& stream() const { return stream_; }
  std::uint64_t number() const { return number_; }
  std::uint64_t passes() const { return passes_; }  // numbers before its own that stay out
  const Hash& digest() const { return digest_; }
  const ledger::Leaf& leaf() const { return leaf_; }
  record::OccasionKind occasion() const { return occasion_; }
  // question() is record::question_digest() of what an answer answers, or
  // record::identity_request_digest().
  const std::optional<Hash>& question() const { return question_; }
  const Peer& peer() const { return peer_; }
  Urgency urgency() const { return urgency_; }
  Bytes take_sealed() && { return std::move(sealed_); }

 private:
  friend Verdict<Pseudonymised> pseudonymise(Minimised minimised, Store& keys);
  Pseudonymised(const Authorised& authorised, Bytes sealed);

  StreamKey stream_;
  std::uint64_t number_;
  std::uint64_t passes_;
  Hash digest_;
  ledger::Leaf leaf_;
  record::OccasionKind occasion_;
  std::optional<Hash> question_;
  Peer peer_;
  Urgency urgency_;
  Bytes sealed_;
};

// pseudonymise() refuses with kUnavailable when the recipient has no sealing key in force or
// the keys cannot be read.
Verdict<Pseudonymised> pseudonymise(Minimised minimised, Store& keys);

}  // namespace stile::gateway
