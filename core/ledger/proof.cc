#include "core/ledger/proof.h"

#include <optional>

#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "core/ledger/lines.h"
#include "core/ledger/merkle.h"

namespace stile::ledger {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error malformed(const char* detail) { return {Reason::kMalformed, detail}; }

// take_index() reads the index line, and past an `extra` line before it.
Result<std::uint64_t> take_index(std::string_view& text) {
  auto line = take_line(text);
  if (line && line->starts_with(kExtra)) {
    STILE_CHECKED(crypto::unbase64(line->substr(kExtra.size())));
    line = take_line(text);
  }
  if (!line || !line->starts_with(kIndex)) return malformed("receipt: no index line");
  const auto index = decimal<std::uint64_t>(line->substr(kIndex.size()));
  if (!index) return malformed("receipt: the index is not a decimal number");
  return *index;
}

// take_hashes() reads hashes up to and with the blank line.
Result<std::vector<Hash>> take_hashes(std::string_view& text) {
  std::vector<Hash> hashes;
  for (;;) {
    const auto line = take_line(text);
    if (!line) return malformed("receipt: no blank line before the checkpoint");
    if (line->empty()) return hashes;
    if (hashes.size() == limits::kProofHashes) {
      return Error{Reason::kTooLarge, "receipt: too many hashes"};
    }
    STILE_TRY(const Bytes bytes, crypto::unbase64(*line));
    Hash hash;
    if (!copy_exact(bytes, hash)) return malformed("receipt: a hash is not 32 bytes");
    hashes.push_back(hash);
  }
}

}  // namespace

std::string receipt_text(const Receipt& receipt) {
  std::string text(kFirstLine);
  text += '\n';
  text.append(kIndex).append(std::to_string(receipt.index)).append("\n");
  for (const Hash& hash : receipt.proof) text.append(crypto::base64(hash)).append("\n");
  return text + '\n' + receipt.checkpoint;
}

Result<Receipt> parse_receipt(std::string_view text) {
  if (text.size() > limits::kDocumentBytes) return Error{Reason::kTooLarge, "receipt: too long"};
  if (take_line(text) != kFirstLine) return malformed("receipt: not a tlog-proof of version 1");
  STILE_TRY(const std::uint64_t index, take_index(text));
  STILE_TRY(auto hashes, take_hashes(text));
  STILE_CHECKED(crypto::parse_note(text));
  return Receipt{index, std::move(hashes), std::string(text)};
}

Result<Checkpoint> verify_receipt(const Receipt& receipt, std::string_view leaf_text,
                                  const Log& log) {
  STILE_TRY(auto checkpoint, verify_known_checkpoint(receipt.checkpoint, log));
  STILE_CHECKED(verify_inclusion(receipt.index, checkpoint.size, leaf_hash(leaf_text),
                                 receipt.proof, checkpoint.root));
  return checkpoint;
}

}  // namespace stile::ledger
