// What the law obliges this agency to keep stays, until its data officer lets it go.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/received_holds.h"
#include "agents/report/failed.h"
#include "agents/report/legal_hold.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"

namespace stile::agent {
namespace {

std::string id_of(std::int64_t hold) { return std::string(kReceivedHold) + std::to_string(hold); }

LegalHold hold_of(const ReceivedHoldAct& act, std::uint64_t due_rows) {
  return {.id = id_of(act.id),
          .ground = act.ground,
          .matter = act.matter,
          .since = act.time,
          .account = act.account,
          .purpose = act.purpose,
          .due_rows = due_rows};
}

InboxOperation operation_of(const ReceivedHoldAct& act, std::string agreement_id) {
  return {kLegalHoldOp, act.time, act.account, act.agency, std::move(agreement_id),
          {},           0,        0,           act.purpose};
}

}  // namespace

Result<KeptHolds> Inbox::kept_holds() const {
  return agent::kept_holds(store_->database(), options_.signer->verifier());
}

Result<std::vector<LegalHold>> Inbox::holds_in_force() const {
  STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
  STILE_TRY(const auto holds, agent::kept_holds(inbox.database(), options_.signer->verifier()));
  STILE_CHECKED(holds.unaltered());
  HoldTables tables(inbox.database());
  std::vector<LegalHold> all;
  for (const ReceivedHoldAct& one : holds.in_force) {
    STILE_TRY(const std::uint64_t rows, tables.aside(one.source, one.event));
    all.push_back(hold_of(one, rows));
  }
  return all;
}

// Its source would believe that nothing of it is here any more.
Status Inbox::check_confirmable(const std::vector<Change>& changes) {
  STILE_TRY(const KeptHolds holds, kept_holds());
  STILE_CHECKED(holds.unaltered());
  for (const Change& change : changes) {
    const ReceivedHoldAct* hold = holds.of(change.source_id, change.event_token);
    if (hold == nullptr || change.kind() != record::ChangeKind::kWithdrawn) continue;
    const std::string reference = crypto::crockford(change.event_token);
    return Error{Reason::kConflict, "it is kept under legal hold " + id_of(hold->id) +
                                        ": say so with `stile inbox refuse " + reference +
                                        " --reason kept-by-law`, or speak to a data officer, who "
                                        "can lift that first"};
  }
  return ok();
}

Status Inbox::check_returnable(const Notice& notice) {
  STILE_CHECKED(check_kept(notice));
  STILE_TRY(const KeptHolds holds, kept_holds());
  STILE_CHECKED(holds.unaltered());
  const ReceivedHoldAct* hold = holds.of(notice.source_id, notice.event_token);
  if (hold == nullptr) return ok();
  return Error{Reason::kConflict, "it is kept under legal hold " + id_of(hold->id) +
                                      "; speak to a data officer, who can lift that first"};
}

Result<ReceivedHoldAct> Inbox::add_hold_act(ReceivedHoldAct act, const KeptHolds& holds,
                                            InboxOperation operation) {
  STILE_CHECKED(holds.unaltered());
  STILE_TRY(act.id, store_->holds().newest());
  ++act.id;
  const std::string before = holds.acts.empty() ? std::string() : holds.acts.back().note;
  act.note = crypto::sign_note(received_hold_text(act, before), *options_.signer);
  STILE_CHECKED(store_->holds().add(act));
  operation.occasion = act.lifts == 0 ? "place/" + id_of(act.id) : "lift/" + id_of(act.lifts);
  STILE_CHECKED(store_->log(operation));
  return act;
}

ExitCode Inbox::place_hold(const ReceivedHoldOrder& order, std::string_view account,
                           Reporter& reporter) {
  ReceivedHoldAct act{.time = options_.clock(),
                      .account = std::string(account),
                      .purpose = order.purpose,
                      .ground = order.ground,
                      .matter = order.matter};
  std::uint64_t aside = 0;
  const auto place = [&]() -> Status {
    const auto token = crypto::uncrockford(order.reference);
    std::vector<HeldEvent> events;
    if (token.ok()) {
      STILE_TRY(events, store_->holds().events(token.value()));
    }
    if (events.empty()) {
      return Error{Reason::kNotFound,
                   "nothing is kept here under that reference; mend with: --event as `stile "
                   "inbox` and its files have it"};
    }
    if (events.size() > 1) {
      return Error{Reason::kConflict, "two sources use that reference"};
    }
    const HeldEvent& event = events.front();
    act.source = event.source;
    act.agency = event.agency;
    act.parcel = event.parcel;
    act.event = buried(token.value());
    STILE_TRY(const KeptHolds holds, kept_holds());
    STILE_TRY(act, add_hold_act(act, holds, operation_of(act, event.agreement_id)));
    STILE_TRY(aside, store_->holds().aside(act.source, act.event));
    return ok();
  };
  Status done = check_hold(order.ground, order.matter);
  if (done.ok()) {
    const std::lock_guard lock(mutex_);
    done = store_->together(place);
  }
  if (!done.ok()) return failed(done.error(), reporter);
  say_legal_hold(hold_of(act, aside), reporter);
  return ExitCode::kOk;
}

// What another hold keeps stays.
ExitCode Inbox::lift_hold(std::int64_t hold, std::string_view purpose, std::string_view account,
                          Reporter& reporter) {
  std::uint64_t gone = 0;
  const auto lift = [&]() -> Status {
    STILE_TRY(const KeptHolds holds, kept_holds());
    STILE_CHECKED(holds.unaltered());
    const auto found = std::ranges::find(holds.in_force, hold, &ReceivedHoldAct::id);
    if (found == holds.in_force.end()) return no_such_hold();
    ReceivedHoldAct act = *found;
    act.lifts = hold;
    act.time = options_.clock();
    act.account = account;
    act.purpose = purpose;
    STILE_TRY(act, add_hold_act(act, holds, operation_of(act, {})));
    const bool held = std::ranges::any_of(holds.in_force, [&](const ReceivedHoldAct& one) {
      return one.id != hold && one.source == act.source && one.event == act.event;
    });
    if (held) return ok();
    STILE_TRY(gone, store_->holds().let_go(act.source, act.event, act.id));
    STILE_CHECKED(store_->identity_requests().destroy(act.source, act.event));
    if (gone == 0) return ok();
    InboxOperation erasure = operation_of(act, {});
    erasure.name = kErasure;
    erasure.occasion = "lift/" + id_of(hold);
    erasure.rows = gone;
    erasure.reason = kLegalHoldOp;
    return store_->log(erasure);
  };
  const Status done = [&] {
    const std::lock_guard lock(mutex_);
    const Status lifted = store_->together(lift);
    to_wipe_ = to_wipe_ || lifted.ok();
    wipe();
    return lifted;
  }();
  if (!done.ok()) return failed(done.error(), reporter);
  reporter.message(id_of(hold) + " is lifted, and " + std::to_string(gone) +
                   " rows are destroyed that nothing but it has kept");
  return ExitCode::kOk;
}

ExitCode Inbox::list_holds(std::string_view account, Reporter& reporter) {
  std::vector<LegalHold> all;
  const Status read = [&]() -> Status {
    STILE_TRY(all, holds_in_force());
    return log_consultation(account, "audit-hold", all.size(), "legal-hold");
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const LegalHold& one : all) say_legal_hold(one, reporter);
  if (all.empty()) reporter.message("nothing that came here is under a legal hold");
  return ExitCode::kOk;
}

}  // namespace stile::agent
