#include "agents/report/proof_files.h"

#include <algorithm>

#include "agents/report/text_lines.h"
#include "core/crypto/encoding.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"

namespace stile::agent {
namespace {

Error altered(const char* what) { return {Reason::kIntegrity, what}; }

// Files stand in the order of the ledger.
constexpr std::size_t kIndexDigits = 10;

}  // namespace

std::string log_keys(const ledger::Log& log) {
  std::string keys = log.key.vkey() + "\n";
  for (const auto& closed : log.closed) keys += closed.key.vkey() + "\n";
  return keys;
}

Status check_proven(const ProvenConsignment& kept, const ledger::Log& log) {
  STILE_TRY(const auto leaf, ledger::parse_leaf(kept.leaf));
  STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
  STILE_CHECKED(ledger::verify_receipt(receipt, kept.leaf, log));
  const Hash list = record::row_list_hash(kept.row_hashes);
  if (leaf.commit_rows != ledger::commitment(kept.salt, "rows", view(list))) {
    return altered("the leaf commits to other rows");
  }
  if (!kept.opened) return ok();
  const OpenedRow& opened = *kept.opened;
  if (opened.place >= kept.row_hashes.size() ||
      kept.row_hashes[opened.place] != record::row_hash(opened.row)) {
    return altered("the row is not the one that was signed");
  }
  return ok();
}

Bytes row_list_input(const std::vector<Hash>& hashes) {
  Bytes input = "stile-rows/v1\n";
  for (const Hash& hash : hashes) input.append(view(hash));
  return input;
}

Bytes row_input(const record::Row& row) {
  Bytes input = "stile-row/v1\n";
  input.append(view(row.salt));
  input.append(view(row.event_token));
  append_u64(input, row.revision);
  append_prefixed(input, row.fields);
  append_prefixed(input, row.sealed_identity);
  return input;
}

Result<std::vector<ProofFile>> proof_files(const ProvenConsignment& kept, const ledger::Log& log) {
  STILE_CHECKED(check_proven(kept, log));
  std::vector<ProofFile> files = {{"leaf.txt", kept.leaf},
                                  {"leaf.tlog-proof", kept.receipt},
                                  {"log.vkey", log_keys(log)},
                                  {"salt.hex", crypto::hex(kept.salt) + "\n"},
                                  {"row-list.bin", row_list_input(kept.row_hashes)},
                                  {"verify.go", Bytes(proof_program())},
                                  {"README.txt", proof_readme(kept)}};
  if (kept.opened) files.push_back({"row.bin", row_input(kept.opened->row)});
  return files;
}

std::vector<ProofFile> export_files(const DisclosureAccount& account) {
  std::vector<ProofFile> files;
  for (const LeafProof& one : account.leaves) {
    std::string name = std::to_string(one.index);
    name.insert(0, kIndexDigits - std::min(kIndexDigits, name.size()), '0');
    files.push_back({"leaf-" + name + ".txt", one.leaf});
    files.push_back({"leaf-" + name + ".tlog-proof", one.receipt});
  }
  TextLines list("\r\n");
  say_disclosure_head(list);
  for (const auto& one : account.listed) say_disclosure(one, DisclosureForm::kCsv, list);
  files.push_back({"consignments.csv", list.text()});
  files.push_back({"log.vkey", account.log});
  files.push_back({"verify.go", Bytes(proof_program())});
  files.push_back({"README.txt", Bytes(export_readme())});
  return files;
}

}  // namespace stile::agent
