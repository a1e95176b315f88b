// What the audit says of what this agency has said of its own accord: challenges, and requests to
// be told who a child is.
#include <algorithm>

#include "agents/recipient/challenge_tables.h"
#include "agents/recipient/change.h"
#include "agents/recipient/each_row.h"
#include "agents/recipient/identity_request_tables.h"
#include "agents/recipient/inbox_audit.h"
#include "agents/recipient/received_holds.h"
#include "core/record/identity_request.h"
#include "core/record/row.h"
#include "core/storage/statement.h"

namespace stile::agent {
namespace {

// KeptAnswer is the marker of an answer to a request, and what is kept beside it.
struct KeptAnswer {
  std::int64_t parcel = 0;
  std::int64_t source = 0;
  bool identifies = false;
  bool is_of_request = false;  // of the same event and source
  record::Row row;
  Bytes salt;
  Bytes row_hashes;
  bool gone = false;
  bool gone_before = false;  // the answer came
  bool held = false;
};

constexpr std::string_view kAnswers =
    "SELECT answer.parcel, answer.source, answer.reason = 22, answer.event_token, answer.revision,"
    " coalesce(told.salt, x''), coalesce(told.fields, x''), coalesce(told.sealed, x''), row_hashes,"
    " coalesce(asked.source = answer.source, 0), coalesce(asked.event, zeroblob(16)),"
    " EXISTS (SELECT 1 FROM gone_event AS gone WHERE gone.event_token = asked.event_token AND"
    "  gone.source = asked.source),"
    " EXISTS (SELECT 1 FROM change WHERE change.event_token = asked.event_token AND"
    "  change.source = asked.source AND kind = 5 AND change.parcel < answer.parcel) OR"
    " EXISTS (SELECT 1 FROM disposed_event AS over JOIN disposal ON disposal.parcel = over.disposal"
    "  WHERE over.event_token = asked.event_token AND over.source = asked.source AND"
    "  disposal.time <= answer.arrived)"
    " FROM answer JOIN parcel ON parcel.id = answer.parcel"
    " LEFT JOIN identity_answer AS told ON told.parcel = answer.parcel"
    " LEFT JOIN identity_request AS asked ON asked.id = told.request"
    " WHERE answer.reason IN (22, 23) ORDER BY answer.parcel";

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

bool has_row(ByteView row_hashes, const Hash& row) {
  for (std::size_t at = 0; at + sizeof(Hash) <= row_hashes.size(); at += sizeof(Hash)) {
    if (row_hashes.substr(at, sizeof(Hash)) == view(row)) return true;
  }
  return false;
}

bool is_held(const KeptHolds& holds, std::int64_t source, const Token& event) {
  return std::ranges::any_of(holds.in_force, [&](const ReceivedHoldAct& act) {
    return act.source == source && act.event == event;
  });
}

// An identity is here while its record is, or a legal hold keeps what is gone, and not otherwise.
Status check_answer(const KeptAnswer& kept) {
  if (!kept.is_of_request) return altered("an answer to a request that nobody here has made");
  const bool empty = kept.row.sealed_identity.empty();
  if (!kept.identifies) {
    return empty ? ok() : Status(altered("an identity stands where nobody was identified"));
  }
  if (empty && !kept.gone) return altered("who a child is was destroyed, and its record is there");
  if (empty && kept.held && !kept.gone_before) {
    return altered("who a child is was destroyed, and its record is held");
  }
  if (empty) return ok();
  if (kept.gone && !kept.held)
    return altered("who a child is stands there, and its record is gone");
  record::Row row = kept.row;
  if (copy_exact(kept.salt, row.salt) && view(record::row_hash(row)) == kept.row_hashes) {
    return ok();
  }
  return altered("an identity is not as its source signed it");
}

}  // namespace

Status InboxAudit::check_asked(const storage::Database& database) {
  const auto say = [this](std::int64_t parcel, const Status& checked) {
    if (!checked.ok()) fault(about(parcel), checked.reason(), checked.error().detail);
    return ok();
  };
  STILE_TRY(const KeptHolds holds, kept_holds(database, own_key_));
  STILE_CHECKED(each_challenge(
      database, [&](const OwnChallenge& one) { return say(one.parcel, check_challenge(one)); }));
  STILE_CHECKED(each_identity_request(database, [&](const OwnIdentityRequest& one) {
    return say(one.parcel, check_identity_request(one, holds));
  }));
  return check_identities(database, holds);
}

// A challenge is signed here, of a row that the parcel brought, by whom the store says.
Status InboxAudit::check_challenge(const OwnChallenge& one) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(one.note));
  STILE_TRY(const bool is_own, is_signed_here(note));
  if (!is_own) ++earlier_keys_;
  STILE_TRY(const auto said, record::parse_challenge(note.text));
  const auto found = parcels_.find(one.parcel);
  if (found == parcels_.end()) return altered("a challenge of a consignment that is not there");
  const Parcel& parcel = found->second;
  const bool same = said.from.text() == parcel.summary.source && said.from.text() == one.source &&
                    said.to == self_ && said.number == parcel.summary.number &&
                    has_row(parcel.row_hashes, said.row) &&
                    said.actor == ledger::commitment(one.salt, "actor", one.account);
  if (same) return ok();
  return altered("a challenge is of another row, or by somebody else");
}

// A request likewise; for whom it was asked is gone with its record alone.
Status InboxAudit::check_identity_request(const OwnIdentityRequest& one, const KeptHolds& holds) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(one.note));
  STILE_TRY(const bool is_own, is_signed_here(note));
  if (!is_own) ++earlier_keys_;
  STILE_TRY(const auto said, record::parse_identity_request(note.text));
  const auto found = parcels_.find(one.parcel);
  if (found == parcels_.end()) return altered("a request of a consignment that is not there");
  const Parcel& parcel = found->second;
  const bool same = said.from.text() == parcel.summary.source && said.from.text() == one.source &&
                    said.to == self_ && said.number == parcel.summary.number &&
                    has_row(parcel.row_hashes, said.row) && said.basis == one.basis &&
                    said.made == one.made && said.expires == one.expires &&
                    said.actor == ledger::commitment(one.salt, "actor", one.account);
  if (!same) return altered("a request is of another row, or by somebody else");
  if (one.event != buried(one.event_token) && one.event != one.event_token) {
    return altered("a request is of another event");
  }
  const bool empty = one.asked_for.person.empty() && one.asked_for.matter.empty();
  if (!one.gone) {
    return !empty ? ok()
                  : Status(altered("for whom a request was made is gone, and its record is there"));
  }
  if (empty || is_held(holds, one.source_id, one.event)) return ok();
  return altered("for whom a request was made stands there, and its record is gone");
}

Status InboxAudit::check_identities(const storage::Database& database, const KeptHolds& holds) {
  storage::Statement answers(database, kAnswers);
  return for_each(answers, [&](const storage::Rows& rows) -> Status {
    KeptAnswer one;
    Token event{};
    int identifies = 0;
    int of_source = 0;
    int gone = 0;
    int gone_before = 0;
    STILE_CHECKED(rows.read(one.parcel, one.source, identifies, one.row.event_token,
                            one.row.revision, one.salt, one.row.fields, one.row.sealed_identity,
                            one.row_hashes, of_source, event, gone, gone_before));
    one.identifies = identifies != 0;
    one.is_of_request =
        of_source != 0 && (event == buried(one.row.event_token) || event == one.row.event_token);
    one.gone = gone != 0;
    one.gone_before = gone_before != 0;
    one.held = is_held(holds, one.source, event);
    const Status checked = check_answer(one);
    if (!checked.ok()) fault(about(one.parcel), checked.reason(), checked.error().detail);
    return ok();
  });
}

}  // namespace stile::agent
