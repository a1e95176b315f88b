#include "agents/cli/document.h"

#include <utility>

#include "agents/cli/files.h"
#include "agents/cli/key.h"
#include "agents/report/json.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

// outcome_of() keeps of a result only whether it is one.
template <typename T>
Status outcome_of(const Result<T>& read) {
  if (!read.ok()) return read.error();
  return ok();
}

Status check_agreement(ByteView note, const std::string& file) {
  STILE_TRY(const auto document, wire::read_agreement(note, file));
  return agreement::check(document.value);
}

}  // namespace

Result<Bytes> with_signature(ByteView document, const crypto::NoteSigner& signer) {
  if (crypto::parse_note(document).ok()) return crypto::add_signature(document, signer);
  STILE_CHECKED(crypto::check_note_text(document));
  return crypto::sign_note(document, signer);
}

Status check_document(ByteView note, const std::string& file) {
  const auto kind = wire::document_kind(note);
  if (!kind.ok()) return Error{kind.reason(), file + ":1:1: " + kind.error().detail};
  switch (kind.value()) {
    case wire::DocumentKind::kAgreement: return check_agreement(note, file);
    case wire::DocumentKind::kDirectory: return outcome_of(wire::read_directory(note, file));
    case wire::DocumentKind::kHomes: return outcome_of(wire::read_homes(note, file));
    case wire::DocumentKind::kStatus: return outcome_of(wire::read_status(note, file));
    case wire::DocumentKind::kSealingKey: return outcome_of(wire::read_sealing_key(note, file));
  }
  __builtin_trap();
}

Result<ExitCode> document_sign(const SignOrder& order) {
  STILE_CHECKED(check_absent(order.out));
  STILE_TRY(const Bytes document, storage::read_whole(order.file));
  STILE_TRY(const crypto::NoteSigner signer, read_signer(order.key, order.name));
  STILE_TRY(const Bytes note, with_signature(document, signer));
  STILE_CHECKED(check_document(note, order.file.string()));
  STILE_CHECKED(write_new_file(order.out, note));
  return ExitCode::kOk;
}

Hash hash_of_document(ByteView document) {
  const auto note = crypto::parse_note(document);
  return crypto::sha256(note.ok() ? ByteView(note->text) : document);
}

Result<ExitCode> document_hash(const std::filesystem::path& file, Reporter& reporter) {
  STILE_TRY(const Bytes document, storage::read_whole(file));
  const std::string hash = crypto::hex(hash_of_document(document));
  reporter.line(hash, JsonObject().text("file", file.string()).text("sha256", hash).done());
  return ExitCode::kOk;
}

}  // namespace stile::agent
