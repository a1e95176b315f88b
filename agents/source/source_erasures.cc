// One child is erased, here and at all who were told of her.
#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/report/legal_hold.h"
#include "agents/report/row_fields.h"
#include "agents/source/corrections.h"
#include "agents/source/erasure.h"
#include "agents/source/intake_digest.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source.h"
#include "agents/source/subject_account.h"
#include "agents/source/subject_words.h"
#include "core/handover/bulk_thread.h"

namespace stile::agent {
namespace {

constexpr record::ChangeReason kReason = record::ChangeReason::kErasureOrdered;

std::string occasion_of(std::int64_t erasure) { return "audit-erase/" + std::to_string(erasure); }

Operation operation_of(std::int64_t erasure, std::uint64_t rows, std::string_view account,
                       std::string_view reason, Instant now) {
  return {.op = "erasure",
          .time = now,
          .account = std::string(account),
          .agreement_id = {},
          .occasion = occasion_of(erasure),
          .rows = rows,
          .reason = std::string(reason)};
}

Token proof_of(const ErasurePart& part, const IntakeDigests& digests) {
  const std::string record = std::to_string(part.key.route) + "/" +
                             std::to_string(part.key.system) + "/" + part.key.reference;
  return digests.ordered(std::to_string(part.erasure), record, part.key.child, joined(part.tails));
}

// What a legal hold keeps is not erased by the way either.
Status check_held(IntakeTables& tables, const SubjectOrder& order, const IntakeDigests& digests) {
  STILE_TRY(const auto holds, tables.holds().unaltered(digests));
  const SentHoldAct* hold = holds.of(order.system, digests.child(order.system, order.child));
  if (hold == nullptr) return ok();
  const std::string id = std::string(kSentHold) + std::to_string(hold->id);
  return Error{Reason::kConflict, "the child is under legal hold " + id + " (" + hold->ground +
                                      "); " + lift_words(id)};
}

// to_finish() is the first part that an order of the agent's put there and no hold keeps.
Result<std::optional<ErasurePart>> to_finish(IntakeTables& tables, const IntakeDigests& digests) {
  STILE_TRY(const auto ready, tables.erasures().ready());
  std::optional<ErasurePart> none;
  if (ready.empty()) return none;
  STILE_TRY(const auto holds, tables.holds().unaltered(digests));
  for (const ErasurePart& one : ready) {
    if (one.proof != proof_of(one, digests)) continue;
    STILE_TRY(const auto system, tables.holds().system_of(one.key.system));
    if (holds.of(system, one.key.child) == nullptr) return std::optional(one);
  }
  return none;
}

// A record that the law has kept instead of erased is not erased by the way (Data Protection Act
// 2018 s.47(2)).
Status check_kept(const std::string& reference, const std::vector<record::ChangeReason>& marks) {
  for (const auto mark : marks) {
    if (mark != record::ChangeReason::kLegalClaim &&
        mark != record::ChangeReason::kKeptAsEvidence) {
      continue;
    }
    return Error{Reason::kConflict,
                 reference + " is restricted, " + std::string(record::name(mark)) +
                     "; mend with: `stile record lift` first, where it need not be kept any more"};
  }
  return ok();
}

Error nothing_of_her() {
  return {Reason::kUsage,
          "nothing of that child is here; mend with: --system and --child as the exporting system "
          "writes them, or `stile audit erasures`, where she is erased already"};
}

std::string counted(std::uint64_t number, std::string_view what) {
  return number == 0 ? std::string() : ", " + std::to_string(number) + " " + std::string(what);
}

// held_of() is how many records of a line a legal hold keeps here, though nobody is waited for.
Result<std::uint64_t> held_of(const ErasureLine& line, IntakeReader& reader,
                              const IntakeDigests& digests) {
  std::uint64_t held = 0;
  if (line.closed == 0) return held;
  STILE_TRY(const auto holds, reader.holds().proven(digests));
  STILE_TRY(const auto ready, reader.erasures().ready());
  for (const ErasurePart& one : ready) {
    if (one.erasure != line.erasure || one.key.route != line.route) continue;
    STILE_TRY(const auto system, reader.holds().system_of(one.key.system));
    if (holds.of(system, one.key.child) != nullptr) ++held;
  }
  return held;
}

// StandingErasure is a line, and how many of what is closed there a legal hold keeps here.
struct StandingErasure {
  ErasureLine line;
  std::uint64_t held = 0;
};

Result<std::vector<StandingErasure>> standing(IntakeReader& reader, const IntakeDigests& digests) {
  STILE_TRY(auto lines, reader.erasures().lines());
  std::vector<StandingErasure> all;
  for (ErasureLine& line : lines) {
    STILE_TRY(const std::uint64_t held, held_of(line, reader, digests));
    all.push_back({std::move(line), held});
  }
  return all;
}

void say_line(const StandingErasure& one, Reporter& reporter) {
  const ErasureLine& line = one.line;
  const auto recipient = AgencyId::parse(line.recipient);
  const std::string to = recipient.ok() ? recipient->short_text() : line.recipient;
  std::string text = "erasure " + std::to_string(line.erasure) + ", ordered " +
                     local_minute_text(line.time) + " (" + line.purpose + "): ";
  if (line.records == 0) {
    text += "nobody had been given anything; nothing is here any more";
  } else {
    text += to + " under " + line.agreement_id + ": " + std::to_string(line.records) + " records" +
            counted(line.waiting, "whose withdrawal is on its way") +
            counted(line.delivered, "destroyed there, NOT CONFIRMED by anybody there yet") +
            counted(one.held, "closed there, kept here under a legal hold") +
            counted(line.closed - one.held, "closed there, still here") +
            counted(line.erased, "closed there and erased here");
  }
  reporter.line(text, JsonObject()
                          .number("erasure", static_cast<std::uint64_t>(line.erasure))
                          .text("ordered", utc_minute_text(line.time))
                          .text("account", line.account)
                          .text("purpose", line.purpose)
                          .text("recipient", to)
                          .text("agreement", line.agreement_id)
                          .number("records", line.records)
                          .number("waiting", line.waiting)
                          .number("delivered", line.delivered)
                          .number("closed", line.closed)
                          .number("held", one.held)
                          .number("erased", line.erased)
                          .text("last_erased", line.last == 0 ? "" : utc_minute_text(line.last))
                          .done());
}

// What the law keeps waits for nobody.
bool is_open(const StandingErasure& one) { return one.line.erased + one.held < one.line.records; }

}  // namespace

// What a record was, and each answer that had it, are withdrawn where they went. Whether there was
// anything is what comes back.
Result<bool> Source::erase_records(const std::vector<SubjectRecord>& records,
                                   const SubjectOrder& order, std::string_view account,
                                   IntakeTables& tables, Begun& to) {
  const IntakeDigests digests(*options_.tokens);
  const Instant now = options_.clock();
  const auto child = digests.child(order.system, order.child);
  const auto refuse = [&](record::RecordType type, const std::string& reference) {
    return tables.erasures().refuse(
        digests.erased(numbering(order.system, type), reference, child));
  };
  STILE_TRY(const auto unsent, tables.erasures().unsent(order.system, child));
  for (const FoundRecord& one : unsent) STILE_CHECKED(refuse(one.type, one.reference));
  STILE_CHECKED(tables.erasures().forget_unsent(order.system, child));
  std::map<std::tuple<std::int64_t, std::int64_t, std::string>, ErasurePart> parts;
  for (const SubjectRecord& one : records) {
    STILE_TRY(const auto marks, tables.erasures().marks(one.key));
    STILE_CHECKED(check_kept(one.key.reference, marks));
    STILE_CHECKED(refuse(one.type, one.key.reference));
    auto& part = parts[{one.key.route, one.key.system, one.key.reference}];
    part.erasure = to.id;
    part.key = one.key;
    part.tails.merge(event_tails(*options_.tokens, order, one));
    const ChangeOrder change{.key = one.key,
                             .reason = kReason,
                             .agreement_id = one.agreement_id,
                             .answered = one.answered};
    STILE_TRY(const auto entered, enter_change(tables, change, account, now));
    if (entered) to.changes.push_back(*entered);
  }
  for (auto& [key, part] : parts) {
    part.proof = proof_of(part, digests);
    STILE_CHECKED(tables.erasures().add(part));
  }
  return !records.empty() || !unsent.empty();
}

// A run that read a record before would send it again, as it was, behind its withdrawal, and an
// answer could take it along: so there is neither meanwhile.
Result<Source::Begun> Source::begin_erasure(const SubjectOrder& order, std::string_view account) {
  const std::scoped_lock running(notifying_, running_);
  const auto paused = answerer_.pause();
  const auto child = IntakeDigests(*options_.tokens).child(order.system, order.child);
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(const auto records, reader->subjects().records(order.system, child));
  Begun begun;
  const auto act = [&](IntakeTables& tables) -> Status {
    STILE_CHECKED(check_held(tables, order, IntakeDigests(*options_.tokens)));
    STILE_TRY(begun.id, tables.erasures().begin(options_.clock(), account, order.purpose));
    STILE_TRY(const bool any, erase_records(records, order, account, tables, begun));
    if (!any) return nothing_of_her();
    return tables.add_operation(
        operation_of(begun.id, records.size(), account, order.purpose, options_.clock()));
  };
  STILE_CHECKED(store_->change(act, Urgency::kInteractive));
  to_wipe_ = true;
  return begun;
}

// Each part in a transaction of its own: after a crash the rest goes on. What no order of the
// agent's put there stays, and what is held.
Status Source::continue_erasures() {
  for (bool more = true; more && !stopping_;) {
    const Status done = store_->change([&](IntakeTables& tables) -> Status {
      STILE_TRY(const auto ordered, to_finish(tables, IntakeDigests(*options_.tokens)));
      more = ordered.has_value();
      if (!more) return ok();
      const ErasurePart& part = *ordered;
      const Instant now = options_.clock();
      STILE_TRY(const std::uint64_t rows,
                tables.erasures().finish(part, tables.destructions(), now, *options_.signer));
      STILE_TRY(auto agreement_id, tables.agreement_of(part.key.route));
      auto entry = operation_of(part.erasure, rows, {}, record::name(kReason), now);
      entry.agreement_id = std::move(agreement_id);
      return tables.add_operation(entry);
    });
    STILE_CHECKED(done);
    to_wipe_ = to_wipe_ || more;
  }
  return ok();
}

ExitCode Source::erase(const SubjectOrder& order, std::string_view account, Reporter& reporter) {
  const auto begun = begin_erasure(order, account);
  if (!begun.ok()) return failed(begun.error(), reporter);
  const auto released = corrections_.release();
  if (!released.ok()) return failed(released.error(), reporter);
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return failed(reader.error(), reporter);
  const ExitCode sent = await_changes(**reader, begun->changes, reporter);
  const Status continued = continue_erasures();
  if (!continued.ok()) return failed(continued.error(), reporter);
  const auto lines = standing(**reader, IntakeDigests(*options_.tokens));
  if (!lines.ok()) return failed(lines.error(), reporter);
  for (const StandingErasure& one : lines.value()) {
    if (one.line.erasure == begun->id) say_line(one, reporter);
  }
  reporter.message(
      "it goes on by itself: `stile audit erasures` says who has confirmed. Backups of this "
      "agency's and of each recipient's store have the child until they are overwritten; so have "
      "folders that `stile audit subject --out` or `prove` made.");
  const auto elsewhere = other_systems(*options_.tokens, **reader, order, options_.clock());
  if (!elsewhere.ok()) return failed(elsewhere.error(), reporter);
  say_other_systems(elsewhere.value(), Language::kEnglish, reporter);
  return sent;
}

ExitCode Source::erasures(std::string_view account, Reporter& reporter) {
  std::vector<StandingErasure> lines;
  const Status read = [&]() -> Status {
    STILE_CHECKED(continue_erasures());
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(lines, standing(*reader, IntakeDigests(*options_.tokens)));
    return log_consultation("audit-erasures", lines.size(), account, "erasure-request");
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const StandingErasure& one : lines) say_line(one, reporter);
  if (lines.empty()) reporter.message("nobody was ever erased here");
  return std::ranges::any_of(lines, is_open) ? ExitCode::kFaults : ExitCode::kOk;
}

}  // namespace stile::agent
