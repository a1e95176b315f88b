#include "agents/evidence.h"

#include <set>
#include <string>
#include <utility>

#include "agents/report/tree_files.h"
#include "core/agreement/quorum.h"
#include "core/crypto/encoding.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log_view.h"

namespace stile::agent {
namespace {

// seen_by() is the ledger as far as either part has verified it: each goes on by its own receipts.
ledger::LogView seen_by(Source* source, Inbox* inbox) {
  if (source == nullptr) return inbox->view();
  const ledger::LogView sent = source->log().view();
  if (inbox == nullptr) return sent;
  const ledger::LogView received = inbox->view();
  return sent.size() > received.size() ? sent : received;
}

}  // namespace

Result<std::vector<ProofFile>> tree_of(Source* source, Inbox* inbox, const Evidence& evidence) {
  const ledger::LogView seen = seen_by(source, inbox);
  std::vector<ProofFile> files;
  STILE_CHECKED(tree_files(
      seen.note(), seen.log().key,
      [&](const ledger::Tile& tile) { return evidence.watch.tile(tile); },
      [&](ProofFile file) { files.push_back(std::move(file)); }));
  return files;
}

std::vector<ProofFile> documents_of(const DisclosureAccount& account, const Evidence& evidence) {
  std::vector<ProofFile> files;
  const auto directory = evidence.documents.directory_note();
  const auto documents = evidence.documents.current();
  if (!directory || documents == nullptr) return files;
  files.push_back({"directory.note", *directory});
  Bytes roots;
  for (const auto& root : evidence.documents.roots()) roots += root.vkey() + "\n";
  files.push_back({"roots.vkey", std::move(roots)});
  files.push_back({"policy", agreement::policy_text(documents->directory())});
  if (auto cosigned = evidence.witness.cosigned(); !cosigned.empty()) {
    files.push_back({"cosigned", std::move(cosigned)});
  }
  std::set<Hash> agreements;
  for (const LeafProof& one : account.leaves) {
    const auto leaf = ledger::parse_leaf(one.leaf);
    if (leaf.ok() && leaf->agreement) agreements.insert(*leaf->agreement);
  }
  for (const Hash& hash : agreements) {
    const auto note = evidence.documents.note(hash);
    if (note) files.push_back({"agreement-" + crypto::hex(hash) + ".note", *note});
  }
  return files;
}

}  // namespace stile::agent
