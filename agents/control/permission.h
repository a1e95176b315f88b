#pragma once

#include "agents/control/people.h"
#include "core/base/result.h"

namespace stile::v1 {
class ControlRequest;
}

namespace stile::agent {

// may() is the one table of which role allows which request: kNotPermitted, naming the role that
// is needed, or kUsage for a request that asks nothing.
Status may(const Person& person, const v1::ControlRequest& request);

}  // namespace stile::agent
