// Writes notes, checkpoints, receipts and consistency proofs of random trees, and altered ones,
// for verifiers that nobody here wrote. One record a line on stdout; texts are in base64:
//   vkey VKEY                                  keys that the following notes are signed with
//   note good|bad NOTE
//   witness VKEY                               key that the following checkpoints are cosigned with
//   cosigned good|bad NOTE
//   tree                                       begins a tree
//   leaf TEXT                                  its next leaf
//   stored HASHES                              all its stored hashes, joined, in storage order
//   receipt good|bad TEXT RECEIPT
//   consistency good|bad OLD-NOTE NEW-NOTE HASHES
#include <cstdint>
#include <iostream>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "core/crypto/cosigner.h"
#include "core/crypto/encoding.h"
#include "core/crypto/initialise.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"

namespace stile::ledger {
namespace {

using crypto::base64;
using crypto::NoteSigner;

constexpr std::string_view kOrigin = "gateway.example/ledger/interop";
constexpr std::uint64_t kTrees = 12;
constexpr std::uint64_t kMostLeaves = 2'000;
constexpr int kProofsPerTree = 40;
constexpr int kNotes = 50;

std::mt19937_64 engine{20'261'031};

std::uint64_t below(std::uint64_t bound) { return engine() % bound; }

void fill(std::span<std::uint8_t> to) {
  for (auto& byte : to) byte = static_cast<std::uint8_t>(engine());
}

NoteSigner make_signer(std::string_view name) {
  return NoteSigner::make(name, crypto::SigningKey::generate(fill)).value();
}

void flip_bit(std::string& bytes) {
  bytes[below(bytes.size())] ^= static_cast<char>(1U << below(7));
}

std::string joined(const std::vector<Hash>& hashes) {
  std::string bytes;
  for (const Hash& hash : hashes) bytes.append(view(hash));
  return bytes;
}

// altered_note() changes one bit of the text or of the signature. A text that could no longer
// be a note is drawn again, so that what is refused is the signature and not the form.
std::string altered_note(const std::string& note) {
  auto parsed = crypto::parse_note(note).value();
  auto& signature = parsed.signatures.front();
  if (below(2) == 0) {
    flip_bit(signature.bytes);
    return parsed.text + '\n' + crypto::signature_line(signature);
  }
  std::string text;
  do {
    text = parsed.text;
    flip_bit(text);
  } while (!crypto::check_note_text(text).ok());
  return text + '\n' + crypto::signature_line(signature);
}

class Tree : public HashReader {
 public:
  Tree(std::uint64_t leaves, const NoteSigner& log) : log_(log) {
    while (frontier_.size() < leaves) append();
  }

  Result<Hash> stored_hash(std::uint64_t index) const override { return stored_.at(index); }

  void write() const {
    std::cout << "tree\n";
    for (const auto& leaf : leaves_) std::cout << "leaf " << base64(leaf) << '\n';
    std::cout << "stored " << base64(joined(stored_)) << '\n';
    for (int i = 0; i < kProofsPerTree; ++i) {
      write_receipts(below(leaves_.size()));
      write_consistency(1 + below(leaves_.size()));
    }
  }

 private:
  void append() {
    Leaf leaf;
    leaf.op = Op::kDisclosure;
    leaf.time = 1'790'000'000 + static_cast<Instant>(leaves_.size()) * 60;
    fill(leaf.nonce);
    leaf.from = "spiffe://stile.example/force/test/agent";
    leaf.to = "spiffe://stile.example/regulator/test/agent";
    leaf.counter = leaves_.size();
    leaf.rows = static_cast<std::uint32_t>(below(256));
    leaf.decision = "admitted";
    leaves_.push_back(leaf_text(leaf).value());
    const auto hashes = frontier_.append(leaf_hash(leaves_.back()));
    stored_.insert(stored_.end(), hashes.begin(), hashes.end());
  }

  std::string checkpoint(std::uint64_t size) const {
    return crypto::sign_note(
        checkpoint_text({std::string(kOrigin), size, root_at(size, *this).value()}), log_);
  }

  static void write_receipt(const char* verdict, const std::string& leaf, const Receipt& receipt) {
    std::cout << "receipt " << verdict << ' ' << base64(leaf) << ' '
              << base64(receipt_text(receipt)) << '\n';
  }

  void write_receipts(std::uint64_t index) const {
    const std::uint64_t size = index + 1 + below(leaves_.size() - index);
    const Receipt good{index, inclusion_proof(index, size, *this).value(), checkpoint(size)};
    write_receipt("good", leaves_[index], good);

    std::string leaf = leaves_[index];
    flip_bit(leaf);
    write_receipt("bad", leaf, good);
    Receipt bad = good;
    bad.index += 1;
    write_receipt("bad", leaves_[index], bad);
    bad = good;
    bad.checkpoint = altered_note(good.checkpoint);
    write_receipt("bad", leaves_[index], bad);
    bad = good;
    if (bad.proof.empty()) return;
    bad.proof[below(bad.proof.size())][below(32)] ^= 1;
    write_receipt("bad", leaves_[index], bad);
  }

  static void write_consistency_line(const char* verdict, const std::string& old_note,
                                     const std::string& new_note, const std::vector<Hash>& proof) {
    std::cout << "consistency " << verdict << ' ' << base64(old_note) << ' ' << base64(new_note)
              << ' ' << base64(joined(proof)) << '\n';
  }

  void write_consistency(std::uint64_t old_size) const {
    const std::uint64_t new_size = old_size + below(leaves_.size() - old_size + 1);
    auto proof = consistency_proof(old_size, new_size, *this).value();
    const auto old_note = checkpoint(old_size);
    const auto new_note = checkpoint(new_size);
    write_consistency_line("good", old_note, new_note, proof);
    if (proof.empty()) return;
    write_consistency_line("bad", new_note, old_note, proof);
    proof[below(proof.size())][below(32)] ^= 1;
    write_consistency_line("bad", old_note, new_note, proof);
  }

  const NoteSigner& log_;
  Frontier frontier_;
  std::vector<std::string> leaves_;
  std::vector<Hash> stored_;
};

void write_notes(const NoteSigner& signer) {
  std::cout << "vkey " << signer.verifier().vkey() << '\n';
  for (int i = 0; i < kNotes; ++i) {
    std::string text = "Llŷn \u2014 note " + std::to_string(i) + "\n";
    for (auto lines = below(5); lines > 0; --lines) text += std::string(below(60), 'x') + "\n";
    const auto note = crypto::sign_note(text, signer);
    std::cout << "note good " << base64(note) << '\n';
    std::cout << "note bad " << base64(altered_note(note)) << '\n';
  }
}

// write_cosigned() has a witness cosign checkpoints of the log; what is altered is its line.
void write_cosigned(const NoteSigner& log) {
  const auto agency = crypto::SigningKey::generate(fill);
  const auto witness = crypto::Cosigner::of("witness.example/one", agency).value();
  std::cout << "witness " << witness.verifier().vkey() << '\n';
  for (int i = 0; i < kNotes; ++i) {
    Hash root;
    fill(root);
    const std::string text = checkpoint_text({std::string(kOrigin), below(1'000'000), root});
    const std::string line =
        witness.sign_line(text, 1'790'000'000 + static_cast<Instant>(below(1'000'000)));
    const std::string note = crypto::sign_note(text, log);
    std::cout << "cosigned good " << base64(note + line) << '\n';
    auto altered = crypto::parse_note(note + line)->signatures.back();
    flip_bit(altered.bytes);
    std::cout << "cosigned bad " << base64(note + crypto::signature_line(altered)) << '\n';
  }
}

}  // namespace

void write_fixture() {
  write_notes(make_signer("root.example/one"));
  const auto log = make_signer(kOrigin);
  std::cout << "vkey " << log.verifier().vkey() << '\n';
  write_cosigned(log);
  for (std::uint64_t i = 0; i < kTrees; ++i) {
    // The first trees are the smallest, in which every edge case lives.
    const std::uint64_t leaves = i < kTrees / 2 ? i + 1 : 1 + below(kMostLeaves);
    Tree(leaves, log).write();
  }
}

}  // namespace stile::ledger

int main() {
  stile::crypto::initialise();
  stile::ledger::write_fixture();
  return std::cout.flush() ? 0 : 1;
}
