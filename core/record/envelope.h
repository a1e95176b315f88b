#pragma once

#include <cstdint>
#include <optional>

#include "core/base/ids.h"
#include "core/record/codes.h"
#include "core/record/event.h"

namespace stile::record {

// Envelope is what routing and evaluation need of a record, whatever its type. The gateway
// sees it and never forwards it. Only a return manifest has no home.
struct Envelope {
  RecordType type = RecordType::kCallOut;
  std::optional<HomeId> home;
  std::int64_t event_minute = 0;  // UTC minutes since 1970
  std::optional<AreaCode> placing_authority;
  ChildRole child_role = ChildRole::kNone;
  bool child_involved = false;
};

// envelope_of() is an event's.
Envelope envelope_of(const Event& event);

}  // namespace stile::record
