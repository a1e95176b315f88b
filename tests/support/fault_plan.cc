#include "tests/support/fault_plan.h"

namespace stile::support {

void FaultPlan::fail(Step step, Fault fault, std::size_t spared) {
  planned_[step] = {fault, spared};
}

std::optional<Fault> FaultPlan::due(Step step) {
  const auto found = planned_.find(step);
  if (found == planned_.end()) return std::nullopt;
  if (found->second.spared > 0) {
    --found->second.spared;
    return std::nullopt;
  }
  const Fault fault = found->second.fault;
  planned_.erase(found);
  return fault;
}

Error planned_fault() { return {Reason::kIo, "a planned fault"}; }

}  // namespace stile::support
