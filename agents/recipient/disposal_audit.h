#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "agents/recipient/disposal.h"
#include "agents/recipient/inbox_reader.h"
#include "core/agreement/document_set.h"
#include "core/base/result.h"
#include "core/crypto/note.h"

namespace stile::agent {

// DisposalAudit holds what was destroyed when its time was over against what was signed here then,
// and against the leaf and the agreement that say when that was. Those rows are rightly gone, and
// no others. One use; one thread.
class DisposalAudit {
 public:
  // signed_here() is whether a note is signed by this agency's key of today; `earlier` is called
  // for one that is not and need not be. `documents` may be null.
  using SignedHere = std::function<Result<bool>(const crypto::Note& note)>;
  DisposalAudit(SignedHere signed_here, std::function<void()> earlier,
                const agreement::DocumentSet* documents, Instant now)
      : signed_here_(std::move(signed_here)),
        earlier_(std::move(earlier)),
        documents_(documents),
        now_(now) {}

  // read() takes them all; before anything else.
  Status read(const storage::Database& database);

  // check_events() fails where an event is known as destroyed and nothing says by what.
  Status check_events() const;

  // check() holds what is known of a consignment's time against it: kIntegrity or kUnsigned. All
  // are checked, in the order of their numbers here; check_end() then fails where a consignment is
  // scheduled that is not there.
  Status check(const KeptParcel& kept);
  Status check_end() const;

  // What follows is of what check() found good. check_row() fails for a row that was destroyed and
  // is there.
  std::uint64_t disposed(std::int64_t parcel) const;  // how many rows of it
  Status check_row(const KeptRow& kept) const;

 private:
  Status check_disposal(const KeptParcel& kept, const KeptDisposal& disposal, Instant until);
  Result<bool> is_signed(const crypto::Note& note, const KeptParcel& kept, const Disposal& disposal,
                         Instant until) const;

  SignedHere signed_here_;
  std::function<void()> earlier_;
  const agreement::DocumentSet* documents_;
  const Instant now_;
  std::map<std::int64_t, KeptDisposal> disposals_;          // by the parcel whose time was over
  std::map<std::int64_t, Instant> until_;                   // by parcel
  std::set<std::pair<std::int64_t, Token>> events_;         // source, event
  std::map<std::int64_t, std::set<std::size_t>> disposed_;  // positions by parcel
  std::set<std::int64_t> newer_;  // parcels that were acknowledged under the key of today
  std::int64_t last_ = 0;         // the parcel checked last
  std::int64_t looked_ = 0;       // that up to which the agent has looked
  bool stray_events_ = false;
};

}  // namespace stile::agent
