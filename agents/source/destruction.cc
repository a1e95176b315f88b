#include "agents/source/destruction.h"

#include <utility>

#include "agents/report/held_until.h"
#include "agents/source/collect.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

Status read_due(const Rows& rows, DueConsignment& to) {
  return rows.read(to.id, to.route, to.leaf);
}

}  // namespace

std::string destruction_text(const Destruction& destruction) {
  std::string text = "stile-destruction/v1\nconsignment " + crypto::hex(destruction.digest) +
                     "\ntime " + utc_minute_text(destruction.time) + "\n";
  text += destruction.erases() ? "erased\n" : "over " + crypto::hex(destruction.due_digest) + "\n";
  return text + "rows " + crypto::hex(bits_of(destruction.positions)) + "\n";
}

Result<std::vector<DueConsignment>> Destructions::unscheduled(std::size_t most) {
  return collect<DueConsignment>(unscheduled_.start(most), read_due);
}

Result<std::vector<DueConsignment>> Destructions::unknown(std::int64_t after, std::size_t most) {
  return collect<DueConsignment>(unknown_.start(after, most), read_due);
}

Status Destructions::schedule(const DueConsignment& consignment) {
  return done(schedule_.run(consignment.id, consignment.until));
}

Result<std::optional<DueConsignment>> Destructions::next_due(Instant now, std::int64_t after) {
  STILE_TRY(Rows rows, next_due_.start(now, after));
  STILE_TRY(const bool found, rows.next());
  std::optional<DueConsignment> due;
  if (!found) return due;
  due.emplace();
  STILE_CHECKED(rows.read(due->id, due->route, due->leaf, due->until));
  return due;
}

// What is queued goes as it is: it has no leaf yet, by which anybody could say how long it stays.
Result<std::optional<Destructions::Stored>> Destructions::stored(std::int64_t id) {
  std::optional<Stored> none;
  STILE_TRY(Rows rows, stored_.start(id));
  STILE_TRY(const bool found, rows.next());
  if (!found) return none;
  Stored stored;
  Bytes bytes;
  STILE_CHECKED(rows.read(stored.head.id, stored.head.route, stored.head.number, stored.head.month,
                          stored.head.rows, stored.head.digest, bytes));
  STILE_TRY(stored.sent, read_sent(bytes));
  return std::optional(std::move(stored));
}

// A record's rows went in its month, as notifications, or follow it.
Result<std::set<std::int64_t>> Destructions::carrying(const Stored& due,
                                                      const std::set<Token>& events) {
  std::set<std::int64_t> others;
  const auto add = [&others](const Rows& rows, std::int64_t& id) -> Status {
    STILE_CHECKED(rows.read(id));
    others.insert(id);
    return ok();
  };
  STILE_TRY(
      const auto of_month,
      collect<std::int64_t>(of_month_.start(due.head.route, due.head.month, due.head.id), add));
  for (const Token& event : events) {
    STILE_TRY(const auto of_event,
              collect<std::int64_t>(of_event_.start(event, due.head.route), add));
  }
  others.erase(due.head.id);
  return others;
}

Result<std::uint64_t> Destructions::destroy(const Stored& stored, const IsHers& goes,
                                            Destruction what, const crypto::NoteSigner& signer) {
  what.consignment = stored.head.id;
  what.digest = stored.head.digest;
  for (std::size_t i = 0; i < stored.sent.rows.size(); ++i) {
    const SentRow& one = stored.sent.rows[i];
    const bool is_there = one.row.has_value() || (what.erases() && one.event_token.has_value());
    if (is_there && goes(*one.event_token)) what.positions.insert(i);
  }
  if (what.positions.empty()) return std::uint64_t{0};
  const Bytes note = crypto::sign_note(destruction_text(what), signer);
  STILE_CHECKED(
      add_.run(what.consignment, what.due, what.time, Blob{bits_of(what.positions)}, note));
  const auto left = what.erases() ? Destroyed::kAll : Destroyed::kContents;
  STILE_CHECKED(set_bytes_.run(what.consignment, Blob{reduced(stored.sent, what.positions, left)}));
  return std::uint64_t{what.positions.size()};
}

Result<std::uint64_t> Destructions::dispose(const DueConsignment& due, const IsHers& is_held,
                                            Instant now, const crypto::NoteSigner& signer) {
  STILE_TRY(const auto first, stored(due.id));
  if (!first) {  // somebody deleted it, which `verify` tells
    STILE_CHECKED(done(set_done_.run(due.id)));
    return std::uint64_t{0};
  }
  std::set<Token> events;
  Bytes held;
  for (const SentRow& one : first->sent.rows) {
    if (!one.event_token) continue;
    // Another consignment may have a row of the event where this one's is gone.
    if (is_held(*one.event_token)) {
      held.append(view(*one.event_token));
    } else {
      events.insert(*one.event_token);
    }
  }
  if (held.empty()) STILE_CHECKED(done(set_done_.run(due.id)));
  const Destruction what{.due = due.id, .due_digest = first->head.digest, .time = now};
  const auto goes = [&events](const Token& event) { return events.contains(event); };
  STILE_TRY(std::uint64_t rows, destroy(*first, goes, what, signer));
  STILE_TRY(auto all, carrying(*first, events));
  for (const std::int64_t id : all) {
    STILE_TRY(const auto other, stored(id));
    if (!other) continue;
    STILE_TRY(const std::uint64_t more, destroy(*other, goes, what, signer));
    rows += more;
    if (more == 0) continue;
    STILE_CHECKED(forget_fields_.run(id));
    for (const Token& event : events) {
      STILE_CHECKED(forget_fact_.run(other->head.route, other->head.month, id, event));
    }
  }
  if (held.empty()) STILE_CHECKED(forget_fields_.run(due.id));
  STILE_CHECKED(forget_facts_.run(first->head.route, first->head.month, due.id, Blob{held}));
  return rows;
}

// The rows of one event may stand in several consignments whose time is over.
Result<std::uint64_t> Destructions::kept_past(Instant now, const IsHers& is_held) {
  std::set<std::pair<std::int64_t, std::size_t>> kept;
  for (std::int64_t after = 0;;) {
    STILE_TRY(const auto due, next_due(now, after));
    if (!due) return std::uint64_t{kept.size()};
    after = due->id;
    STILE_TRY(const auto first, stored(due->id));
    if (!first) continue;
    std::set<Token> events;
    for (const SentRow& one : first->sent.rows) {
      if (one.event_token && is_held(*one.event_token)) events.insert(*one.event_token);
    }
    if (events.empty()) continue;
    STILE_TRY(auto all, carrying(*first, events));
    all.insert(due->id);
    for (const std::int64_t id : all) {
      STILE_TRY(const auto other, stored(id));
      for (std::size_t i = 0; other && i < other->sent.rows.size(); ++i) {
        const SentRow& one = other->sent.rows[i];
        if (one.row && events.contains(*one.event_token)) kept.emplace(id, i);
      }
    }
  }
}

Result<std::uint64_t> Destructions::erase(std::int64_t consignment, const IsHers& is_hers,
                                          Instant now, const crypto::NoteSigner& signer) {
  STILE_TRY(const auto one, stored(consignment));
  if (!one) return std::uint64_t{0};
  return destroy(*one, is_hers, {.time = now}, signer);
}

Result<std::vector<KeptDestruction>> Destructions::of(std::int64_t consignment) {
  return collect<KeptDestruction>(
      of_.start(consignment), [](const Rows& rows, KeptDestruction& to) -> Status {
        Bytes positions;
        STILE_CHECKED(rows.read(to.what.consignment, to.what.digest, to.what.due,
                                to.what.due_digest, to.what.time, positions, to.note, to.leaf));
        to.what.positions = positions_of(positions);
        return ok();
      });
}

Result<bool> Destructions::is_thinned(std::int64_t route, std::int64_t month, Instant now) {
  STILE_TRY(Rows rows, is_thinned_.start(route, month, now));
  STILE_CHECKED(rows.next());
  std::int64_t is = 0;
  STILE_CHECKED(rows.read(is));
  return is != 0;
}

}  // namespace stile::agent
