#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/gateway_world.h"

namespace stile::bench {

// ReturnLoad is what a force's agent would send: `months` returns of `rows` rows each, one
// after the other, the last of them last month's, as signed consignments of 256 rows.
struct ReturnLoad {
  std::size_t rows = 0;
  std::vector<std::string> requests;  // SubmitRequest on the wire, in the order of their numbers
};
ReturnLoad make_returns(const GatewayWorld& world, int months, std::size_t rows);

}  // namespace stile::bench
