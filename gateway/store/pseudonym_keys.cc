#include "gateway/store/pseudonym_keys.h"

#include <algorithm>

#include "core/crypto/secret.h"

namespace stile::gateway {

Result<const crypto::PseudonymKey*> PseudonymKeys::find_or_make(const std::string& agreement_id,
                                                                const std::string& epoch,
                                                                Instant expires) {
  const std::lock_guard lock(mutex_);
  const std::pair name(agreement_id, epoch);
  const auto found = held_.find(name);
  if (found != held_.end() && found->second.expires >= expires) return found->second.key.get();

  Bytes fresh =
      crypto::PseudonymKey::generate(random_).bytes_for_storage(crypto::mint_secret_access());
  Result<Bytes> kept = writer_.keep_key(agreement_id, epoch, expires, fresh);
  crypto::wipe(fresh);
  if (!kept.ok()) return kept.error();
  Result<crypto::PseudonymKey> key = crypto::PseudonymKey::from_bytes(*kept);
  crypto::wipe(*kept);
  if (!key.ok()) return Error{Reason::kIntegrity, "a stored pseudonym key has the wrong length"};

  Held& held = held_[name];
  held.expires = std::max(expires, held.key == nullptr ? expires : held.expires);
  if (held.key == nullptr) held.key = std::make_unique<crypto::PseudonymKey>(*std::move(key));
  return held.key.get();
}

Result<std::uint64_t> PseudonymKeys::destroy(Instant now) {
  const std::lock_guard lock(mutex_);
  STILE_TRY(const std::uint64_t destroyed, writer_.destroy_keys(now));
  std::erase_if(held_, [now](const auto& held) { return held.second.expires < now; });
  return destroyed;
}

}  // namespace stile::gateway
