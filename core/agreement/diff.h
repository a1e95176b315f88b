#pragma once

#include <string>
#include <vector>

#include "core/agreement/agreement.h"

namespace stile::agreement {

// Effect is what a change does to sharing. What is not known to narrow counts as a widening.
enum class Effect { kWidens = 1, kNarrows, kChanges };
std::string_view name(Effect effect);

// Change is one difference between two versions, in a sentence of plain English.
struct Change {
  Effect effect;
  std::string words;
};

// diff() compares two agreements, both of which have passed check(): parties, purpose, dates,
// terms, then each clause field by field. Clauses are the same when record, relation and occasion
// are. Widenings come first, then what narrows, then what merely changes; empty when they say the
// same. Pure.
std::vector<Change> diff(const Agreement& before, const Agreement& after);

}  // namespace stile::agreement
