#include "core/wire/document_codec.h"

#include <string>

#include "core/agreement/agreement.h"
#include "core/crypto/digest.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/keys.h"

namespace {

using namespace stile;

template <typename T>
void hash_is_of_the_text(const Result<agreement::Signed<T>>& read) {
  if (read.ok()) fuzz::require(read->hash == crypto::sha256(read->note.text));
}

void read_as_every_kind(ByteView note) {
  hash_is_of_the_text(wire::read_agreement(note, "fuzz"));
  hash_is_of_the_text(wire::read_directory(note, "fuzz"));
  hash_is_of_the_text(wire::read_homes(note, "fuzz"));
  hash_is_of_the_text(wire::read_status(note, "fuzz"));
  hash_is_of_the_text(wire::read_sealing_key(note, "fuzz"));
}

// These roots sign nothing: whatever directory comes, it is nobody's.
void believe_no_directory(ByteView note) {
  static const agreement::Trust trust{{support::signer_named("root/four").verifier(),
                                       support::signer_named("root/five").verifier(),
                                       support::signer_named("root/six").verifier()}};
  const auto directory = wire::read_directory(note, "fuzz");
  if (directory.ok()) {
    fuzz::require(!agreement::verify_directory(*directory, trust.roots, 0, nullptr).ok());
  }
}

}  // namespace

// The input is a note as it stands, and the text of one that somebody signed.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes = fuzz::input(data, size);
  static const std::string line = "\n" + support::signer_named("a").sign_line("fuzz\n");
  const std::string note = std::string(bytes) + line;
  for (const ByteView document : {bytes, ByteView(note)}) {
    read_as_every_kind(document);
    believe_no_directory(document);
  }
  const auto agreement = wire::agreement_of_text(bytes, "fuzz");
  if (agreement.ok()) (void)agreement::check(*agreement);
  (void)wire::read_areas(bytes, "fuzz");
  return 0;
}
