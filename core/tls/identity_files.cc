#include "core/tls/identity_files.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <system_error>

#include "core/base/bytes.h"
#include "core/tls/certificate.h"
#include "core/tls/peer_identity.h"

namespace stile::tls {
namespace {

// A chain or a bundle of roots is a few KiB; what is larger is some other file.
constexpr std::size_t kLongestPem = 256 * 1024;

Status check_mode(const std::filesystem::path& key) {
  std::error_code error;
  const auto mode = std::filesystem::status(key, error).permissions();
  if (error) return Error{Reason::kIo, key.string() + " cannot be read"};
  using std::filesystem::perms;
  if ((mode & (perms::group_all | perms::others_all)) == perms::none) return ok();
  return Error{Reason::kNotPermitted, key.string() + " is open to others: chmod 0400 it"};
}

Result<Bytes> read(const std::filesystem::path& path) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> file(BIO_new_file(path.c_str(), "rb"), BIO_free);
  if (!file) return Error{Reason::kIo, path.string() + " cannot be read"};
  Bytes bytes(kLongestPem + 1, '\0');
  std::size_t size = 0;
  if (BIO_read_ex(file.get(), bytes.data(), bytes.size(), &size) != 1 || size > kLongestPem) {
    return Error{Reason::kIo, path.string() + " is empty, too long or cannot be read"};
  }
  bytes.resize(size);
  return bytes;
}

Status check_pair(const IdentityFiles& files) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> key_file(BIO_new_file(files.key.c_str(), "rb"),
                                                           BIO_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> chain_file(
      BIO_new_file(files.chain.c_str(), "rb"), BIO_free);
  if (!key_file || !chain_file) return Error{Reason::kIo, files.key.string() + " cannot be read"};
  // An empty passphrase: OpenSSL must never ask the terminal for one.
  char no_passphrase[] = "";
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(key_file.get(), nullptr, nullptr, no_passphrase), EVP_PKEY_free);
  if (!key)
    return Error{Reason::kMalformed, files.key.string() + " is not a plain PEM private key"};
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(chain_file.get(), nullptr, nullptr, nullptr), X509_free);
  if (certificate && X509_check_private_key(certificate.get(), key.get()) == 1) return ok();
  return Error{Reason::kMalformed, files.key.string() + " is not the key of the certificate in " +
                                       files.chain.string() + ": issue both together"};
}

Error in_file(const std::filesystem::path& path, const Error& error) {
  return {error.reason, path.string() + ": " + error.detail};
}

}  // namespace

IdentityFiles IdentityFiles::in_folder(const std::filesystem::path& folder) {
  return {folder / "tls.key", folder / "tls.pem", folder / "roots.pem"};
}

Result<Instant> own_expiry(const IdentityFiles& files) {
  STILE_TRY(const Bytes chain, read(files.chain));
  const auto expiry = expiry_of(chain);
  if (!expiry.ok()) return in_file(files.chain, expiry.error());
  return expiry;
}

Result<AgencyId> own_identity(const IdentityFiles& files) {
  STILE_CHECKED(check_mode(files.key));
  STILE_TRY(const Bytes roots, read(files.roots));
  if (const auto root = serial_of(roots); !root.ok()) return in_file(files.roots, root.error());
  STILE_TRY(const Bytes chain, read(files.chain));
  STILE_CHECKED(check_pair(files));
  const auto names = uri_names_of(chain);
  if (!names.ok()) return in_file(files.chain, names.error());
  auto identity = peer_identity(*names);
  if (!identity.ok()) return in_file(files.chain, identity.error());
  return identity;
}

}  // namespace stile::tls
