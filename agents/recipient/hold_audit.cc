#include "agents/recipient/hold_audit.h"

#include <algorithm>

#include "agents/recipient/change.h"
#include "agents/recipient/each_row.h"
#include "agents/report/legal_hold.h"
#include "core/record/row.h"
#include "core/storage/statement.h"

namespace stile::agent {

struct HoldAudit::Aside {
  std::int64_t parcel = 0;
  std::int64_t source = 0;
  Token event{};
  Bytes event_token;
  record::Row row;
  Bytes hash;  // that the source signed
  std::int64_t gone = 0;
  int due = 0;
};

std::string HoldAudit::wrong_with(const Aside& aside, const KeptHolds& holds) const {
  const auto is_its = [&](const ReceivedHoldAct& act) {
    return act.source == aside.source && act.event == aside.event;
  };
  if (aside.gone != 0) {
    const bool lifted = std::ranges::any_of(holds.acts, [&](const ReceivedHoldAct& act) {
      return is_its(act) && act.id == aside.gone && act.lifts != 0;
    });
    const bool held = std::ranges::any_of(holds.in_force, [&](const ReceivedHoldAct& act) {
      return is_its(act) && act.id < aside.gone;
    });
    return lifted && !held ? "" : "a row that is held is gone, and nobody has let it go";
  }
  if (!std::ranges::any_of(holds.in_force, is_its)) return "a row is kept aside that nobody holds";
  if (aside.due == 0) return "a row is kept aside that is neither withdrawn nor over";
  Token token{};
  const bool named = copy_exact(aside.event_token, token) && buried(token) == aside.event;
  if (named && view(record::row_hash(aside.row)) == aside.hash) return "";
  return "a row that is held is not as its source signed it";
}

Status HoldAudit::read(const storage::Database& database) {
  STILE_TRY(const KeptHolds holds, agent::kept_holds(database, own_));
  earlier_keys_ = holds.earlier;
  if (!holds.whole) faults_.emplace_back(kHoldGone);
  if (holds.invented > 0) {
    faults_.push_back(std::to_string(holds.invented) +
                      " legal holds, or lifts, that this agency did not sign, and which count for "
                      "nothing");
  }
  storage::Statement all(
      database,
      "SELECT a.parcel, a.source, a.event, a.event_token, a.revision, a.salt, a.fields,"
      " a.sealed_identity, a.gone, substr(p.row_hashes, a.position * 32 + 1, 32),"
      " EXISTS (SELECT 1 FROM disposed_event AS d WHERE d.source = a.source AND"
      "  d.event_token = a.event_token) OR EXISTS (SELECT 1 FROM change AS c WHERE"
      "  c.source = a.source AND c.event_token = a.event_token AND c.kind = 5)"
      " FROM aside AS a JOIN parcel AS p ON p.id = a.parcel ORDER BY a.parcel, a.position");
  return for_each(all, [&](const storage::Rows& rows) -> Status {
    Aside one;
    Bytes salt;
    STILE_CHECKED(rows.read(one.parcel, one.source, one.event, one.event_token, one.row.revision,
                            salt, one.row.fields, one.row.sealed_identity, one.gone, one.hash,
                            one.due));
    copy_exact(salt, one.row.salt);
    copy_exact(one.event_token, one.row.event_token);
    ++aside_[one.parcel];
    held_ += one.gone == 0 ? 1U : 0U;
    if (const std::string what = wrong_with(one, holds); !what.empty()) faults_.push_back(what);
    return ok();
  });
}

std::uint64_t HoldAudit::aside(std::int64_t parcel) const {
  const auto found = aside_.find(parcel);
  return found == aside_.end() ? 0 : found->second;
}

}  // namespace stile::agent
