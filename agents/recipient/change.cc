#include "agents/recipient/change.h"

#include <algorithm>

#include "agents/recipient/parcel.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

namespace stile::agent {

std::string erasure_text(const Hash& withdrawal, std::span<const ErasedRow> rows) {
  std::string text = "stile-erasure/v1\nwithdrawal " + crypto::hex(withdrawal) + "\n";
  for (const ErasedRow& row : rows) {
    text += "row " + crypto::hex(row.consignment) + " " + std::to_string(row.position) + "\n";
  }
  return text;
}

Token buried(const Token& event_token) {
  constexpr std::size_t kDayBytes = 2;
  const Month month = month_of_event(event_token);
  const Hash hash = crypto::sha256(Bytes("stile-buried/v1\n").append(view(event_token)));
  Token grave{};
  const Day day = to_day({month.year, month.month, 1});
  grave[0] = static_cast<std::uint8_t>(day / 256);
  grave[1] = static_cast<std::uint8_t>(day % 256);
  std::copy_n(hash.begin(), grave.size() - kDayBytes, grave.begin() + kDayBytes);
  return grave;
}

Notice notice_of(const Change& change) {
  Notice notice;
  notice.parcel = change.parcel;
  notice.source_id = change.source_id;
  notice.source = change.source;
  notice.agreement_id = change.agreement_id;
  notice.number = change.number;
  notice.consignment = change.consignment;
  notice.event_token = change.event_token;
  notice.revision = change.revision;
  notice.type = change.type;
  notice.arrived = change.arrived;
  notice.due = change.due;
  notice.alleged = change.alleged;
  notice.state = change.state;
  notice.stage = change.stage;
  return notice;
}

}  // namespace stile::agent
