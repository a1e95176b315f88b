// Writes folders as `stile audit export` does, of a leaf that was proven before two closings and of
// the tree of today, with the program that an outsider runs: "good-…" where the leaf is in the
// tree, "lost-…" where the tree says that it was lost, and "bad-…" as no honest gateway's is.
// Usage: succession_folders FOLDER.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "agents/report/proof_files.h"
#include "agents/report/tree_files.h"
#include "core/base/civil_time.h"
#include "core/crypto/initialise.h"
#include "core/crypto/note.h"
#include "core/ledger/log.h"
#include "core/ledger/proof.h"
#include "tests/support/keys.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {
namespace {

using ledger::ClosedLog;
using ledger::MemoryTree;
using Texts = std::vector<std::string>;
using Instead = std::map<std::uint64_t, std::string>;

// The first ledger was closed at 12 leaves, of which 7 are kept; the second has a leaf that names
// it, and was closed at 20, of which 15 are kept; the third has 23.
constexpr std::uint64_t kFirst = 12;
constexpr std::uint64_t kSecond = 20;
constexpr std::uint64_t kSecondKept = 15;
constexpr std::uint64_t kToday = 23;

struct Case {
  std::string name;
  std::uint64_t index = 9;
  bool by_second = false;  // the receipt is of the second ledger
  std::uint64_t at = 0;    // leaves of its checkpoint; 0: those at which it was closed
  std::set<std::uint64_t> lost = {};
  Instead today = {};   // what the tree has instead
  Instead before = {};  // what the closed ledger had by that receipt, instead
  bool with_directory = true;
  std::uint64_t kept = 7;
  std::int64_t closed_later = 0;  // seconds: what the leaves say, not the directory
};

std::string checkpoint_of(const crypto::NoteSigner& log, const MemoryTree& tree) {
  return crypto::sign_note(
      ledger::checkpoint_text({log.verifier().name(), tree.size(), tree.root()}), log);
}

MemoryTree tree_of(const Texts& texts, std::uint64_t size) {
  MemoryTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(texts.at(i));
  return tree;
}

Texts altered(Texts texts, const Instead& instead) {
  for (const auto& [index, text] : instead) texts.at(index) = text;
  return texts;
}

// Succession is the three ledgers, as an honest gateway has them.
class Succession {
 public:
  explicit Succession(const Case& what) {
    for (std::uint64_t i = 0; i < kFirst; ++i) first.push_back(MemoryTree::leaf_of(i));
    closed.push_back(close(one, first, what.kept));
    second = succeed(first, closed[0], what);
    while (second.size() < kSecond) second.push_back(MemoryTree::leaf_of(second.size()));
    closed.push_back(close(two, second, kSecondKept));
    today = succeed(second, closed[1], what);
    while (today.size() < kToday) today.push_back(MemoryTree::leaf_of(today.size()));
  }

  // directory() is what it says of them, as the printer of documents writes it.
  std::string directory() const {
    std::string text = "log_key: \"" + three.verifier().vkey() + "\"\n";
    text += entry(one, closed[0], first) + entry(two, closed[1], second);
    return support::signed_by({"root-1", "root-2"}, text);
  }

  const crypto::NoteSigner one = support::signer_named("ledger.example");
  const crypto::NoteSigner two = support::signer_named("ledger.example/2");
  const crypto::NoteSigner three = support::signer_named("ledger.example/3");
  Texts first;
  Texts second;
  Texts today;
  std::vector<ClosedLog> closed;

 private:
  static ClosedLog close(const crypto::NoteSigner& log, const Texts& texts, std::uint64_t kept) {
    const MemoryTree tree = tree_of(texts, texts.size());
    return {log.verifier(),
            {log.verifier().name(), tree.size(), tree.root()},
            kept,
            parse_utc_minute("2026-11-03T08:00Z").value()};
  }
  static Texts succeed(Texts texts, const ClosedLog& log, const Case& what) {
    ClosedLog as_said = log;
    as_said.closed += what.closed_later;
    for (std::uint64_t i = log.kept; i < texts.size(); ++i) {
      const bool was_lost = what.lost.contains(i) && texts[i] == MemoryTree::leaf_of(i);
      if (was_lost) texts[i] = ledger::lost_leaf_text(as_said);
    }
    texts.push_back(ledger::succession_leaf_text(log));
    return texts;
  }
  static std::string entry(const crypto::NoteSigner& log, const ClosedLog& closed,
                           const Texts& texts) {
    std::string escaped;
    for (const char c : checkpoint_of(log, tree_of(texts, texts.size()))) {
      if (c == '\n') {
        escaped += "\\n";
      } else if (c == '\xe2') {
        escaped += "\\342";
      } else if (c == '\x80') {
        escaped += "\\200";
      } else if (c == '\x94') {
        escaped += "\\224";
      } else {
        escaped += c;
      }
    }
    std::string text =
        "closed_log {\n  key: \"" + closed.key.vkey() + "\"\n  checkpoint: \"" + escaped + "\"\n";
    if (closed.kept != 0) text += "  kept: " + std::to_string(closed.kept) + "\n";
    return text + "  closed: \"" + utc_minute_text(closed.closed) + "\"\n}\n";
  }
};

void put(const std::filesystem::path& folder, const ProofFile& file) {
  std::filesystem::create_directories((folder / file.name).parent_path());
  std::ofstream(folder / file.name, std::ios::binary) << file.content;
}

void write(const std::filesystem::path& folder, const Case& what) {
  const Succession all(what);
  const Texts proven = altered(what.by_second ? all.second : all.first, what.before);
  Texts longer = proven;  // for a checkpoint behind the one at which it was closed
  longer.push_back("one more");
  const MemoryTree then = tree_of(longer, what.at == 0 ? proven.size() : what.at);
  const ledger::Receipt receipt{what.index,
                                ledger::inclusion_proof(what.index, then.size(), then).value(),
                                checkpoint_of(what.by_second ? all.two : all.one, then)};
  std::string name = std::to_string(what.index);
  name.insert(0, 10 - name.size(), '0');
  put(folder, {"leaf-" + name + ".txt", proven[what.index]});
  put(folder, {"leaf-" + name + ".tlog-proof", ledger::receipt_text(receipt)});
  put(folder, {"log.vkey", log_keys(ledger::Log(all.three.verifier(), all.closed))});
  put(folder, {"verify.go", Bytes(proof_program())});
  const MemoryTree tree = tree_of(altered(all.today, what.today), all.today.size());
  const auto given = tree_files(
      checkpoint_of(all.three, tree), all.three.verifier(),
      [&](const ledger::Tile& tile) { return ledger::tile_hashes(tile, tree); },
      [&](const ProofFile& file) { put(folder, file); });
  if (!given.ok()) std::abort();
  if (!what.with_directory) return;
  put(folder, {"directory.note", all.directory()});
  put(folder,
      {"roots.vkey", support::vkey_of("root-1") + "\n" + support::vkey_of("root-2") + "\n"});
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {.name = "good-kept", .index = 3},
      {.name = "good-kept-early", .index = 3, .at = 5},
      {.name = "good-given-back", .index = 9},
      {.name = "good-given-back-without-directory", .index = 9, .with_directory = false},
      {.name = "good-of-the-second", .index = 14, .by_second = true},
      {.name = "good-given-back-to-the-third", .index = 17, .by_second = true},
      {.name = "lost-with-the-first", .index = 9, .lost = {9}},
      {.name = "lost-with-the-second", .index = 17, .by_second = true, .lost = {17}},
      {.name = "lost-where-none-is-kept", .index = 3, .lost = {3}, .kept = 0},
      {.name = "bad-altered-below", .index = 3, .today = {{3, "another"}}},
      {.name = "bad-altered-above", .index = 9, .today = {{9, "another"}}},
      {.name = "bad-altered-of-the-second",
       .index = 14,
       .by_second = true,
       .today = {{14, "another"}}},
      {.name = "bad-lost-with-another-closing", .index = 9, .lost = {9}, .closed_later = 60},
      {.name = "bad-lost-without-directory", .index = 9, .lost = {9}, .with_directory = false},
      {.name = "bad-early-of-another-history", .index = 3, .at = 5, .before = {{2, "another"}}},
      {.name = "bad-closed-with-another-root", .index = 9, .before = {{2, "another"}}},
      {.name = "bad-behind-the-end", .index = 9, .at = 13},
      {.name = "bad-first-not-named", .index = 3, .today = {{kFirst, "another"}}},
      {.name = "bad-second-not-named", .index = 3, .today = {{kSecond, "another"}}},
  };
  return all;
}

// A leaf that says one was lost, where none can have been.
std::vector<Case> lost_where_it_was_kept() {
  const Case below{.name = "bad-lost-below", .index = 3};
  const Case given{.name = "bad-lost-of-the-second", .index = 9, .by_second = true};
  const Case next{.name = "bad-lost-with-the-first-alone", .index = 17, .by_second = true};
  std::vector<Case> all{below, given, next};
  for (Case& one : all) {
    one.today[one.index] = ledger::lost_leaf_text(Succession(one).closed[0]);
  }
  return all;
}

}  // namespace
}  // namespace stile::agent

int main(int argc, char** argv) {
  using namespace stile::agent;
  if (argc != 2) {
    std::cerr << "usage: succession_folders FOLDER\n";
    return 2;
  }
  stile::crypto::initialise();
  const std::filesystem::path folder = argv[1];
  for (const Case& one : cases()) write(folder / one.name, one);
  for (const Case& one : lost_where_it_was_kept()) write(folder / one.name, one);
}
