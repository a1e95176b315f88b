#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/crypto/note.h"

namespace stile::gateway {

// Config is the gateway's configuration file (proto/stile/v1/config.proto, GatewayConfig) with
// every path made absolute and every key parsed.
struct Config {
  std::string identity;
  std::string host;
  std::uint16_t port = 0;
  std::string store;
  std::string checkpoint_file;
  std::string documents;
  std::string areas;
  std::vector<crypto::NoteVerifier> roots;
  std::string log_key;
  std::string log_name;
  std::string address_file;
  std::string metrics;                   // a loopback address; empty: nowhere
  std::uint32_t log_retention_days = 0;  // 0: no text of a leaf is ever deleted
  std::string tiles;                     // the folder of TileFiles; empty: none
};

// load_config() fails with "file:line:column: what, and how to mend it".
Result<Config> load_config(const std::string& path);

}  // namespace stile::gateway
