#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "agents/source/intake_types.h"
#include "core/record/code_texts.h"

// What the event token of a record is made from (crypto::EventScope): `system` and `reference`, so
// that whoever makes one and whoever finds the record by it again agree. Pure.
namespace stile::agent {

// kErasedRow is what is said of a row whose record was erased.
inline constexpr std::string_view kErasedRow =
    "ERASED: this child's record was erased, and nothing of it goes to anybody or is kept; mend "
    "with: leave the row out of the export, or ask your data officer";

// EventTail is an event token without its day, on which its hash does not depend.
using EventTail = std::array<std::uint8_t, std::tuple_size_v<Token> - 2>;
inline EventTail tail_of(const Token& token) {
  EventTail tail{};
  std::copy(token.begin() + 2, token.end(), tail.begin());
  return tail;
}

// numbering() is of what is sent: each type of record has references of its own in each system.
inline std::string numbering(std::string_view system, record::RecordType type) {
  return std::string(system) + "/" + std::string(record::name(type));
}

// in_life() is a numbering after so many withdrawals, each of which makes another event of the
// record. No numbering has a number behind its second part.
inline std::string in_life(const std::string& numbering, std::uint32_t lives) {
  return lives == 0 ? numbering : numbering + "/" + std::to_string(lives);
}

}  // namespace stile::agent
