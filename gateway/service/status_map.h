#pragma once

#include <grpcpp/support/status.h>

#include "core/base/reason.h"

namespace stile::gateway {

// status_of() is the gRPC status of a reason: its code, and the reason's name as the only text.
// What happened in detail stays in the local log.
grpc::Status status_of(Reason reason);

}  // namespace stile::gateway
