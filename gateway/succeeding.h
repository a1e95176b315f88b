#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"
#include "gateway/config.h"

// What whoever runs a gateway does after its ledger was lost behind what it had signed (RUNBOOK,
// "A ledger that cannot go on").
namespace stile::gateway {

// last_checkpoint() is the newest checkpoint note in the second place; kNotFound where that has
// none, else as TwoSlotCheckpointFile::open().
Result<std::string> last_checkpoint(const Config& config);

// collect() serves, until `stopping` is true, nothing but the documents and what agencies give back
// (CollectingService). kConflict where the store is of no ledger that the directory says was
// closed.
Status collect(const Config& config, const std::function<bool()>& stopping);

// succeed() begins the successor in the store with what was collected (pipeline/succession.h), and
// logs how much that was.
Status succeed(const Config& config);

}  // namespace stile::gateway
