#pragma once

#include <string_view>

// For inbox_schema.cc alone.
namespace stile::agent {

// Step 13 to 14: words, challenges and requests that the gateway had taken and may have lost with a
// ledger that was closed. They are said once more, and what becomes of them then changes none of
// them.
inline constexpr std::string_view kSaidAgain = R"sql(
CREATE TABLE said_again (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  note TEXT NOT NULL
) STRICT;
)sql";

}  // namespace stile::agent
