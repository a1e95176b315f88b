#pragma once

#include <span>

#include "core/agreement/agreement.h"
#include "core/record/code_texts.h"

// The table of least fields per recipient (domain.md, "Least fields"): the most that any
// agreement may grant. An agreement may narrow it, never widen it.
namespace stile::agreement {

// allowed() lists the treatments that the table allows a field in a clause of this type of record,
// relation, occasion and conditions; empty: never.
std::span<const record::Treatment> allowed(const Clause& clause, record::Field field);

// kSmallHomePlaces: a home of this many places or fewer is so small that an age band or a
// child's pseudonym in a regulator's rows would name the child; neither leaves, whatever is
// granted.
inline constexpr std::uint32_t kSmallHomePlaces = 3;

}  // namespace stile::agreement
