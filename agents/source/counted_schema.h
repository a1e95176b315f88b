#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 15 to 16: what a record that is kept to answer with adds to its home's month, so that an
// answer counts what stands in no row. Of what was kept before nobody knows: `facts` is empty.
inline constexpr std::string_view kCountedAnswers = R"sql(
ALTER TABLE kept ADD COLUMN facts BLOB NOT NULL DEFAULT x'';
)sql";

}  // namespace stile::agent
