#pragma once

#include "agents/handing/handing.h"

namespace stile::agent {

inline constexpr char kId[] = "0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z";
inline constexpr char kOtherId[] = "7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z";
inline constexpr Instant kTime = 1793696400;  // 2026-11-03T09:00:00Z, a Tuesday

inline Handing handing(Handing::Kind kind = Handing::Kind::kNotification) {
  return {kId, kind, {"duty", "duty@authority.example", "01632 960001"}, kTime, 0};
}

}  // namespace stile::agent
