#include "agents/link/clock_difference.h"

namespace stile::agent {
namespace {

constexpr Instant kSecondsPerMinute = 60;

}  // namespace

std::optional<std::string> clock_difference(Instant own, Instant gateways) {
  const Instant off = own > gateways ? own - gateways : gateways - own;
  if (off <= kClockMost) return std::nullopt;
  return "this machine's clock is " + std::to_string(off / kSecondsPerMinute) + " minutes " +
         (own > gateways ? "ahead of" : "behind") + " the gateway's";
}

}  // namespace stile::agent
