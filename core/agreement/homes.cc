#include "core/agreement/homes.h"

#include <algorithm>

namespace stile::agreement {

const HomeEntry* Homes::find(const HomeId& id, Day day) const {
  const auto found = entries.find(id);
  if (found == entries.end()) return nullptr;
  for (const auto& entry : found->second) {
    if (entry.valid_on(day)) return &entry;
  }
  return nullptr;
}

void Areas::add(const AreaCode& authority, std::vector<AreaCode> adjoining) {
  adjoining_[authority] = std::move(adjoining);
}

record::PlacingDistance Areas::distance(const AreaCode& home_authority,
                                        const std::optional<AreaCode>& placing) const {
  if (!placing || !knows(*placing)) return record::PlacingDistance::kNotKnown;
  if (*placing == home_authority) return record::PlacingDistance::kInArea;
  const auto found = adjoining_.find(home_authority);
  if (found == adjoining_.end()) return record::PlacingDistance::kNotKnown;
  const bool adjoins =
      std::find(found->second.begin(), found->second.end(), *placing) != found->second.end();
  return adjoins ? record::PlacingDistance::kAdjoining : record::PlacingDistance::kDistant;
}

}  // namespace stile::agreement
