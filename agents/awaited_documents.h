#pragma once

#include <functional>

#include "agents/documents/document_keeper.h"
#include "agents/link/gateway_client.h"
#include "core/base/result.h"

namespace stile::agent {

// await_documents() is for an agent that has just been installed: it can do nothing before it
// has the signed documents. kUnavailable where it
// is stopped before there are any.
Status await_documents(GatewayClient& gateway, DocumentKeeper& documents,
                       const std::function<bool()>& stopping);

}  // namespace stile::agent
