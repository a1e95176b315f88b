#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/acknowledgement.h"
#include "core/record/codes.h"

namespace stile::agent {

// NoticeState is what has become of a notice here, or, with the last three, of a change (change.h).
// All but the first two are for good: one of them is what a person decided, and its source learns
// of each that it is closed, and no more (X1).
enum class NoticeState {
  kStored = 1,
  kOpened,
  kAcknowledged,
  kNotOurs,
  kWrongChild,
  kConfirmed,
  kKeptByLaw,
  kOwnRecord
};

// decision_named() is of the name of a decision, else nothing.
std::optional<NoticeState> decision_named(std::string_view text);
// name() is the text of a state.
std::string_view name(NoticeState state);
// told_of() is what the source is told, and verdict_of() what its data officers are, of a decision.
record::DisclosureState told_of(NoticeState state);
std::optional<record::Verdict> verdict_of(NoticeState state);

// moves_on() says whether `said` tells anything after `last`; kConflict where both are decisions
// and differ.
Result<bool> moves_on(NoticeState last, NoticeState said);

// Notice is one revision of a single event that this agency was told of: one consignment, whose
// states are its own. People see the newest of an event's; the earlier ones are kept.
struct Notice {
  std::int64_t parcel = 0;     // that brought it
  std::int64_t source_id = 0;  // in this store
  std::string source;          // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  Hash consignment{};
  Token event_token{};
  std::uint64_t revision = 0;
  record::RecordType type = record::RecordType::kCallOut;
  Instant arrived = 0;
  Instant due = 0;       // unread at this second, it is overdue
  bool alleged = false;  // goes to this agency because an offence is alleged
  NoticeState state = NoticeState::kStored;
  std::uint32_t stage = 0;  // how many contacts were told of it
  bool withdrawn = false;   // its event was: nobody sees it

  bool is_unread() const { return state == NoticeState::kStored; }
  // One that came later than now came while the clock was ahead: nobody knows since when it waits.
  bool is_overdue(Instant now) const { return is_unread() && (due <= now || arrived > now); }
};

// is_returned() is true where what came was somebody else's: nothing of it is left.
constexpr bool is_returned(NoticeState state) {
  return state == NoticeState::kNotOurs || state == NoticeState::kWrongChild;
}

// closes_change() is true of what is decided about a change.
constexpr bool closes_change(NoticeState state) { return state >= NoticeState::kConfirmed; }

// Word is what a person of this agency said of a notice or a change, signed. Account and salt open
// the commitment in it, and stay here.
struct Word {
  std::int64_t parcel = 0;
  NoticeState state = NoticeState::kOpened;
  std::string account;
  Hash salt{};
  Bytes note;
  Instant after = 0;  // not said before this second
};

// Asker is who asks about notices. For police seconded to a youth justice service there are those
// about alleged offences, and no others: neither in lists nor in counts nor in errors (X1).
struct Asker {
  std::string account;
  bool alleged_only = false;

  bool sees(const Notice& notice) const { return notice.alleged || !alleged_only; }
};

}  // namespace stile::agent
