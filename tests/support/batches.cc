#include "tests/support/batches.h"

#include <utility>

#include "core/crypto/initialise.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"

namespace stile::support {
namespace {

constexpr char kOrigin[] = "gateway.test/ledger";

crypto::NoteSigner fixed_signer() {
  crypto::initialise();
  crypto::SigningKey key = crypto::SigningKey::from_seed(Bytes(32, '\x07')).value();
  return crypto::NoteSigner::make(kOrigin, std::move(key)).value();
}

}  // namespace

Batches::Batches() : signer_(fixed_signer()) {}

gateway::Batch Batches::next(const std::vector<gateway::LeafBody>& leaves) {
  gateway::Batch batch;
  batch.leaf = leaves;
  batch.first_hash = ledger::stored_hash_count(tree_.size());
  for (const gateway::LeafBody& leaf : leaves) {
    const std::vector<Hash> stored = tree_.append(ledger::leaf_hash(leaf.text));
    batch.hash.insert(batch.hash.end(), stored.begin(), stored.end());
  }
  batch.tree_size = tree_.size();
  batch.checkpoint =
      crypto::sign_note(ledger::checkpoint_text({kOrigin, tree_.size(), tree_.root()}), signer_);
  return batch;
}

std::vector<gateway::LeafBody> some_leaves(std::size_t count, const std::string& word) {
  std::vector<gateway::LeafBody> leaves;
  for (std::size_t i = 0; i < count; ++i) {
    leaves.push_back({.from = "spiffe://test/force/north/agent",
                      .to = "spiffe://test/regulator/south/agent",
                      .text = word + " " + std::to_string(i) + "\n"});
  }
  return leaves;
}

}  // namespace stile::support
