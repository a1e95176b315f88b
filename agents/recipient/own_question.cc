#include "agents/recipient/own_question.h"

#include "agents/ports/inspection_days.h"
#include "agents/recipient/change_row.h"
#include "agents/recipient/each_row.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status read(const Rows& rows, OwnQuestion& to) {
  std::int64_t state = 0;
  STILE_CHECKED(rows.read(to.id, to.enquiry, to.source, to.digest, to.note, to.salt, to.actor_salt,
                          to.account, to.asked, state, to.reason, to.leaf, to.receipt,
                          to.inspected));
  if (state < 1 || state > static_cast<std::int64_t>(OwnQuestionState::kRefused)) {
    return Error{Reason::kIntegrity, "a question in a state that there is none of"};
  }
  to.state = static_cast<OwnQuestionState>(state);
  return ok();
}

// is_as_asked() holds what stands beside the note against what it says.
bool is_as_asked(const OwnQuestion& kept, const crypto::Note& note, const record::Question& asked) {
  constexpr Instant kMinute = 60;
  return kept.digest == record::question_digest(note.text) && kept.enquiry == asked.enquiry &&
         kept.source == asked.to.text() && kept.asked - kept.asked % kMinute == asked.made &&
         ledger::commitment(kept.actor_salt, "actor", kept.account) == asked.actor;
}

// all_of() are those of an enquiry and in a state, where these are given.
Result<std::vector<OwnQuestion>> all_of(const storage::Database& database,
                                        const std::optional<Token>& enquiry,
                                        const std::optional<std::int64_t>& state) {
  storage::Statement statement(
      database,
      "SELECT id, enquiry, source, digest, note, salt, actor_salt, account, asked, state, reason,"
      " leaf, receipt, (SELECT day FROM inspected WHERE inspected.enquiry = question.enquiry)"
      " FROM question WHERE (?1 IS NULL OR enquiry = ?1)"
      " AND (?2 IS NULL OR state = ?2) ORDER BY asked DESC, enquiry, source");
  std::vector<OwnQuestion> found;
  const Status all = for_each(
      statement, [&](const Rows& rows) { return read(rows, found.emplace_back()); }, enquiry,
      state);
  if (!all.ok()) return all.error();
  return found;
}

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

}  // namespace

bool OwnQuestion::is_uninspected(Instant now) const {
  if (state == OwnQuestionState::kRefused || !is_past_inspection(asked, now)) return false;
  return !inspected || *inspected > std::int64_t{local_day(asked)} + kInspectionDays;
}

Result<record::Question> read_question(const OwnQuestion& kept) {
  const auto note = crypto::parse_note(kept.note);
  if (note.ok()) {
    auto asked = record::parse_question(note->text);
    if (asked.ok() && is_as_asked(kept, *note, *asked)) return asked;
  }
  return Error{
      Reason::kIntegrity,
      "a question in the store is not as it was asked: somebody has altered it; mend with: "
      "the backup of the store, and a word with those who can write it"};
}

Status OwnQuestionTables::add(const OwnQuestion& question) {
  return done(add_.run(question.enquiry, question.source, question.digest, question.note,
                       question.salt, question.actor_salt, question.account, question.asked));
}

Status OwnQuestionTables::settle(const OwnQuestion& question) {
  return done(settle_.run(question.digest, static_cast<std::int64_t>(question.state),
                          question.reason, question.leaf, question.receipt));
}

Status OwnQuestionTables::add_number(const Token& enquiry, const HomeId& number) {
  return done(add_number_.run(enquiry, number.text()));
}

Status OwnQuestionTables::add_answer(std::int64_t parcel, std::int64_t question,
                                     const record::TokenRange& rows) {
  return done(add_answer_.run(parcel, question, rows.first, rows.last));
}

Result<std::optional<OwnQuestion>> OwnQuestionTables::of_source(const Token& enquiry,
                                                                std::string_view source) {
  STILE_TRY(Rows rows, of_source_.start(enquiry, source));
  STILE_TRY(const bool found, rows.next());
  std::optional<OwnQuestion> question;
  if (found) STILE_CHECKED(read(rows, question.emplace()));
  return question;
}

Status OwnQuestionTables::set_inspected(const Token& enquiry, Day day, std::string_view account,
                                        Instant now) {
  return done(set_inspected_.run(enquiry, std::int64_t{day}, account, now));
}

Result<std::optional<Token>> OwnQuestionTables::enquiry_of(std::string_view source,
                                                           const Token& event_token) {
  STILE_TRY(Rows rows, enquiry_of_.start(source, event_token));
  STILE_TRY(const bool found, rows.next());
  std::optional<Token> enquiry;
  if (found) STILE_CHECKED(rows.read(enquiry.emplace()));
  return enquiry;
}

Result<std::vector<HomeId>> asked_numbers(const storage::Database& database, const Token& enquiry) {
  storage::Statement statement(database,
                               "SELECT home FROM asked_number WHERE enquiry = ? ORDER BY home");
  std::vector<HomeId> found;
  const auto take = [&](const Rows& rows) -> Status {
    std::string text;
    STILE_CHECKED(rows.read(text));
    STILE_TRY(HomeId number, HomeId::parse(text));
    found.push_back(std::move(number));
    return ok();
  };
  STILE_CHECKED(for_each(statement, take, enquiry));
  return found;
}

Result<std::vector<OwnQuestion>> own_questions(const storage::Database& database,
                                               const std::optional<Token>& enquiry) {
  return all_of(database, enquiry, std::nullopt);
}

Result<std::vector<OwnQuestion>> unsent_questions(const storage::Database& database) {
  return all_of(database, std::nullopt, static_cast<std::int64_t>(OwnQuestionState::kWritten));
}

// A force whose store was put back may answer again: each event is there once. What corrects one
// stands elsewhere, and says nothing of whose child it is.
Result<std::vector<AnsweredRow>> answered_rows(const storage::Database& database,
                                               std::int64_t question) {
  storage::Statement statement(database, kAnsweredRows);
  std::vector<AnsweredRow> found;
  const Status all = for_each(
      statement,
      [&](const Rows& rows) -> Status {
        AnsweredRow& row = found.emplace_back();
        int annotation = 0;
        int restriction = 0;
        STILE_CHECKED(rows.read(row.event_token, row.revision, row.number, row.fields,
                                row.pseudonym, annotation, restriction));
        row.marks = marks_from(annotation, restriction);
        return ok();
      },
      question);
  if (!all.ok()) return all.error();
  return found;
}

Error no_such_enquiry() {
  return {Reason::kNotFound,
          "no enquiry of that id; mend with: one that `stile enquiry list` says"};
}

}  // namespace stile::agent
