#include "agents/recipient/notice_tables.h"

#include <utility>

#include "agents/recipient/notice_row.h"
#include "core/crypto/digest.h"

namespace stile::agent {

using storage::Rows;

Status NoticeTables::add(const Notice& notice) {
  STILE_CHECKED(add_.run(notice.parcel, notice.source_id, notice.event_token, notice.revision,
                         static_cast<int>(notice.type), notice.arrived, notice.due,
                         static_cast<int>(notice.alleged), static_cast<int>(notice.state)));
  return ok();
}

Result<std::vector<Notice>> NoticeTables::of_event(const Token& event_token) {
  STILE_TRY(Rows rows, of_event_.start(event_token));
  std::vector<Notice> notices;
  while (true) {
    STILE_TRY(const bool found, rows.next());
    if (!found) return notices;
    STILE_CHECKED(read_notice(rows, notices.emplace_back()));
  }
}

Result<std::optional<NoticeContent>> NoticeTables::content(const Notice& notice) {
  return content_of(content_, notice);
}

Result<std::optional<NoticeContent>> NoticeTables::identified(const Notice& notice) {
  return content_of(identified_, notice);
}

Result<std::optional<NoticeContent>> NoticeTables::content_of(storage::Statement& statement,
                                                              const Notice& notice) {
  STILE_TRY(Rows rows, statement.start(notice.source_id, notice.event_token));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<NoticeContent>();
  NoticeContent content;
  record::Row& row = content.row;
  std::int64_t parcel = 0;
  STILE_CHECKED(rows.read(parcel, row.salt, row.fields, row.event_token, row.revision,
                          row.sealed_identity, content.pseudonym));
  STILE_TRY(Rows proof, proof_.start(parcel));
  STILE_CHECKED(proof.next());
  STILE_CHECKED(
      proof.read(content.source_key, content.leaf, content.statement, content.row_hashes));
  return std::optional<NoticeContent>(std::move(content));
}

Result<std::optional<Returned>> NoticeTables::returned(std::string_view source,
                                                       const Token& event_token) {
  STILE_TRY(Rows rows, returned_.start(source, event_token));
  STILE_TRY(const bool found, rows.next());
  if (!found) return std::optional<Returned>();
  Returned returned;
  int state = 0;
  STILE_CHECKED(rows.read(state, returned.account));
  returned.state = static_cast<NoticeState>(state);
  return std::optional<Returned>(std::move(returned));
}

Status NoticeTables::say(const Word& word) {
  const int state = static_cast<int>(word.state);
  STILE_CHECKED(say_.run(word.parcel, state, word.account, word.salt, word.note,
                         crypto::sha256(word.note), word.after));
  STILE_CHECKED(move_.run(word.parcel, state));
  return ok();
}

Result<std::uint64_t> NoticeTables::destroy(std::int64_t source, const Token& event_token) {
  return destroy_.run(source, event_token);
}

Status NoticeTables::tell(std::int64_t parcel, std::string_view contact, Instant now) {
  STILE_CHECKED(tell_.run(parcel, contact, now));
  return ok();
}

Result<std::set<std::string>> NoticeTables::told(std::int64_t parcel) {
  STILE_TRY(Rows rows, told_.start(parcel));
  std::set<std::string> contacts;
  while (true) {
    STILE_TRY(const bool found, rows.next());
    if (!found) return contacts;
    std::string contact;
    STILE_CHECKED(rows.read(contact));
    contacts.insert(std::move(contact));
  }
}

Result<std::optional<Instant>> NoticeTables::oldest_undecided() {
  STILE_TRY(Rows rows, oldest_undecided_.start());
  STILE_CHECKED(rows.next());
  std::optional<Instant> arrived;
  STILE_CHECKED(rows.read(arrived));
  return arrived;
}

Result<std::vector<Bytes>> NoticeTables::untaken(std::size_t most, Instant now) {
  STILE_TRY(Rows rows, untaken_.start(most, now));
  std::vector<Bytes> notes;
  while (true) {
    STILE_TRY(const bool found, rows.next());
    if (!found) return notes;
    STILE_CHECKED(rows.read(notes.emplace_back()));
  }
}

Result<std::uint64_t> NoticeTables::due(Instant before, Instant now) {
  STILE_TRY(Rows rows, due_.start(before, now));
  STILE_CHECKED(rows.next());
  std::uint64_t count = 0;
  STILE_CHECKED(rows.read(count));
  return count;
}

Result<std::uint64_t> NoticeTables::answer(const Hash& digest, std::string_view answer) {
  STILE_TRY(const std::uint64_t again, said_again_.run(digest));
  return again > 0 ? Result<std::uint64_t>(again) : answer_.run(digest, answer);
}

Status NoticeTables::say_again(Instant since, Instant now) {
  STILE_CHECKED(say_again_.run(since, now));
  return ok();
}

}  // namespace stile::agent
