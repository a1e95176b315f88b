#pragma once

#include "gateway/service/gateway.h"

namespace stile::gateway {

// hold_parcels() looks at every parcel that waits and has recorded what became of it by the
// documents and the time of this moment: frozen, thawed, ended, or uncollected for too long. Its
// source is told. Called at the start, when documents change and every half minute; said twice it
// is recorded once.
void hold_parcels(Shared& shared);

}  // namespace stile::gateway
