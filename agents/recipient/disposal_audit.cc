#include "agents/recipient/disposal_audit.h"

#include <string>

#include "agents/recipient/each_row.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

}  // namespace

Status DisposalAudit::read(const storage::Database& database) {
  STILE_CHECKED(each_disposal(database, [&](KeptDisposal kept) {
    const std::int64_t parcel = kept.disposal.parcel;
    disposals_.emplace(parcel, std::move(kept));
    return ok();
  }));
  storage::Statement retention(database, "SELECT parcel, until FROM retention");
  const auto add_until = [&](const storage::Rows& rows) -> Status {
    std::int64_t parcel = 0;
    Instant until = 0;
    STILE_CHECKED(rows.read(parcel, until));
    until_.emplace(parcel, until);
    return ok();
  };
  STILE_CHECKED(for_each(retention, add_until));
  storage::Statement events(database, "SELECT source, event_token, disposal FROM disposed_event");
  return for_each(events, [&](const storage::Rows& rows) -> Status {
    std::pair<std::int64_t, Token> event;
    std::int64_t disposal = 0;
    STILE_CHECKED(rows.read(event.first, event.second, disposal));
    events_.insert(event);
    stray_events_ = stray_events_ || !disposals_.contains(disposal);
    return ok();
  });
}

Status DisposalAudit::check_events() const {
  if (!stray_events_) return ok();
  return altered("an event stands as destroyed, and no disposal says so");
}

Status DisposalAudit::check(const KeptParcel& kept) {
  Instant until = 0;  // where the agreement is not among the documents any more
  if (documents_ != nullptr) {
    STILE_TRY(until, held_until(kept.leaf, *documents_));
  }
  const auto scheduled = until_.find(kept.summary.id);
  if (scheduled != until_.end() && scheduled->second != 0 && until != 0 &&
      scheduled->second != until) {
    return altered("it is scheduled to be destroyed at another time than its agreement says");
  }
  const auto found = disposals_.find(kept.summary.id);
  if (found == disposals_.end()) return ok();
  if (scheduled != until_.end()) return altered("what was destroyed is scheduled to be");
  return check_disposal(kept, found->second, until);
}

// An earlier key of ours signed nothing after the present one had.
Status DisposalAudit::check_disposal(const KeptParcel& kept, const KeptDisposal& disposal,
                                     Instant until) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(disposal.note));
  STILE_TRY(const bool is_own, signed_here_(note));
  if (!is_own) {
    STILE_TRY(const crypto::Note then, crypto::parse_note(kept.acknowledgement));
    STILE_TRY(const bool key_is_newer, signed_here_(then));
    if (key_is_newer) return Error{Reason::kUnsigned, "a disposal is not signed by this agency"};
    earlier_();
  }
  if (note.text != disposal_text(disposal.disposal)) {
    return altered("other rows were destroyed than is signed");
  }
  if (disposal.disposal.time < until) {
    return altered("rows were destroyed before their agreement says");
  }
  for (const DisposedRows& rows : disposal.disposal.rows) {
    disposed_[rows.parcel].insert(rows.positions.begin(), rows.positions.end());
  }
  return ok();
}

std::uint64_t DisposalAudit::disposed(std::int64_t parcel) const {
  const auto found = disposed_.find(parcel);
  return found == disposed_.end() ? 0 : found->second.size();
}

Status DisposalAudit::check_row(const KeptRow& kept) const {
  if (!events_.contains({kept.source, kept.row.row.event_token})) return ok();
  return altered("a row that was destroyed is there");
}

}  // namespace stile::agent
