#include "agents/source/identity_requests.h"

#include <utility>

#include "agents/source/change_tables.h"
#include "agents/source/collect.h"
#include "core/crypto/note.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status read(const Rows& rows, KeptIdentityRequest& one) {
  std::int64_t type = 0;
  std::int64_t answered = 0;
  std::int64_t state = 0;
  std::int64_t withdrawn = 0;
  STILE_CHECKED(rows.read(one.id, one.key.route, one.key.system, one.key.reference, one.key.child,
                          one.system, type, one.event_token, one.agreement_id, one.agreement,
                          one.recipient, one.consignment, one.number, one.statement, one.digest,
                          one.expires, one.note, one.account, one.proposed, one.proposed_digest,
                          answered, state, withdrawn, one.why));
  one.type = static_cast<record::RecordType>(type);
  if (answered != 0) one.answered = static_cast<record::ChangeReason>(answered);
  one.is_void = state == static_cast<std::int64_t>(ChangeState::kVoid);
  one.withdrawn = withdrawn != 0;
  return ok();
}

// unapproved() is a request as it came: who asks is the first to sign it.
Result<std::string> unapproved(const Bytes& request) {
  STILE_TRY(const crypto::Note note, crypto::parse_note(request));
  const std::size_t end = request.find('\n', note.text.size() + 1);
  return std::string(request.substr(0, end + 1));
}

// once() is that a statement found what it was to change.
Status once(const Result<std::uint64_t>& changed) {
  if (!changed.ok()) return changed.error();
  if (changed.value() == 1) return ok();
  return Error{Reason::kConflict, "somebody else has decided about the request meanwhile"};
}

}  // namespace

Status IdentityRequests::add(const ConsignmentHead& head, const CitedRequest& cited,
                             std::string_view note) {
  STILE_CHECKED(add_.run(head.id, head.route, cited.event_token, cited.agreement, cited.digest,
                         cited.expires, note));
  return ok();
}

Result<std::vector<KeptIdentityRequest>> IdentityRequests::all() {
  return collect<KeptIdentityRequest>(all_.start(), read);
}

Result<std::optional<KeptIdentityRequest>> IdentityRequests::find(const Hash& digest) {
  STILE_TRY(auto found, collect<KeptIdentityRequest>(find_.start(digest), read));
  std::optional<KeptIdentityRequest> one;
  if (!found.empty()) one = std::move(found.front());
  return one;
}

Status IdentityRequests::propose(std::int64_t id, std::string_view account, std::string_view note,
                                 ByteView sealed, const Hash& digest) {
  return once(propose_.run(id, account, note, Blob{sealed}, digest));
}

Status IdentityRequests::settle(std::int64_t id, std::int64_t change, std::string_view note,
                                ByteView sealed) {
  return once(settle_.run(id, change, note, Blob{sealed}));
}

Status IdentityRequests::approve_anew(std::int64_t change, std::string_view why) {
  STILE_TRY(const auto answered, answer(change));
  if (!answered) return Error{Reason::kNotFound, "no request is answered by that change"};
  STILE_TRY(const std::string note, unapproved(answered->note));
  return once(approve_anew_.run(change, note, why));
}

Result<bool> IdentityRequests::is_void_anew(std::int64_t change) {
  static_assert(kApprovedAnew == "approved-anew");  // as the statement and the schema say it
  STILE_TRY(Rows rows, is_void_anew_.start(change));
  STILE_CHECKED(rows.next());
  int is = 0;
  STILE_CHECKED(rows.read(is));
  return is != 0;
}

Result<std::optional<AnsweredRequest>> IdentityRequests::answer(std::int64_t change) {
  std::optional<AnsweredRequest> found;
  STILE_TRY(Rows rows, answer_.start(change));
  STILE_TRY(const bool is_one, rows.next());
  if (!is_one) return found;
  AnsweredRequest& answer = found.emplace();
  STILE_CHECKED(rows.read(answer.consignment, answer.note, answer.sealed, answer.expires));
  return found;
}

Status IdentityRequests::forget(Instant now) {
  STILE_CHECKED(forget_.run(now));
  return ok();
}

}  // namespace stile::agent
