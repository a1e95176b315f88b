#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/cli/findings.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"

namespace stile::agent {

// DocumentSettings is where a configuration says that its documents are.
struct DocumentSettings {
  std::string folder;
  std::string areas;
  std::vector<std::string> roots;
};

// check_documents() reads and verifies the whole set as it is on disk and reports what is wrong
// with it: notes that do not read, a directory that cannot be believed or has run out,
// agreements that were turned away. Nothing when there is no set to speak of.
std::optional<agreement::DocumentSet> check_documents(const DocumentSettings& settings, Instant now,
                                                      Findings& findings);

}  // namespace stile::agent
