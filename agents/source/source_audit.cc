#include "agents/source/source_audit.h"

#include <set>
#include <string>
#include <vector>

#include "agents/report/exit_code.h"
#include "agents/report/held_until.h"
#include "agents/report/json.h"
#include "agents/report/legal_hold.h"
#include "agents/source/acknowledgements.h"
#include "agents/source/admission.h"
#include "agents/source/destruction.h"
#include "agents/source/intake_digest.h"
#include "agents/source/sent_consignment.h"
#include "core/crypto/note.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"

namespace stile::agent {
namespace {

struct Counts {
  std::uint64_t consignments = 0;
  std::uint64_t receipts = 0;
  std::uint64_t acknowledgements = 0;
  std::uint64_t destroyed = 0;  // rows
  std::uint64_t holds = 0;      // in force
  std::uint64_t faults = 0;
};

Error altered(const char* what) { return {Reason::kIntegrity, what}; }

// check_destroyed() proves that a destruction is signed, and was when its agreement says.
Status check_destroyed(const KeptDestruction& kept, const SourceOptions& options) {
  const auto own = options.signer->verifier();
  STILE_TRY(const auto note, crypto::parse_note(kept.note));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&own, 1)));
  if (signers.empty()) return altered("a destruction is not signed by this agency");
  if (note.text != destruction_text(kept.what)) {
    return altered("other rows were destroyed than is signed");
  }
  if (kept.what.time > options.clock()) return altered("rows were destroyed later than now");
  const auto documents = options.documents();
  if (kept.what.erases() || documents == nullptr) return ok();
  STILE_TRY(const Instant until, held_until(kept.leaf, *documents));
  if (kept.what.time >= until) return ok();
  return altered("rows were destroyed before their agreement says");
}

// check_gone() proves that what is gone was destroyed in its time, or erased, and that all of that
// is gone.
Status check_gone(const SentConsignment& sent, const std::vector<KeptDestruction>& destructions,
                  const SourceOptions& options, Counts& counts) {
  std::set<std::size_t> destroyed;
  std::set<std::size_t> erased;
  for (const KeptDestruction& one : destructions) {
    STILE_CHECKED(check_destroyed(one, options));
    destroyed.insert(one.what.positions.begin(), one.what.positions.end());
    if (one.what.erases()) erased.insert(one.what.positions.begin(), one.what.positions.end());
  }
  for (std::size_t i = 0; i < sent.rows.size(); ++i) {
    const SentRow& row = sent.rows[i];
    if (row.row.has_value() == destroyed.contains(i)) {
      return altered(row.row ? "a row that was destroyed is there"
                             : "a row is gone, and nobody has signed that it was destroyed");
    }
    if (row.event_token.has_value() == erased.contains(i)) {
      return altered(row.event_token ? "an event that was erased is there"
                                     : "an event is gone, and nobody has signed that");
    }
  }
  counts.destroyed += destroyed.size();
  return ok();
}

// check_rows() proves that the rows are those that the signed statement commits to. What only the
// gateway saw can be checked while no row is gone.
Status check_rows(const SentConsignment& sent, const record::Statement& statement,
                  const crypto::NoteVerifier& own) {
  STILE_TRY(const auto note, crypto::parse_note(sent.statement));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&own, 1)));
  if (signers.empty()) return altered("the statement is not signed by this agency");
  std::vector<record::EnvelopeBytes> envelopes;
  for (const SentRow& one : sent.rows) {
    if (one.row) envelopes.push_back({one.row->envelope, one.row->subject_token});
  }
  const bool same = record::row_list_hash(sent.hashes()) == statement.row_list &&
                    (!sent.is_whole() || record::envelopes_hash(envelopes) == statement.envelopes);
  return same ? ok() : altered("the rows are not those that were signed");
}

Status check_receipt(const KeptConsignment& kept, const Pending& pending, const ledger::Log& log) {
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

Status check_held(const KeptHolding& kept, const Pending& pending, const ledger::Log& log) {
  STILE_CHECKED(check_holding(pending, kept.leaf));
  STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
  STILE_CHECKED(ledger::verify_receipt(receipt, kept.leaf, log));
  return ok();
}

Status check_one(const KeptConsignment& kept, const SourceOptions& options, IntakeReader& reader,
                 Counts& counts) {
  ++counts.consignments;
  if (kept.bytes.empty()) return altered("what was sent is gone");
  STILE_TRY(const Pending pending, read_pending(kept.head, kept.bytes));
  const auto sent = read_sent(kept.bytes);
  if (!sent.ok()) return altered("its rows cannot be read");
  STILE_CHECKED(check_rows(sent.value(), pending.statement, options.signer->verifier()));
  STILE_TRY(const auto destructions, reader.destructions().of(kept.head.id));
  STILE_CHECKED(check_gone(sent.value(), destructions, options, counts));
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
    const Status checked = check_one(*kept, options, reader, counts);
    if (checked.ok()) continue;
    ++counts.faults;
    say_fault(*kept, checked.error(), reporter);
  }
}

// check_holds() tells legal holds that the agent did not place, and those that it did and are gone.
Status check_holds(const SourceOptions& options, IntakeReader& reader, Reporter& reporter,
                   Counts& counts) {
  STILE_TRY(const auto holds, reader.holds().proven(IntakeDigests(*options.tokens)));
  counts.holds = holds.in_force.size();
  const auto say = [&](const std::string& what) {
    ++counts.faults;
    reporter.line("legal holds: " + what, JsonObject().text("what", what).done());
  };
  if (!holds.whole) say(std::string(kHoldGone));
  if (holds.invented > 0) {
    say(std::to_string(holds.invented) +
        " that this agency did not place or lift, and which count "
        "for nothing");
  }
  return ok();
}

}  // namespace

ExitCode audit_source(const SourceOptions& options, IntakeReader& reader, Reporter& reporter) {
  Counts counts;
  Status checked = check_holds(options, reader, reporter, counts);
  if (checked.ok()) checked = check_all(options, reader, reporter, counts);
  if (!checked.ok()) {
    reporter.message(checked.error().detail);
    return exit_code_of(checked.reason());
  }
  JsonObject json;
  json.number("consignments", counts.consignments)
      .number("receipts", counts.receipts)
      .number("acknowledgements", counts.acknowledgements)
      .number("destroyed_rows", counts.destroyed)
      .number("legal_holds", counts.holds)
      .number("faults", counts.faults);
  const std::string gone = counts.destroyed == 0 ? std::string()
                                                 : std::to_string(counts.destroyed) +
                                                       " rows destroyed in their time or erased, ";
  const std::string held =
      counts.holds == 0 ? std::string() : std::to_string(counts.holds) + " legal holds in force, ";
  reporter.line(std::to_string(counts.consignments) + " consignments, " +
                    std::to_string(counts.receipts) + " receipts and " +
                    std::to_string(counts.acknowledgements) + " acknowledgements verified, " +
                    gone + held + std::to_string(counts.faults) + " faults",
                json.done());
  return counts.faults == 0 ? ExitCode::kOk : ExitCode::kIntegrity;
}

}  // namespace stile::agent
