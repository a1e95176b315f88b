#include "agents/cli/key.h"

#include <utility>

#include "agents/report/json.h"
#include "core/crypto/cosigner.h"
#include "core/crypto/encoding.h"
#include "core/crypto/key_file.h"
#include "core/crypto/seal.h"
#include "core/crypto/secret.h"
#include "core/crypto/token.h"

namespace stile::agent {
namespace {

Status write_secret(const std::filesystem::path& out, Bytes secret) {
  Status written = crypto::write_key_file(out, secret);
  crypto::wipe(secret);
  return written;
}

// Each writes the private half and returns the public one as text.
Result<std::string> new_signing_key(const std::string& name, const std::filesystem::path& out,
                                    const crypto::Random& random) {
  const crypto::SigningKey key = crypto::SigningKey::generate(random);
  STILE_TRY(const auto verifier, crypto::NoteVerifier::make(name, key.public_key()));
  STILE_CHECKED(write_secret(out, key.seed_for_storage(crypto::mint_secret_access())));
  return verifier.vkey();
}

Result<std::string> new_sealing_key(const std::filesystem::path& out,
                                    const crypto::Random& random) {
  const crypto::SealingKey key = crypto::SealingKey::generate(random);
  STILE_CHECKED(write_secret(out, key.secret_for_storage(crypto::mint_secret_access())));
  return crypto::base64(key.public_key());
}

Result<std::string> new_token_key(const std::filesystem::path& out, const crypto::Random& random) {
  const crypto::TokenKey key = crypto::TokenKey::generate(random);
  STILE_CHECKED(write_secret(out, key.bytes_for_storage(crypto::mint_secret_access())));
  return std::string();
}

Result<std::string> new_key(KeyKind kind, const std::string& name, const std::filesystem::path& out,
                            const crypto::Random& random) {
  switch (kind) {
    case KeyKind::kSigning: return new_signing_key(name, out, random);
    case KeyKind::kSealing: return new_sealing_key(out, random);
    case KeyKind::kToken: return new_token_key(out, random);
  }
  __builtin_trap();
}

Result<crypto::SigningKey> read_signing_key(const std::filesystem::path& file) {
  STILE_TRY(Bytes seed, crypto::read_key_file(file));
  Result<crypto::SigningKey> key = crypto::SigningKey::from_seed(seed);
  crypto::wipe(seed);
  if (!key.ok()) return Error{key.reason(), file.string() + ": is not a signing key"};
  return key;
}

}  // namespace

Result<ExitCode> key_generate(KeyKind kind, const std::string& name,
                              const std::filesystem::path& out, const crypto::Random& random,
                              Reporter& reporter) {
  STILE_TRY(const std::string public_half, new_key(kind, name, out, random));
  if (!public_half.empty()) {
    reporter.line(public_half, JsonObject().text("name", name).text("public", public_half).done());
  }
  if (kind == KeyKind::kToken) {
    reporter.message("keep a copy of " + out.string() +
                     " apart from the store: nothing replaces it");
  }
  return ExitCode::kOk;
}

Result<std::string> witness_vkey(const std::filesystem::path& file, const std::string& name) {
  STILE_TRY(const crypto::SigningKey key, read_signing_key(file));
  STILE_TRY(const auto cosigner, crypto::Cosigner::of(name, key));
  return cosigner.verifier().vkey();
}

Result<ExitCode> key_witness(const std::filesystem::path& file, const std::string& name,
                             Reporter& reporter) {
  STILE_TRY(const std::string vkey, witness_vkey(file, name));
  reporter.line(vkey, JsonObject().text("name", name).text("public", vkey).done());
  return ExitCode::kOk;
}

Result<crypto::SealingKey> read_officer_key(const std::filesystem::path& file) {
  STILE_TRY(const crypto::SigningKey key, read_signing_key(file));
  return crypto::sealing_key_of(key);
}

Result<crypto::NoteSigner> read_signer(const std::filesystem::path& file, const std::string& name) {
  STILE_TRY(crypto::SigningKey key, read_signing_key(file));
  return crypto::NoteSigner::make(name, std::move(key));
}

}  // namespace stile::agent
