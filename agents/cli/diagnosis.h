#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "agents/report/reporter.h"

namespace stile::agent {

// Diagnosis says one line of each thing looked at: ok, warning or fault. It borrows the reporter;
// one thread.
class Diagnosis {
 public:
  explicit Diagnosis(Reporter& reporter) : reporter_(reporter) {}

  void ok(std::string_view thing, const std::string& what) { say("ok", thing, what, {}); }
  // warning() and fault() say how to mend it.
  void warning(std::string_view thing, const std::string& what, const std::string& mend) {
    say("warning", thing, what, mend);
  }
  void fault(std::string_view thing, const std::string& what, const std::string& mend) {
    ++faults_;
    say("fault", thing, what, mend);
  }
  // kFaults once there was a fault.
  ExitCode result() const { return faults_ == 0 ? ExitCode::kOk : ExitCode::kFaults; }

 private:
  void say(std::string_view state, std::string_view thing, const std::string& what,
           const std::string& mend);

  Reporter& reporter_;
  std::size_t faults_ = 0;
};

}  // namespace stile::agent
