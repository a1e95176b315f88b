#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "agents/recipient/notice.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/record/change.h"
#include "core/record/codes.h"

namespace stile::agent {

// Change is what followed a record: one consignment, and the marker of it that stays here. It waits
// for a person, as a notice does, who says whether this agency follows it in all that it has made
// of the record; what the inbox itself holds has followed already.
struct Change {
  std::int64_t parcel = 0;     // that brought it
  std::int64_t source_id = 0;  // in this store
  std::int64_t stream = 0;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  Hash consignment{};
  Token event_token{};
  std::uint64_t revision = 0;
  record::ChangeReason reason = record::ChangeReason::kInaccurate;
  record::RecordType type = record::RecordType::kCallOut;
  Bytes salt;  // of its row; empty where that carried facts, or who the child is
  Instant arrived = 0;
  Instant due = 0;        // waiting at this second, it is overdue
  bool notified = false;  // the record came as a notification, not with a return
  bool alleged = false;   // police who see what is alleged of children may know of it
  Instant exported = 0;   // when a file was written last that may hold the record; 0: none was
  std::string erasure;    // what was signed here of the rows that it destroyed; empty: none were
  NoticeState state = NoticeState::kStored;  // else what a person decided
  std::uint32_t stage = 0;                   // how many contacts were told of it
  std::uint64_t unkept = 0;                  // rows of the event that came after it was withdrawn

  record::ChangeKind kind() const { return record::kind_of(reason); }
  bool brings_identity() const { return reason == record::ChangeReason::kIdentified; }
  bool is_open() const { return state == NoticeState::kStored; }
  bool is_overdue(Instant now) const { return is_open() && (due <= now || arrived > now); }
};

// notice_of() is a change as what people are told of and say words about.
Notice notice_of(const Change& change);

// buried() is what stands in the place of an event token once somebody here has confirmed that the
// record was erased: the first day of the event's month, and of the rest a hash under which a row
// that came again would be known, and nobody else.
Token buried(const Token& event_token);

// Marks are what lies on a record now: the newest annotation and the newest restriction that no
// lift has ended.
struct Marks {
  std::optional<record::ChangeReason> annotation;
  std::optional<record::ChangeReason> restriction;
};

// ErasedRow is a row that a withdrawal destroyed: its place in a parcel, and that one's
// consignment.
struct ErasedRow {
  std::int64_t parcel = 0;
  std::size_t position = 0;
  Hash consignment{};
};

// erasure_text() is what an inbox signs of the rows that the withdrawal of that consignment
// destroyed, in the order of parcels and positions: `verify` then tells them from rows that
// somebody deleted.
std::string erasure_text(const Hash& withdrawal, std::span<const ErasedRow> rows);

}  // namespace stile::agent
