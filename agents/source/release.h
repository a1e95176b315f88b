#pragma once

#include <optional>
#include <string>

#include "core/record/codes.h"

namespace stile::agent {

// ReleaseOrder names one record of which the source may have a copy of its own (own_copy.h).
struct ReleaseOrder {
  std::string system = {};  // the exporting system's code
  record::RecordType type = record::RecordType::kCallOut;
  std::string reference = {};
  std::optional<std::string> child = {};  // the system's reference of it; of records with several
};

}  // namespace stile::agent
