#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/keys.h"

// A leaf and a checkpoint that read are written in one way only; a receipt loses its extra line
// and nothing else; and nothing made up is proven.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stile;
  static const auto log = support::signer_named("stile.example/ledger").verifier();
  const ByteView text = fuzz::input(data, size);
  const auto leaf = ledger::parse_leaf(text);
  if (leaf.ok()) fuzz::require(ledger::leaf_text(*leaf).value() == text);
  const auto checkpoint = ledger::parse_checkpoint_text(text);
  if (checkpoint.ok()) fuzz::require(ledger::checkpoint_text(*checkpoint) == text);
  const auto receipt = ledger::parse_receipt(text);
  if (!receipt.ok()) return 0;
  fuzz::require(ledger::parse_receipt(ledger::receipt_text(*receipt)).value() == *receipt);
  fuzz::require(!ledger::verify_receipt(*receipt, "no leaf of that log", log).ok());
  return 0;
}
