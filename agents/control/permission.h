#pragma once

#include <cstdint>
#include <string>

#include "agents/control/people.h"
#include "core/base/result.h"

namespace stile::v1 {
class ControlRequest;
}

namespace stile::agent {

// may() is the one table of which role allows which request: kNotPermitted, naming the roles of
// which one is needed, or kUsage for a request that asks nothing.
Status may(const Person& person, const v1::ControlRequest& request);

// sender_of() is the account of a user number where `people` lets it send returns; else
// kNotPermitted.
Result<std::string> sender_of(std::uint32_t user, const People& people);

}  // namespace stile::agent
