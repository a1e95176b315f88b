#include "agents/recipient/identity_request_tables.h"

#include <utility>

#include "agents/recipient/change.h"
#include "agents/recipient/each_row.h"
#include "core/crypto/digest.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status read_request(const Rows& rows, OwnIdentityRequest& one) {
  int type = 0;
  int basis = 0;
  int answered = 0;
  int gone = 0;
  int kept = 0;
  STILE_CHECKED(rows.read(one.id, one.parcel, one.source_id, one.source, one.event, one.event_token,
                          one.revision, type, basis, one.asked_for.person, one.asked_for.matter,
                          one.account, one.salt, one.note, one.made, one.expires, one.sent,
                          answered, gone, kept));
  if (type < 1 || type > record::count<record::RecordType> || basis < 1 ||
      basis > record::count<record::IdentityBasis> || answered < 0 ||
      answered > record::count<record::ChangeReason>) {
    return Error{Reason::kIntegrity, "a request of a type, basis or answer that there is none of"};
  }
  one.type = static_cast<record::RecordType>(type);
  one.basis = static_cast<record::IdentityBasis>(basis);
  if (answered != 0) one.answered = static_cast<record::ChangeReason>(answered);
  one.gone = gone != 0;
  one.kept = kept != 0;
  return ok();
}

}  // namespace

Result<std::vector<OwnIdentityRequest>> IdentityRequestTables::of_event(std::string_view source,
                                                                        const Token& event_token) {
  std::vector<OwnIdentityRequest> found;
  const auto take = [&](const Rows& rows) { return read_request(rows, found.emplace_back()); };
  STILE_CHECKED(for_each(of_source_, take, source, buried(event_token)));
  return found;
}

Result<std::vector<OwnIdentityRequest>> IdentityRequestTables::of_event(const Token& event_token) {
  std::vector<OwnIdentityRequest> found;
  const auto take = [&](const Rows& rows) { return read_request(rows, found.emplace_back()); };
  STILE_CHECKED(for_each(of_event_, take, buried(event_token)));
  return found;
}

Status IdentityRequestTables::add(const OwnIdentityRequest& one) {
  STILE_CHECKED(add_.run(one.parcel, one.source_id, buried(one.event_token), one.event_token,
                         one.revision, static_cast<int>(one.type), static_cast<int>(one.basis),
                         one.asked_for.person, one.asked_for.matter, one.account, one.salt,
                         one.note, crypto::sha256(one.note), one.made, one.expires));
  return ok();
}

Status IdentityRequestTables::add_answer(const IdentityAnswer& answer) {
  STILE_CHECKED(add_answer_.run(answer.parcel, answer.request, Blob{answer.salt},
                                Blob{answer.fields}, Blob{answer.sealed}));
  return ok();
}

Result<std::optional<KeptIdentity>> IdentityRequestTables::identity(std::int64_t request) {
  STILE_TRY(Rows rows, identity_.start(request));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<KeptIdentity>();
  KeptIdentity kept;
  record::Row& row = kept.row;
  STILE_CHECKED(rows.read(row.salt, row.fields, row.sealed_identity, row.event_token, row.revision,
                          kept.source_key, kept.row_hashes, kept.agreement_id, kept.number,
                          kept.arrived, kept.cited_leaf));
  return std::optional<KeptIdentity>(std::move(kept));
}

Status IdentityRequestTables::destroy(std::int64_t source, const Token& event) {
  for (storage::Statement& statement : destroy_) STILE_CHECKED(statement.run(source, event));
  return ok();
}

Result<bool> IdentityRequestTables::answer(const Hash& digest, std::string_view answer) {
  STILE_TRY(const std::uint64_t answered, answer_.run(digest, answer));
  return answered > 0;
}

Status each_identity_request(const storage::Database& database,
                             const std::function<Status(OwnIdentityRequest)>& take) {
  storage::Statement statement(database, "SELECT * FROM kept_identity_request ORDER BY id");
  return for_each(statement, [&](const Rows& rows) -> Status {
    OwnIdentityRequest one;
    STILE_CHECKED(read_request(rows, one));
    return take(std::move(one));
  });
}

}  // namespace stile::agent
