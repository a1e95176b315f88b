#include "agents/source/return_queue.h"

#include <utility>

#include "agents/source/follow_up.h"

namespace stile::agent {
namespace {

// How often a transaction is begun again before those who wait have to wait for its end.
constexpr int kTurnsLostMost = 8;

// How much of what is kept waits for the next draft before it goes by itself.
constexpr std::size_t kKeptTogether = 256;

}  // namespace

Operation ReturnQueue::operation(std::string op, std::uint64_t rows) const {
  return {.op = std::move(op),
          .time = options_->clock(),
          .account = account_,
          .agreement_id = {},
          .occasion = record::to_text(record::return_of(month_)),
          .rows = rows,
          .reason = {}};
}

Status ReturnQueue::drain() {
  handover_.no_more();
  if (writing_.joinable()) writing_.join();
  return written_;
}

// What was rejected is counted under the first type that the export may hold, and of those that are
// kept for a route.
Status ReturnQueue::finish(const ReturnTotals& totals,
                           const std::vector<record::RecordType>& types) {
  STILE_CHECKED(drain());
  const bool month_is_over = month_of(local_day(options_->clock())) > month_;
  return store_->change([&](IntakeTables& tables) -> Status {
    STILE_CHECKED(clear_once(tables));
    STILE_CHECKED(write(tables, beside_));
    for (const auto type : types) {
      const std::uint64_t rejected = type == types.front() ? totals.rejected - totals.unsaid : 0;
      STILE_CHECKED(tables.put_collected(month_, code_, type, rejected, month_is_over));
    }
    for (const auto& [route, kept] : kept_for_) {
      for (const auto type : kept) {
        const std::uint64_t rejected = type == kept.front() ? totals.rejected - totals.unsaid : 0;
        STILE_CHECKED(
            tables.enquiries().keep_month({route, month_, code_, type, rejected, month_is_over}));
      }
    }
    STILE_CHECKED(tables.add_operation(operation("collection", totals.rows)));
    if (totals.revised == 0) return ok();
    return tables.add_operation(operation("alteration", totals.revised));
  });
}

Result<std::int64_t> ReturnQueue::system(std::string_view code, record::RecordType type) {
  std::int64_t id = 0;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    STILE_TRY(id, tables.system(code, type));
    return ok();
  });
  if (!done.ok()) return done.error();
  return id;
}

Result<RouteRow> ReturnQueue::route(const Route& route) {
  RouteRow row;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    STILE_TRY(row, tables.route(route.agreement_id(), route.recipient()));
    return ok();
  });
  if (!done.ok()) return done.error();
  return row;
}

Result<std::vector<std::int64_t>> ReturnQueue::kept_for() {
  std::vector<std::int64_t> routes;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    STILE_TRY(routes, tables.enquiries().routes());
    return ok();
  });
  if (!done.ok()) return done.error();
  return routes;
}

// Where it is not taken, the next draft is not either, which says why.
void ReturnQueue::keeping(Keeping one) {
  beside_.keeping.push_back(std::move(one));
  if (beside_.keeping.size() < kKeptTogether) return;
  static_cast<void>(
      handover_.put({nullptr, ConsignmentDraft(*options_), std::exchange(beside_, {})}));
}

Status ReturnQueue::queue(const Route& route, ConsignmentDraft draft) {
  if (handover_.put({&route, std::move(draft), std::exchange(beside_, {})})) return ok();
  return drain();  // the thread that stores ends before its time for a failure only
}

// Drafts that came while the last ones were being written go into one transaction.
void ReturnQueue::write_all() {
  std::vector<Taken> together;
  while (auto taken = handover_.take()) {
    taken->draft.complete();
    together.push_back(*std::move(taken));
    if (together.size() < kTogetherMost && handover_.has_next()) continue;
    written_ = write(together);
    if (!written_.ok()) break;
    together.clear();
  }
  handover_.end();
}

// Whoever waits at the store goes first; but no return is held up for ever.
Status ReturnQueue::write(std::span<Taken> together) {
  int turns_lost = 0;
  while (!together.empty()) {
    STILE_TRY(const std::size_t written, write_some(together, turns_lost < kTurnsLostMost));
    turns_lost = written == 0 ? turns_lost + 1 : 0;
    if (written == 0) continue;
    together = together.subspan(written);
    queued_();
  }
  return ok();
}

// write_some() is how many drafts became durable: where somebody waits, those that are written; and
// none where he came in the middle of one, of which nothing remains.
Result<std::size_t> ReturnQueue::write_some(std::span<Taken> together, bool patient) {
  std::optional<std::int64_t> first;
  std::size_t written = 0;
  const bool clears = clears_;
  patient_ = patient;
  gives_way_ = false;
  const Status done = store_->change([&](IntakeTables& tables) -> Status {
    STILE_CHECKED(clear_once(tables));
    do {
      STILE_TRY(const auto id, write(tables, together[written]));
      if (!first) first = id;
    } while (++written < together.size() && !store_->urgent());
    return ok();
  });
  if (gives_way_) {
    clears_ = clears;
    return std::size_t{0};
  }
  if (!done.ok()) return done.error();
  if (!first_) first_ = first;
  return written;
}

// What was learnt of a row before it was drafted is older than the draft: it is written first.
Result<std::optional<std::int64_t>> ReturnQueue::write(IntakeTables& tables, Taken& taken) {
  STILE_CHECKED(write(tables, taken.beside));
  if (taken.route == nullptr) return std::optional<std::int64_t>();
  STILE_TRY(const std::int64_t id, add(tables, *taken.route, taken.draft));
  auto entry = operation("disclosure", taken.draft.records().size());
  entry.agreement_id = taken.route->agreement_id();
  entry.consignment = id;
  STILE_CHECKED(tables.add_operation(entry));
  return std::optional(id);
}

// The number is read in the transaction that takes it: whoever renumbers what is queued comes
// before or after, never between.
Result<std::int64_t> ReturnQueue::add(IntakeTables& tables, const Route& route,
                                      ConsignmentDraft& draft) {
  STILE_TRY(const RouteRow row, tables.route(route.agreement_id(), route.recipient()));
  const auto made = draft.sign(route.disclosure(), row.next, account_);
  ConsignmentHead head;
  head.route = row.id;
  head.number = row.next;
  head.month = month_key(month_);
  head.rows = static_cast<std::uint32_t>(draft.records().size());
  head.digest = made.digest;
  STILE_TRY(const std::int64_t id,
            tables.add_consignment(head, draft.actor_salt(), account_, made.bytes));
  STILE_CHECKED(tables.set_next(row.id, row.next + 1));
  std::uint32_t place = 0;
  for (const auto& [key, record] : draft.records()) {
    gives_way_ = patient_ && store_->urgent();
    if (gives_way_) return Error{Reason::kUnavailable, "somebody waits at the store"};
    STILE_CHECKED(tables.put_record(key, month_, record, id, place++));
  }
  return id;
}

Status ReturnQueue::clear_once(IntakeTables& tables) {
  return std::exchange(clears_, false) ? tables.clear_month(month_, code_) : ok();
}

Status ReturnQueue::write(IntakeTables& tables, const Beside& beside) {
  for (const auto& row : beside.withheld) STILE_CHECKED(tables.add_withheld(month_, code_, row));
  for (const auto& [key, facts] : beside.learnt) STILE_CHECKED(tables.learn(key, facts));
  for (const auto& order : beside.changes) {
    STILE_CHECKED(enter_change(tables, order, account_, options_->clock()));
  }
  for (const auto& one : beside.keeping) STILE_CHECKED(write(tables, one));
  return ok();
}

Status ReturnQueue::write(IntakeTables& tables, const Keeping& one) {
  if (const auto* row = std::get_if<AnswerRow>(&one)) return tables.enquiries().keep(*row);
  if (const auto* key = std::get_if<RecordKey>(&one)) return tables.enquiries().forget(*key);
  if (const auto* row = std::get_if<FollowedRow>(&one)) {
    STILE_TRY(const bool follows,
              follow_answers(*options_, tables, row->key, row->event, row->envelope, account_));
    followed_ = followed_ || follows;
    return ok();
  }
  const auto forgotten = tables.enquiries().forget(std::get<NoAnswer>(one));
  return forgotten.ok() ? ok() : Status(forgotten.error());
}

}  // namespace stile::agent
