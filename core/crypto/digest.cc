#include "core/crypto/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstdlib>

#include "core/crypto/initialise.h"
#include "core/crypto/raw.h"

// SHA-256 is OpenSSL's, which uses the processor's SHA instructions (a fifth of libsodium's
// time); HMAC, short and rare, is libsodium's, which allocates nothing.
namespace stile::crypto {
namespace {

// Allocation and a missing algorithm are the only ways these calls fail: no program can go on.
void require(bool done) {
  if (!done) std::abort();
}

const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = [] {
    initialise();
    return EVP_MD_fetch(nullptr, "SHA256", nullptr);
  }();
  require(fetched != nullptr);
  return fetched;
}

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

void start(void* context) {
  require(EVP_DigestInit_ex(as_context(context), algorithm(), nullptr) == 1);
}

}  // namespace

void Sha256::Free::operator()(void* context) const { EVP_MD_CTX_free(as_context(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  require(context_ != nullptr);
  start(context_.get());
}

void Sha256::update(ByteView bytes) {
  require(EVP_DigestUpdate(as_context(context_.get()), bytes.data(), bytes.size()) == 1);
}

Hash Sha256::finish() {
  Hash digest;
  require(EVP_DigestFinal_ex(as_context(context_.get()), digest.data(), nullptr) == 1);
  start(context_.get());
  return digest;
}

Hash sha256(ByteView bytes) {
  thread_local Sha256 reused;
  reused.update(bytes);
  return reused.finish();
}

Hash hmac_sha256(ByteView key, ByteView message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, raw(key), key.size());
  crypto_auth_hmacsha256_update(&state, raw(message), message.size());
  Hash code;
  crypto_auth_hmacsha256_final(&state, code.data());
  sodium_memzero(&state, sizeof state);
  return code;
}

}  // namespace stile::crypto
