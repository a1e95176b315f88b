#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/random.h"
#include "core/crypto/seal.h"

namespace stile::agent {

// kOwnCopyDays is how long an own copy lives, and the key that it is sealed to.
inline constexpr Day kOwnCopyDays = 30;

// OwnKeys are the keys that the source seals its own copies to: one for each day, in a file of its
// own (`folder`/2026-11-28, mode 0400). They stand outside the store, which is backed up: a copy in
// a backup opens no more once its day's key is destroyed. Any thread.
class OwnKeys {
 public:
  // Nothing is made before the first key.
  OwnKeys(std::filesystem::path folder, crypto::Random random)
      : folder_(std::move(folder)), random_(std::move(random)) {}

  // to_seal() is the day's key, which is made where there is none. kIo, or kNotPermitted where
  // others may read it.
  Result<crypto::SealingPublicKey> to_seal(Day day);
  // to_open() is its private half: kNotFound once it is destroyed.
  Result<crypto::SealingKey> to_open(Day day);
  // destroy_until() destroys the keys of that day and of every day before, for good. kIo where one
  // stays.
  Status destroy_until(Day last);

 private:
  std::filesystem::path file_of(Day day) const;

  const std::filesystem::path folder_;
  const crypto::Random random_;
  std::mutex mutex_;  // over:
  std::optional<std::pair<Day, crypto::SealingPublicKey>> newest_;
};

}  // namespace stile::agent
