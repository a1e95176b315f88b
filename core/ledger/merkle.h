#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

// The Merkle tree of RFC 6962 section 2 / RFC 9162 section 2, hashes stored in the order of
// Go's golang.org/x/mod/sumdb/tlog: each leaf hash, followed by the hashes of the subtrees it
// completes. Sizes and indices count leaves from 0. Pure; storage is elsewhere.
namespace stile::ledger {

// leaf_hash() is SHA-256(0x00 || leaf); node_hash() SHA-256(0x01 || left || right);
// empty_root() SHA-256 of nothing.
Hash leaf_hash(ByteView leaf);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();

// stored_hash_index() is where the n-th complete subtree of 2^level leaves is stored;
// stored_hash_count() how many hashes a tree of that many leaves stores. Leaves < 2^62.
std::uint64_t stored_hash_index(int level, std::uint64_t n);
std::uint64_t stored_hash_count(std::uint64_t leaves);

// HashReader reads stored hashes by index. An implementation returns only what was stored
// durably, and an error for what it lacks.
class HashReader {
 public:
  virtual ~HashReader() = default;
  virtual Result<Hash> stored_hash(std::uint64_t index) const = 0;
};

// Frontier is the right edge of a tree: all that is needed to append. A copyable value of at
// most 64 hashes; copy it to try an append that may be rolled back.
class Frontier {
 public:
  Frontier() = default;

  // restore() rebuilds the edge of a stored tree; fails as the reader does.
  static Result<Frontier> restore(std::uint64_t size, const HashReader& reader);

  // append() adds a leaf and returns the hashes to store, in storage order, the first at
  // stored_hash_count(size before); or puts them behind those in `stored`.
  std::vector<Hash> append(const Hash& leaf_hash);
  void append(const Hash& leaf_hash, std::vector<Hash>& stored);

  std::uint64_t size() const { return size_; }
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;  // complete ones, largest first: one per bit set in size_
};

// root_at() is the root of the tree's first `size` leaves.
Result<Hash> root_at(std::uint64_t size, const HashReader& reader);

// inclusion_proof(): RFC 9162 section 2.1.3.1. index < size, else kNotFound.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const HashReader& reader);

// consistency_proof(): RFC 9162 section 2.1.4.1, empty for old_size 0 or old_size == new_size.
// old_size <= new_size, else kNotFound.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                            const HashReader& reader);

// verify_inclusion(): RFC 9162 section 2.1.3.2. Success proves that the leaf is at `index` of
// the tree of `size` leaves with `root`. Every failure is kIntegrity.
Status verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf_hash,
                        const std::vector<Hash>& proof, const Hash& root);

// verify_consistency(): RFC 9162 section 2.1.4.2. Success proves that the new tree begins with
// the old one, leaf for leaf. Sizes equal: roots equal and an empty proof. Old size 0: its root
// is empty_root() and the proof is empty. Every failure is kIntegrity.
Status verify_consistency(std::uint64_t old_size, std::uint64_t new_size,
                          const std::vector<Hash>& proof, const Hash& old_root,
                          const Hash& new_root);

}  // namespace stile::ledger
