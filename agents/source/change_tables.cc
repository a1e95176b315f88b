#include "agents/source/change_tables.h"

#include <utility>

#include "agents/source/collect.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

Error gone() { return {Reason::kIntegrity, "intake store: a row that should be there is not"}; }

}  // namespace

Result<std::optional<SentRecord>> SentChangeTables::record(const RecordKey& key) {
  STILE_TRY(Rows rows, record_.start(key.route, key.system, key.reference, key.child));
  STILE_TRY(const bool found, rows.next());
  std::optional<SentRecord> record;
  if (!found) return record;
  auto& sent = record.emplace();
  sent.key = key;
  std::int64_t withdrawn = 0;
  STILE_CHECKED(rows.read(sent.known.event_token, sent.known.revision, sent.known.digest,
                          sent.known.lives, withdrawn, sent.month, sent.consignment));
  sent.known.withdrawn = withdrawn != 0;
  return record;
}

Result<std::vector<SentRecord>> SentChangeTables::answers(const RecordKey& key) {
  return answers_of(key, {});
}

Result<std::optional<SentRecord>> SentChangeTables::answered(const RecordKey& key,
                                                             const Token& event_token) {
  STILE_TRY(auto found, answers_of(key, view(event_token)));
  return found.empty() ? std::optional<SentRecord>() : std::optional(std::move(found.front()));
}

Result<std::vector<SentRecord>> SentChangeTables::answers_of(const RecordKey& key,
                                                             ByteView event_token) {
  return collect<SentRecord>(
      answers_.start(key.system, key.reference, key.child, Blob{event_token}),
      [&](const Rows& rows, SentRecord& to) -> Status {
        to.key = key;
        to.month = kAnsweredKey;
        to.unlisted = true;
        std::int64_t withdrawn = 0;
        STILE_CHECKED(rows.read(to.key.route, to.known.event_token, to.known.revision, withdrawn,
                                to.consignment, to.agreement_id, to.recipient));
        to.known.withdrawn = withdrawn != 0;
        return ok();
      });
}

Status SentChangeTables::add_answered(std::int64_t question, const RecordKey& key,
                                      const KnownRecord& known, std::int64_t consignment) {
  return done(add_answered_.run(question, key.system, key.reference, key.child, known.event_token,
                                known.revision, consignment));
}

Result<std::map<record::RecordType, std::map<Token, bool>>> SentChangeTables::in_answer(
    std::int64_t question) {
  std::map<record::RecordType, std::map<Token, bool>> events;
  STILE_TRY(Rows rows, in_answer_.start(question));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return events;
    std::int64_t type = 0;
    std::int64_t withdrawn = 0;
    Token event_token{};
    STILE_CHECKED(rows.read(type, event_token, withdrawn));
    events[static_cast<record::RecordType>(type)][event_token] = withdrawn != 0;
  }
}

Result<std::optional<Bytes>> SentChangeTables::corrected(const Token& event_token) {
  STILE_TRY(Rows rows, corrected_.start(event_token));
  STILE_TRY(const bool found, rows.next());
  std::optional<Bytes> fields;
  if (found) STILE_CHECKED(rows.read(fields.emplace()));
  return fields;
}

Result<std::int64_t> SentChangeTables::add(const SentChange& change) {
  const RecordKey& key = change.key;
  // That a challenge was answered tells that there was one (X1).
  const bool unlisted = record::kind_of(change.reason) == record::ChangeKind::kAnswered;
  std::int64_t id = 0;
  {
    STILE_TRY(Rows rows,
              add_.start(key.route, key.system, key.reference, key.child, change.event_token,
                         change.revision, static_cast<int>(change.reason), Blob{change.fields},
                         change.notified ? 1 : 0, change.made, change.account, change.cites,
                         unlisted ? 1 : 0));
    STILE_CHECKED(rows.next());
    STILE_CHECKED(rows.read(id));
  }
  STILE_CHECKED(set_revision_.run(key.route, key.system, key.reference, key.child,
                                  change.event_token, change.revision));
  STILE_CHECKED(
      set_answered_.run(key.system, key.reference, key.child, change.event_token, change.revision));
  return id;
}

Status SentChangeTables::withdraw(const RecordKey& key, const Token& event_token) {
  STILE_CHECKED(void_waiting_.run(event_token));
  STILE_CHECKED(withdraw_.run(key.route, key.system, key.reference, key.child, event_token));
  STILE_CHECKED(withdraw_answered_.run(key.system, key.reference, key.child, event_token));
  STILE_CHECKED(drop_alarms_.run(event_token));
  return done(wait_no_more_.run(event_token));
}

Result<std::vector<SentChange>> SentChangeTables::waiting() {
  STILE_TRY(Rows rows, waiting_.start());
  std::vector<SentChange> changes;
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return changes;
    SentChange& one = changes.emplace_back();
    std::int64_t reason = 0;
    STILE_CHECKED(rows.read(one.id, one.key.route, one.key.system, one.key.reference, one.key.child,
                            one.event_token, one.revision, reason, one.fields, one.made,
                            one.account, one.cites, one.tried));
    one.reason = static_cast<record::ChangeReason>(reason);
  }
}

Status SentChangeTables::set_why(std::int64_t change, std::string_view why) {
  return done(set_why_.run(change, why));
}

Status SentChangeTables::set_void(std::int64_t change, std::string_view why) {
  return done(set_void_.run(change, why));
}

Status SentChangeTables::set_sent(std::int64_t change, std::int64_t consignment, Instant within) {
  return done(set_sent_.run(change, consignment, within));
}

Result<TakenBack> SentChangeTables::take_back(std::int64_t consignment, std::string_view why,
                                              Instant now) {
  STILE_TRY(Rows rows, take_back_.start(consignment, why, now));
  STILE_TRY(const bool found, rows.next());
  if (!found) return gone();
  TakenBack back;
  std::int64_t reason = 0;
  STILE_CHECKED(rows.read(back.change, reason));
  back.reason = static_cast<record::ChangeReason>(reason);
  return back;
}

Status SentChangeTables::close(std::int64_t consignment) { return done(close_.run(consignment)); }

}  // namespace stile::agent
