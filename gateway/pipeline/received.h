#pragma once

#include <optional>
#include <vector>

#include "core/crypto/note.h"
#include "core/record/envelope.h"
#include "core/record/statement.h"
#include "core/record/treated.h"
#include "core/wire/consignment_codec.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/refusal.h"

namespace stile::gateway {

// ReceivedRow is one row, decoded: what it says, and what it is routed by or, in a correction,
// what it follows. In an exercise it is routed by nothing.
struct ReceivedRow {
  wire::ConsignmentRow wire;
  record::Treated treated;
  record::Envelope envelope;  // empty in a correction and in an exercise
  std::optional<wire::Citation> cited;
};

// Received (stage 0) is a consignment that is well formed, within limits and on the stream for its
// urgency, and nothing more: nobody knows yet who sent it.
class Received {
 public:
  Received(Received&&) = default;
  Received& operator=(Received&&) = default;

  const record::Statement& statement() const { return statement_; }
  const crypto::Note& note() const { return note_; }
  const Bytes& signed_statement() const { return signed_statement_; }
  const Hash& salt() const { return salt_; }
  // question() is the signed note that an answer answers, also one to a request for an identity;
  // empty on every other occasion.
  const Bytes& question() const { return question_; }
  std::uint64_t passes() const { return passes_; }  // numbers before its own that stay out
  const std::vector<ReceivedRow>& rows() const { return rows_; }

 private:
  friend Verdict<Received> receive(wire::Consignment consignment, const Peer& peer,
                                   Urgency urgency);
  Received(record::Statement statement, crypto::Note note, wire::Consignment consignment,
           std::vector<ReceivedRow> rows)
      : statement_(std::move(statement)),
        note_(std::move(note)),
        signed_statement_(std::move(consignment.statement)),
        salt_(consignment.salt),
        question_(std::move(consignment.question)),
        passes_(consignment.passes),
        rows_(std::move(rows)) {}

  record::Statement statement_;
  crypto::Note note_;
  Bytes signed_statement_;
  Hash salt_;
  Bytes question_;
  std::uint64_t passes_;
  std::vector<ReceivedRow> rows_;
};

// receive() reads the statement and every row. Each row that does not read is named in the
// refusal, not only the first. kOutsideOccasion for a notification, a correction or an answer that
// came by the stream for bulk, or a return by theirs; kMissingField for an answer without its
// question, kExcessField for a question on any other occasion.
Verdict<Received> receive(wire::Consignment consignment, const Peer& peer, Urgency urgency);

// urgency_of() tells what somebody waits for from a return. Pure.
Urgency urgency_of(const record::Disclosure& disclosure);

// refusal_of() fills a refusal from what the statement claims.
Refusal refusal_of(const record::Statement& statement, const Peer& peer, Reason reason,
                   std::string detail = {});

}  // namespace stile::gateway
