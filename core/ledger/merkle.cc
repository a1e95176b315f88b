#include "core/ledger/merkle.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/crypto/digest.h"

namespace stile::ledger {
namespace {

// Domain separation of RFC 6962 section 2.1: no leaf can pass for a node.
constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

// split_at() is the largest power of two smaller than `count`, which is at least 2.
std::uint64_t split_at(std::uint64_t count) { return std::bit_floor(count - 1); }

// range_hash() is the tree hash of leaves [begin, begin + count), count > 0. `begin` is a
// multiple of every power of two up to `count`, as in all ranges of section 2.1.
Result<Hash> range_hash(std::uint64_t begin, std::uint64_t count, const HashReader& reader) {
  if (std::has_single_bit(count)) {
    return reader.stored_hash(stored_hash_index(std::countr_zero(count), begin / count));
  }
  const std::uint64_t left_count = split_at(count);
  STILE_TRY(const Hash left, range_hash(begin, left_count, reader));
  STILE_TRY(const Hash right, range_hash(begin + left_count, count - left_count, reader));
  return node_hash(left, right);
}

// append_path() adds PATH(index, D[begin : begin + count]) of RFC 9162 section 2.1.3.1.
Status append_path(std::uint64_t index, std::uint64_t begin, std::uint64_t count,
                   const HashReader& reader, std::vector<Hash>& proof) {
  if (count == 1) return ok();
  const std::uint64_t left = split_at(count);
  const bool in_left = index < left;
  STILE_CHECKED(in_left ? append_path(index, begin, left, reader, proof)
                        : append_path(index - left, begin + left, count - left, reader, proof));
  STILE_TRY(const Hash sibling, in_left ? range_hash(begin + left, count - left, reader)
                                        : range_hash(begin, left, reader));
  proof.push_back(sibling);
  return ok();
}

// append_subproof() adds SUBPROOF(old_count, D[begin : begin + count], whole) of RFC 9162
// section 2.1.4.1; `whole` while the old tree's root is known to the verifier.
Status append_subproof(std::uint64_t old_count, std::uint64_t begin, std::uint64_t count,
                       bool whole, const HashReader& reader, std::vector<Hash>& proof) {
  if (old_count == count) {
    if (whole) return ok();
    STILE_TRY(const Hash hash, range_hash(begin, count, reader));
    proof.push_back(hash);
    return ok();
  }
  const std::uint64_t left = split_at(count);
  const bool in_left = old_count <= left;
  STILE_CHECKED(in_left ? append_subproof(old_count, begin, left, whole, reader, proof)
                        : append_subproof(old_count - left, begin + left, count - left, false,
                                          reader, proof));
  STILE_TRY(const Hash other, in_left ? range_hash(begin + left, count - left, reader)
                                      : range_hash(begin, left, reader));
  proof.push_back(other);
  return ok();
}

}  // namespace

Hash leaf_hash(ByteView leaf) {
  thread_local crypto::Sha256 hasher;
  hasher.update({&kLeafPrefix, 1});
  hasher.update(leaf);
  return hasher.finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 1 + 2 * std::tuple_size_v<Hash>> input;
  input.front() = kNodePrefix;
  std::copy(right.begin(), right.end(), std::copy(left.begin(), left.end(), input.begin() + 1));
  return crypto::sha256(view(input));
}

Hash empty_root() { return crypto::sha256({}); }

std::uint64_t stored_hash_index(int level, std::uint64_t n) {
  // The n-th subtree of a level is stored after its last leaf and the smaller subtrees that
  // this leaf completes; leaf n itself is at n + n/2 + n/4 + ...
  const std::uint64_t last_leaf = ((n + 1) << level) - 1;
  std::uint64_t index = static_cast<std::uint64_t>(level);
  for (std::uint64_t rest = last_leaf; rest > 0; rest >>= 1) index += rest;
  return index;
}

std::uint64_t stored_hash_count(std::uint64_t leaves) {
  // Each leaf, and each pair of equal neighbours joined: all but one per bit of the size.
  return 2 * leaves - static_cast<std::uint64_t>(std::popcount(leaves));
}

Result<Hash> root_at(std::uint64_t size, const HashReader& reader) {
  if (size == 0) return empty_root();
  return range_hash(0, size, reader);
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const HashReader& reader) {
  if (index >= size) return Error{Reason::kNotFound, "the tree has no leaf of this index"};
  std::vector<Hash> proof;
  STILE_CHECKED(append_path(index, 0, size, reader, proof));
  return proof;
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                            const HashReader& reader) {
  if (old_size > new_size) return Error{Reason::kNotFound, "the tree is smaller than asked for"};
  std::vector<Hash> proof;
  if (old_size == 0) return proof;
  STILE_CHECKED(append_subproof(old_size, 0, new_size, true, reader, proof));
  return proof;
}

}  // namespace stile::ledger
