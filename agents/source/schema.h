#pragma once

#include "core/storage/database.h"

namespace stile::agent {

// intake_schema() is what the source keeps (R20): granted fields inside signed consignments,
// tokens, receipts and its own systems' references; never a name, a date of birth or a child's
// reference.
storage::Schema intake_schema();

}  // namespace stile::agent
