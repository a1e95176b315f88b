#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/record/challenge.h"
#include "core/record/change.h"

namespace stile::agent {

// Challenger is who challenges records, or asks what became of that: of notifications, of rows of
// returns, or of both. Police seconded to a youth justice service are neither (X1).
struct Challenger {
  std::string account;
  bool notifications = false;
  bool returns = false;

  bool sees(bool notified) const { return notified ? notifications : returns; }
};

// OwnChallenge is what somebody at this agency holds against a record, and what became of that.
struct OwnChallenge {
  std::int64_t parcel = 0;     // that brought the row which it cites
  std::int64_t source_id = 0;  // in this store
  std::string source;          // SPIFFE identity
  Token event_token{};
  std::uint64_t revision = 0;  // of what it cites
  record::RecordType type = record::RecordType::kCallOut;
  bool notified = false;  // the record came as a notification, not with a return
  record::Doubt doubt;
  std::string account;
  Hash salt{};  // by which the account opens the commitment in the note
  Bytes note;
  Instant made = 0;
  Instant due = 0;        // by when the source has to answer, as the agreement says
  std::string sent = {};  // "taken", or why the gateway refused it; empty while it waits
  std::optional<record::ChangeReason> answered = std::nullopt;
  bool withdrawn = false;  // the record is
  bool returned = false;   // the notification was

  bool is_refused() const { return !sent.empty() && sent != "taken"; }
  // is_open() is while the source owes an answer, of which a record has one at a time.
  bool is_open() const { return !answered && !withdrawn && !returned && !is_refused(); }
  bool is_overdue(Instant now) const { return is_open() && due <= now; }
};

}  // namespace stile::agent
