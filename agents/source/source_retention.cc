// What may not be kept any more goes, at its source as at its recipient.
#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "agents/report/held_until.h"
#include "agents/report/legal_hold.h"
#include "agents/source/destruction.h"
#include "agents/source/event_names.h"
#include "agents/source/intake_digest.h"
#include "agents/source/intake_store.h"
#include "agents/source/source.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"

namespace stile::agent {
namespace {

constexpr Instant kLookAgainAfter = 3600;  // seconds
// So many are scheduled in one transaction, during which nobody else has the store.
constexpr std::size_t kScheduledAtOnce = 256;
constexpr int kDestroyedAtOnce = 16;

// known_until() is 0 where leaf and documents do not say it.
Instant known_until(const std::string& leaf, const agreement::DocumentSet& documents) {
  const auto until = held_until(leaf, documents);
  return until.ok() ? until.value() : 0;
}

Operation erasure_of(const std::string& leaf_text, std::string agreement_id, std::uint64_t rows,
                     Instant now) {
  const auto leaf = ledger::parse_leaf(leaf_text);
  return {.op = "erasure",
          .time = now,
          .account = {},
          .agreement_id = std::move(agreement_id),
          .occasion = leaf.ok() ? leaf->occasion : std::string(),
          .rows = rows,
          .reason = "retention"};
}

// Where holds were altered nothing goes, and `status` says so.
Status say_altered(IntakeStore& store, const SourceOptions& options, Instant now) {
  return store.change([&](IntakeTables& tables) -> Status {
    STILE_TRY(const auto holds, tables.holds().proven(IntakeDigests(*options.tokens)));
    if (holds.whole) return ok();
    return tables.add_operation({.op = "integrity",
                                 .time = now,
                                 .account = {},
                                 .agreement_id = {},
                                 .occasion = {},
                                 .rows = 0,
                                 .reason = std::string(kLegalHoldOp)});
  });
}

}  // namespace

Status Source::look_for_due() {
  const auto gateways = gateways_time_ ? gateways_time_() : std::nullopt;
  const Status done = gateways ? destroy_due(*gateways) : ok();
  wipe();
  return done;
}

// At most so many at a look: whoever waits for an alarm waits for this.
Status Source::destroy_due(Instant gateways) {
  const Instant now = std::min(options_.clock(), gateways);
  if (looked_ && now >= *looked_ && now < *looked_ + kLookAgainAfter) return ok();
  if (!scheduled_) {
    STILE_CHECKED(schedule_due());
    held_.reset();
    const bool said = looked_ && local_day(*looked_) == local_day(now);  // today, or none was due
    if (!said) STILE_CHECKED(say_altered(*store_, options_, now));
  }
  scheduled_ = true;
  Result<bool> more = true;
  for (int gone = 0; more.ok() && more.value() && gone < kDestroyedAtOnce; ++gone) {
    more = destroy_next(now);
    to_wipe_ = to_wipe_ || (more.ok() && more.value());
  }
  if (more.ok() && !more.value()) {
    scheduled_ = false;
    looked_ = now;
    passed_ = 0;
  }
  return more.ok() ? ok() : Status(more.error());
}

// An agreement that is not among the documents now may be so again: until then nothing of it goes.
Status Source::schedule_due() {
  const auto documents = options_.documents();
  if (documents == nullptr) return ok();
  std::vector<DueConsignment> found;
  const auto schedule_new = [&](IntakeTables& tables) -> Status {
    STILE_TRY(found, tables.destructions().unscheduled(kScheduledAtOnce));
    for (DueConsignment& one : found) {
      one.until = known_until(one.leaf, *documents);
      STILE_CHECKED(tables.destructions().schedule(one));
    }
    return ok();
  };
  std::int64_t last = 0;
  const auto schedule_known = [&](IntakeTables& tables) -> Status {
    STILE_TRY(found, tables.destructions().unknown(last, kScheduledAtOnce));
    for (DueConsignment& one : found) {
      last = one.id;
      one.until = known_until(one.leaf, *documents);
      if (one.until != 0) STILE_CHECKED(tables.destructions().schedule(one));
    }
    return ok();
  };
  const std::function<Status(IntakeTables&)> steps[] = {schedule_known, schedule_new};
  for (const auto& step : steps) {
    do {
      STILE_CHECKED(store_->change(step));
    } while (found.size() >= kScheduledAtOnce);
  }
  return ok();
}

// What is held stays as it was found at the beginning of a look: who was sent nothing then has
// nothing whose time is over.
Status Source::learn_held(IntakeTables& tables) {
  STILE_TRY(const auto acts, tables.holds().acts());
  if (held_ && held_->acts == acts) return ok();
  held_.reset();
  STILE_TRY(const auto holds, tables.holds().unaltered(IntakeDigests(*options_.tokens)));
  Held now{.acts = acts, .tails = {}};
  STILE_TRY(now.tails, tables.holds().tails(holds));
  held_ = std::move(now);
  return ok();
}

// What is scheduled is only written down here: leaf and agreement say it. Where they say otherwise,
// or the documents do not have the agreement, nothing goes; what cannot go holds nothing else up.
Result<bool> Source::destroy_next(Instant now) {
  const auto documents = options_.documents();
  if (documents == nullptr) return false;
  std::optional<DueConsignment> due;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    STILE_TRY(due, tables.destructions().next_due(now, passed_));
    if (!due) return ok();
    const Instant until = known_until(due->leaf, *documents);
    if (until == 0 || until > now) {
      return Error{Reason::kIntegrity, "no agreement says that its time is over"};
    }
    STILE_CHECKED(learn_held(tables));
    const auto is_held = [this](const Token& event) {
      return held_->tails.contains(tail_of(event));
    };
    STILE_TRY(const std::uint64_t rows,
              tables.destructions().dispose(*due, is_held, now, *options_.signer));
    if (rows == 0 && !held_->tails.empty()) return ok();
    STILE_TRY(auto agreement_id, tables.agreement_of(due->route));
    return tables.add_operation(erasure_of(due->leaf, std::move(agreement_id), rows, now));
  });
  if (done.ok() && due) passed_ = due->id;
  if (done.ok()) return due.has_value();
  const bool cannot = done.reason() == Reason::kIntegrity || done.reason() == Reason::kMalformed;
  if (!due || !cannot) return done.error();
  passed_ = due->id;
  return true;
}

// Somebody who reads at this moment holds it up; then the next look does it. The first does it
// after a start, whatever was destroyed before.
void Source::wipe() {
  if (!to_wipe_) return;
  to_wipe_ = false;
  if (!store_->wipe().ok()) to_wipe_ = true;
}

}  // namespace stile::agent
