#pragma once

#include <istream>
#include <memory>

#include "agents/ingest/column_map.h"
#include "core/base/result.h"

namespace stile::agent {

// map_of() is the map to read an export with: the one whose columns it has. `from` stands at its
// beginning before and after. With one map alone that one is taken; what it lacks is said where the
// export is read. Fails with kMissingField where no map fits, naming for each what is missing, and
// with kAmbiguous where several do.
Result<std::shared_ptr<const ColumnMap>> map_of(const ColumnMaps& maps, std::istream& from);

}  // namespace stile::agent
