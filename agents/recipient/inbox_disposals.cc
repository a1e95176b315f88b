// What may not be kept any more goes.
#include <algorithm>
#include <utility>

#include "agents/recipient/disposal.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "agents/report/held_until.h"
#include "agents/report/json.h"
#include "agents/report/legal_hold.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

constexpr Instant kLookAgainAfter = 3600;  // seconds
// So many are scheduled in one transaction, during which nobody else has the store.
constexpr std::size_t kScheduledAtOnce = 256;
constexpr int kDisposedAtOnce = 16;

InboxOperation erasure_of(const DisposedParcel& about, const Disposal& disposal) {
  InboxOperation erasure{
      kErasure, disposal.time, {}, about.source, about.agreement_id, {}, about.number, {}, {}};
  const auto note = crypto::parse_note(about.statement);
  const auto said =
      note.ok() ? record::parse_statement(note->text) : Result<record::Statement>(note.error());
  if (said.ok()) erasure.occasion = record::to_text(said->disclosure.occasion);
  erasure.rows = disposal.row_count();
  erasure.reason = kRetention;
  return erasure;
}

// What is held is no longer used, which is as much a change of it as any.
InboxOperation keeping_of(InboxOperation erasure, std::uint64_t rows) {
  erasure.name = kAlteration;
  erasure.rows = rows;
  erasure.reason = kLegalHoldOp;
  return erasure;
}

// known_until() is 0 where leaf and documents do not say it.
Instant known_until(const std::string& leaf, const agreement::DocumentSet& documents) {
  const auto until = held_until(leaf, documents);
  return until.ok() ? until.value() : 0;
}

std::string day_text(Instant instant) { return to_text(to_civil(local_day(instant))); }

void say_retention(const Retention& one, Reporter& reporter) {
  const auto source = AgencyId::parse(one.source);
  const std::string name = source.ok() ? source->short_text() : one.source;
  std::string text = name + "  " + one.agreement_id + ": " + std::to_string(one.kept) +
                     " consignments may be kept";
  if (one.first) text += ", the first until " + day_text(*one.first);
  if (one.over > 0) {
    text += "; OVERDUE: " + std::to_string(one.over) +
            " whose time is over, which go once the agent reaches the gateway";
  }
  if (one.unknown > 0) {
    text += "; " + std::to_string(one.unknown) +
            " of which nobody knows: their agreement is not among the signed documents";
  }
  text += "; " + std::to_string(one.disposed) + " destroyed";
  if (one.last) text += ", last on " + day_text(*one.last);
  reporter.line(text, JsonObject()
                          .text("source", name)
                          .text("agreement", one.agreement_id)
                          .number("kept", one.kept)
                          .text("first_until", one.first ? utc_minute_text(*one.first) : "")
                          .number("over", one.over)
                          .number("unknown", one.unknown)
                          .number("destroyed", one.disposed)
                          .text("last_destroyed", one.last ? utc_minute_text(*one.last) : "")
                          .done());
}

void say_exported(const std::pair<std::string, Instant>& one, Reporter& reporter) {
  reporter.line(
      "files of " + one.first + " were written, last on " + day_text(one.second) +
          ", of records that are destroyed here by now: destroy these files too",
      JsonObject().text("exported", one.first).text("written", utc_minute_text(one.second)).done());
}

}  // namespace

// At most so many at a look: whoever tells people of notices looks every second.
Status Inbox::look_for_disposals(Instant gateways) {
  const Instant now = std::min(options_.clock(), gateways);
  if (disposed_ && now >= *disposed_ && now < *disposed_ + kLookAgainAfter) return ok();
  if (!scheduled_) STILE_CHECKED(schedule_disposals());
  scheduled_ = true;
  Result<bool> more = true;
  int gone = 0;
  for (; more.ok() && more.value() && gone < kDisposedAtOnce; ++gone) more = dispose_next(now);
  if (more.ok() && !more.value()) {
    scheduled_ = false;
    disposed_ = now;
  }
  const std::lock_guard lock(mutex_);
  to_wipe_ = to_wipe_ || gone > 1 || (more.ok() && more.value());
  wipe();
  return more.ok() ? ok() : Status(more.error());
}

// An agreement that is not among the documents now may be so again, and a leaf that nobody can read
// is the audit's: until then nothing of it goes.
Status Inbox::schedule_disposals() {
  const auto documents = options_.documents();
  if (documents == nullptr) return ok();
  std::vector<HeldUntil> parcels;
  const auto schedule_new = [&]() -> Status {
    STILE_TRY(parcels, store_->disposals().unscheduled(kScheduledAtOnce));
    for (HeldUntil& parcel : parcels) {
      parcel.until = known_until(parcel.leaf, *documents);
      STILE_CHECKED(store_->disposals().schedule(parcel));
    }
    return ok();
  };
  std::int64_t last = 0;
  const auto schedule_known = [&]() -> Status {
    STILE_TRY(parcels, store_->disposals().unknown(last, kScheduledAtOnce));
    for (HeldUntil& parcel : parcels) {
      last = parcel.parcel;
      parcel.until = known_until(parcel.leaf, *documents);
      if (parcel.until != 0) STILE_CHECKED(store_->disposals().schedule(parcel));
    }
    return ok();
  };
  const std::function<Status()> steps[] = {schedule_known, schedule_new};
  for (const auto& step : steps) {
    do {
      const std::lock_guard lock(mutex_);
      STILE_CHECKED(store_->together(step));
    } while (parcels.size() >= kScheduledAtOnce);
  }
  return ok();
}

// What is scheduled is only written down here: where the documents have the agreement, it and the
// leaf say it.
Result<bool> Inbox::dispose_next(Instant now) {
  const auto documents = options_.documents();
  if (documents == nullptr) return false;
  const std::lock_guard lock(mutex_);
  STILE_TRY(const auto parcel, store_->disposals().next_due(now));
  if (!parcel) return false;
  STILE_TRY(const KeptHolds holds, kept_holds());
  if (!holds.whole) {
    problem("nothing_destroyed", {Reason::kIntegrity, std::string(kHoldGone)});
    return false;
  }
  const auto dispose = [&]() -> Status {
    STILE_TRY(const DisposedParcel about, store_->disposals().about(*parcel));
    if (known_until(about.leaf, *documents) > now) {
      return Error{Reason::kIntegrity,
                   "a consignment is scheduled to be destroyed before its agreement says"};
    }
    STILE_TRY(const Disposal disposal,
              store_->disposals().dispose(about, holds, store_->holds(),
                                          store_->identity_requests(), now));
    const Bytes note = crypto::sign_note(disposal_text(disposal), *options_.signer);
    STILE_CHECKED(store_->disposals().keep(disposal, note));
    const InboxOperation erasure = erasure_of(about, disposal);
    if (disposal.aside > 0) STILE_CHECKED(store_->log(keeping_of(erasure, disposal.aside)));
    return disposal.rows.empty() ? ok() : store_->log(erasure);
  };
  STILE_CHECKED(store_->together(dispose));
  return true;
}

ExitCode Inbox::list_retention(std::string_view account, Reporter& reporter) {
  std::vector<Retention> all;
  std::vector<std::pair<std::string, Instant>> exported;
  std::vector<LegalHold> held;
  const Status read = [&]() -> Status {
    STILE_TRY(const InboxReader inbox, InboxReader::open(options_.store));
    STILE_TRY(all, retentions(inbox.database(), options_.clock()));
    STILE_TRY(exported, exported_before(inbox.database()));
    STILE_TRY(held, holds_in_force());
    return log_consultation(account, std::string(kRetention), all.size());
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const Retention& one : all) say_retention(one, reporter);
  for (const LegalHold& one : held) {
    if (one.due_rows > 0) say_legal_hold(one, reporter);
  }
  for (const auto& one : exported) say_exported(one, reporter);
  if (all.empty()) reporter.message("nothing was ever kept here");
  const bool well =
      std::ranges::all_of(all, [](const auto& one) { return one.over == 0 && one.unknown == 0; });
  return well ? ExitCode::kOk : ExitCode::kFaults;
}

}  // namespace stile::agent
