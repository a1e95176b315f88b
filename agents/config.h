#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/handing/hands.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"

namespace stile::agent {

struct SourceFiles {
  std::string store;
  std::string token_key;
  std::vector<std::string> column_maps;
  std::string exports;
  std::string contact;      // this force's contact code in rows
  std::string drop;         // folder; empty: no folder drop
  std::string notify_drop;  // of single events; likewise
};

struct RecipientFiles {
  std::string store;
  std::string sealing_key;
  std::string out;
};

// Config is the agent's configuration file (proto/stile/v1/config.proto, AgentConfig) with every
// path made absolute and every identity and key parsed. At least one of `source` and `recipient`
// is there.
struct Config {
  AgencyId agency;
  AgencyId gateway_identity;
  std::string identity;  // folder
  std::string gateway;   // "host:port"
  std::string socket;
  std::string people;
  std::string documents;
  std::string areas;
  std::vector<crypto::NoteVerifier> roots;
  std::string signing_key;
  std::string signing_key_name;
  std::optional<SourceFiles> source;
  std::optional<RecipientFiles> recipient;
  std::string metrics;  // a loopback address; empty: nowhere
  std::optional<HandingSettings> handing = std::nullopt;
};

// load_config() fails with "file:line:column: what", or "file: field: what, and how to mend it".
Result<Config> load_config(const std::string& path);

}  // namespace stile::agent
