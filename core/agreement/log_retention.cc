#include "core/agreement/log_retention.h"

#include <string>

namespace stile::agreement {

Status check_log_retention(std::uint32_t days) {
  if (days == 0 || days >= kLogRetentionLeastDays) return ok();
  return Error{Reason::kMalformed,
               "from " + std::to_string(kLogRetentionLeastDays) +
                   ", because agents take a younger text that is missing for hidden; mend with: "
                   "more days, or leave it out and nothing is deleted"};
}

Status outlasts(std::uint32_t days, const DocumentSet& documents) {
  if (days == 0) return ok();
  for (const auto& hash : documents.directory().documents) {
    const auto agreement = documents.agreement(hash);
    if (!agreement.ok() || agreement.value()->retention_days < days) continue;
    return Error{Reason::kConflict,
                 "is not more than the " + std::to_string(agreement.value()->retention_days) +
                     " days for which agreement " + agreement.value()->id.text() +
                     " lets its recipient keep rows, so that nothing is deleted; mend with: more "
                     "days"};
  }
  return ok();
}

}  // namespace stile::agreement
