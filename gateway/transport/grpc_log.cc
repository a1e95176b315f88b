#include "gateway/transport/grpc_log.h"

#include <grpc/support/log.h>

#include <utility>

namespace stile::gateway {
namespace {

std::function<void(std::string_view)>& sink() {
  static std::function<void(std::string_view)> line;
  return line;
}

}  // namespace

void route_grpc_log(std::function<void(std::string_view)> line) {
  sink() = std::move(line);
  gpr_set_log_function([](gpr_log_func_args* args) { sink()(args->message); });
}

}  // namespace stile::gateway
