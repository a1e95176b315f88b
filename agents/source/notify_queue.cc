#include "agents/source/notify_queue.h"

#include "agents/source/own_copy.h"

namespace stile::agent {
namespace {

constexpr Instant kSecondsPerMinute = 60;

}  // namespace

Operation NotifyQueue::operation(std::string op) const {
  return {.op = std::move(op),
          .time = options_->clock(),
          .account = account_,
          .agreement_id = {},
          .occasion = record::to_text(record::notification()),
          .rows = 1,
          .reason = {}};
}

Result<std::int64_t> NotifyQueue::system(std::string_view code, record::RecordType type) {
  std::int64_t id = 0;
  const Status done = store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(id, tables.system(code, type));
        return ok();
      },
      Urgency::kInteractive);
  if (!done.ok()) return done.error();
  return id;
}

Result<RouteRow> NotifyQueue::route(const Route& route) {
  RouteRow row;
  const Status done = store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(row, tables.route(route.agreement_id(), route.recipient()));
        return ok();
      },
      Urgency::kInteractive);
  if (!done.ok()) return done.error();
  return row;
}

Status NotifyQueue::queue(const Route& route, ConsignmentDraft draft) {
  draft.complete();
  STILE_CHECKED(draft.seal(route.disclosure(), route.documents()));
  taken_.push_back({&route, std::move(draft), denied_});
  return ok();
}

// Nobody is told later because a copy could not be made: who reads the run is told of that.
void NotifyQueue::keep(const RecordKey& key, const record::Event& event) {
  const Day today = local_day(options_->clock());
  copy_ = OwnCopy{key, today, {}};
  const auto sealed = [&]() -> Result<Bytes> {
    STILE_TRY(const auto to, keys_->to_seal(today));
    return seal_event(event, to);
  }();
  if (sealed.ok()) {
    copy_->sealed = *sealed;
  } else {
    not_kept_ = sealed.error();
  }
}

void NotifyQueue::forget(const RecordKey& key) { copy_ = OwnCopy{key}; }

Status NotifyQueue::put_copy(Releases& releases, const OwnCopy& copy) {
  if (!copy.sealed.empty()) return releases.keep(copy);
  const auto forgotten = releases.forget(copy.key);
  return forgotten.ok() ? ok() : Status(forgotten.error());
}

// What is held is in no answer, nor stays in one.
Status NotifyQueue::answer_no_more(IntakeTables& tables, const NoAnswer& held) const {
  const auto forgotten = tables.enquiries().forget(held);
  if (!forgotten.ok() || !held.child) return forgotten.ok() ? ok() : Status(forgotten.error());
  STILE_TRY(const auto answers,
            tables.changes().answers({0, held.system, held.reference, *held.child}));
  for (const SentRecord& sent : answers) {
    STILE_CHECKED(enter_change(tables, order_for(sent, record::ChangeReason::kNoLongerQualifies),
                               account_, options_->clock()));
  }
  return ok();
}

Status NotifyQueue::commit(std::vector<Decision> decisions,
                           const std::optional<UntoldEvent>& untold) {
  std::vector<Taken> taken = std::exchange(taken_, {});
  const std::vector<ChangeOrder> changes = std::exchange(changes_, {});
  const std::optional<OwnCopy> copy = std::exchange(copy_, {});
  const std::optional<RecordKey> ended = std::exchange(ended_, {});
  const std::optional<NoAnswer> no_answer = std::exchange(no_answer_, {});
  const Status done = store_->change(
      [&](IntakeTables& tables) -> Status {
        // What is withdrawn may be told anew as another event.
        for (const ChangeOrder& order : changes) {
          STILE_CHECKED(enter_change(tables, order, account_, options_->clock()));
        }
        // What a release withdraws is unlisted as it was; what goes after it is as any other.
        if (ended) STILE_CHECKED(tables.releases().end(*ended));
        if (no_answer) STILE_CHECKED(answer_no_more(tables, *no_answer));
        for (Taken& one : taken) {
          STILE_CHECKED(add(tables, one));
        }
        for (const Decision& decision : decisions) {
          STILE_CHECKED(tables.add_decision(decision, options_->clock(), account_));
        }
        if (copy) STILE_CHECKED(put_copy(tables.releases(), *copy));
        return untold ? tables.leave_untold(*untold, options_->clock()) : ok();
      },
      Urgency::kInteractive);
  if (done.ok() && !taken.empty()) queued_();
  return done;
}

// The number is read in the transaction that takes it, as ReturnQueue does.
Status NotifyQueue::add(IntakeTables& tables, Taken& taken) {
  const Route& route = *taken.route;
  STILE_TRY(const RouteRow row, tables.route(route.agreement_id(), route.recipient()));
  const auto made = taken.draft.sign(route.disclosure(), row.next, account_);
  ConsignmentHead head;
  head.route = row.id;
  head.number = row.next;
  head.month = kNotifiedKey;
  head.rows = 1;
  head.digest = made.digest;
  STILE_TRY(const std::int64_t id,
            tables.add_consignment(head, taken.draft.actor_salt(), account_, made.bytes));
  auto& first = taken.denied ? first_released_ : first_;
  if (!first) first = id;
  STILE_CHECKED(tables.set_next(row.id, row.next + 1));
  const auto& [key, record] = taken.draft.records().front();
  if (taken.denied) STILE_CHECKED(tables.releases().add({key, *taken.denied}));
  STILE_CHECKED(tables.put_record(key, kNotified, record, id, 0));
  const Instant within = Instant{route.agreement().read_within_minutes} * kSecondsPerMinute;
  STILE_CHECKED(tables.add_notification({.id = id,
                                         .agreement_id = {},
                                         .recipient = {},
                                         .reference = key.reference,
                                         .queued = options_->clock(),
                                         .within = within,
                                         .event_token = record.event_token}));
  auto entry = operation("disclosure");
  entry.agreement_id = route.agreement_id();
  entry.consignment = id;
  return tables.add_operation(entry);
}

}  // namespace stile::agent
