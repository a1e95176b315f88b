#pragma once

#include "agents/report/reporter.h"

namespace stile::agent {

// SilentReporter is for an operation to which no person listens.
class SilentReporter : public Reporter {
 public:
  void line(std::string_view /*text*/, std::string_view /*json*/) override {}
  void message(std::string_view /*text*/) override {}
  void progress(std::uint64_t /*rows*/, unsigned /*percent*/) override {}
};

}  // namespace stile::agent
