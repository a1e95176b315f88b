#pragma once

#include "core/storage/database.h"

namespace stile::agent {

// inbox_schema() is what the recipient keeps. Rows are in the order of their event tokens, which
// begin with the event's day, so that inserts come in time order; each revision is a row, and all
// but an event's highest are superseded. What people select by is an index: no list reads through
// all rows. Rows, the operation log, what a parcel proves, notices, changes and words are never
// changed; all but rows are never deleted, and of rows only those that were returned to their
// source or withdrawn by it.
storage::Schema inbox_schema();

}  // namespace stile::agent
