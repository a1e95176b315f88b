#include "agents/recipient/change_audit.h"

#include "agents/recipient/change_reader.h"
#include "agents/recipient/parcel.h"
#include "core/record/row.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::ChangeKind;

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

// row_of() is the row of a change that carried no fact.
record::Row row_of(const Change& change) {
  record::Treated bare;
  bare.type = change.type;
  record::Row row{{}, wire::encode_fields(bare), change.event_token, change.revision, {}};
  copy_exact(change.salt, row.salt);
  return row;
}

}  // namespace

Status ChangeAudit::read(const storage::Database& database) {
  ChangeReader reader(database);
  return reader.each([&](Change change) -> Status {
    STILE_TRY(std::vector<ErasedRow> erased, reader.erased(change.parcel));
    const std::int64_t parcel = change.parcel;
    const bool confirmed = change.reason == record::ChangeReason::kErasureOrdered &&
                           change.state == NoticeState::kConfirmed;
    if (confirmed) buried_.emplace(change.source, change.event_token);
    markers_.emplace(parcel, Marker{std::move(change), std::move(erased)});
    return ok();
  });
}

const Change* ChangeAudit::find(std::int64_t parcel) const {
  const auto found = markers_.find(parcel);
  return found == markers_.end() ? nullptr : &found->second.change;
}

Status ChangeAudit::check(const KeptParcel& kept, const record::Statement& statement) {
  const auto found = markers_.find(kept.summary.id);
  const auto& why = statement.disclosure.occasion.change;
  if (found == markers_.end()) return why ? altered("a correction without its marker") : ok();
  const Marker& marker = found->second;
  const Change& change = marker.change;
  if (why != change.reason || statement.disclosure.record != change.type ||
      kept.summary.source != change.source) {
    return altered("a marker of another correction");
  }
  STILE_CHECKED(check_event(kept, change));
  STILE_CHECKED(check_erasure(kept, marker));
  if (change.kind() != ChangeKind::kWithdrawn) return ok();
  withdrawn_.emplace(change.source, change.event_token);
  for (const ErasedRow& row : marker.erased) erased_[row.parcel].insert(row.position);
  return ok();
}

Status ChangeAudit::check_event(const KeptParcel& kept, const Change& change) const {
  if (kept.summary.month != month_of_event(change.event_token)) {
    return altered("a correction is filed under another month than its event");
  }
  // The row of an identity is the audit's of requests, while it is here.
  if (change.kind() == ChangeKind::kCorrected || change.brings_identity()) return ok();
  // Of what was erased the event is not known any more.
  if (change.salt.empty() && buried_.contains({change.source, change.event_token})) return ok();
  if (stile::view(record::row_hash(row_of(change))) == kept.row_hashes) return ok();
  return altered("a marker is of another event than its source signed");
}

// An earlier key of ours signed nothing after the present one had.
Status ChangeAudit::check_erasure(const KeptParcel& kept, const Marker& marker) {
  const std::string& erasure = marker.change.erasure;
  if (erasure.empty() && marker.erased.empty()) return ok();
  if (marker.change.kind() != ChangeKind::kWithdrawn) return altered("a mark destroys no row");
  STILE_TRY(const crypto::Note note, crypto::parse_note(erasure));
  STILE_TRY(const bool is_own, signed_here_(note));
  if (!is_own) {
    STILE_TRY(const crypto::Note then, crypto::parse_note(kept.acknowledgement));
    STILE_TRY(const bool key_is_newer, signed_here_(then));
    if (key_is_newer) return Error{Reason::kUnsigned, "an erasure is not signed by this agency"};
    earlier_();
  }
  if (note.text == erasure_text(kept.digest, marker.erased)) return ok();
  return altered("other rows were destroyed than is signed");
}

std::uint64_t ChangeAudit::erased(std::int64_t parcel) const {
  const auto found = erased_.find(parcel);
  return found == erased_.end() ? 0 : found->second.size();
}

Status ChangeAudit::check_row(const KeptRow& kept, const std::string& source) const {
  const Token& event_token = kept.row.row.event_token;
  if (withdrawn_.contains({source, event_token}) ||
      withdrawn_.contains({source, buried(event_token)})) {
    return altered("a row that was withdrawn is there");
  }
  const Change* change = find(kept.parcel);
  if (change == nullptr ||
      (change->event_token == event_token && change->revision == kept.row.row.revision)) {
    return ok();
  }
  return altered("a row corrects another event than its marker says");
}

}  // namespace stile::agent
