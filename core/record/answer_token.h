#pragma once

#include "core/base/bytes.h"
#include "core/crypto/token.h"

// What the events of an answer to an enquiry are called, so that they stand together. Pure.
namespace stile::record {

// answer_token() is what an event is called in the answer to a question of that digest
// (question.h): behind the day, with which its token begins, stand the first bytes of the digest.
// Stores are in the order of tokens, and the rows of an answer are on few of their pages.
Token answer_token(const Token& event, const Hash& question);

// TokenRange is from one token to another, both included.
struct TokenRange {
  Token first{};
  Token last{};
  bool operator==(const TokenRange&) const = default;
};

// answer_range() is where events from `first` to `last` of the answer to a question stand: between
// their days or, where both are called by answer_token(), within their answer. It names none of
// them, so that it may be kept when an event has to be forgotten.
TokenRange answer_range(const Token& first, const Token& last, const Hash& question);

}  // namespace stile::record
