#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "agents/ports/own_leaves.h"
#include "core/base/result.h"

namespace stile::agent {

// kReceiptIndexSchema is the step of the intake store by which a receipt is found by its leaf's
// index: the number after the receipt's first "index " (core/ledger/FORMATS.md).
inline constexpr std::string_view kReceiptIndexSchema = R"sql(
CREATE INDEX receipt_index
  ON receipt (CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER));
)sql";

// open_sent_leaves() are those that an intake store keeps: of consignments admitted, of what the
// gateway did with one that waits, and of questions that came. Fails as StoredLeaves::open().
Result<std::unique_ptr<OwnLeaves>> open_sent_leaves(const std::string& store);

}  // namespace stile::agent
