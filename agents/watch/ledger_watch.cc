#include "agents/watch/ledger_watch.h"

#include <algorithm>
#include <utility>

#include "agents/watch/leaf_comparison.h"
#include "core/handover/bulk_thread.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"

namespace stile::agent {
namespace {

constexpr std::chrono::seconds kPoll{2};
constexpr int kPollsAfterFailure = 30;

// What fails here, or is not answered, is never kIntegrity: that is the gateway's falsehood alone.
template <typename T>
Result<T> unless_failed(Result<T> result, Reason otherwise) {
  if (result.ok() || result.reason() != Reason::kIntegrity) return result;
  return Error{otherwise, result.error().detail};
}

Error stopped() { return {Reason::kUnavailable, "the agent is stopping"}; }

template <typename Side>
Result<std::vector<OwnLeaf>> kept_by(Side& side, std::uint64_t first, std::uint64_t end) {
  return unless_failed(side->held(first, end), Reason::kIo);
}

}  // namespace

Result<std::unique_ptr<LedgerWatch>> LedgerWatch::open(WatchPorts ports) {
  auto store = WatchStore::open(ports.store);
  if (!store.ok()) {
    return Error{store.reason(), ports.store + ": " + store.error().detail +
                                     "; mend with: stop the agent and move this file away, it is "
                                     "made anew"};
  }
  STILE_TRY(Watched watched, (*store)->load());
  return std::unique_ptr<LedgerWatch>(
      new LedgerWatch(std::move(ports), std::move(store).value(), std::move(watched)));
}

LedgerWatch::~LedgerWatch() { stop(); }

void LedgerWatch::start() {
  const auto open = store_->alarms();
  if (open.ok()) {
    for (const auto& alarm : *open) {
      tell(alarm);
      if (alarm.kind == LedgerAlarmKind::kFalse) {
        ports_.falsehood({Reason::kIntegrity, words(alarm)});
        return;
      }
    }
  }
  thread_ = std::thread([this] { run(); });
}

void LedgerWatch::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool LedgerWatch::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

// Nobody waits for it, and what it asks of the gateway is small beside what is sent.
void LedgerWatch::run() {
  give_way_to_others();
  std::optional<std::chrono::steady_clock::time_point> tried;
  int failed = 0;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    const auto now = spend();
    if (now && (tried != now->proven || (failed > 0 && --failed == 0))) {
      tried = now->proven;
      spent_ = {};
      const auto done = look_all(*now);
      polled_.reset();  // how long a look takes is no time for which something could come
      if (done.over) return;
      failed = done.failed ? kPollsAfterFailure : 0;
    }
    lock.lock();
    changed_.wait_for(lock, kPoll, [&] { return stopping_; });
  }
}

// Time between two attachments counts for nothing, however often it was attached.
std::optional<AttachedNow> LedgerWatch::spend() {
  auto now = ports_.attached();
  const auto before = std::exchange(polled_, std::nullopt);
  if (!now) return now;
  polled_ = std::chrono::steady_clock::now();
  if (before) spent_ += *polled_ - *before;
  now->spent = std::chrono::duration_cast<std::chrono::seconds>(spent_).count();
  return now;
}

LedgerWatch::Done LedgerWatch::look_all(AttachedNow now) {
  for (;;) {
    const auto more = look(now);
    now.spent = 0;
    if (stopping()) return {};
    if (!more.ok()) {
      if (more.reason() == Reason::kIntegrity) {
        // Durable first: whoever starts the agent anew is to find it as it is.
        const Status kept = keep(watched_, {{LedgerAlarmKind::kFalse, watched_.next}});
        if (!kept.ok()) ports_.log_problem("ledger_not_watched", kept.error());
        ports_.falsehood(more.error());
        return {.over = true};
      }
      ports_.log_problem("ledger_not_watched", more.error());
      return {.failed = true};
    }
    if (!more.value()) return {};
  }
}

Result<bool> LedgerWatch::look(const AttachedNow& now) {
  Watched watched = watched_;
  watched.attached += now.spent;
  const auto view = ports_.log->view();
  if (view.size() == 0) return false;
  STILE_TRY(const auto seen,
            unless_failed(ledger::verify_checkpoint(view.note(), view.log().key), Reason::kIo));
  STILE_CHECKED(begin_anew(view.log(), seen, watched));
  const auto shown = fetch(watched.next, seen.size);
  if (!shown.ok()) {
    STILE_CHECKED(not_shown(std::move(watched)));
    return shown.error();
  }
  WatchStore::Raised raised;
  const Watched before = watched;
  const Status compared = compare(now, *shown, view.log(), seen, watched, raised);
  if (!compared.ok()) {
    // A gateway that lists leaves and proves none shows none.
    if (compared.reason() != Reason::kIntegrity) STILE_CHECKED(not_shown(before));
    return compared.error();
  }
  const bool more = shown->end < seen.size;
  watched.next = std::max(watched.next, shown->end);
  watched.answered = watched.attached;
  if (!more) {
    STILE_CHECKED(settle(watched, raised));
    STILE_CHECKED(compare_newest(watched, raised));
    if (now.clock_right) {  // else what was known before is as true as it was
      watched.fresh_from = watched.next;
      watched.fresh_since = now.at;
    }
  }
  STILE_CHECKED(keep(std::move(watched), raised));
  return more;
}

// All that the agency holds is compared once more: the successor has it, at its place.
Status LedgerWatch::begin_anew(const ledger::Log& log, const ledger::Checkpoint& seen,
                               Watched& watched) {
  if (watched.log == log.key.vkey()) return ok();
  for (const auto& closed : log.closed) {
    STILE_CHECKED(prove(closed.last.size, ledger::succession_leaf_text(closed), seen));
  }
  if (!log.closed.empty()) {
    watched.next = 0;
    watched.fresh_from = 0;
    watched.fresh_since = 0;
    watched.latest = 0;
    watched.gone = 0;
    watched.agreements.clear();
    watched.awaited.clear();
  }
  watched.log = log.key.vkey();
  return ok();
}

// What the view has not seen yet is for the next look. All that it has seen was in the ledger
// before the gateway was asked, so that what is not listed before `end` does not name us.
Result<LedgerWatch::Shown> LedgerWatch::fetch(std::uint64_t first, std::uint64_t size) {
  Shown shown{{}, std::max(first, size)};
  if (first >= size) return shown;
  STILE_TRY(shown.leaves,
            unless_failed(ports_.gateway->leaves(first, kLeavesAtOnce), Reason::kUnavailable));
  std::uint64_t least = first;
  for (const auto& leaf : shown.leaves) {
    if (leaf.index < least) {
      return Error{Reason::kMalformed, "the gateway's list of leaves is in no order"};
    }
    least = leaf.index + 1;
  }
  if (shown.leaves.size() >= kLeavesAtOnce) shown.end = std::min(size, least);
  while (!shown.leaves.empty() && shown.leaves.back().index >= shown.end) shown.leaves.pop_back();
  return shown;
}

Status LedgerWatch::prove(std::uint64_t index, std::string_view text,
                          const ledger::Checkpoint& seen) {
  STILE_TRY(const auto proof,
            unless_failed(ports_.gateway->inclusion(index, seen.size), Reason::kUnavailable));
  const Status proven =
      ledger::verify_inclusion(index, seen.size, ledger::leaf_hash(text), proof, seen.root);
  if (proven.ok()) return ok();
  return Error{Reason::kIntegrity, "leaf " + std::to_string(index) +
                                       ": the gateway lists what its ledger does not have there"};
}

// A successor has the very leaf that is kept here, whatever it lists: that says nothing of its
// tree. Where the leaf was lost and nobody gave it back, the one that says so stands there. A third
// is no honest gateway's.
Result<bool> LedgerWatch::succeeded(const OwnLeaf& kept, const ledger::Log& log,
                                    const ledger::Checkpoint& seen) {
  if (kept.index >= log.begins()) return true;  // proven in this very ledger when it came
  STILE_TRY(const auto proof,
            unless_failed(ports_.gateway->inclusion(kept.index, seen.size), Reason::kUnavailable));
  const auto stands = [&](std::string_view text) {
    return ledger::verify_inclusion(kept.index, seen.size, ledger::leaf_hash(text), proof,
                                    seen.root)
        .ok();
  };
  if (stands(kept.text)) return true;
  const auto lost_with = std::ranges::find_if(log.closed, [&](const auto& closed) {
    return kept.index >= closed.kept && kept.index < closed.last.size;
  });
  if (lost_with != log.closed.end() && stands(ledger::lost_leaf_text(*lost_with))) return false;
  return Error{Reason::kIntegrity,
               "leaf " + std::to_string(kept.index) +
                   ": the ledger's successor has another there than the one that is kept here"};
}

Result<LedgerWatch::Held> LedgerWatch::held_from(std::uint64_t first, std::uint64_t end,
                                                 const ledger::Log& log,
                                                 const ledger::Checkpoint& seen,
                                                 LeafComparison& comparison) {
  Held held;
  for (const auto& side : ports_.sides) {
    STILE_TRY(auto kept, kept_by(side, first, end));
    for (auto& one : kept) {
      if (stopping()) return stopped();
      STILE_TRY(const bool there, succeeded(one, log, seen));
      if (there) {
        held[one.index] = std::move(one.text);
      } else {
        comparison.hidden(one.index);
      }
    }
  }
  return held;
}

Status LedgerWatch::compare(const AttachedNow& now, const Shown& shown, const ledger::Log& log,
                            const ledger::Checkpoint& seen, Watched& watched,
                            WatchStore::Raised& raised) {
  LeafComparison comparison(ports_.self, ports_.clock(), now.clock_right, watched, log.closed);
  STILE_TRY(auto held, held_from(watched.next, shown.end, log, seen, comparison));
  for (const auto& leaf : shown.leaves) {
    if (stopping()) return stopped();
    const auto kept = held.find(leaf.index);
    const bool is_held = kept != held.end();
    const bool as_kept = is_held && leaf.text == kept->second;  // and so proven
    if (is_held) held.erase(kept);
    if (!leaf.text) {
      comparison.without_text(leaf.index);
      continue;
    }
    if (!as_kept) STILE_CHECKED(prove(leaf.index, *leaf.text, seen));
    const auto parsed = ledger::parse_leaf(*leaf.text);
    if (!parsed.ok()) {
      comparison.unreadable(leaf.index);
      continue;
    }
    STILE_CHECKED(comparison.compare(leaf.index, *parsed, is_held));
  }
  for (const auto& [index, text] : held) comparison.hidden(index);
  comparison.pass(shown.end);
  raised = comparison.raised();
  return ok();
}

// Some of what was not here has come since, and some waits for too long.
Status LedgerWatch::settle(Watched& watched, WatchStore::Raised& raised) {
  for (auto next = watched.awaited.begin(); next != watched.awaited.end();) {
    const auto one = next++;
    bool here = false;
    for (const auto& side : ports_.sides) {
      STILE_TRY(const auto kept, kept_by(side, one->first, one->first + 1));
      here = here || !kept.empty();
    }
    const bool late = !one->second.frozen && watched.attached - one->second.since >= kComesWithin;
    if (!here && !late) continue;
    if (!here) raised.emplace_back(one->second.kind, one->first);
    watched.awaited.erase(one);
  }
  return ok();
}

Status LedgerWatch::compare_newest(Watched& watched, WatchStore::Raised& raised) {
  for (const auto& side : ports_.sides) {
    const std::string store(side->name());
    const auto had = watched.newest.find(store);
    if (had != watched.newest.end()) {
      STILE_TRY(const auto kept, kept_by(side, had->second, had->second + 1));
      if (kept.empty()) raised.emplace_back(LedgerAlarmKind::kPutBack, had->second);
    }
    STILE_TRY(const auto newest, unless_failed(side->newest(), Reason::kIo));
    if (newest) {
      watched.newest[store] = *newest;
    } else {
      watched.newest.erase(store);
    }
  }
  return ok();
}

Status LedgerWatch::keep(Watched watched, const WatchStore::Raised& raised) {
  STILE_TRY(const auto news,
            unless_failed(store_->save(watched_, watched, raised, ports_.clock()), Reason::kIo));
  watched_ = std::move(watched);
  for (const auto& alarm : news) tell(alarm);
  return ok();
}

// A connection that is lost for a while is no alarm; a gateway that is attached and answers
// everything but this is.
Status LedgerWatch::not_shown(Watched watched) {
  WatchStore::Raised raised;
  if (watched.attached - watched.answered >= kComesWithin) {
    raised.emplace_back(LedgerAlarmKind::kNotShown, watched.next);
    watched.answered = watched.attached;
  }
  return keep(std::move(watched), raised);
}

void LedgerWatch::tell(const LedgerAlarm& alarm) const {
  ports_.log_problem("ledger_alarm", {Reason::kConflict, words(alarm)});
}

}  // namespace stile::agent
