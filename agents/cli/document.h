#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "agents/report/reporter.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"

namespace stile::agent {

// SignOrder says what to sign, with which key, and into which new file.
struct SignOrder {
  std::filesystem::path file;  // an unsigned text, or a note that others have signed
  std::filesystem::path key;
  std::string name;  // the key's name, as in the directory
  std::filesystem::path out;
};

// with_signature() adds the signer's line to a note, or makes one of a text. Earlier signatures
// are kept as they are.
Result<Bytes> with_signature(ByteView document, const crypto::NoteSigner& signer);

// check_document() reads a signed document of any kind strictly; of an agreement also
// agreement::check().
Status check_document(ByteView note, const std::string& file);

// document_sign() signs a document of any kind that reads without fault, and says nothing.
Result<ExitCode> document_sign(const SignOrder& order);

// document_hash() prints the SHA-256 by which directories, statuses and consignments name a
// document: of a note's text, or of all bytes of what is no note.
Result<ExitCode> document_hash(const std::filesystem::path& file, Reporter& reporter);
Hash hash_of_document(ByteView document);

}  // namespace stile::agent
