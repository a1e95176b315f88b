#include "agents/recipient/disposal_audit.h"

#include <algorithm>
#include <string>

#include "agents/recipient/change.h"
#include "agents/recipient/each_row.h"
#include "agents/report/held_until.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

}  // namespace

Status DisposalAudit::read(const storage::Database& database) {
  STILE_CHECKED(each_disposal(database, [&](KeptDisposal kept) {
    const std::int64_t parcel = kept.disposal.parcel;
    looked_ = std::max(looked_, parcel);
    disposals_.emplace(parcel, std::move(kept));
    return ok();
  }));
  storage::Statement retention(database, "SELECT parcel, until FROM retention");
  const auto add_until = [&](const storage::Rows& rows) -> Status {
    std::int64_t parcel = 0;
    Instant until = 0;
    STILE_CHECKED(rows.read(parcel, until));
    until_.emplace(parcel, until);
    looked_ = std::max(looked_, parcel);
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
  const std::int64_t parcel = kept.summary.id;
  last_ = parcel;
  STILE_TRY(const crypto::Note stored, crypto::parse_note(kept.acknowledgement));
  STILE_TRY(const bool key_is_newer, signed_here_(stored));
  if (key_is_newer) newer_.insert(parcel);
  Instant until = 0;  // where the agreement is not among the documents any more
  if (documents_ != nullptr) {
    STILE_TRY(until, held_until(kept.leaf, *documents_));
  }
  const auto scheduled = until_.find(parcel);
  if (scheduled != until_.end() && scheduled->second != 0 && until != 0 &&
      scheduled->second != until) {
    return altered("it is scheduled to be destroyed at another time than its agreement says");
  }
  const auto found = disposals_.find(parcel);
  if (found == disposals_.end()) {
    const bool forgotten = scheduled == until_.end() && parcel <= looked_;
    return forgotten ? altered("it is not scheduled to be destroyed") : ok();
  }
  if (scheduled != until_.end()) return altered("what was destroyed is scheduled to be");
  return check_disposal(kept, found->second, until);
}

Status DisposalAudit::check_end() const {
  if (looked_ <= last_) return ok();
  return altered("a consignment is scheduled to be destroyed that is not there");
}

// A disposal comes long after what it is of: by then keys may have changed since, and nobody holds
// the earlier ones. One that none of today's has signed is believed where what it destroyed was
// acknowledged under an earlier key, too, and its time is over by the signed documents: whoever
// forged it could hide nothing that has to be here.
Result<bool> DisposalAudit::is_signed(const crypto::Note& note, const KeptParcel& kept,
                                      const Disposal& disposal, Instant until) const {
  STILE_TRY(const bool is_own, signed_here_(note));
  if (is_own) return true;
  bool earlier = until != 0 && until <= now_ && !newer_.contains(kept.summary.id);
  for (const DisposedRows& rows : disposal.rows) {
    earlier = earlier && rows.parcel <= kept.summary.id && !newer_.contains(rows.parcel);
  }
  if (earlier) earlier_();
  return earlier;
}

Status DisposalAudit::check_disposal(const KeptParcel& kept, const KeptDisposal& disposal,
                                     Instant until) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(disposal.note));
  STILE_TRY(const bool is_signed, this->is_signed(note, kept, disposal.disposal, until));
  if (!is_signed) return Error{Reason::kUnsigned, "a disposal is not signed by this agency"};
  if (note.text != disposal_text(disposal.disposal)) {
    return altered("other rows were destroyed than is signed");
  }
  if (disposal.disposal.time < until || disposal.disposal.time > now_) {
    return altered("rows were destroyed before their agreement says, or later than now");
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
  const Token& event = kept.row.row.event_token;
  const bool destroyed =
      events_.contains({kept.source, event}) || events_.contains({kept.source, buried(event)});
  if (!destroyed) return ok();
  return altered("a row that was destroyed is there");
}

}  // namespace stile::agent
