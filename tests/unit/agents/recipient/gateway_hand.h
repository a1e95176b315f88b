#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agents/ports/parcel_sink.h"
#include "core/agreement/document_set.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"
#include "core/ledger/leaf.h"
#include "core/wire/consignment_codec.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::support {

// GatewayLies are what a dishonest gateway does otherwise than an honest one.
struct GatewayLies {
  std::function<void(wire::Parcel& parcel)> parcel = {};       // before it is sealed
  std::function<void(ledger::Leaf& leaf)> leaf = {};           // before it enters the tree
  std::function<void(agent::ParcelDelivery& sent)> sent = {};  // what is delivered
};

// GatewayHand delivers consignments as a gateway does: a leaf in its tree, a signed checkpoint,
// a parcel sealed to the recipient's key.
class GatewayHand {
 public:
  explicit GatewayHand(const agreement::DocumentSet& documents);

  // deliver() proves consistency from a checkpoint of `seen_size` on.
  agent::ParcelDelivery deliver(const wire::Consignment& consignment,
                                const crypto::SealingPublicKey& to, std::uint64_t seen_size,
                                const GatewayLies& lies = {});

  // record() adds a leaf of another kind and proves it from a checkpoint of `seen_size` on.
  struct Shown {
    std::string leaf;
    std::string receipt;
    std::vector<Hash> consistency;
  };
  Shown record(const std::string& leaf_text, std::uint64_t seen_size);

  // fork() makes this gateway's tree go on from another history.
  void fork();
  std::string checkpoint() const;
  std::vector<Hash> consistency(std::uint64_t from) const;
  std::uint64_t size() const { return tree_.size(); }

 private:
  ledger::Leaf leaf_of(const wire::Consignment& consignment) const;

  const agreement::DocumentSet& documents_;
  crypto::NoteSigner log_;
  ledger::MemoryTree tree_;
  std::uint64_t parcels_ = 0;
};

}  // namespace stile::support
