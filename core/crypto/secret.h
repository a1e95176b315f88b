#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::crypto {

// wipe() zeroes bytes in a way the compiler does not remove. Use it on every temporary copy
// of a secret.
void wipe(std::span<std::uint8_t> bytes);
void wipe(Bytes& bytes);

// equal_in_constant_time() compares without telling by its time where two values differ;
// only their lengths may show.
bool equal_in_constant_time(ByteView a, ByteView b);

// SecretAccess is the capability to read secret bytes. mint_secret_access() is its only
// minter, so a search for that name finds every place where a key leaves its object: this
// folder, where the primitives take it, and the code that writes keys to their files.
class SecretAccess {
 private:
  explicit SecretAccess(int) {}
  friend SecretAccess mint_secret_access();
};
inline SecretAccess mint_secret_access() { return SecretAccess(0); }

// Secret<N> holds N secret bytes. They are zeroed when it ends or is moved from, are never
// copied, printed or compared in variable time, and are read only with a SecretAccess.
// Not thread-safe, like any value; const use from several threads is safe.
template <std::size_t N>
class Secret {
 public:
  // filled() lets `fill` write the N bytes in place: a Random, or a primitive's output.
  template <typename Fill>
  static Secret filled(const Fill& fill) {
    Secret secret;
    fill(std::span<std::uint8_t>(secret.bytes_));
    return secret;
  }

  // from_bytes() copies exactly N bytes; any other length is kMalformed. The caller wipes
  // its own copy.
  static Result<Secret> from_bytes(ByteView bytes) {
    Secret secret;
    if (!copy_exact(bytes, secret.bytes_)) {
      return Error{Reason::kMalformed, "a secret has the wrong length"};
    }
    return secret;
  }

  Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    bytes_ = other.bytes_;
    wipe(other.bytes_);
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(bytes_); }

  const std::array<std::uint8_t, N>& bytes(SecretAccess) const { return bytes_; }

  bool operator==(const Secret& other) const {
    return equal_in_constant_time(view(bytes_), view(other.bytes_));
  }

 private:
  Secret() = default;
  std::array<std::uint8_t, N> bytes_{};
};

}  // namespace stile::crypto
