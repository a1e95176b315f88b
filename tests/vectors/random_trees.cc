// Makes a thousand random trees, signed checkpoints and proofs of them, and each proof again with
// one bit changed, for Go's tlog to judge. It judges each itself first, and ends with a fault where
// it refuses what is whole or accepts what was changed. One record a line on stdout, after what
// interop_fixture writes (vkey, tree, leaf, receipt, consistency); for `bad` stands what was
// changed. Hashes and texts are in base64:
//   checkpoint VERDICT NOTE                    of the tree that begins with the last `tree`
//   inclusion VERDICT INDEX SIZE LEAF-HASH ROOT HASHES
//   growth VERDICT OLD-SIZE NEW-SIZE OLD-ROOT NEW-ROOT HASHES
//   tile PATH HASHES                           of the tree that begins with the last `tree`
//   tiles VERDICT NOTE                         all its tiles, those that were shown last, and its
//   end
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "core/crypto/encoding.h"
#include "core/crypto/initialise.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "core/ledger/tile.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::ledger {
namespace {

using crypto::base64;

constexpr std::string_view kOrigin = "gateway.example/ledger/random";
constexpr std::uint64_t kSeed = 20'261'129;
constexpr std::uint64_t kTrees = 1'000;
constexpr std::uint64_t kMostLeaves = 5'000;
constexpr std::uint64_t kSmallTrees = 16;  // the first ones, in which every edge case lives
constexpr std::uint64_t kMostLeafBytes = 64;
constexpr int kProofsOfEachKind = 5;  // a tree
constexpr std::uint64_t kTreesATiledOne = 20;
constexpr std::uint64_t kTiledLeaves = 70'000;  // of the last tree: three levels of tiles
constexpr std::string_view kGood = "good";

std::mt19937_64 engine{kSeed};

std::uint64_t below(std::uint64_t bound) { return engine() % bound; }

void fill(std::span<std::uint8_t> to) {
  for (auto& byte : to) byte = static_cast<std::uint8_t>(engine());
}

std::string joined(const std::vector<Hash>& hashes) {
  std::string bytes;
  for (const Hash& hash : hashes) bytes.append(view(hash));
  return bytes;
}

template <typename... Word>
void write(std::string_view kind, std::string_view verdict, const Word&... words) {
  std::cout << kind << ' ' << verdict;
  ((std::cout << ' ' << words), ...);
  std::cout << '\n';
}

// judged() is where our own verifiers have to be right.
void judged(bool accepted, std::string_view kind, std::string_view change) {
  if (accepted == (change == kGood)) return;
  std::cerr << kind << ' ' << change << (accepted ? ": accepted\n" : ": refused\n");
  std::exit(1);
}

void flip_bit(Hash& hash) {
  const auto bit = below(hash.size() * 8);
  hash[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
}

// flip_bit() of a text leaves out the last character before the padding of base64, which has bits
// that mean nothing: ours refuses to see them set, Go overlooks them.
void flip_bit(std::string& text) {
  std::size_t at = below(text.size());
  while (at + 1 < text.size() && text[at + 1] == '=') at = below(text.size());
  text[at] ^= static_cast<char>(1U << below(8));
}

// turns() is the way up from a leaf: on which side each sibling stands.
std::string turns(std::uint64_t index, std::uint64_t size) {
  if (index >= size) return "none";
  if (size == 1) return "";
  const std::uint64_t left = std::bit_floor(size - 1);
  return index < left ? turns(index, left) + 'r' : turns(index - left, size - left) + 'l';
}

// other_size() is a size of another bit. A root does not say of how many leaves it is (only its
// checkpoint does, signed): under a size that leaves every turn the same, a proof rightly holds.
std::uint64_t other_size(std::uint64_t index, std::uint64_t size) {
  std::uint64_t other = size;
  while (turns(index, other) == turns(index, size)) other = size ^ 1ULL << below(32);
  return other;
}

struct Inclusion {
  std::uint64_t index;
  std::uint64_t size;
  Hash leaf;
  Hash root;
  std::vector<Hash> proof;

  void show(std::string_view change) const {
    judged(verify_inclusion(index, size, leaf, proof, root).ok(), "inclusion", change);
    write("inclusion", change, index, size, base64(leaf), base64(root), base64(joined(proof)));
  }
  template <typename Change>
  void show_changed(std::string_view name, const Change& change) const {
    Inclusion changed = *this;
    change(changed);
    changed.show(name);
  }
  void show_all() const {
    show(kGood);
    show_changed("leaf", [](auto& it) { flip_bit(it.leaf); });
    show_changed("root", [](auto& it) { flip_bit(it.root); });
    show_changed("index", [](auto& it) { it.index ^= 1ULL << below(32); });
    show_changed("size", [](auto& it) { it.size = other_size(it.index, it.size); });
    if (proof.empty()) return;
    show_changed("proof", [](auto& it) { flip_bit(it.proof[below(it.proof.size())]); });
  }
};

struct Growth {
  std::uint64_t old_size;
  std::uint64_t new_size;
  Hash old_root;
  Hash new_root;
  std::vector<Hash> proof;

  void show(std::string_view change) const {
    judged(verify_consistency(old_size, new_size, proof, old_root, new_root).ok(), "growth",
           change);
    write("growth", change, old_size, new_size, base64(old_root), base64(new_root),
          base64(joined(proof)));
  }
  template <typename Change>
  void show_changed(std::string_view name, const Change& change) const {
    Growth changed = *this;
    change(changed);
    changed.show(name);
  }
  void show_all() const {
    show(kGood);
    show_changed("old-root", [](auto& it) { flip_bit(it.old_root); });
    show_changed("new-root", [](auto& it) { flip_bit(it.new_root); });
    show_changed("old-size", [](auto& it) { it.old_size ^= 1ULL << below(32); });
    show_changed("new-size",
                 [](auto& it) { it.new_size = other_size(it.old_size - 1, it.new_size); });
    if (proof.empty()) return;
    show_changed("proof", [](auto& it) { flip_bit(it.proof[below(it.proof.size())]); });
  }
};

class RandomTree {
 public:
  RandomTree(std::uint64_t leaves, const crypto::NoteSigner& log) : log_(log) {
    while (tree_.size() < leaves) {
      std::string leaf(below(kMostLeafBytes + 1), '\0');
      for (char& byte : leaf) byte = static_cast<char>(engine());
      tree_.append(leaf);
      leaves_.push_back(std::move(leaf));
    }
  }

  void show() const {
    std::cout << "tree\n";
    for (const auto& leaf : leaves_) std::cout << "leaf " << base64(leaf) << '\n';
    std::string whole = checkpoint(tree_.size());
    flip_bit(whole);
    show_checkpoint("note", whole);
    for (int i = 0; i < kProofsOfEachKind; ++i) {
      show_inclusion(below(tree_.size()));
      show_growth(1 + below(tree_.size()));
    }
  }
  // show_tiles() shows all of them, and one with another bit in its place.
  void show_tiles() const {
    const auto tiles = tiles_of(tree_.size());
    for (const Tile& tile : tiles) show_tile(tile, tile_hashes(tile, tree_).value());
    const std::string whole = checkpoint(tree_.size());
    write("tiles", kGood, base64(whole));
    const Tile& altered = tiles[below(tiles.size())];
    Bytes hashes = tile_hashes(altered, tree_).value();
    hashes[below(hashes.size())] ^= static_cast<char>(1U << below(8));
    show_tile(altered, hashes);
    write("tiles", "tile", base64(whole));
  }

 private:
  static void show_tile(const Tile& tile, const Bytes& hashes) {
    write("tile", tile_path(tile), base64(hashes));
  }

  // checkpoint() signs one, and shows it.
  std::string checkpoint(std::uint64_t size) const {
    const Checkpoint all{std::string(kOrigin), size, root_at(size, tree_).value()};
    std::string note = crypto::sign_note(checkpoint_text(all), log_);
    show_checkpoint(kGood, note);
    return note;
  }
  void show_checkpoint(std::string_view change, const std::string& note) const {
    judged(read(note).ok(), "checkpoint", change);
    write("checkpoint", change, base64(note));
  }
  Result<Checkpoint> read(const std::string& note) const {
    return verify_checkpoint(note, log_.verifier());
  }

  void show_inclusion(std::uint64_t index) const {
    const std::uint64_t size = index + 1 + below(tree_.size() - index);
    const auto proof = inclusion_proof(index, size, tree_).value();
    Inclusion{index, size, leaf_hash(leaves_[index]), root_at(size, tree_).value(), proof}
        .show_all();
    std::string receipt = receipt_text({index, proof, checkpoint(size)});
    show_receipt(kGood, leaves_[index], receipt);
    flip_bit(receipt);
    show_receipt("text", leaves_[index], receipt);
  }
  void show_receipt(std::string_view change, const std::string& leaf,
                    const std::string& text) const {
    judged(verify(leaf, text).ok(), "receipt", change);
    write("receipt", change, base64(leaf), base64(text));
  }
  Status verify(const std::string& leaf, const std::string& text) const {
    STILE_TRY(const Receipt receipt, parse_receipt(text));
    STILE_CHECKED(verify_receipt(receipt, leaf, log_.verifier()));
    return ok();
  }

  void show_growth(std::uint64_t old_size) const {
    const std::uint64_t new_size = old_size + below(tree_.size() - old_size + 1);
    const auto proof = consistency_proof(old_size, new_size, tree_).value();
    Growth{old_size, new_size, root_at(old_size, tree_).value(), root_at(new_size, tree_).value(),
           proof}
        .show_all();
    std::string old_note = checkpoint(old_size);
    std::string new_note = checkpoint(new_size);
    show_consistency(kGood, old_note, new_note, proof);
    flip_bit(below(2) == 0 ? old_note : new_note);
    show_consistency("note", old_note, new_note, proof);
  }
  void show_consistency(std::string_view change, const std::string& old_note,
                        const std::string& new_note, const std::vector<Hash>& proof) const {
    judged(verify(old_note, new_note, proof).ok(), "consistency", change);
    write("consistency", change, base64(old_note), base64(new_note), base64(joined(proof)));
  }
  Status verify(const std::string& old_note, const std::string& new_note,
                const std::vector<Hash>& proof) const {
    STILE_TRY(const auto older, read(old_note));
    STILE_TRY(const auto newer, read(new_note));
    return verify_consistency(older.size, newer.size, proof, older.root, newer.root);
  }

  const crypto::NoteSigner& log_;
  MemoryTree tree_;
  std::vector<std::string> leaves_;
};

void write_trees() {
  std::cerr << "random trees of seed " << kSeed << '\n';
  const auto log = crypto::NoteSigner::make(kOrigin, crypto::SigningKey::generate(fill)).value();
  std::cout << "vkey " << log.verifier().vkey() << '\n';
  for (std::uint64_t i = 1; i <= kTrees; ++i) {
    const std::uint64_t leaves = i == kTrees ? kMostLeaves : 1 + below(kMostLeaves);
    const RandomTree tree(i <= kSmallTrees ? i : leaves, log);
    tree.show();
    if (i % kTreesATiledOne == 0) tree.show_tiles();
  }
  const RandomTree large(kTiledLeaves, log);
  large.show();
  large.show_tiles();
}

}  // namespace
}  // namespace stile::ledger

int main() {
  stile::crypto::initialise();
  stile::ledger::write_trees();
  return std::cout.flush() ? 0 : 1;
}
