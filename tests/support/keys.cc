#include "tests/support/keys.h"

#include "core/crypto/digest.h"
#include "core/crypto/note.h"

namespace stile::support {
namespace {

Hash seed_of(std::string_view use, std::string_view name) {
  return crypto::sha256("invented " + std::string(use) + " key of " + std::string(name));
}

}  // namespace

Hash signing_seed_of(std::string_view name) { return seed_of("signing", name); }

crypto::NoteSigner signer_named(std::string_view name) {
  auto key = crypto::SigningKey::from_seed(view(signing_seed_of(name))).value();
  return crypto::NoteSigner::make(name, std::move(key)).value();
}

crypto::Cosigner cosigner_named(std::string_view name) {
  const auto key = crypto::SigningKey::from_seed(view(signing_seed_of(name))).value();
  return crypto::Cosigner::of(name, key).value();
}

std::string vkey_of(std::string_view name) { return signer_named(name).verifier().vkey(); }

crypto::SealingKey sealing_key_named(std::string_view name) {
  return crypto::SealingKey::from_secret(view(seed_of("sealing", name))).value();
}

crypto::TokenKey token_key_named(std::string_view name) {
  return crypto::TokenKey::from_bytes(view(seed_of("token", name))).value();
}

std::string signed_by(const std::vector<std::string>& names, std::string_view text) {
  std::string note = crypto::sign_note(text, signer_named(names.front()));
  for (std::size_t i = 1; i < names.size(); ++i) {
    note = crypto::add_signature(note, signer_named(names[i])).value();
  }
  return note;
}

std::string closed_log_text(std::string_view log, std::string_view checkpoint, std::uint64_t kept) {
  std::string escaped;
  for (const char c : checkpoint) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  return "closed_log { key: \"" + vkey_of(log) + "\" checkpoint: \"" + escaped +
         "\" kept: " + std::to_string(kept) + " closed: \"2026-11-03T08:00Z\" }\n";
}

}  // namespace stile::support
