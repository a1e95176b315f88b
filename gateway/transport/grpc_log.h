#pragma once

#include <functional>
#include <string_view>

namespace stile::gateway {

// route_grpc_log() sends what the gRPC library itself logs to `line` instead of stderr, so that
// every line of the log has one form. Once, before the first server.
void route_grpc_log(std::function<void(std::string_view)> line);

}  // namespace stile::gateway
