#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/base/civil_time.h"
#include "core/crypto/pseudonym.h"
#include "core/crypto/random.h"
#include "gateway/store/writer.h"

namespace stile::gateway {

// PseudonymKeys holds the keys in use at hand, so that asking again for one never waits for a
// commit. A pointer it gave stays good until destroy() is called for a time after that key's
// expiry. Any thread.
class PseudonymKeys {
 public:
  // The writer outlives this.
  PseudonymKeys(Writer& writer, crypto::Random random)
      : writer_(writer), random_(std::move(random)) {}

  // find_or_make() and destroy() as Store::pseudonym_key() and destroy_pseudonym_keys().
  Result<const crypto::PseudonymKey*> find_or_make(const std::string& agreement_id,
                                                   const std::string& epoch, Instant expires);
  Result<std::uint64_t> destroy(Instant now);

 private:
  struct Held {
    Instant expires;
    std::unique_ptr<const crypto::PseudonymKey> key;
  };

  Writer& writer_;
  const crypto::Random random_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Held> held_;  // by agreement id and epoch
};

}  // namespace stile::gateway
