#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "agents/report/reporter.h"
#include "core/base/result.h"

namespace stile::agent {

// HomesOrder says from which register to make which list of homes.
struct HomesOrder {
  std::filesystem::path homes_register;
  std::filesystem::path areas;
  std::string regulator;  // SPIFFE identity
  std::string as_at;      // the day that the register is of
  std::uint64_t serial = 0;
  std::string scheme = "ofsted";            // or "ciw"
  std::filesystem::path previous;           // the list before; empty: this is the first
  std::filesystem::path previous_register;  // for suggestions only; empty: none
  std::filesystem::path links;              // re-registrations; empty: none
  std::filesystem::path out;                // new file for the unsigned list
  std::filesystem::path report;             // new file for the report; empty: none
};

// homes_list() makes the text of a list of homes, ready to be signed, and says how many rows came
// to what; the report has every remark. kFaults, with the list written all the same, when a row
// was left out or has to be mended. The signature of the previous list is not checked: it is the
// regulator's own. Fails as read_register() and next_list() do.
Result<ExitCode> homes_list(const HomesOrder& order, Reporter& reporter);

}  // namespace stile::agent
