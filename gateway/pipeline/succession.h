#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/document_set.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/log.h"
#include "gateway/pipeline/ports.h"

// How a gateway whose ledger was lost behind what it had signed goes on: what the agencies hold of
// what was lost stands in the successor at the place that it had (design section 9).
namespace stile::gateway {

// GivenBack is a leaf of the closed ledger that one of its parties has given back. Who sent the
// consignment that it admitted says besides which one that was, and who received it what its source
// had signed; who asked or was asked a question gives that back, too.
struct GivenBack {
  std::uint64_t index = 0;
  std::string leaf;
  std::string agreement_id = {};  // of a consignment or question
  std::uint64_t number = 0;       // 0: of none, or nobody has said it who knows
  Hash digest{};
  Bytes note = {};  // of a question; empty: of none. To take_back() of a consignment, too
  Hash salt{};      // opens the leaf's commitment to it
};

// take_back() is what `peer` gives back, proven by a receipt of the log that was closed last. It
// keeps nothing of consignment and question where the leaf is not of it, or its agreement is not
// listed any more; its source's word for number and digest is enough. kWrongParty: the leaf does
// not name the peer. kOutOfScope: it was not lost. Else as ledger::verify_receipt().
Result<GivenBack> take_back(GivenBack given, std::string_view receipt, const AgencyId& peer,
                            const agreement::DocumentSet& documents);

// Succeeded is how many leaves were lost, and which of them nobody has given back, ascending.
struct Succeeded {
  std::uint64_t lost = 0;
  std::vector<std::uint64_t> gone = {};
};

// succeed() begins the successor in the store, in one transaction: what was given back at its
// place, a leaf that says so where nothing was, the leaf that names what was closed, numbers,
// questions and notifications as they were, and the first checkpoint. Numbers are taken as far as
// none is missing: what is behind a gap its source sends again, as what nobody gave back. Counters
// of every agreement that is listed go on behind all that may have been given. kConflict where the
// store does not end where the directory says that it was kept to; else as Store::commit().
Result<Succeeded> succeed(Store& store, const std::map<std::uint64_t, GivenBack>& given,
                          const agreement::DocumentSet& documents,
                          const crypto::NoteSigner& signer);

}  // namespace stile::gateway
