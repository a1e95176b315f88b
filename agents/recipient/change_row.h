#pragma once

#include "agents/recipient/change.h"
#include "core/base/result.h"
#include "core/record/code_texts.h"
#include "core/storage/rows.h"

namespace stile::agent {

// read_change() reads a row of the view kept_change (inbox_schema.cc). kIntegrity for a code that
// there is none of.
inline Status read_change(const storage::Rows& rows, Change& change) {
  int kind = 0;
  int reason = 0;
  int type = 0;
  int notified = 0;
  int alleged = 0;
  int state = 0;
  STILE_CHECKED(rows.read(change.parcel, change.source_id, change.stream, change.source,
                          change.agreement_id, change.number, change.consignment,
                          change.event_token, change.revision, kind, reason, type, change.salt,
                          change.arrived, change.due, notified, alleged, change.exported,
                          change.erasure, state, change.stage, change.unkept));
  const bool known = reason >= 1 && reason <= record::count<record::ChangeReason> && type >= 1 &&
                     type <= record::count<record::RecordType> &&
                     state <= static_cast<int>(NoticeState::kOwnRecord);
  change.reason = static_cast<record::ChangeReason>(known ? reason : 1);
  if (!known || static_cast<int>(change.kind()) != kind) {
    return Error{Reason::kIntegrity, "a change of a kind, reason or type that there is none of"};
  }
  change.type = static_cast<record::RecordType>(type);
  change.notified = notified != 0;
  change.alleged = alleged != 0;
  change.state = static_cast<NoticeState>(state);
  return ok();
}

// marks_from() are those that the two columns of a query say, 0 for none.
inline Marks marks_from(int annotation, int restriction) {
  Marks marks;
  if (annotation != 0) marks.annotation = static_cast<record::ChangeReason>(annotation);
  if (restriction != 0) marks.restriction = static_cast<record::ChangeReason>(restriction);
  return marks;
}

}  // namespace stile::agent
