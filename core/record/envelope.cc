#include "core/record/envelope.h"

namespace stile::record {
namespace {
constexpr Instant kSecondsPerMinute = 60;
}

Envelope envelope_of(const Event& event) {
  return {event.type,
          event.home,
          event.time / kSecondsPerMinute,
          event.placing_authority,
          event.child_role,
          event.child_involved};
}

}  // namespace stile::record
