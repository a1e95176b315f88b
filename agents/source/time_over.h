#pragma once

#include "agents/report/held_until.h"
#include "agents/source/disclosures.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"

namespace stile::agent {

// is_over() is whether the time is over for which its recipient may keep what was disclosed:
// whether or not a legal hold still keeps it here, nobody there has it any more, and nothing
// follows it. By no clock by which the documents are not in force. Pure.
inline bool is_over(const Disclosed& before, const agreement::DocumentSet& documents, Instant now) {
  if (before.destroyed) return true;
  if (!before.admitted || !documents.current(now).ok()) return false;
  const auto until = held_until(before.cited.leaf, documents);
  return until.ok() && until.value() != 0 && until.value() <= now;
}

}  // namespace stile::agent
