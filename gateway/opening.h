#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/log.h"
#include "gateway/config.h"
#include "gateway/service/documents.h"
#include "gateway/store/sqlite_store.h"
#include "gateway/transport/call_gate.h"
#include "gateway/transport/tls_server.h"

// What both a gateway that serves and one that collects for a successor begin with. One thread.
namespace stile::gateway {

Instant now();

// Documented is what is on disk before anything is held against the ledger.
struct Documented {
  crypto::NoteSigner signer;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Documents> documents;

  ledger::Log log() const { return documents->current()->directory().log(); }
};

// open_documented() fails as the files and Documents::open() do.
Result<Documented> open_documented(const Config& config);

// gate_of() lets in whom the directory names and does not deny; whom it turns away `problem` is
// told. The documents outlive it.
using Problem =
    std::function<void(const std::string& event, Reason reason, const std::string& detail)>;
CallGate gate_of(const Documents& documents, Problem problem);

TlsServerOptions server_options(const Config& config, const Documents& documents);

// write_address() says where the gateway is to be reached, in the file that is configured for it.
Status write_address(const Config& config, std::uint16_t port);

}  // namespace stile::gateway
