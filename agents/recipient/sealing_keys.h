#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"

namespace stile::agent {

// A key is sealed to for at most kSealingKeySeconds and gives way to a new one at half of that.
// The old half then opens what is still under way for as long as a parcel may wait to be
// collected, and is destroyed (design section 6).
inline constexpr Instant kSealingKeySeconds = 30 * 86400;
inline constexpr Instant kUncollectedSeconds = 30 * 86400;

// SealingKeys are the private halves of an agency: the newest at `path`, its signed document at
// `path`.note, older ones at `path`.<second until which one may seal to them>. All files are
// mode 0400 or 0600. Move-only; one thread at a time.
class SealingKeys {
 public:
  struct Owner {
    AgencyId agency;
    std::shared_ptr<const crypto::NoteSigner> signer;
    crypto::Random random;
  };

  // open() makes the first key where there is none. Fails as crypto::read_key_file() does.
  static Result<SealingKeys> open(std::filesystem::path path, Owner owner, Instant now);

  // note() is the signed document of the newest key. It first renews a key past half its life
  // and destroys those that nothing can be sealed to any more: neither what is under way nor what
  // came at `waiting`, where somebody here has still to decide about it, or later.
  Result<Bytes> note(Instant now, std::optional<Instant> waiting = std::nullopt);

  // open_sealed() opens what was sealed to any of the keys; kBadSignature otherwise.
  Result<Bytes> open_sealed(ByteView sealed) const;

 private:
  struct Old {
    crypto::SealingKey key;
    std::filesystem::path file;
    Instant until;
  };

  SealingKeys(std::filesystem::path path, Owner owner, crypto::SealingKey newest);
  Status find_old();
  Status take_up_note(Instant now);
  Status sign_note(Instant now);
  Status renew(Instant now);
  Status destroy_old(Instant now, std::optional<Instant> waiting);
  std::filesystem::path beside(const std::string& ending) const;

  std::filesystem::path path_;
  Owner owner_;
  crypto::SealingKey newest_;
  std::vector<Old> old_;
  Bytes note_;
  Instant from_ = 0;  // of the newest key
};

}  // namespace stile::agent
