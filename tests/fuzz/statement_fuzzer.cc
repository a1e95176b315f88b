#include "core/record/statement.h"

#include "core/record/acknowledgement.h"
#include "tests/fuzz/fuzz.h"

// What reads as a statement or an acknowledgement is exactly what would be written.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stile;
  const ByteView text = fuzz::input(data, size);
  const auto statement = record::parse_statement(text);
  if (statement.ok()) fuzz::require(record::statement_text(*statement) == text);
  const auto word = record::parse_acknowledgement(text);
  if (word.ok()) fuzz::require(record::acknowledgement_text(*word) == text);
  fuzz::require(!statement.ok() || !word.ok());
  return 0;
}
