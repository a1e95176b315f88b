#include "core/record/question.h"

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/record/lines.h"

namespace stile::record {
namespace {

constexpr std::string_view kFirstLine = "stile-question/v1";
constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";

bool is_of(std::string_view text, std::string_view alphabet, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         text.find_first_not_of(alphabet) == std::string_view::npos;
}

Result<Day> day_value(std::string_view text) {
  STILE_TRY(const CivilDay date, parse_day(text));
  return to_day(date);
}

}  // namespace

bool is_inspection_reference(std::string_view text) {
  const auto hyphen = text.find('-');
  if (hyphen != std::string_view::npos) {
    if (!is_of(text.substr(0, hyphen), kCapitals, 1, 4)) return false;
    text.remove_prefix(hyphen + 1);
  }
  return is_of(text, kDigits, 4, 12);
}

Status check_question(const Question& question) {
  if (question.first > question.last || question.last > local_day(question.made)) {
    return Error{Reason::kOutsideOccasion, "the period is not in order, or not over"};
  }
  if (question.last - question.first >= kQuestionDays) {
    return Error{Reason::kOutsideOccasion, "the period is longer than a question may ask about"};
  }
  if (is_inspection_reference(question.reference)) return ok();
  return malformed("reference: 4 to 12 digits, after up to four capitals and a hyphen");
}

bool covers(const Question& question, Day day) {
  return question.first <= day && day <= question.last;
}

bool is_too_old(const Question& question, Instant now) {
  return question.made + kQuestionAgeSeconds < now;
}

std::string question_text(const Question& question) {
  std::string text = std::string(kFirstLine) + "\n";
  append_line(text, "enquiry", crypto::hex(question.enquiry));
  append_line(text, "from", question.from.text());
  append_line(text, "to", question.to.text());
  append_line(text, "agreement", crypto::hex(question.agreement));
  append_line(text, "home", question.home.text());
  append_line(text, "first", to_text(to_civil(question.first)));
  append_line(text, "last", to_text(to_civil(question.last)));
  append_line(text, "inspection", name(question.inspection));
  append_line(text, "reference", question.reference);
  append_line(text, "actor", crypto::hex(question.actor));
  append_line(text, "made", utc_minute_text(question.made));
  return text;
}

Result<Question> parse_question(std::string_view text) {
  if (text.size() > limits::kStatementBytes) return Error{Reason::kTooLarge, "question"};
  Lines lines(text);
  lines.first(kFirstLine);
  STILE_TRY(const Token enquiry, unhex_exactly<Token{}.size()>(lines.value("enquiry")));
  STILE_TRY(const AgencyId from, AgencyId::parse(lines.value("from")));
  STILE_TRY(const AgencyId to, AgencyId::parse(lines.value("to")));
  STILE_TRY(const Hash agreement, hash_value(lines.value("agreement")));
  STILE_TRY(const HomeId home, HomeId::parse(lines.value("home")));
  STILE_TRY(const Day first, day_value(lines.value("first")));
  STILE_TRY(const Day last, day_value(lines.value("last")));
  const auto inspection = named<Inspection>(lines.value("inspection"));
  if (!inspection) return Error{Reason::kUnknownValue, "unknown inspection"};
  const std::string reference(lines.value("reference"));
  STILE_TRY(const Hash actor, hash_value(lines.value("actor")));
  STILE_TRY(const Instant made, parse_utc_minute(lines.value("made")));
  if (!lines.done()) return malformed("question");
  Question question{enquiry, from,        to,        agreement, home, first,
                    last,    *inspection, reference, actor,     made};
  STILE_CHECKED(check_question(question));
  if (question_text(question) != text) return Error{Reason::kNotCanonical, "question"};
  return question;
}

Hash question_digest(std::string_view question_text) { return crypto::sha256(question_text); }

}  // namespace stile::record
