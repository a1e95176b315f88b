#pragma once

#include "core/record/code_texts.h"

namespace stile::record {

// Holding is what the gateway itself does with a consignment that waits for its recipient: it holds
// it while the agreement is suspended and lets it go when that is over, gives it up when the
// agreement has ended, and says once that nobody collects a notification. Its text is the
// decision of a leaf.
enum class Holding { kFrozen = 1, kThawed, kEnded, kUncollected };

template <>
inline constexpr auto names<Holding> = texts({"frozen", "thawed", "ended", "uncollected"});

}  // namespace stile::record
