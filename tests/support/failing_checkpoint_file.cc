#include "tests/support/failing_checkpoint_file.h"

namespace stile::support {

Result<std::string> FailingCheckpointFile::last() const {
  if (faults_.due(Step::kRead).has_value()) return planned_fault();
  return note_;
}

Status FailingCheckpointFile::advance(const std::string& expected, const std::string& next) {
  if (expected != note_) return Error{Reason::kIntegrity, "another checkpoint is kept"};
  const std::optional<Fault> fault = faults_.due(Step::kAdvance);
  if (fault != Fault::kLost) note_ = next;
  if (fault.has_value()) return planned_fault();
  return ok();
}

}  // namespace stile::support
