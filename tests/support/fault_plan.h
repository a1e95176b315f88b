#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include "core/base/result.h"

namespace stile::support {

// Step is what a double of a port can be told to fail at.
enum class Step { kRead, kCommit, kPseudonymKey, kDestroyKeys, kKeepSerial, kAdvance };

// Fault says how: the change is lost, or it is persisted and yet reported as failed. A read
// fails the same both ways.
enum class Fault { kLost, kPersisted };

// FaultPlan holds which call of which step fails. Not thread-safe.
class FaultPlan {
 public:
  // fail() makes the next call of `step` fail after `spared` good ones; a later fail() of the
  // same step replaces it.
  void fail(Step step, Fault fault, std::size_t spared = 0);

  // due() counts a call and says how it fails, if it does.
  std::optional<Fault> due(Step step);

 private:
  struct Planned {
    Fault fault;
    std::size_t spared;
  };
  std::map<Step, Planned> planned_;
};

// planned_fault() is the kIo that a planned failure reports.
Error planned_fault();

}  // namespace stile::support
