#pragma once

#include "agents/recipient/notice.h"
#include "core/base/result.h"
#include "core/record/code_texts.h"
#include "core/storage/rows.h"

namespace stile::agent {

// read_notice() reads a row of the view kept_notice (inbox_schema.cc) and the columns behind it.
template <typename... More>
Status read_notice(const storage::Rows& rows, Notice& notice, More&... more) {
  int type = 0;
  int alleged = 0;
  int state = 0;
  int withdrawn = 0;
  STILE_CHECKED(rows.read(notice.parcel, notice.source_id, notice.source, notice.agreement_id,
                          notice.number, notice.consignment, notice.event_token, notice.revision,
                          type, notice.arrived, notice.due, alleged, state, notice.stage, withdrawn,
                          more...));
  if (type < 1 || type > record::count<record::RecordType> || state < 1 ||
      state > static_cast<int>(NoticeState::kWrongChild)) {
    return Error{Reason::kIntegrity, "a notice of a type or state that there is none of"};
  }
  notice.type = static_cast<record::RecordType>(type);
  notice.alleged = alleged != 0;
  notice.withdrawn = withdrawn != 0;
  notice.state = static_cast<NoticeState>(state);
  return ok();
}

}  // namespace stile::agent
