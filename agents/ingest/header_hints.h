#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "agents/ingest/event_fields.h"

namespace stile::agent {

// likely_field() is that one of `wanted` whose usual names, English or Welsh, a header most
// resembles: the same words, or a few letters apart. Nothing when none is near. A suggestion for a
// person who writes a map; nothing is ever read by it. Pure.
std::optional<EventField> likely_field(std::string_view header,
                                       const std::vector<EventField>& wanted);

}  // namespace stile::agent
