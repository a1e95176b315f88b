#include "agents/source/identity_requests.h"

#include <utility>

#include "agents/source/collect.h"

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
                          answered, state, withdrawn));
  one.type = static_cast<record::RecordType>(type);
  if (answered != 0) one.answered = static_cast<record::ChangeReason>(answered);
  one.is_void = state == static_cast<std::int64_t>(ChangeState::kVoid);
  one.withdrawn = withdrawn != 0;
  return ok();
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
