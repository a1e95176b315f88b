#include "agents/source/acknowledgements.h"

#include <algorithm>
#include <utility>

#include "agents/source/admission.h"
#include "agents/source/sent_consignment.h"
#include "core/agreement/identity_asked.h"
#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

constexpr std::string_view kWord = "an acknowledgement";
constexpr std::string_view kRequest = "a request for an identity";
constexpr std::string_view kLeaf = "a leaf about a consignment that waits";
constexpr Instant kSecondsPerDay = 86400;

// read_signed() is what a note says when its recipient signed it.
template <typename Parse>
auto read_signed(ByteView note, const AgencyId& self, const agreement::DocumentSet& documents,
                 const Parse& parse) -> decltype(parse(std::string_view())) {
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  STILE_TRY(auto said, parse(parsed.text));
  if (said.from != self) {
    return Error{Reason::kWrongParty, "acknowledgement: of another agency's consignment"};
  }
  const auto* recipient = documents.agency(said.to);
  if (recipient == nullptr) {
    return Error{Reason::kUnknownAgency, "acknowledgement: its signer is not in the directory"};
  }
  STILE_TRY(const auto signers,
            crypto::verified_names(parsed, std::span(&recipient->signing_key, 1)));
  if (signers.empty()) {
    return Error{Reason::kBadSignature, "acknowledgement: not signed by the recipient"};
  }
  return said;
}

// CitedRow is the row of a consignment that a challenge, or a request for an identity, is of.
struct CitedRow {
  Token event_token{};
  Hash agreement{};
};

Result<CitedRow> cited_in(ByteView bytes, const Hash& row) {
  STILE_TRY(const auto consignment, read_sent(bytes));
  const auto found = std::ranges::find(consignment.rows, row, &SentRow::hash);
  if (found == consignment.rows.end() || !found->event_token) {
    return Error{Reason::kNotFound, "of a row that was not sent"};
  }
  STILE_TRY(const auto note, crypto::parse_note(consignment.statement));
  STILE_TRY(const auto statement, record::parse_statement(note.text));
  return CitedRow{*found->event_token, statement.disclosure.agreement};
}

// answer_within() is for how long a challenge may wait.
Instant answer_within(const CitedRow& row, const agreement::DocumentSet& documents) {
  const auto agreement = documents.agreement(row.agreement);
  const std::uint32_t days = agreement.ok() ? agreement.value()->answer_challenges_within_days
                                            : record::kAnswerDaysUnlessAgreed;
  return Instant{days} * kSecondsPerDay;
}

}  // namespace

Result<record::Acknowledgement> read_acknowledgement(ByteView note, const AgencyId& self,
                                                     const agreement::DocumentSet& documents) {
  return read_signed(note, self, documents, record::parse_acknowledgement);
}

Result<record::Challenge> read_challenge(ByteView note, const AgencyId& self,
                                         const agreement::DocumentSet& documents) {
  return read_signed(note, self, documents, record::parse_challenge);
}

Operation Acknowledgements::event(std::string reason) const {
  return {.op = "integrity",
          .time = options_->clock(),
          .account = {},
          .agreement_id = {},
          .occasion = {},
          .rows = 0,
          .reason = std::move(reason)};
}

Result<std::vector<std::size_t>> Acknowledgements::take(std::span<const Bytes> notes) {
  const auto documents = options_->documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
  const std::lock_guard lock(mutex_);
  std::vector<std::size_t> taken;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    for (std::size_t i = 0; i < notes.size(); ++i) {
      bool kept = false;
      STILE_CHECKED(take_one(tables, notes[i], *documents, kept));
      if (kept) taken.push_back(i);
    }
    return ok();
  });
  if (!done.ok()) return done.error();
  return taken;
}

Status Acknowledgements::take_one(IntakeTables& tables, const Bytes& note,
                                  const agreement::DocumentSet& documents, bool& kept) {
  if (record::is_challenge(note)) return take_challenge(tables, note, documents, kept);
  if (record::is_identity_request(note)) {
    return take_identity_request(tables, note, documents, kept);
  }
  const auto said = read_acknowledgement(note, options_->self, documents);
  if (!said.ok()) return not_believed(tables, kWord, note, said.reason());
  STILE_TRY(const auto head, tables.to_recipient(said->to.text(), said->number, said->consignment));
  if (!head) return not_believed(tables, kWord, note, Reason::kNotFound);
  kept = true;
  return tables.acknowledge(head->id, said->state, note);
}

Status Acknowledgements::take_challenge(IntakeTables& tables, const Bytes& note,
                                        const agreement::DocumentSet& documents, bool& kept) {
  const auto said = read_challenge(note, options_->self, documents);
  if (!said.ok()) return not_believed(tables, kWord, note, said.reason());
  STILE_TRY(const auto head, tables.to_recipient(said->to.text(), said->number, said->consignment));
  if (!head) return not_believed(tables, kWord, note, Reason::kNotFound);
  STILE_TRY(const Bytes bytes, tables.bytes(head->id));
  const auto row = cited_in(bytes, said->row);
  if (!row.ok()) return not_believed(tables, kWord, note, row.reason());
  kept = true;
  return tables.challenges().add(*head, row->event_token, said->time,
                                 said->time + answer_within(*row, documents), note);
}

Status Acknowledgements::take_identity_request(IntakeTables& tables, const Bytes& note,
                                               const agreement::DocumentSet& documents,
                                               bool& kept) {
  const auto said = agreement::read_identity_request(note, documents);
  if (!said.ok()) return not_believed(tables, kRequest, note, said.reason());
  if (said->from != options_->self) {
    return not_believed(tables, kRequest, note, Reason::kWrongParty);
  }
  STILE_TRY(const auto head, tables.to_recipient(said->to.text(), said->number, said->consignment));
  if (!head || head->corrects()) return not_believed(tables, kRequest, note, Reason::kNotFound);
  STILE_TRY(const Bytes bytes, tables.bytes(head->id));
  const auto row = cited_in(bytes, said->row);
  if (!row.ok()) return not_believed(tables, kRequest, note, row.reason());
  kept = true;
  const Hash digest = record::identity_request_digest(record::identity_request_text(*said));
  return tables.identity_requests().add(
      *head, {row->event_token, row->agreement, digest, said->expires}, note);
}

Result<bool> Acknowledgements::take(const HeldConsignment& held) {
  const std::lock_guard lock(mutex_);
  bool kept = false;
  STILE_CHECKED(
      store_->change([&](IntakeTables& tables) { return take_held(tables, held, kept); }));
  return kept;
}

Status Acknowledgements::take_held(IntakeTables& tables, const HeldConsignment& held, bool& kept) {
  const auto leaf = ledger::parse_leaf(held.leaf);
  const auto receipt = ledger::parse_receipt(held.receipt);
  if (!leaf.ok() || !receipt.ok()) {
    return not_believed(tables, kLeaf, held.leaf, Reason::kMalformed);
  }
  STILE_TRY(const auto head, tables.to_recipient(leaf->to, held.number, held.digest));
  if (!head) return not_believed(tables, kLeaf, held.leaf, Reason::kNotFound);
  STILE_TRY(const Bytes bytes, tables.bytes(head->id));
  STILE_TRY(const Pending pending, read_pending(*head, bytes));
  const auto checked = check_holding(pending, held.leaf);
  if (!checked.ok()) return not_believed(tables, kLeaf, held.leaf, checked.reason());
  kept = true;
  STILE_TRY(const bool news, tables.add_holding(head->id, receipt->index, held.leaf, held.receipt));
  return news ? tables.hold(*head, checked.value(), options_->clock()) : ok();
}

Status Acknowledgements::not_believed(IntakeTables& tables, ByteView what, ByteView text,
                                      Reason reason) {
  if (!not_believed_.insert(crypto::sha256(text)).second) return ok();
  return tables.add_operation(
      event(std::string(what) + " that does not verify: " + std::string(name(reason))));
}

// Fewer than every gateway takes would only make more consignments, and more than are known here
// nobody takes.
void Acknowledgements::limit(std::size_t rows) {
  *options_->consignment_rows =
      std::clamp(rows, limits::kConsignmentRowsUnsaid, limits::kConsignmentRows);
}

Status Acknowledgements::compare(std::span<const LastNumber> taken) {
  return store_->change([&](IntakeTables& tables) -> Status {
    for (const auto& last : taken) STILE_CHECKED(compare_one(tables, last));
    return ok();
  });
}

// Numbers that the gateway took and that this store never gave mean that it was lost or put back
// from an older copy: it goes on behind them (design I8). What is queued goes as it is, because
// it may be among what was taken; where it is not, the gateway says CONFLICT and it is signed
// again.
Status Acknowledgements::compare_one(IntakeTables& tables, const LastNumber& taken) {
  STILE_TRY(const auto route, tables.route(taken.agreement_id, taken.recipient));
  if (taken.number >= route.next) {
    STILE_CHECKED(tables.set_next(route.id, taken.number + 1));
    auto entry = event("the gateway took numbers that this store does not know, up to " +
                       std::to_string(taken.number));
    entry.agreement_id = taken.agreement_id;
    return tables.add_operation(entry);
  }
  STILE_TRY(const auto head, tables.consignment(route.id, taken.number));
  const bool same = !head || view(head->digest) == taken.digest;
  if (same || head->state == ConsignmentState::kQueued) return ok();
  return Error{Reason::kIntegrity, "the gateway holds other bytes for a number of ours"};
}

}  // namespace stile::agent
