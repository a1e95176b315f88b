#pragma once

#include <string>

#include "core/agreement/document_set.h"
#include "core/record/question.h"
#include "gateway/pipeline/refusal.h"

namespace stile::gateway {

// enquiry_kind() is the occasion of every leaf about a question or its answer.
std::string enquiry_kind();

// has_lapsed() is whether a question that waits for its source, a note, is one that nobody may
// answer any more.
bool has_lapsed(ByteView note, Instant now);

// Asked is a regulator's signed question that may go to the source that it asks: verified against
// the documents, from the agency at the other end of the connection. Whether the agreement's
// questions of the day are used up is found where it is recorded.
class Asked {
 public:
  Asked(Asked&&) = default;
  Asked& operator=(Asked&&) = default;

  const record::Question& what() const { return what_; }
  const Bytes& note() const { return note_; }
  const Hash& digest() const { return digest_; }  // record::question_digest()
  const Hash& salt() const { return salt_; }      // opens its leaf's commitment to it
  const std::string& agreement_id() const { return agreement_id_; }
  std::uint32_t per_day() const { return per_day_; }
  const Peer& peer() const { return peer_; }

 private:
  friend Verdict<Asked> ask(Bytes note, const Hash& salt, const Peer& peer,
                            const agreement::DocumentSet& documents, Instant now);
  Asked(record::Question what, Bytes note, const Hash& digest, const Hash& salt,
        const agreement::Agreement& agreement, Peer peer)
      : what_(std::move(what)),
        note_(std::move(note)),
        digest_(digest),
        salt_(salt),
        agreement_id_(agreement.id.text()),
        per_day_(agreement.questions_per_day),
        peer_(std::move(peer)) {}
  record::Question what_;
  Bytes note_;
  Hash digest_;
  Hash salt_;
  std::string agreement_id_;
  std::uint32_t per_day_;
  Peer peer_;
};

// ask() refuses as agreement::verify_question(), and with kWrongPeer (another agency's question),
// kDenied or kUnavailable (the peer has no sealing key in force, so that no answer could go: the
// gateway alone is sure to have its newest). A refusal names the source only where who signed is
// this peer, and the two have the agreement that is cited: nobody is told of a question by somebody
// who may ask it nothing.
Verdict<Asked> ask(Bytes note, const Hash& salt, const Peer& peer,
                   const agreement::DocumentSet& documents, Instant now);

}  // namespace stile::gateway
