#include "core/agreement/homes.h"

namespace stile::agreement {

const HomeEntry* Homes::find(const HomeId& id, Day day) const {
  const auto found = entries.find(id);
  if (found == entries.end()) return nullptr;
  for (const auto& entry : found->second) {
    if (entry.valid_on(day)) return &entry;
  }
  return nullptr;
}

}  // namespace stile::agreement
