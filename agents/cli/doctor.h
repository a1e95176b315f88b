#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// space_available() is how many bytes are free where a file lies; kIo.
Result<std::uintmax_t> space_available(const std::filesystem::path& path);

// DoctorOrder says which agent is to be looked at.
struct DoctorOrder {
  std::filesystem::path config;
  std::string socket;  // empty: the configuration's
  std::function<Result<std::uintmax_t>(const std::filesystem::path&)> space = space_available;
};

// doctor() says one line of each thing that an agency's data officer may have to mend, ok, warning
// or fault: every fault that check_config() finds (settings, keys and their modes, the
// certificate's name, documents), the certificate's and the directory's dates, the agency's own
// entry, agreements in force, whether the agent answers and its gateway is attached, room on the
// disk, and whether the store is whole. kFaults when there is a fault. It changes nothing. Fails
// when the configuration cannot be read, and with kUsage when it is a gateway's.
Result<ExitCode> doctor(const DoctorOrder& order, Instant now, Reporter& reporter);

}  // namespace stile::agent
