#pragma once

#include <string>

#include "gateway/pipeline/ports.h"
#include "tests/support/fault_plan.h"

namespace stile::support {

// FailingCheckpointFile is a CheckpointFile in memory that can be told to fail (kRead,
// kAdvance). Copying one is opening the file anew, with no fault planned.
class FailingCheckpointFile final : public gateway::CheckpointFile {
 public:
  FailingCheckpointFile() = default;
  FailingCheckpointFile(const FailingCheckpointFile& other)
      : gateway::CheckpointFile(other), note_(other.note_) {}

  void fail(Step step, Fault fault, std::size_t spared = 0) { faults_.fail(step, fault, spared); }

  Result<std::string> last() const override;
  Status advance(const std::string& expected, const std::string& next) override;

 private:
  mutable FaultPlan faults_;
  std::string note_;
};

}  // namespace stile::support
