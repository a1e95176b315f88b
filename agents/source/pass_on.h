#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/record/codes.h"
#include "core/record/event.h"
#include "core/record/identity.h"
#include "core/record/treated.h"

// What an area authority passes on, to the authority that placed the child, of a notification that
// it was sent itself.
namespace stile::agent {

// kPassedOnSystem stands where an exporting system's code does, in commands too
// (`stile record withdraw --system passed-on`). A record's reference is that of the notification.
inline constexpr std::string_view kPassedOnSystem = "passed-on";

// PassedOn is the notification as it is known here, and who placed the child. Its end wipes the
// identity.
struct PassedOn {
  PassedOn(const Token& token, record::Treated row, const record::Identity& child,
           AreaCode authority)
      : event_token(token), told(std::move(row)), identity(child), placing(std::move(authority)) {}
  PassedOn(const PassedOn&) = delete;
  PassedOn& operator=(const PassedOn&) = delete;
  ~PassedOn() { record::wipe(identity); }

  Token event_token{};  // of the notification: the force's reference is not known here
  record::Treated told;
  record::Identity identity;
  AreaCode placing;
};

// event_of() is the event as far as it was told, but for who the child is. What was not told is as
// if it had not been asked. Pure.
record::Event event_of(const PassedOn& what);

// beyond() is the first field in which `passed` says what `told` does not: nobody passes on what
// nobody has said. Who placed the child, and who of this agency knows of it, are its own words.
// Pure.
std::optional<record::Field> beyond(const record::Treated& passed, const record::Treated& told);

}  // namespace stile::agent
