#include "gateway/service/outcomes.h"

#include <string>

#include "stile/v1/exchange.pb.h"

namespace stile::gateway {
namespace {

int wire_code(Reason reason) { return static_cast<int>(reason) + 1; }

}  // namespace

void put_refusal(const RecordedRefusal& refused, v1::Refusal& to) {
  to.set_reason(wire_code(refused.refusal().reason));
  to.set_last_number(refused.last_number());
  for (const auto& fault : refused.refusal().faults) {
    auto& row = *to.add_fault();
    row.set_row(fault.row);
    row.set_reason(wire_code(fault.reason));
    if (fault.field) row.set_field(static_cast<v1::Field>(*fault.field));
  }
}

Status put_receipt(std::uint64_t leaf_index, std::uint64_t tree_size, const Store& store,
                   Shown& shown, v1::ReceiptForSource& to) {
  STILE_TRY(const auto leaf, store.leaf_text(leaf_index));
  STILE_TRY(const auto proof, shown.receipt(leaf_index, tree_size));
  // Without its leaf a receipt proves nothing, and looks forged.
  if (!leaf) return Error{Reason::kNotFound, "the leaf's text was deleted at its date"};
  to.set_leaf(*leaf);
  to.set_receipt(proof.receipt);
  for (const auto& hash : proof.consistency) to.add_consistency(std::string(view(hash)));
  return ok();
}

}  // namespace stile::gateway
