#include "core/record/answer_token.h"

#include <algorithm>
#include <cstddef>

namespace stile::record {
namespace {

constexpr std::size_t kDayBytes = 2;
constexpr std::size_t kQuestionBytes = 4;

bool is_of(const Token& event, const Hash& question) {
  return std::equal(event.begin() + kDayBytes, event.begin() + kDayBytes + kQuestionBytes,
                    question.begin());
}

}  // namespace

Token answer_token(const Token& event, const Hash& question) {
  Token token = event;
  const auto own = std::copy_n(question.begin(), kQuestionBytes, token.begin() + kDayBytes);
  std::copy_n(event.begin() + kDayBytes, token.end() - own, own);
  return token;
}

TokenRange answer_range(const Token& first, const Token& last, const Hash& question) {
  const bool in_answer = is_of(first, question) && is_of(last, question);
  const std::size_t kept = in_answer ? kDayBytes + kQuestionBytes : kDayBytes;
  TokenRange range{first, last};
  std::fill(range.first.begin() + kept, range.first.end(), 0);
  std::fill(range.last.begin() + kept, range.last.end(), 0xff);
  return range;
}

}  // namespace stile::record
