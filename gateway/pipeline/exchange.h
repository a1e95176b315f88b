#pragma once

#include <memory>

#include "core/agreement/document_set.h"
#include "gateway/pipeline/recorded.h"

namespace stile::gateway {

// World is what the road needs besides the message: the documents and the time of this moment,
// the pseudonym keys and the tree, and which kind of stream the message came by.
struct World {
  std::shared_ptr<const agreement::DocumentSet> documents;
  Instant now;
  Store& keys;
  Urgency urgency = Urgency::kBulk;
};

// travel() takes a consignment along the road of stages up to the door of the ledger: what
// comes back is what the Recorder must record before anyone is answered, a sealed consignment
// or a refusal. Safe from any thread.
Entry travel(wire::Consignment consignment, const Peer& peer, const World& world);

}  // namespace stile::gateway
