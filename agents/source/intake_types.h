#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/record/acknowledgement.h"
#include "core/record/change.h"
#include "core/record/codes.h"
#include "core/record/holding.h"
#include "core/record/statement.h"

// What the intake store holds, as values.
namespace stile::agent {

// month_key() is a month as the store keeps it: 202610. Notifications and corrections have none:
// their keys are kNotifiedKey and kCorrectedKey, an exercise's is kExercisedKey, and that of an
// answer to an enquiry kAnsweredKey.
inline std::int64_t month_key(const Month& month) {
  return std::int64_t{month.year} * 100 + month.month;
}
inline Month month_of_key(std::int64_t key) {
  return {static_cast<int>(key / 100), static_cast<int>(key % 100)};
}
inline constexpr Month kNotified{};
inline constexpr std::int64_t kNotifiedKey = 0;
inline constexpr std::int64_t kCorrectedKey = -1;
inline constexpr std::int64_t kExercisedKey = -2;
inline constexpr std::int64_t kAnsweredKey = -3;

// occasion_of_key() is on what occasion a consignment of that month goes; a correction's is its
// change's, and an answer's its kind alone.
inline record::Occasion occasion_of_key(std::int64_t key) {
  if (key == kAnsweredKey) return {record::OccasionKind::kEnquiry, {}};
  return key == kNotifiedKey ? record::notification() : record::return_of(month_of_key(key));
}

// Sight is whose eyes something is for. What is unlisted, which is what was released (releases.h)
// and what answers a challenge (X1) or an enquiry (X6), is shown to no other than a data officer.
enum class Sight { kAnybody, kOfficer };

// RouteRow is where consignments go: each has its own gap-free numbers from 1.
struct RouteRow {
  std::int64_t id = 0;
  std::string agreement_id;
  std::string recipient;
  std::uint64_t next = 1;
};

using ChildDigest = std::array<std::uint8_t, 8>;

// RecordKey is how a record is found again.
struct RecordKey {
  std::int64_t route = 0;
  std::int64_t system = 0;
  std::string reference;
  ChildDigest child{};
};

// RecordFacts is what a record adds to its home's month (month_facts.h); of a return manifest,
// `bytes` are its number. Both empty where nothing is counted.
struct RecordFacts {
  std::string home;
  Bytes bytes;
  bool operator==(const RecordFacts&) const = default;
};

// KnownRecord is what was last sent of a record. A digest of no row means: send it again. Once it
// is withdrawn that is as another event: `lives` are those that withdrawals have ended.
struct KnownRecord {
  Token event_token{};
  std::uint64_t revision = 0;
  Bytes digest;
  RecordFacts facts = {};
  std::uint32_t lives = 0;
  bool withdrawn = false;
};

enum class ConsignmentState { kQueued = 1, kAdmitted, kStored };

// ConsignmentHead names a consignment in the store; `id` is in the order of queueing.
struct ConsignmentHead {
  std::int64_t id = 0;
  std::int64_t route = 0;
  std::uint64_t number = 0;
  std::int64_t month = 0;
  std::uint32_t rows = 0;
  Hash digest{};
  ConsignmentState state = ConsignmentState::kQueued;

  bool corrects() const { return month == kCorrectedKey; }
  bool exercises() const { return month == kExercisedKey; }
  bool answers() const { return month == kAnsweredKey; }
};

// WithheldRow is a row of the last export of a month that an agreement does not let go; the
// reference is empty where the row could not be read so far.
struct WithheldRow {
  std::int64_t line = 0;
  record::RecordType type = record::RecordType::kCallOut;
  std::string agreement_id;
  std::string reference;
  std::string reason;
  std::string field;
};

// Notification is what the force may know of one (X1): that it is queued, what the gateway did with
// it by itself, that it is at its recipient's agent, or read by somebody there.
struct Notification {
  std::int64_t id = 0;  // of its consignment
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  std::string reference = {};  // of the exporting system
  Instant queued = 0;
  Instant within = 0;  // seconds for which it may stay unread
  ConsignmentState state = ConsignmentState::kQueued;
  bool read = false;
  std::optional<record::Holding> held = {};  // by the gateway, the last that it said
  bool withdrawn = false;                    // nobody is waited for any more
  bool unlisted = false;                     // for all but a data officer
  Token event_token{};                       // of the record

  bool overdue(Instant now) const { return !read && !withdrawn && now - queued >= within; }
};

// Exercise is what the force may know of one: that it is queued, was refused and why, is at its
// recipient's agent, or was answered there by some or by all who may be on duty.
struct Exercise {
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  Instant sent = 0;
  std::string account = {};
  std::string refused = {};  // the reason, or empty
  ConsignmentState state = ConsignmentState::kQueued;
  std::optional<record::DisclosureState> word = {};  // the last that its recipient said
};

// AlarmKind is why the control room has to ring somebody: the gateway did not take a notification
// within kAdmittedWithin seconds, it refused it for good, nobody read it, or confirmed that it was
// withdrawn, though the second contact's time has passed too, its recipient has no sealing key by
// which it could be told; or the gateway holds it back, has deleted it because its agreement ended,
// or waits in vain for the recipient's agent to collect it. kUnapproved is for the force's data
// officer, and for nobody else (X6): half the time is over in which a question may be approved.
enum class AlarmKind {
  kNotAdmitted = 1,
  kRefused,
  kUnread,
  kUntold,
  kUnconfirmed,
  kFrozen,
  kEnded,
  kUncollected,
  kUnreadable,
  kUnapproved
};
inline constexpr Instant kAdmittedWithin = 60;

struct Alarm {
  std::int64_t id = 0;
  // Of the consignment, which a refusal has removed; or untold. 0 of what could not be read: then
  // there is no recipient, and the reference is the export's name.
  std::int64_t notification = 0;
  AlarmKind kind = AlarmKind::kUnread;
  Instant raised = 0;
  std::string recipient = {};
  std::string reference = {};
  Instant rung = 0;  // 0: nobody was rung yet
  std::string contact = {};
};

// UntoldEvent is an event of an export as it was read last, for whom it is not told yet.
struct UntoldEvent {
  std::string system;
  record::RecordType type = record::RecordType::kCallOut;
  std::string reference;
  ChildDigest child{};
  Token digest{};                       // of its row
  std::vector<std::string> recipients;  // SPIFFE identities; none: nobody is left to be told
};

// ChangeState is how far a change of a disclosed record has come at its source. One is void where
// nothing of the record ever left, or where it was withdrawn before the change went.
enum class ChangeState { kWaiting = 1, kSent, kVoid };

// SentChange is what becomes of one record at one recipient after it was disclosed there.
struct SentChange {
  std::int64_t id = 0;
  RecordKey key = {};
  Token event_token{};
  std::uint64_t revision = 0;
  record::ChangeReason reason = record::ChangeReason::kInaccurate;
  Bytes fields = {};      // canonical; of kCorrected alone
  bool notified = false;  // of a notification
  Instant made = 0;
  std::string account = {};
  std::int64_t cites = 0;  // consignment that had carried the record last
  Instant tried = 0;       // when the gateway last refused it; 0: never
};

// ChangeLine is how a change stands at its recipient; nothing else of what was done there (X1).
struct ChangeLine {
  SentChange change = {};
  std::string system = {};
  record::RecordType type = record::RecordType::kCallOut;
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  ChangeState state = ChangeState::kWaiting;
  std::string why = {};          // it waits, or was refused; empty for no more than its record
  std::int64_t consignment = 0;  // 0: none
  ConsignmentState sent = ConsignmentState::kQueued;  // where there is one
  bool closed = false;
  bool unlisted = false;  // for all but a data officer
  Instant within = 0;     // seconds for which it may stay open; 0 until it was sent

  bool is_open() const { return state != ChangeState::kVoid && !closed; }
  bool overdue(Instant now) const { return is_open() && within > 0 && now - change.made >= within; }
};

// ClosedWord is what a recipient's people have decided of a notification or a change: the signed
// word in which that is sealed to the data officers, and what it is about.
struct ClosedWord {
  std::string reference = {};  // of the exporting system
  Token event_token{};
  bool change = false;
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  std::uint64_t number = 0;    // of the consignment, as is
  Hash digest{};
  std::string note = {};
};

// SentRecord is a record as one recipient was given it.
struct SentRecord {
  RecordKey key = {};
  KnownRecord known = {};
  std::int64_t month = 0;
  std::int64_t consignment = 0;  // that carried it last
  std::string agreement_id = {};
  std::string recipient = {};  // SPIFFE identity
  bool unlisted = false;       // for all but a data officer

  // is_answered() is of one that went in an answer to an enquiry: no later row takes its place.
  bool is_answered() const { return month == kAnsweredKey; }
};

// Decision is why somebody who might have been told of an event was not (R16). `audience` is whom
// it is about: "placing-authority", "host-yjs", or "everybody".
struct Decision {
  std::string system;
  record::RecordType type = record::RecordType::kCallOut;
  std::string reference;
  std::string audience;
  std::string reason;
};

// Operation is an entry of the log of operations (Data Protection Act 2018 s.62), or one of
// "refusal" and "integrity".
struct Operation {
  std::string op;
  Instant time = 0;
  std::string account;
  std::string agreement_id;
  std::string occasion;
  std::uint64_t rows = 0;
  std::string reason;
  std::int64_t consignment = 0;  // its id, whose number may change while it is queued; 0: none
};

}  // namespace stile::agent
