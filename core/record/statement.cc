#include "core/record/statement.h"

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/record/code_texts.h"
#include "core/record/lines.h"

namespace stile::record {
namespace {

constexpr std::string_view kStatementLine = "stile-consignment/v1";

// The kind is written beside its reason for whoever reads the text.
Result<Occasion> correction_value(std::string_view text) {
  const auto slash = text.find('/');
  const auto kind = named<ChangeKind>(text.substr(0, slash));
  const auto why = slash == text.npos ? std::nullopt : named<ChangeReason>(text.substr(slash + 1));
  if (!kind || !why || kind_of(*why) != *kind) {
    return Error{Reason::kUnknownValue, "unknown change"};
  }
  return correction(*why);
}

Result<Occasion> occasion_value(std::string_view text) {
  if (text == name(OccasionKind::kNotify)) return notification();
  if (text == name(OccasionKind::kExercise)) return exercise();
  const auto slash = text.find('/');
  if (slash != text.npos && text.substr(0, slash) == name(OccasionKind::kCorrection)) {
    return correction_value(text.substr(slash + 1));
  }
  if (slash != text.npos && text.substr(0, slash) == name(OccasionKind::kEnquiry)) {
    STILE_TRY(const Token enquiry, unhex_exactly<Token{}.size()>(text.substr(slash + 1)));
    return answer_to(enquiry);
  }
  if (slash == text.npos || text.substr(0, slash) != name(OccasionKind::kReturn)) {
    return Error{Reason::kUnknownValue, "unknown occasion"};
  }
  STILE_TRY(const Month month, parse_month(text.substr(slash + 1)));
  return return_of(month);
}

Result<Disclosure> take_disclosure(Lines& lines) {
  STILE_TRY(const Hash agreement, hash_value(lines.value("agreement")));
  STILE_TRY(const AgencyId from, AgencyId::parse(lines.value("from")));
  STILE_TRY(const AgencyId to, AgencyId::parse(lines.value("to")));
  STILE_TRY(const Occasion occasion, occasion_value(lines.value("occasion")));
  const auto record = named<RecordType>(lines.value("record"));
  if (!record) return Error{Reason::kUnknownValue, "unknown type of record"};
  const std::string clause(lines.value("clause"));
  if (!is_clause_name(clause)) return malformed("clause");
  return Disclosure{agreement, from, to, occasion, *record, clause};
}

Status check_rows(std::uint64_t rows, OccasionKind kind) {
  if (rows == 0) return malformed("a consignment has at least one row");
  const bool many = kind == OccasionKind::kReturn || kind == OccasionKind::kEnquiry;
  const std::size_t most = many ? limits::kConsignmentRows : 1;
  if (rows > most) return Error{Reason::kTooLarge, "too many rows"};
  return ok();
}

}  // namespace

std::string to_text(const Occasion& occasion) {
  std::string text(name(occasion.kind));
  if (occasion.kind == OccasionKind::kReturn) text += "/" + to_text(occasion.month);
  if (occasion.enquiry) text += "/" + crypto::hex(*occasion.enquiry);
  if (occasion.change) {
    text.append("/").append(name(kind_of(*occasion.change)));
    text.append("/").append(name(*occasion.change));
  }
  return text;
}

bool is_clause_name(std::string_view text) {
  if (text.empty() || text.size() > limits::kClauseNameBytes) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string statement_text(const Statement& statement) {
  const auto& what = statement.disclosure;
  std::string text = std::string(kStatementLine) + "\n";
  append_line(text, "agreement", crypto::hex(what.agreement));
  append_line(text, "from", what.from.text());
  append_line(text, "to", what.to.text());
  append_line(text, "occasion", to_text(what.occasion));
  append_line(text, "record", name(what.record));
  append_line(text, "clause", what.clause);
  append_line(text, "number", std::to_string(statement.number));
  append_line(text, "made", utc_minute_text(statement.made));
  append_line(text, "rows", std::to_string(statement.rows));
  append_line(text, "row-list", crypto::hex(statement.row_list));
  append_line(text, "envelopes", crypto::hex(statement.envelopes));
  append_line(text, "actor", crypto::hex(statement.actor));
  return text;
}

Result<Statement> parse_statement(std::string_view text) {
  if (text.size() > limits::kStatementBytes) return Error{Reason::kTooLarge, "statement"};
  Lines lines(text);
  lines.first(kStatementLine);
  STILE_TRY(const Disclosure what, take_disclosure(lines));
  STILE_TRY(const std::uint64_t number, number_value(lines.value("number")));
  STILE_TRY(const Instant made, parse_utc_minute(lines.value("made")));
  STILE_TRY(const std::uint64_t rows, number_value(lines.value("rows")));
  STILE_TRY(const Hash row_list, hash_value(lines.value("row-list")));
  STILE_TRY(const Hash envelopes, hash_value(lines.value("envelopes")));
  STILE_TRY(const Hash actor, hash_value(lines.value("actor")));
  STILE_CHECKED(check_rows(rows, what.occasion.kind));
  if (!lines.done() || number == 0) return malformed("statement");
  Statement statement{what,     number,    made, static_cast<std::uint32_t>(rows),
                      row_list, envelopes, actor};
  if (statement_text(statement) != text) return Error{Reason::kNotCanonical, "statement"};
  return statement;
}

Hash consignment_digest(std::string_view statement_text) { return crypto::sha256(statement_text); }

}  // namespace stile::record
