#include "gateway/opening.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <utility>

#include "core/crypto/key_file.h"
#include "core/crypto/random.h"
#include "core/tls/identity_files.h"

namespace stile::gateway {
namespace {

constexpr int kHeldStreams = 3;  // of an agency: one Attach, two Submit

Result<crypto::NoteSigner> log_signer(const Config& config) {
  STILE_TRY(Bytes seed, crypto::read_key_file(config.log_key));
  auto key = crypto::SigningKey::from_seed(seed);
  crypto::wipe(seed);
  if (!key.ok()) return key.error();
  return crypto::NoteSigner::make(config.log_name, std::move(key).value());
}

Status admit(const Documents& documents, const AgencyId& agency, const std::string& serial) {
  const auto& directory = documents.current()->directory();
  if (directory.denied_agencies.contains(agency.text()) ||
      directory.denied_serials.contains(serial)) {
    return Reason::kDenied;
  }
  const auto* member = directory.find(agency);
  if (member == nullptr || !member->valid_on(local_day(now()))) return Reason::kUnknownAgency;
  return ok();
}

}  // namespace

Instant now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Result<Documented> open_documented(const Config& config) {
  STILE_TRY(auto signer, log_signer(config));
  STILE_TRY(auto store, SqliteStore::open(config.store, crypto::system_random()));
  STILE_TRY(auto documents,
            Documents::open(
                {config.documents, config.areas, config.roots, signer.verifier().vkey()}, *store));
  return Documented{std::move(signer), std::move(store), std::move(documents)};
}

CallGate gate_of(const Documents& documents, Problem problem) {
  return CallGate(
      std::string(documents.current()->directory().gateway.trust_domain()),
      [&documents](const AgencyId& agency, const std::string& serial) {
        return admit(documents, agency, serial);
      },
      [problem = std::move(problem)](const auto& turned_away) {
        problem("peer_refused", turned_away.reason, turned_away.agency + " " + turned_away.detail);
      });
}

TlsServerOptions server_options(const Config& config, const Documents& documents) {
  TlsServerOptions options;
  options.host = config.host;
  options.port = config.port;
  options.files = tls::IdentityFiles::in_folder(config.identity);
  options.threads =
      kHeldStreams * static_cast<int>(documents.current()->directory().agencies.size()) + 32;
  return options;
}

Status write_address(const Config& config, std::uint16_t port) {
  if (config.address_file.empty()) return ok();
  const auto beside = config.address_file + ".new";
  std::ofstream(beside) << config.host << ':' << port << '\n';
  if (std::rename(beside.c_str(), config.address_file.c_str()) != 0) {
    return Error{Reason::kIo, "cannot write " + config.address_file};
  }
  return ok();
}

}  // namespace stile::gateway
