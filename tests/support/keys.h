#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/crypto/cosigner.h"
#include "core/crypto/note_key.h"
#include "core/crypto/seal.h"
#include "core/crypto/token.h"

// Keys of the invented world. A key follows from its name alone, so that a test says whose key
// it means by writing the name, and a changed key is another name.
namespace stile::support {

crypto::NoteSigner signer_named(std::string_view name);
Hash signing_seed_of(std::string_view name);  // of that signer, for a test that needs its file
std::string vkey_of(std::string_view name);
crypto::Cosigner cosigner_named(std::string_view name);  // the witness key of that signer
crypto::SealingKey sealing_key_named(std::string_view name);
crypto::TokenKey token_key_named(std::string_view name);

// signed_by() is the note over `text` with the signature of each name in turn; there must be
// at least one.
std::string signed_by(const std::vector<std::string>& names, std::string_view text);

// closed_log_text() is how a directory says that the ledger of that name was closed at that
// checkpoint, a signed note, of which so many leaves are kept.
std::string closed_log_text(std::string_view log, std::string_view checkpoint, std::uint64_t kept);

}  // namespace stile::support
