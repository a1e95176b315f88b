#include "agents/recipient/received_holds.h"

#include <algorithm>
#include <span>
#include <utility>

#include "agents/recipient/change.h"
#include "agents/recipient/each_row.h"
#include "agents/report/legal_hold.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

using storage::Rows;
using storage::Statement;

Result<bool> is_signed_by(std::string_view text, const crypto::NoteVerifier& own) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(text));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&own, 1)));
  return !signers.empty();
}

// believed() is whether an act is signed by this agency: an earlier key's word is believed of what
// was acknowledged under an earlier key, as of what is destroyed (disposal_audit.h), but of no act
// behind one that today's key has signed.
bool believed(const ReceivedHoldAct& act, const std::string& acknowledgement,
              const crypto::NoteVerifier& own, KeptHolds& holds) {
  const auto own_note = is_signed_by(act.note, own);
  if (!own_note.ok()) return false;
  if (own_note.value()) return true;
  if (holds.acts.size() > holds.earlier) return false;
  const auto own_key_then = is_signed_by(acknowledgement, own);
  if (!own_key_then.ok() || own_key_then.value()) return false;
  ++holds.earlier;
  return true;
}

template <typename T>
Result<T> only(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_CHECKED(rows.next());
  T value{};
  STILE_CHECKED(rows.read(value));
  return value;
}

// What of an act's text is its own, before that of the act before it.
std::string said_of(const ReceivedHoldAct& act) {
  return "stile-hold/v1\nact " + std::to_string(act.id) + "\nlifts " + std::to_string(act.lifts) +
         "\ntime " + utc_second_text(act.time) + "\naccount " + act.account + "\npurpose " +
         act.purpose + "\nground " + act.ground + "\nmatter " + act.matter + "\nsource " +
         act.agency + "\nevent " + crypto::hex(act.event) + "\nparcel " +
         std::to_string(act.parcel) + "\n";
}

}  // namespace

std::string received_hold_text(const ReceivedHoldAct& act, std::string_view before) {
  const std::string hash = before.empty() ? "none" : crypto::hex(crypto::sha256(before));
  return said_of(act) + "before " + hash + "\n";
}

const ReceivedHoldAct* KeptHolds::of(std::int64_t source, const Token& event_token) const {
  const Token event = buried(event_token);
  const auto found = std::ranges::find_if(in_force, [&](const ReceivedHoldAct& one) {
    return one.source == source && one.event == event;
  });
  return found == in_force.end() ? nullptr : &*found;
}

const ReceivedHoldAct* KeptHolds::of(std::string_view agency, const Token& event_token) const {
  const auto found = std::ranges::find(in_force, agency, &ReceivedHoldAct::agency);
  return found == in_force.end() ? nullptr : of(found->source, event_token);
}

Status KeptHolds::unaltered() const {
  return whole ? ok() : Status(Error{Reason::kIntegrity, std::string(kHoldGone)});
}

// What was cut off the end is known by the log of operations, which has an entry of each act.
Result<KeptHolds> kept_holds(const storage::Database& database, const crypto::NoteVerifier& own) {
  KeptHolds holds;
  std::string before;
  Statement acts(
      database,
      "SELECT hold_act.id, lifts, time, account, purpose, ground, matter, source, agency,"
      " event, hold_act.parcel, note, acknowledgement FROM hold_act"
      " JOIN source ON source.id = source JOIN parcel ON parcel.id = hold_act.parcel"
      " ORDER BY hold_act.id");
  const auto take = [&](const Rows& rows) -> Status {
    ReceivedHoldAct act;
    std::string acknowledgement;
    STILE_CHECKED(rows.read(act.id, act.lifts, act.time, act.account, act.purpose, act.ground,
                            act.matter, act.source, act.agency, act.event, act.parcel, act.note,
                            acknowledgement));
    const auto note = crypto::parse_note(act.note);
    if (!note.ok() || !note->text.starts_with(said_of(act)) ||
        !believed(act, acknowledgement, own, holds)) {
      ++holds.invented;
      return ok();
    }
    holds.whole = holds.whole && note->text == received_hold_text(act, before);
    before = act.note;
    std::erase_if(holds.in_force, [&](const auto& one) {
      return one.id == act.lifts && one.source == act.source && one.event == act.event;
    });
    if (act.lifts == 0) holds.in_force.push_back(act);
    holds.acts.push_back(std::move(act));
    return ok();
  };
  STILE_CHECKED(for_each(acts, take));
  // As it is written here an index answers it.
  static_assert(kLegalHoldOp == "legal-hold");
  Statement logged(database, "SELECT count(*) FROM operation_log WHERE operation = 'legal-hold'");
  STILE_TRY(const auto entries, only<std::uint64_t>(logged.start()));
  holds.whole = holds.whole && entries == holds.acts.size();
  return holds;
}

Result<std::vector<HeldEvent>> HoldTables::events(const Token& event_token) {
  std::vector<HeldEvent> found;
  const auto take = [&](const Rows& rows) {
    HeldEvent& one = found.emplace_back();
    return rows.read(one.source, one.agency, one.agreement_id, one.parcel);
  };
  STILE_CHECKED(for_each(events_, take, event_token, buried(event_token)));
  return found;
}

Result<std::int64_t> HoldTables::newest() { return only<std::int64_t>(newest_.start()); }

Status HoldTables::add(const ReceivedHoldAct& act) {
  STILE_CHECKED(add_.run(act.id, act.lifts, act.time, act.account, act.purpose, act.ground,
                         act.matter, act.source, act.event, act.parcel, act.note));
  return ok();
}

Result<std::uint64_t> HoldTables::set_aside(std::int64_t source, const Token& event_token) {
  return set_aside_.run(source, event_token, buried(event_token));
}

Result<std::uint64_t> HoldTables::let_go(std::int64_t source, const Token& event,
                                         std::int64_t lift) {
  return let_go_.run(source, event, lift);
}

Result<std::uint64_t> HoldTables::aside(std::int64_t source, const Token& event) {
  return only<std::uint64_t>(aside_.start(source, event));
}

}  // namespace stile::agent
