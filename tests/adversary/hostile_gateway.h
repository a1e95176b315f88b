#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ports/parcel_sink.h"
#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "core/wire/consignment_codec.h"

namespace stile::test {

// GatewayLies are what a dishonest gateway does otherwise than an honest one.
struct GatewayLies {
  // parcel() changes what is sealed to the recipient; the leaf is then about what it left.
  std::function<void(wire::Parcel& parcel)> parcel = {};
  std::function<void(ledger::Leaf& leaf)> leaf = {};
  // honest_leaf: the leaf is about the consignment as it came.
  bool honest_leaf = false;
  // hidden: the leaf is shown and never enters the tree.
  bool hidden = false;
};

// HostileGateway is a gateway whose operator has root: it holds the log's key and the keys of
// pseudonyms, seals what it likes to the recipient, and signs any tree. It lacks only what it
// never gets: the agencies' signing keys and the recipient's sealing key. A copy is another
// history from there on. Every lie it is not told to tell, it does not.
class HostileGateway {
 public:
  HostileGateway(std::shared_ptr<const agreement::DocumentSet> documents,
                 const crypto::SealingPublicKey& recipient, std::string_view log = {});

  // deliver() admits a consignment and makes the recipient's delivery of it.
  agent::ParcelDelivery deliver(const wire::Consignment& consignment, const GatewayLies& lies = {});

  // Entry is a leaf in the tree, with what is shown to prove it.
  struct Entry {
    std::string leaf;
    std::string receipt;
    std::vector<Hash> consistency;  // from the size shown last
  };
  // admit() makes the entry for the source of the consignment.
  Entry admit(const wire::Consignment& consignment, const GatewayLies& lies = {});

  // enter() adds a leaf that no consignment is behind.
  Entry enter(const ledger::Leaf& leaf, bool hidden = false);
  // leaf_of() is the leaf that an honest gateway would make of it.
  ledger::Leaf leaf_of(const wire::Consignment& consignment) const;
  // leaves() are all that were shown, by their indices; inclusion() proves one in a tree of that
  // size.
  const std::map<std::uint64_t, ledger::Leaf>& leaves() const { return leaves_; }
  std::vector<Hash> inclusion(std::uint64_t index, std::uint64_t size) const;

  // consistency() is the proof between two sizes of the tree as it is now.
  std::vector<Hash> consistency(std::uint64_t old_size, std::uint64_t new_size) const;
  // checkpoint() signs the tree as it is.
  std::string checkpoint() const;
  std::uint64_t size() const { return frontier_.size(); }
  // add_others() adds leaves of other parties; `word` makes them those of one history.
  void add_others(std::size_t count, std::string_view word = "others");
  // continue_from() makes the next proof of consistency start at this size.
  void continue_from(std::uint64_t size) { shown_ = size; }

 private:
  class Tree;
  void append(std::string_view leaf);

  std::shared_ptr<const agreement::DocumentSet> documents_;
  crypto::SealingPublicKey recipient_;
  std::shared_ptr<const crypto::NoteSigner> log_;
  ledger::Frontier frontier_;
  std::vector<Hash> hashes_;
  std::map<std::uint64_t, ledger::Leaf> leaves_;
  std::uint64_t shown_ = 0;
};

}  // namespace stile::test
