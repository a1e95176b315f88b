#pragma once

#include "core/storage/database.h"

namespace stile::agent {

// inbox_schema() is what the recipient keeps. Rows are in the order of their event tokens, which
// begin with the event's day, so that inserts come in time order; of each only the highest
// revision is there. The operation log, and what a parcel proves, are never changed or deleted.
storage::Schema inbox_schema();

}  // namespace stile::agent
