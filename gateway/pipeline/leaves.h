#pragma once

#include <optional>

#include "core/ledger/leaf.h"
#include "gateway/pipeline/recorded.h"

// What the Recorder writes and decides of each entry, as pure functions; it alone uses them.
namespace stile::gateway {

ledger::Leaf leaf_of(const Refusal& refusal, Instant now);
ledger::Leaf leaf_of(const Asked& entry, Instant now);
ledger::Leaf leaf_of(const Acknowledged& entry, Instant now);
ledger::Leaf leaf_of(const Challenged& entry, Instant now);
ledger::Leaf leaf_of(const IdentityAsked& entry, Instant now);
// leaf_of() a holding takes occasion and commitment to rows from the leaf that admitted the parcel.
ledger::Leaf leaf_of(record::Holding what, const Parcel& parcel, const ledger::Leaf& admitted,
                     Instant now);

Refusal refusal_of(const Pseudonymised& entry, Reason reason);
Refusal refusal_of(const Asked& entry, Reason reason);
Refusal refusal_of(const Acknowledged& entry, Reason reason);
Refusal refusal_of(const Challenged& entry, Reason reason);
Refusal refusal_of(const IdentityAsked& entry, Reason reason);

// tells_news() says whether a word changes anything, given its parcel while that waits and what
// stays of a notification. A return and an answer are stored and nothing else, and no consignment
// has another number than its own: kConflict.
Result<bool> tells_news(const Acknowledged& word, const std::optional<Parcel>& waiting,
                        const std::optional<Notice>& notice);

// is_news() says whether a holding changes anything of a parcel that waits; marked() is how the
// parcel is marked then.
bool is_news(record::Holding what, const Parcel& parcel);
ParcelMark marked(record::Holding what, const Parcel& parcel);

}  // namespace stile::gateway
