#include "agents/source/export_map.h"

#include <string>

#include "agents/ingest/event_rows.h"

namespace stile::agent {

Result<std::shared_ptr<const ColumnMap>> map_of(const ColumnMaps& maps, std::istream& from) {
  if (maps.size() == 1) return maps.front();
  std::shared_ptr<const ColumnMap> found;
  std::string lacking;
  for (const auto& map : maps) {
    const auto rows = EventRows::open(from, *map);
    from.clear();
    from.seekg(0);
    if (!from) return Error{Reason::kIo, "the export cannot be read twice; put it in a plain file"};
    if (!rows.ok()) {
      lacking += "; as an export of " + map->system() + ": " + rows.error().detail;
      continue;
    }
    if (found != nullptr) {
      return Error{Reason::kAmbiguous, "the columns are those of " + found->system() + " and of " +
                                           map->system() +
                                           "; let each map name a column that the other's "
                                           "export does not have"};
    }
    found = map;
  }
  if (found != nullptr) return found;
  return Error{Reason::kMissingField, "the columns fit no column map" + lacking};
}

}  // namespace stile::agent
