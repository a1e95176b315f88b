#include "agents/source/source_audit.h"

#include <string>
#include <vector>

#include "agents/report/exit_code.h"
#include "agents/report/json.h"
#include "agents/source/acknowledgements.h"
#include "agents/source/admission.h"
#include "core/crypto/note.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {
namespace {

struct Counts {
  std::uint64_t consignments = 0;
  std::uint64_t receipts = 0;
  std::uint64_t acknowledgements = 0;
  std::uint64_t faults = 0;
};

Error altered(const char* what) { return {Reason::kIntegrity, what}; }

// check_rows() proves that the rows are those that the signed statement commits to.
Status check_rows(const KeptConsignment& kept, const record::Statement& statement,
                  const crypto::NoteVerifier& own) {
  const auto consignment = wire::decode_consignment(kept.bytes);
  if (!consignment.ok()) return altered("its rows cannot be read");
  STILE_TRY(const auto note, crypto::parse_note(consignment->statement));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&own, 1)));
  if (signers.empty()) return altered("the statement is not signed by this agency");
  std::vector<Hash> hashes;
  std::vector<record::EnvelopeBytes> envelopes;
  for (const auto& row : consignment->rows) {
    hashes.push_back(record::row_hash(row.row));
    envelopes.push_back({row.envelope, row.subject_token});
  }
  if (record::row_list_hash(hashes) != statement.row_list ||
      record::envelopes_hash(envelopes) != statement.envelopes) {
    return altered("the rows are not those that were signed");
  }
  return ok();
}

Status check_receipt(const KeptConsignment& kept, const Pending& pending,
                     const crypto::NoteVerifier& log) {
  STILE_CHECKED(check_leaf(pending, kept.leaf));
  STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
  STILE_CHECKED(ledger::verify_receipt(receipt, kept.leaf, log));
  return ok();
}

Status check_word(const KeptConsignment& kept, const KeptWord& word, const SourceOptions& options) {
  const auto documents = options.documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
  STILE_TRY(const auto said, read_acknowledgement(word.note, options.self, *documents));
  if (said.consignment != kept.head.digest || said.number != kept.head.number ||
      said.to.text() != kept.recipient) {
    return altered("the acknowledgement is of another consignment");
  }
  if (said.state != word.state) return altered("the acknowledgement is of another state");
  return ok();
}

Status check_held(const KeptHolding& kept, const Pending& pending,
                  const crypto::NoteVerifier& log) {
  STILE_CHECKED(check_holding(pending, kept.leaf));
  STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
  STILE_CHECKED(ledger::verify_receipt(receipt, kept.leaf, log));
  return ok();
}

Status check_one(const KeptConsignment& kept, const SourceOptions& options, Counts& counts) {
  ++counts.consignments;
  STILE_TRY(const Pending pending, read_pending(kept.head, kept.bytes));
  STILE_CHECKED(check_rows(kept, pending.statement, options.signer->verifier()));
  const bool admitted = kept.head.state != ConsignmentState::kQueued;
  if (admitted == kept.receipt.empty()) return altered("its state and its receipt disagree");
  if (admitted) {
    STILE_CHECKED(check_receipt(kept, pending, options.log));
    ++counts.receipts;
  }
  if (kept.head.state == ConsignmentState::kStored && kept.words.empty()) {
    return altered("it is said to be stored, and nobody signed for it");
  }
  for (const auto& word : kept.words) {
    STILE_CHECKED(check_word(kept, word, options));
    ++counts.acknowledgements;
  }
  for (const auto& holding : kept.holdings) {
    STILE_CHECKED(check_held(holding, pending, options.log));
  }
  return ok();
}

void say_fault(const KeptConsignment& kept, const Error& error, Reporter& reporter) {
  JsonObject json;
  json.number("consignment", kept.head.number)
      .text("recipient", kept.recipient)
      .text("reason", name(error.reason))
      .text("what", error.detail);
  reporter.line("consignment " + std::to_string(kept.head.number) + " to " + kept.recipient + ": " +
                    std::string(name(error.reason)) + ": " + error.detail,
                json.done());
}

Status check_all(const SourceOptions& options, IntakeReader& reader, Reporter& reporter,
                 Counts& counts) {
  std::int64_t after = 0;
  for (;;) {
    STILE_TRY(const auto kept, reader.next_kept(after));
    if (!kept) return ok();
    after = kept->head.id;
    const Status checked = check_one(*kept, options, counts);
    if (checked.ok()) continue;
    ++counts.faults;
    say_fault(*kept, checked.error(), reporter);
  }
}

}  // namespace

ExitCode audit_source(const SourceOptions& options, IntakeReader& reader, Reporter& reporter) {
  Counts counts;
  const Status checked = check_all(options, reader, reporter, counts);
  if (!checked.ok()) {
    reporter.message(checked.error().detail);
    return exit_code_of(checked.reason());
  }
  JsonObject json;
  json.number("consignments", counts.consignments)
      .number("receipts", counts.receipts)
      .number("acknowledgements", counts.acknowledgements)
      .number("faults", counts.faults);
  reporter.line(std::to_string(counts.consignments) + " consignments, " +
                    std::to_string(counts.receipts) + " receipts and " +
                    std::to_string(counts.acknowledgements) + " acknowledgements verified, " +
                    std::to_string(counts.faults) + " faults",
                json.done());
  return counts.faults == 0 ? ExitCode::kOk : ExitCode::kIntegrity;
}

}  // namespace stile::agent
