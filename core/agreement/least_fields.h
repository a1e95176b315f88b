#pragma once

#include <span>

#include "core/agreement/agreement.h"
#include "core/record/code_texts.h"

// The table of least fields per recipient (domain.md, "Least fields"): the most that any
// agreement may grant. An agreement may narrow it, never widen it.
namespace stile::agreement {

// allowed() lists the treatments the table allows a field of this record type towards a
// recipient in this relation on this occasion; empty: never.
std::span<const record::Treatment> allowed(record::RecordType type, Relation relation,
                                           Occasion occasion, record::Field field);

// kSmallHomePlaces: a home of this many places or fewer is so small that an age band or a
// child's pseudonym in its rows would name the child; neither leaves, whatever is granted.
inline constexpr std::uint32_t kSmallHomePlaces = 3;

}  // namespace stile::agreement
