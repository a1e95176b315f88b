#pragma once

#include "agents/control/server.h"
#include "agents/link/attachment.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"
#include "agents/watch/ledger_watch.h"

namespace stile::agent {

class DocumentKeeper;
class Witness;

// control_handler() answers what people ask at the socket; whoever may ask has been decided
// before (control/permission.h). A null side is one that this agency does not have, and says so.
// All outlive the handler.
Handler control_handler(const AgencyId& self, Source* source, Inbox* inbox,
                        const Attachment& attachment, LedgerWatch& watch, Witness& witness,
                        const DocumentKeeper& documents);

}  // namespace stile::agent
