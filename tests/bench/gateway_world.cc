#include "tests/bench/gateway_world.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/crypto/digest.h"
#include "core/crypto/key_file.h"
#include "core/crypto/note_key.h"
#include "tests/bench/process.h"
#include "tests/support/built_from.h"
#include "tests/support/keys.h"

namespace stile::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kHomes = 100;
constexpr Instant kHour = 3600;
constexpr Instant kDay = 24 * kHour;
constexpr char kTestshireArea[] = "E23000091";

// How many homes of each hundred have 1, 2, … places.
constexpr std::array<int, 8> kPlaces = {5, 11, 19, 24, 15, 14, 5, 7};

Instant now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string day_text(Instant instant) { return to_text(to_civil(local_day(instant))); }

std::vector<support::HomeDraft> hundred_homes() {
  std::vector<support::HomeDraft> homes;
  std::size_t size = 0;
  int of_size = 0;
  for (int i = 1; i <= kHomes; ++i) {
    while (of_size == kPlaces.at(size)) {
      ++size;
      of_size = 0;
    }
    ++of_size;
    std::array<char, 24> id{};
    std::snprintf(id.data(), id.size(), "ofsted:SC9%05d", i);
    homes.push_back({id.data(), support::kOwnAuthority, kTestshireArea,
                     static_cast<std::uint32_t>(size + 1), "2000-01-01"});
  }
  return homes;
}

Hash log_seed() { return crypto::sha256("invented key of the benchmark's ledger"); }

std::string log_vkey() {
  auto key = crypto::SigningKey::from_seed(view(log_seed())).value();
  return crypto::NoteSigner::make(support::kLog, std::move(key))->verifier().vkey();
}

support::Scheme scheme_of_today() {
  const auto today = now();
  support::Scheme scheme;
  auto& directory = scheme.directory;
  directory.valid_from = utc_minute_text(today - kHour);
  directory.valid_until = utc_minute_text(today + 10 * kDay);
  directory.signing.edit = [](std::string& text) {
    text = support::replaced(text, support::vkey_of(support::kLog), log_vkey());
  };
  for (auto& agency : directory.agencies) agency.valid_from = "2000-01-01";
  for (auto& agreement : scheme.agreements) {
    agreement.from = day_text(today - 100 * kDay);
    agreement.review = day_text(today + 100 * kDay);
    agreement.until = day_text(today + 200 * kDay);
  }
  for (auto& key : scheme.sealing_keys) {
    key.valid_from = utc_minute_text(today - kDay);
    key.valid_until = utc_minute_text(today + 20 * kDay);
  }
  scheme.homes.front().homes = hundred_homes();
  return scheme;
}

Status write_file(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) return Error{Reason::kIo, "cannot write " + path.string()};
  return ok();
}

}  // namespace

GatewayWorld::GatewayWorld(std::string folder, const support::Scheme& scheme)
    : folder_(std::move(folder)),
      documents_(scheme.verified().value()),
      agreement_(scheme.agreement_hash()) {
  for (const auto& home : scheme.homes.front().homes) homes_.push_back(support::home(home.id));
}

Result<GatewayWorld> GatewayWorld::make(const std::string& folder) {
  const auto scheme = scheme_of_today();
  GatewayWorld world(folder, scheme);
  STILE_CHECKED(world.write_documents(scheme));
  STILE_CHECKED(world.make_certificates());
  STILE_CHECKED(crypto::write_key_file(folder + "/log.key", view(log_seed())));
  return world;
}

Status GatewayWorld::write_documents(const support::Scheme& scheme) const {
  fs::create_directory(folder_ + "/documents");
  for (const auto& note : scheme.notes()) {
    STILE_CHECKED(write_file(folder_ + "/documents/" + note.file, note.note));
  }
  return write_file(folder_ + "/areas.textproto", scheme.areas);
}

Status GatewayWorld::make_certificates() const {
  const std::string certs = support::source_dir() + "/certs/";
  const auto authority = folder_ + "/authority";
  const auto log = folder_ + "/certificates.log";
  STILE_CHECKED(
      run_once({certs + "authority", "new", authority, "--trust-domain", "stile.example"}, log));
  STILE_CHECKED(run_once({certs + "issue", "--authority", authority, "--identity",
                          support::kGateway, "--out", folder_ + "/gateway"},
                         log));
  return run_once({certs + "issue", "--authority", authority, "--identity", support::kTestshire,
                   "--out", folder_ + "/source"},
                  log);
}

tls::IdentityFiles GatewayWorld::gateway_files() const {
  return tls::IdentityFiles::in_folder(folder_ + "/gateway");
}

tls::IdentityFiles GatewayWorld::source_files() const {
  return tls::IdentityFiles::in_folder(folder_ + "/source");
}

Result<std::string> GatewayWorld::new_gateway(const std::string& name) const {
  const auto folder = folder_ + "/" + name;
  fs::create_directory(folder);
  std::string text =
      "identity: \"../gateway\"\nlisten: \"127.0.0.1:0\"\nstore: \"store.db\"\n"
      "checkpoint_file: \"checkpoint\"\ndocuments: \"../documents\"\n"
      "areas: \"../areas.textproto\"\nlog_key: \"../log.key\"\naddress_file: \"address\"\n";
  text += "log_name: \"" + std::string(support::kLog) + "\"\n";
  for (const auto& root : support::Scheme().trust().roots) {
    text += "root: \"" + root.vkey() + "\"\n";
  }
  STILE_CHECKED(write_file(folder + "/gateway.textproto", text));
  return folder;
}

}  // namespace stile::bench
