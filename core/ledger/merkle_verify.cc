#include <bit>
#include <span>

#include "core/ledger/merkle.h"

namespace stile::ledger {
namespace {

Error refuted(const char* detail) { return {Reason::kIntegrity, detail}; }

// Climb follows one leaf up the tree as the algorithms of RFC 9162 do: `fn` is its index at
// the present level, `sn` the index of the last node there.
struct Climb {
  std::uint64_t fn;
  std::uint64_t sn;

  // joins_left() is true when the next proof hash is the left sibling; it then skips the
  // levels on which the node, being the last, has no sibling to its right.
  bool joins_left() {
    if ((fn & 1) == 0 && fn != sn) return false;
    while ((fn & 1) == 0 && fn != 0) up();
    return true;
  }
  void up() {
    fn >>= 1;
    sn >>= 1;
  }
};

// climb_both() rebuilds both roots from a consistency proof whose first hash, `seed`, is the
// largest complete subtree that ends with the old tree (RFC 9162 section 2.1.4.2, 3 to 7).
Status climb_both(Climb climb, const Hash& seed, std::span<const Hash> rest, const Hash& old_root,
                  const Hash& new_root) {
  Hash old_hash = seed;
  Hash new_hash = seed;
  for (const Hash& node : rest) {
    if (climb.sn == 0) return refuted("the consistency proof is too long");
    if (climb.joins_left()) {
      old_hash = node_hash(node, old_hash);
      new_hash = node_hash(node, new_hash);
    } else {
      new_hash = node_hash(new_hash, node);
    }
    climb.up();
  }
  if (climb.sn != 0) return refuted("the consistency proof is too short");
  if (old_hash != old_root) return refuted("the proof does not lead to the old root");
  if (new_hash != new_root) return refuted("the proof does not lead to the new root");
  return ok();
}

// verify_without_growth() decides the cases in which there is nothing to climb.
Status verify_without_growth(bool proof_empty, const Hash& root, const Hash& expected) {
  if (!proof_empty) return refuted("the consistency proof should be empty");
  if (root != expected) return refuted("one size has two roots");
  return ok();
}

}  // namespace

Status verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf_hash,
                        const std::vector<Hash>& proof, const Hash& root) {
  if (index >= size) return refuted("the leaf lies beyond the tree");
  Climb climb{index, size - 1};
  Hash hash = leaf_hash;
  for (const Hash& sibling : proof) {
    if (climb.sn == 0) return refuted("the inclusion proof is too long");
    hash = climb.joins_left() ? node_hash(sibling, hash) : node_hash(hash, sibling);
    climb.up();
  }
  if (climb.sn != 0) return refuted("the inclusion proof is too short");
  if (hash != root) return refuted("the leaf is not in the tree of this root");
  return ok();
}

Status verify_consistency(std::uint64_t old_size, std::uint64_t new_size,
                          const std::vector<Hash>& proof, const Hash& old_root,
                          const Hash& new_root) {
  if (old_size > new_size) return refuted("the tree has shrunk");
  if (old_size == new_size) return verify_without_growth(proof.empty(), old_root, new_root);
  if (old_size == 0) return verify_without_growth(proof.empty(), old_root, empty_root());
  std::span<const Hash> rest(proof);
  // An old tree that is one complete subtree is its own first hash and is left out.
  Hash seed = old_root;
  if (!std::has_single_bit(old_size)) {
    if (rest.empty()) return refuted("the consistency proof is empty");
    seed = rest.front();
    rest = rest.subspan(1);
  }
  Climb climb{old_size - 1, new_size - 1};
  while ((climb.fn & 1) != 0) climb.up();
  return climb_both(climb, seed, rest, old_root, new_root);
}

}  // namespace stile::ledger
