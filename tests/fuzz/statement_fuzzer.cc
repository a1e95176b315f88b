#include "core/record/statement.h"

#include "core/record/acknowledgement.h"
#include "core/record/challenge.h"
#include "core/record/question.h"
#include "tests/fuzz/fuzz.h"

// What reads as a statement, an acknowledgement, a challenge or a question is exactly
// what would be written.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stile;
  const ByteView text = fuzz::input(data, size);
  const auto statement = record::parse_statement(text);
  if (statement.ok()) fuzz::require(record::statement_text(*statement) == text);
  const auto word = record::parse_acknowledgement(text);
  if (word.ok()) fuzz::require(record::acknowledgement_text(*word) == text);
  const auto question = record::parse_question(text);
  if (question.ok()) fuzz::require(record::question_text(*question) == text);
  const auto challenge = record::parse_challenge(text);
  if (challenge.ok()) fuzz::require(record::challenge_text(*challenge) == text);
  fuzz::require(int{statement.ok()} + int{word.ok()} + int{challenge.ok()} + int{question.ok()} <=
                1);
  fuzz::require(!challenge.ok() || record::is_challenge(text));
  return 0;
}
