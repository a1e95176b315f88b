#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "gateway/pipeline/recorded.h"
#include "gateway/service/receipts.h"

namespace stile::v1 {
class ReceiptForSource;
class Refusal;
}  // namespace stile::v1

// How what was recorded is answered on the wire.
namespace stile::gateway {

void put_refusal(const RecordedRefusal& refused, v1::Refusal& to);

// put_receipt() proves the leaf in the tree of `tree_size` leaves, and that against what `shown`
// has been shown. kNotFound once the leaf's text was deleted at its date; else fails as
// the store does.
Status put_receipt(std::uint64_t leaf_index, std::uint64_t tree_size, const Store& store,
                   Shown& shown, v1::ReceiptForSource& to);

}  // namespace stile::gateway
