#include "gateway/pipeline/received.h"

#include "core/wire/row_codec.h"

namespace stile::gateway {
namespace {

Result<ReceivedRow> read_row(wire::ConsignmentRow row, const record::Occasion& occasion) {
  STILE_TRY(auto treated, wire::decode_fields(row.row.fields));
  if (occasion.corrects()) {
    STILE_TRY(auto cited, wire::decode_citation(row.envelope));
    return ReceivedRow{std::move(row), std::move(treated), {}, std::move(cited)};
  }
  if (occasion.exercises()) {
    // It is about no event: what routes one would say something of a child.
    if (!row.envelope.empty()) return Error{Reason::kExcessField, "an exercise has no envelope"};
    record::Envelope none;
    none.type = treated.type;
    return ReceivedRow{std::move(row), std::move(treated), none, std::nullopt};
  }
  STILE_TRY(auto envelope, wire::decode_envelope(row.envelope));
  return ReceivedRow{std::move(row), std::move(treated), std::move(envelope), std::nullopt};
}

}  // namespace

// A leaf is shown to whom it names. No force ever receives anything, so a statement that claims
// one as its recipient would only carry word of a refusal to a force.
Refusal refusal_of(const record::Statement& statement, const Peer& peer, Reason reason,
                   std::string detail) {
  const auto& to = statement.disclosure.to;
  return {peer,
          reason,
          to.kind() == AgencyKind::kForce ? std::string() : to.text(),
          statement.disclosure.agreement,
          statement.number,
          statement.rows,
          {},
          std::move(detail)};
}

Urgency urgency_of(const record::Disclosure& disclosure) {
  const bool is_return = disclosure.occasion.kind == record::OccasionKind::kReturn;
  return is_return ? Urgency::kBulk : Urgency::kInteractive;
}

Verdict<Received> receive(wire::Consignment consignment, const Peer& peer, Urgency urgency) {
  auto note = crypto::parse_note(consignment.statement);
  if (!note.ok()) return Refusal{peer, note.reason(), {}, {}, 0, 0, {}, note.error().detail};
  auto statement = record::parse_statement(note->text);
  if (!statement.ok()) {
    return Refusal{peer, statement.reason(), {}, {}, 0, 0, {}, statement.error().detail};
  }
  if (urgency_of(statement->disclosure) != urgency) {
    return refusal_of(*statement, peer, Reason::kOutsideOccasion,
                      "not the stream for this occasion");
  }
  if (statement->disclosure.occasion.brings_question() == consignment.question.empty()) {
    return consignment.question.empty()
               ? refusal_of(*statement, peer, Reason::kMissingField,
                            "an answer without its question")
               : refusal_of(*statement, peer, Reason::kExcessField, "a question without an answer");
  }
  if (statement->rows != consignment.rows.size()) {
    return refusal_of(*statement, peer, Reason::kMalformed, "row count differs from the statement");
  }
  std::vector<ReceivedRow> rows;
  rows.reserve(consignment.rows.size());
  std::vector<RowFault> faults;
  for (std::uint32_t i = 0; i < consignment.rows.size(); ++i) {
    auto row = read_row(std::move(consignment.rows[i]), statement->disclosure.occasion);
    if (row.ok()) {
      rows.push_back(std::move(row).value());
    } else {
      faults.push_back({i, row.reason(), {}});
    }
  }
  if (!faults.empty()) {
    auto refusal = refusal_of(*statement, peer, faults.front().reason);
    refusal.faults = std::move(faults);
    return refusal;
  }
  return Received(std::move(statement).value(), std::move(note).value(), std::move(consignment),
                  std::move(rows));
}

}  // namespace stile::gateway
