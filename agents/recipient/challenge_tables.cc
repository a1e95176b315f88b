#include "agents/recipient/challenge_tables.h"

#include <utility>

#include "agents/recipient/each_row.h"
#include "core/crypto/digest.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using storage::Rows;

// Fields stand in the store by their names, since nobody else reads their numbers.
std::string written(const std::vector<record::Field>& fields) {
  std::string text;
  for (const record::Field field : fields) text.append(record::name(field)).append(" ");
  return text;
}

Result<std::vector<record::Field>> fields_in(std::string_view text) {
  std::vector<record::Field> fields;
  for (auto end = text.find(' '); end != std::string_view::npos; end = text.find(' ')) {
    const auto field = record::named<record::Field>(text.substr(0, end));
    if (!field) return Error{Reason::kIntegrity, "a challenge of a field that there is none of"};
    fields.push_back(*field);
    text.remove_prefix(end + 1);
  }
  return fields;
}

Result<record::RecordType> type_in(int type) {
  if (type >= 1 && type <= record::count<record::RecordType>) {
    return static_cast<record::RecordType>(type);
  }
  return Error{Reason::kIntegrity, "a record of a type that there is none of"};
}

Status read_challenge(const Rows& rows, OwnChallenge& one) {
  std::int64_t id = 0;
  int type = 0;
  int notified = 0;
  int why = 0;
  std::string fields;
  int answered = 0;
  int withdrawn = 0;
  int returned = 0;
  STILE_CHECKED(rows.read(id, one.parcel, one.source_id, one.source, one.event_token, one.revision,
                          type, notified, why, fields, one.account, one.salt, one.note, one.made,
                          one.due, one.sent, answered, withdrawn, returned));
  STILE_TRY(one.type, type_in(type));
  STILE_TRY(one.doubt.fields, fields_in(fields));
  if (why < 1 || why > record::count<record::ChallengeReason> || answered < 0 ||
      answered > record::count<record::ChangeReason>) {
    return Error{Reason::kIntegrity, "a challenge of a reason that there is none of"};
  }
  one.doubt.why = static_cast<record::ChallengeReason>(why);
  if (answered != 0) one.answered = static_cast<record::ChangeReason>(answered);
  one.notified = notified != 0;
  one.withdrawn = withdrawn != 0;
  one.returned = returned != 0;
  return ok();
}

}  // namespace

Status check_there(const Whereabouts& is) {
  if (is.returned) return Error{Reason::kNotFound, "it was returned: nothing of it is kept"};
  if (is.withdrawn) return Error{Reason::kNotFound, "it was withdrawn: nothing of it is kept"};
  if (!is.disposed) return ok();
  return Error{Reason::kNotFound,
               "its agreement lets nobody keep it any longer: nothing of it is kept"};
}

Status check_read(const Whereabouts& is) {
  if (!is.notified || !is.unread) return ok();
  return Error{Reason::kConflict, "open it first: nobody here has read it as it is now"};
}

Result<std::vector<CitedRow>> ChallengeTables::rows_of(const Token& event_token) {
  std::vector<CitedRow> found;
  const auto take = [&](const Rows& rows) -> Status {
    CitedRow& row = found.emplace_back();
    int type = 0;
    int kept = 0;
    int pseudonym = 0;
    STILE_CHECKED(rows.read(row.parcel, row.source_id, row.source, row.agreement_id, row.number,
                            row.consignment, row.row, row.revision, type, kept, pseudonym,
                            row.leaf));
    STILE_TRY(row.type, type_in(type));
    row.kept = kept != 0;
    row.pseudonym = pseudonym != 0;
    return ok();
  };
  STILE_CHECKED(for_each(rows_of_, take, event_token));
  return found;
}

Result<Whereabouts> ChallengeTables::whereabouts(std::int64_t source, const Token& event_token) {
  STILE_TRY(Rows rows, whereabouts_.start(source, event_token));
  STILE_CHECKED(rows.next());
  int notified = 0;
  int returned = 0;
  int unread = 0;
  int withdrawn = 0;
  int disposed = 0;
  STILE_CHECKED(rows.read(notified, returned, unread, withdrawn, disposed));
  return Whereabouts{notified != 0, returned != 0, unread != 0, withdrawn != 0, disposed != 0};
}

Result<std::vector<OwnChallenge>> ChallengeTables::of_event(std::int64_t source,
                                                            const Token& event_token) {
  std::vector<OwnChallenge> found;
  const auto take = [&](const Rows& rows) { return read_challenge(rows, found.emplace_back()); };
  STILE_CHECKED(for_each(of_event_, take, source, event_token));
  return found;
}

Status ChallengeTables::add(const OwnChallenge& one) {
  STILE_CHECKED(add_.run(one.parcel, one.source_id, one.event_token, one.revision,
                         static_cast<int>(one.type), static_cast<int>(one.notified),
                         static_cast<int>(one.doubt.why), written(one.doubt.fields), one.account,
                         one.salt, one.note, crypto::sha256(one.note), one.made, one.due));
  return ok();
}

Status ChallengeTables::add_answer(const Change& answer) {
  STILE_CHECKED(add_answer_.run(answer.parcel, answer.source_id, answer.event_token,
                                answer.revision, static_cast<int>(answer.reason),
                                static_cast<int>(answer.type), storage::Blob{answer.salt},
                                answer.arrived, answer.due, static_cast<int>(answer.notified)));
  return ok();
}

Result<bool> ChallengeTables::answer(const Hash& digest, std::string_view answer) {
  STILE_TRY(const std::uint64_t answered, answer_.run(digest, answer));
  return answered > 0;
}

Status each_challenge(const storage::Database& database,
                      const std::function<Status(OwnChallenge)>& take) {
  storage::Statement statement(database, "SELECT * FROM kept_challenge ORDER BY id");
  return for_each(statement, [&](const Rows& rows) -> Status {
    OwnChallenge one;
    STILE_CHECKED(read_challenge(rows, one));
    return take(std::move(one));
  });
}

}  // namespace stile::agent
