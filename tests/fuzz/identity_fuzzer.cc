#include "core/record/identity.h"

#include "tests/fuzz/fuzz.h"

// What reads as an identity is one that may be sealed, and exactly what would be written.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stile;
  const ByteView text = fuzz::input(data, size);
  auto bound = record::parse_identity(text);
  if (!bound.ok()) return 0;
  fuzz::require(record::check_identity(bound->identity).ok());
  fuzz::require(record::identity_text(*bound) == text);
  record::wipe(bound->identity);
  fuzz::require(bound->identity == record::Identity{});
  return 0;
}
