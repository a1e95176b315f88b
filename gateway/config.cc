#include "gateway/config.h"

#include <charconv>
#include <filesystem>

#include "core/agreement/directory.h"
#include "core/agreement/log_retention.h"
#include "core/base/limits.h"
#include "core/base/loopback.h"
#include "core/storage/file.h"
#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::gateway {
namespace {

namespace fs = std::filesystem;

Error fault(const std::string& file, Reason reason, const std::string& what) {
  return {reason, file + ": " + what};
}

Status split_address(const std::string& file, const std::string& listen, Config& config) {
  const auto colon = listen.rfind(':');
  const auto port = colon == std::string::npos ? std::string() : listen.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), config.port);
  if (port.empty() || error != std::errc{} || end != port.data() + port.size()) {
    return fault(file, Reason::kMalformed, "listen: write it as \"127.0.0.1:8443\"");
  }
  config.host = listen.substr(0, colon);
  return ok();
}

Status check_metrics(const std::string& file, const std::string& address) {
  if (address.empty()) return ok();
  const Status loopback = check_loopback(address);
  if (loopback.ok()) return ok();
  return fault(file, loopback.reason(), "metrics: " + loopback.error().detail);
}

Status check_log_retention(const std::string& file, std::uint32_t days) {
  const Status long_enough = agreement::check_log_retention(days);
  if (long_enough.ok()) return ok();
  return fault(file, long_enough.reason(), "log_retention_days: " + long_enough.error().detail);
}

Status take_roots(const std::string& file, const v1::GatewayConfig& wire, Config& config) {
  if (static_cast<std::size_t>(wire.root_size()) != agreement::kRoots) {
    return fault(file, Reason::kMissingField, "root: pin exactly three root keys");
  }
  for (const auto& root : wire.root()) {
    auto key = crypto::NoteVerifier::parse(root);
    if (!key.ok()) return fault(file, key.reason(), "root: " + key.error().detail);
    config.roots.push_back(std::move(key).value());
  }
  return ok();
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  STILE_TRY(const Bytes text, storage::read_whole(path, limits::kMessageBytes));
  v1::GatewayConfig wire;
  STILE_CHECKED(wire::parse_text(text, path, wire));

  const auto folder = fs::absolute(path).parent_path();
  const auto place = [&](const std::string& name) {
    return name.empty() ? name : (folder / name).lexically_normal().string();
  };
  Config config{place(wire.identity()),
                {},
                0,
                place(wire.store()),
                place(wire.checkpoint_file()),
                place(wire.documents()),
                place(wire.areas()),
                {},
                place(wire.log_key()),
                wire.log_name(),
                place(wire.address_file()),
                wire.metrics(),
                wire.log_retention_days(),
                place(wire.tiles())};
  STILE_CHECKED(split_address(path, wire.listen(), config));
  STILE_CHECKED(check_metrics(path, wire.metrics()));
  STILE_CHECKED(check_log_retention(path, wire.log_retention_days()));
  STILE_CHECKED(take_roots(path, wire, config));
  for (const auto* required :
       {&config.identity, &config.store, &config.checkpoint_file, &config.documents, &config.areas,
        &config.log_key, &config.log_name}) {
    if (!required->empty()) continue;
    return fault(
        path, Reason::kMissingField,
        "identity, store, checkpoint_file, documents, areas, log_key and log_name are required");
  }
  return config;
}

}  // namespace stile::gateway
