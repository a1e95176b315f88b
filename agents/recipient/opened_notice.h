#pragma once

#include <optional>

#include "agents/recipient/change.h"
#include "agents/recipient/notice.h"
#include "core/base/bytes.h"
#include "core/record/identity.h"
#include "core/record/treated.h"

namespace stile::agent {

// OpenedNotice is what a person reads of a notice. Its end wipes the identity.
struct OpenedNotice {
  // Whether a child's identity comes with it: the agreement grants none; it was proven; it was not,
  // and nobody is shown any; or the key to it was destroyed, long after somebody had acknowledged
  // it.
  enum class Naming { kNone, kProven, kUnproven, kKeyDestroyed };

  OpenedNotice() = default;
  OpenedNotice(OpenedNotice&&) = default;
  OpenedNotice& operator=(OpenedNotice&&) = default;
  ~OpenedNotice() { record::wipe(identity); }

  Notice notice;
  std::optional<Instant> corrects;  // when the revision before it came
  Marks marks;
  bool numbered = false;  // whether its reader may know the consignment's number
  record::Treated row;
  Bytes pseudonym;
  Naming naming = Naming::kNone;
  record::Identity identity;
};

}  // namespace stile::agent
