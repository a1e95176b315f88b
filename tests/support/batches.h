#pragma once

#include <string>
#include <vector>

#include "core/crypto/note_key.h"
#include "core/ledger/merkle.h"
#include "gateway/pipeline/ports.h"

namespace stile::support {

// Batches makes the batches that a ledger would: each continues the tree of the one before,
// with the right hashes and a signed checkpoint. Add taken numbers, parcels and so on to what
// next() gives. Its key is the same every time.
class Batches {
 public:
  Batches();
  gateway::Batch next(const std::vector<gateway::LeafBody>& leaves);
  const crypto::NoteVerifier& verifier() const { return signer_.verifier(); }

 private:
  crypto::NoteSigner signer_;
  ledger::Frontier tree_;
};

// some_leaves() is `count` leaves with distinct texts between two invented agencies.
std::vector<gateway::LeafBody> some_leaves(std::size_t count, const std::string& word = "leaf");

}  // namespace stile::support
