#pragma once

#include <vector>

#include "agents/documents/document_keeper.h"
#include "agents/documents/witness.h"
#include "agents/recipient/inbox.h"
#include "agents/report/disclosure_account.h"
#include "agents/report/proof_files.h"
#include "agents/source/source.h"
#include "agents/watch/ledger_watch.h"
#include "core/base/result.h"

namespace stile::agent {

// Evidence is what an export has beside an agency's own leaves.
struct Evidence {
  LedgerWatch& watch;
  const Witness& witness;
  const DocumentKeeper& documents;
};

// tree_of() is the whole tree as this agency has seen it: all that its leaves are leaves of, some 32
// bytes each. A part that it has not is null. Fails as tree_files() and the gateway do.
Result<std::vector<ProofFile>> tree_of(Source* source, Inbox* inbox, const Evidence& evidence);

// documents_of() are what an account's leaves were disclosed under, as far as it is in force here
// today, and what it is believed by.
std::vector<ProofFile> documents_of(const DisclosureAccount& account, const Evidence& evidence);

}  // namespace stile::agent
