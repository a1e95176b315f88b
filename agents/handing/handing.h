#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/agreement/directory.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// Handing is what people at an agency are to be told: that something waits in Stile, and where.
// There is nothing in it about the child, the home or the event (X8).
struct Handing {
  enum class Kind { kNotification, kOverdue, kCorrected, kWithdrawn, kControlRoom, kExercise };

  // The event reference, or the reference of an alarm, as crypto::crockford() writes it.
  std::string id;
  Kind kind = Kind::kNotification;
  agreement::Contact to;
  Instant time = 0;  // when it was first to be told; a mail's date
  // Which try of one means this is, from 1. Hands counts it; what a caller sets is not looked at.
  int attempt = 0;
};

// name() is "notification", "overdue", "corrected", "withdrawn", "control-room" or "exercise".
std::string_view name(Handing::Kind kind);

// check() is kMalformed for an id that crypto::crockford() cannot have written. The contact is not
// looked at here: each means needs another part of it.
Status check(const Handing& handing);

// json_of() is what a command and another system are given, on one line (RFC 8259): id, kind,
// contact (its code), mailbox, telephone, time ("2026-11-03T09:00:00Z").
std::string json_of(const Handing& handing);

// HandingName is the id and kind of a handing as one name, "<id>-<kind>", which is safe as that of
// a file. parse() is the inverse of text(); nothing for any other text.
struct HandingName {
  std::string id;
  Handing::Kind kind = Handing::Kind::kNotification;

  std::string text() const;
  static std::optional<HandingName> parse(std::string_view text);
};

enum class Means { kCommand, kSpool, kMail };
std::string_view name(Means means);  // "command", "spool", "mail"

// Hand is one means of handing on. One thread.
class Hand {
 public:
  virtual ~Hand() = default;

  // give() hands on, and returns when that is done or has failed, within a bounded time; soon when
  // it is told to stop. Success means that what is configured here has taken it, never that a
  // person has read it. kMissingField, kMalformed or kTooLarge where this handing cannot go by this
  // means at all, so that trying again is of no use. The same handing may be given again.
  virtual Status give(const Handing& handing, const std::stop_token& stop) = 0;

  // look() is for what comes back; it is called about once a second while nothing is given.
  virtual void look() {}
};

}  // namespace stile::agent
