#include <array>
#include <string>

#include "core/crypto/note.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/keys.h"

// A note that reads is written in one way only, and nobody's signature comes of nothing.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace stile;
  static const std::array known{support::signer_named("a").verifier(),
                                support::signer_named("b").verifier()};
  const ByteView bytes = fuzz::input(data, size);
  const auto note = crypto::parse_note(bytes);
  if (!note.ok()) return 0;
  std::string written = note->text + '\n';
  for (const auto& signature : note->signatures) written += crypto::signature_line(signature);
  fuzz::require(written == bytes);
  fuzz::require(crypto::check_note_text(note->text).ok());
  const auto names = crypto::verified_names(*note, known);
  fuzz::require(!names.ok() || names->size() <= note->signatures.size());
  return 0;
}
