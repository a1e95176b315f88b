#pragma once

#include <functional>

#include "core/base/result.h"
#include "gateway/config.h"

namespace stile::gateway {

// run() is the gateway from start to stop: it verifies the end of its ledger against the second
// place of the checkpoint, loads its documents, opens its port, and serves until `stopping` is
// true. The whole ledger is checked meanwhile, and again every day. It returns once everything
// queued is durable. When the store's state becomes unknown, the process ends at once: with exit
// code 4 when the disk failed, with 5 when something was altered, which an agent may also prove.
Status run(const Config& config, const std::function<bool()>& stopping);

// initialise() makes a new gateway's second place of the checkpoint; kConflict if there is one.
Status initialise(const Config& config);

// check() loads everything that run() would and checks the whole ledger, without serving.
Status check(const Config& config);

}  // namespace stile::gateway
