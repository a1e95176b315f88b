#pragma once

#include "gateway/service/gateway.h"

namespace stile::gateway {

// look_after_waiting() looks at all that waits. Of every parcel it has recorded what became of it
// by the documents and the time of this moment: frozen, thawed, ended, or uncollected for too long;
// its source is told. A question that nobody may answer any more, which names a home, is forgotten.
// Called at the start, when documents change and every half minute; said twice it is recorded once.
void look_after_waiting(Shared& shared);

}  // namespace stile::gateway
