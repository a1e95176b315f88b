#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 14 to 15: of a disclosure the log of operations says which consignment it is, by its id: a
// number may change until the gateway has it.
inline constexpr std::string_view kLoggedConsignments = R"sql(
ALTER TABLE operation_log ADD COLUMN consignment INTEGER NOT NULL DEFAULT 0;
)sql";

}  // namespace stile::agent
