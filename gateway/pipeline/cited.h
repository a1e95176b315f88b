#pragma once

#include "core/agreement/evaluate.h"
#include "core/ledger/merkle.h"
#include "gateway/pipeline/received.h"

namespace stile::gateway {

// grant_of_cited() is what a correction may carry (design section 7): at most what the ledger says
// that this source disclosed of this record to this recipient. The gateway has forgotten the
// record; the source brings it along, and `tree` shows that nothing of it was made up. kNotFound:
// no such leaf is in the tree, or it is of no disclosure. kWrongParty, kNoAgreement, kNoClause: it
// is of another. kEnvelopeMismatch: the record cited was not part of it, or is not the one that
// the row is about. Else as agreement::granted_before(), or kIo where the tree cannot be read.
Result<agreement::Grant> grant_of_cited(const ReceivedRow& row, const record::Disclosure& what,
                                        const agreement::DocumentSet& documents,
                                        const ledger::HashReader& tree, Instant now);

}  // namespace stile::gateway
