#include "core/agreement/asked.h"

#include <algorithm>

#include "core/base/limits.h"
#include "core/crypto/note.h"

namespace stile::agreement {
namespace {

// How far ahead of this clock the one of who asked may be.
constexpr Instant kClocksApart = 300;

Status check_party(const DocumentSet& documents, const AgencyId& id, Day today) {
  const auto* agency = documents.agency(id);
  if (agency != nullptr && agency->valid_on(today)) return ok();
  return Error{Reason::kUnknownAgency, id.short_text() + " is not in the directory today"};
}

// An agreement between others is as one that is not there.
Status check_agreement(const record::Question& question, const DocumentSet& documents,
                       Instant now) {
  if (!documents.is_party(question.from, question.agreement)) {
    return Error{Reason::kNoAgreement,
                 question.from.short_text() + " has no agreement of that hash"};
  }
  STILE_TRY(const auto* agreement, documents.in_force(question.agreement, now));
  if (agreement->source.agency != question.to || agreement->recipient.agency != question.from) {
    return Error{Reason::kWrongParty,
                 "agreement " + agreement->id.text() + " is not between these"};
  }
  if (agreement->answers()) return ok();
  return Error{Reason::kNoClause, "agreement " + agreement->id.text() + " is not about enquiries"};
}

Status check_times(const record::Question& question, Instant now) {
  if (question.made > now + kClocksApart) {
    return Error{Reason::kOutsideOccasion, "the question is of a time to come"};
  }
  if (question.last > local_day(now)) {
    return Error{Reason::kOutsideOccasion, "the period is not over"};
  }
  if (!record::is_too_old(question, now)) return ok();
  return Error{Reason::kOutsideOccasion, "the question is too old to be answered"};
}

Status check_home(const record::Question& question, const DocumentSet& documents) {
  if (documents.agency(question.from)->regulates != question.home.scheme()) {
    return Error{Reason::kNotRouted, "the home is another regulator's"};
  }
  const auto entries = documents.home_between(question.home, question.first, question.last);
  if (entries.empty()) return Error{Reason::kUnknownHome, "no list has the home in the period"};
  const auto* source = documents.agency(question.to);
  const bool there = std::ranges::any_of(
      entries, [&](const HomeEntry* entry) { return source->has_area(entry->force); });
  if (there) return ok();
  return Error{Reason::kNotRouted, "the home was not in the area of the source in the period"};
}

// is_signed() remembers what each thread has seen last: the same question comes with every
// consignment of its answer, and to verify a signature takes longer than to judge a row.
bool is_signed(ByteView note, const crypto::Note& parsed, const crypto::NoteVerifier& key) {
  thread_local Bytes seen;
  thread_local std::string seen_key;
  if (note == seen && key.vkey() == seen_key) return true;
  const auto signers = crypto::verified_names(parsed, std::span(&key, 1));
  if (!signers.ok() || signers->empty()) return false;
  seen.clear();
  seen_key = key.vkey();
  seen = note;
  return true;
}

}  // namespace

Status check_askable(const record::Question& question, const DocumentSet& documents, Instant now) {
  STILE_CHECKED(record::check_question(question));
  STILE_CHECKED(documents.current(now));
  STILE_CHECKED(check_agreement(question, documents, now));
  STILE_CHECKED(check_party(documents, question.from, local_day(now)));
  STILE_CHECKED(check_party(documents, question.to, local_day(now)));
  STILE_CHECKED(check_times(question, now));
  return check_home(question, documents);
}

Result<record::Question> read_signed_question(ByteView note, const DocumentSet& documents) {
  if (note.size() > limits::kQuestionNoteBytes) return Error{Reason::kTooLarge, "question"};
  STILE_TRY(const auto parsed, crypto::parse_note(note));
  if (parsed.signatures.size() != 1) {
    return Error{Reason::kMalformed, "a question has one signature"};
  }
  STILE_TRY(record::Question question, record::parse_question(parsed.text));
  const auto* asker = documents.agency(question.from);
  if (asker == nullptr) {
    return Error{Reason::kUnknownAgency, question.from.short_text() + " is not in the directory"};
  }
  if (!is_signed(note, parsed, asker->signing_key)) {
    return Error{Reason::kBadSignature, "question not signed by who asks"};
  }
  return question;
}

Result<record::Question> verify_question(ByteView note, const DocumentSet& documents, Instant now) {
  STILE_TRY(record::Question question, read_signed_question(note, documents));
  STILE_CHECKED(check_askable(question, documents, now));
  return question;
}

}  // namespace stile::agreement
