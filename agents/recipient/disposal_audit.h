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
                const agreement::DocumentSet* documents)
      : signed_here_(std::move(signed_here)), earlier_(std::move(earlier)), documents_(documents) {}

  // read() takes them all; before anything else.
  Status read(const storage::Database& database);

  // check_events() fails where an event is known as destroyed and nothing says by what.
  Status check_events() const;

  // check() holds what is known of a consignment's time against it: kIntegrity or kUnsigned.
  Status check(const KeptParcel& kept);

  // What follows is of what check() found good. check_row() fails for a row that was destroyed and
  // is there.
  std::uint64_t disposed(std::int64_t parcel) const;  // how many rows of it
  Status check_row(const KeptRow& kept) const;

 private:
  Status check_disposal(const KeptParcel& kept, const KeptDisposal& disposal, Instant until);

  SignedHere signed_here_;
  std::function<void()> earlier_;
  const agreement::DocumentSet* documents_;
  std::map<std::int64_t, KeptDisposal> disposals_;          // by the parcel whose time was over
  std::map<std::int64_t, Instant> until_;                   // by parcel
  std::set<std::pair<std::int64_t, Token>> events_;         // source, event
  std::map<std::int64_t, std::set<std::size_t>> disposed_;  // positions by parcel
  bool stray_events_ = false;
};

}  // namespace stile::agent
