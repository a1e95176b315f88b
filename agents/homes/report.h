#pragma once

#include <map>
#include <span>
#include <string>

#include "agents/homes/finding.h"

namespace stile::agent {

// report_text() is the remarks as CSV (RFC 4180): file, line, home, finding, outcome, other home,
// how to mend it. It holds numbers of homes and closed words, nothing else of any file.
std::string report_text(std::span<const Remark> remarks);

// count_findings() is how many remarks there are of each finding that there is one of.
std::map<Finding, std::int64_t> count_findings(std::span<const Remark> remarks);

}  // namespace stile::agent
