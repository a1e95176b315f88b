#pragma once

#include <optional>
#include <string>

#include "core/base/civil_time.h"

namespace stile::agent {

// How far this machine's clock may be off the gateway's, in seconds, before people are told:
// nothing that is signed or proven depends on it, but certificates, duty and what is overdue do.
inline constexpr Instant kClockMost = 60;

// clock_difference() says in words how far it is off, given both clocks at one moment, in seconds
// since 1970; nothing where it is near enough. Pure.
std::optional<std::string> clock_difference(Instant own, Instant gateways);

}  // namespace stile::agent
