#include "agents/report/proof_files.h"

#include "core/crypto/encoding.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"

namespace stile::agent {
namespace {

Error altered(const char* what) { return {Reason::kIntegrity, what}; }

Status check(const ProvenConsignment& kept, const crypto::NoteVerifier& log) {
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

// What SHA-256 is of, as core/record/FORMATS.md has it.
Bytes list_input(const std::vector<Hash>& hashes) {
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

}  // namespace

Result<std::vector<ProofFile>> proof_files(const ProvenConsignment& kept,
                                           const crypto::NoteVerifier& log) {
  STILE_CHECKED(check(kept, log));
  std::vector<ProofFile> files = {{"leaf.txt", kept.leaf},
                                  {"leaf.tlog-proof", kept.receipt},
                                  {"log.vkey", log.vkey() + "\n"},
                                  {"salt.hex", crypto::hex(kept.salt) + "\n"},
                                  {"row-list.bin", list_input(kept.row_hashes)},
                                  {"verify.go", Bytes(proof_program())},
                                  {"README.txt", proof_readme(kept)}};
  if (kept.opened) files.push_back({"row.bin", row_input(kept.opened->row)});
  return files;
}

}  // namespace stile::agent
