// What the law obliges this agency to keep stays, until its data officer lets it go.
#include <algorithm>
#include <string>
#include <vector>

#include "agents/report/failed.h"
#include "agents/report/legal_hold.h"
#include "agents/source/intake_digest.h"
#include "agents/source/intake_reader.h"
#include "agents/source/intake_tables.h"
#include "agents/source/sent_holds.h"
#include "agents/source/source.h"
#include "agents/source/subject_account.h"
#include "agents/source/subject_words.h"

namespace stile::agent {
namespace {

std::string id_of(std::int64_t hold) { return std::string(kSentHold) + std::to_string(hold); }

Operation operation_of(const SentHoldAct& act, std::int64_t hold, std::uint64_t rows) {
  return {.op = std::string(kLegalHoldOp),
          .time = act.time,
          .account = act.account,
          .agreement_id = {},
          .occasion = (act.lifts == 0 ? "place/" : "lift/") + id_of(hold),
          .rows = rows,
          .reason = act.purpose};
}

}  // namespace

// What comes of her later is held as well: who she is, is asked when something is destroyed.
ExitCode Source::place_hold(const HoldOrder& order, std::string_view account, Reporter& reporter) {
  const IntakeDigests digests(*options_.tokens);
  SentHoldAct act{.time = options_.clock(),
                  .account = std::string(account),
                  .purpose = order.purpose,
                  .ground = order.ground,
                  .matter = order.matter,
                  .system = order.system,
                  .child = digests.child(order.system, order.child)};
  std::int64_t hold = 0;
  std::size_t events = 0;
  const auto place = [&](IntakeTables& tables) -> Status {
    STILE_TRY(const auto tails, tables.holds().tails(act.system, act.child));
    STILE_TRY(const auto unsent, tables.erasures().unsent(act.system, act.child));
    events = tails.size();
    if (tails.empty() && unsent.empty()) {
      return Error{Reason::kUsage,
                   "nothing of that child is here; mend with: --system and --child as the "
                   "exporting system writes them"};
    }
    STILE_TRY(hold, tables.holds().add(act, digests));
    return tables.add_operation(operation_of(act, hold, events));
  };
  Status done = check_hold(order.ground, order.matter);
  if (done.ok()) done = store_->change(place, Urgency::kInteractive);
  if (!done.ok()) return failed(done.error(), reporter);
  say_legal_hold({.id = id_of(hold),
                  .ground = act.ground,
                  .matter = act.matter,
                  .since = act.time,
                  .account = act.account,
                  .purpose = act.purpose},
                 reporter);
  reporter.message("what is here of " + std::to_string(events) +
                   " events stays until the hold is lifted; what others were given, they keep "
                   "only under a hold of their own");
  const auto elsewhere = [&]() -> Result<std::vector<std::string>> {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    return other_systems(*options_.tokens, *reader, {.system = act.system, .child = order.child},
                         options_.clock());
  }();
  if (!elsewhere.ok()) return failed(elsewhere.error(), reporter);
  say_other_systems(elsewhere.value(), Language::kEnglish, reporter);
  return ExitCode::kOk;
}

ExitCode Source::lift_hold(std::int64_t hold, std::string_view purpose, std::string_view account,
                           Reporter& reporter) {
  const IntakeDigests digests(*options_.tokens);
  const Status done = store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(const auto holds, tables.holds().unaltered(digests));
        const auto found = std::ranges::find(holds.in_force, hold, &SentHoldAct::id);
        if (found == holds.in_force.end()) return no_such_hold();
        SentHoldAct act = *found;
        act.lifts = hold;
        act.time = options_.clock();
        act.account = account;
        act.purpose = purpose;
        STILE_TRY(const auto lift, tables.holds().add(act, digests));
        static_cast<void>(lift);
        return tables.add_operation(operation_of(act, hold, 0));
      },
      Urgency::kInteractive);
  if (!done.ok()) return failed(done.error(), reporter);
  reporter.message(id_of(hold) +
                   " is lifted: what no other hold keeps and whose time is over is destroyed "
                   "within the hour, and an erasure that waited goes on");
  return ExitCode::kOk;
}

ExitCode Source::list_holds(std::string_view account, Reporter& reporter) {
  std::vector<LegalHold> listed;
  const Status read = [&]() -> Status {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(const auto holds, reader->holds().unaltered(IntakeDigests(*options_.tokens)));
    for (const SentHoldAct& one : holds.in_force) {
      STILE_TRY(const auto tails, reader->holds().tails(one.system, one.child));
      const auto is_held = [&](const Token& event) { return tails.contains(tail_of(event)); };
      STILE_TRY(const std::uint64_t rows,
                reader->destructions().kept_past(options_.clock(), is_held));
      listed.push_back({.id = id_of(one.id),
                        .ground = one.ground,
                        .matter = one.matter,
                        .since = one.time,
                        .account = one.account,
                        .purpose = one.purpose,
                        .due_rows = rows});
    }
    return log_consultation("audit-hold", listed.size(), account, "legal-hold");
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const LegalHold& one : listed) say_legal_hold(one, reporter);
  if (listed.empty()) reporter.message("nothing that was sent is under a legal hold");
  return ExitCode::kOk;
}

}  // namespace stile::agent
