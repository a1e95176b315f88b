#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "agents/ports/own_leaves.h"
#include "core/base/result.h"

namespace stile::agent {

// kParcelIndexSchema is the step of the inbox by which a parcel is found by its leaf's
// index: the number after its receipt's first "index " (core/ledger/FORMATS.md).
inline constexpr std::string_view kParcelIndexSchema = R"sql(
CREATE INDEX parcel_index
  ON parcel (CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER));
)sql";

// open_received_leaves() are those that an inbox keeps: of consignments that came, and of questions
// that this agency has asked. Fails as StoredLeaves::open().
Result<std::unique_ptr<OwnLeaves>> open_received_leaves(const std::string& store);

}  // namespace stile::agent
