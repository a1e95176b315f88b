#pragma once

#include "core/storage/database.h"

namespace stile::gateway {

// store_schema() is the form of the gateway's file. Every table that grows has an integer key
// in the order of arrival, so that a commit touches only right edges. The triggers guard the
// tree against accidents; the proof against intent is the tree itself.
storage::Schema store_schema();

}  // namespace stile::gateway
