#include "agents/cli/receipt.h"

#include "agents/report/json.h"
#include "core/crypto/note_key.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/storage/file.h"

namespace stile::agent {

Result<ExitCode> receipt_verify(const std::filesystem::path& leaf,
                                const std::filesystem::path& receipt, const std::string& log_vkey,
                                Reporter& reporter) {
  STILE_TRY(const auto log, crypto::NoteVerifier::parse(log_vkey));
  STILE_TRY(const Bytes leaf_text, storage::read_whole(leaf));
  STILE_TRY(const Bytes receipt_text, storage::read_whole(receipt));
  STILE_TRY(const ledger::Leaf read, ledger::parse_leaf(leaf_text));
  STILE_TRY(const ledger::Receipt proof, ledger::parse_receipt(receipt_text));
  STILE_TRY(const auto checkpoint, ledger::verify_receipt(proof, leaf_text, log));
  const std::string op(ledger::name(read.op));
  reporter.line(op + " of " + std::to_string(read.rows) + " rows, from " + read.from + " to " +
                    read.to + ", is leaf " + std::to_string(proof.index) + " of the " +
                    std::to_string(checkpoint.size) + " of " + checkpoint.origin,
                JsonObject()
                    .text("op", op)
                    .number("rows", read.rows)
                    .text("from", read.from)
                    .text("to", read.to)
                    .number("index", proof.index)
                    .number("size", checkpoint.size)
                    .text("log", checkpoint.origin)
                    .done());
  return ExitCode::kOk;
}

}  // namespace stile::agent
