#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agents/ingest/column_map.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/limits.h"
#include "core/crypto/note_key.h"
#include "core/crypto/random.h"
#include "core/crypto/token.h"
#include "core/ledger/log.h"

namespace stile::agent {

// SourceOptions is everything that the source's side of an agent is given from outside, time and
// chance included (design I10). Immutable once the source is open, but for consignment_rows.
struct SourceOptions {
  std::string store;              // the SQLite file
  std::filesystem::path exports;  // the only folder that exports are read from
  std::string contact;            // this agency's contact code in rows
  AgencyId self;
  std::shared_ptr<const crypto::NoteSigner> signer;  // this agency's signing key
  std::shared_ptr<const crypto::TokenKey> tokens;
  // column_maps() are how exports are read from now on; never null.
  std::function<std::shared_ptr<const ColumnMaps>()> column_maps;
  ledger::Log log;
  // documents() are the signed documents as they are now; null while there are none.
  std::function<std::shared_ptr<const agreement::DocumentSet>()> documents;
  std::function<Instant()> clock;
  crypto::Random random;
  // unwitnessed() is why returns and answers to enquiries wait for the ledger's witnesses; nothing
  // while they need not. What people are told of at once, and what corrects it, goes on.
  std::function<std::optional<std::string>()> unwitnessed = [] { return std::nullopt; };
  // consignment_rows is how many rows of one consignment the gateway takes, as it said last.
  std::shared_ptr<std::atomic<std::size_t>> consignment_rows =
      std::make_shared<std::atomic<std::size_t>>(limits::kConsignmentRowsUnsaid);
};

}  // namespace stile::agent
