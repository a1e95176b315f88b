#include "core/record/statement.h"

#include <charconv>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"

namespace stile::record {
namespace {

constexpr std::string_view kStatementLine = "stile-consignment/v1";
constexpr std::string_view kAcknowledgementLine = "stile-acknowledgement/v1";

void line(std::string& text, std::string_view key, std::string_view value) {
  text.append(key).append(" ").append(value).append("\n");
}

// Lines takes "key value" lines off a text in the order they are asked for. The first mismatch
// is remembered, and every later value is empty.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::string_view first(std::string_view want) {
    const auto got = next();
    if (got != want) failed_ = true;
    return got;
  }
  std::string_view value(std::string_view key) {
    const auto got = next();
    if (failed_ || !got.starts_with(key) || got.substr(key.size(), 1) != " ") {
      failed_ = true;
      return {};
    }
    return got.substr(key.size() + 1);
  }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) {
      failed_ = true;
      return {};
    }
    const auto got = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return got;
  }
  std::string_view rest_;
  bool failed_ = false;
};

Error malformed(std::string_view what) { return {Reason::kMalformed, std::string(what)}; }

Result<Hash> hash_value(std::string_view text) {
  STILE_TRY(const Bytes bytes, crypto::unhex(text));
  Hash hash{};
  if (!copy_exact(bytes, hash)) return malformed("a hash is 64 hexadecimal digits");
  return hash;
}

Result<std::uint64_t> number_value(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return malformed("not a number");
  return value;
}

Result<Occasion> occasion_value(std::string_view text) {
  if (text == name(OccasionKind::kNotify)) return notification();
  const auto slash = text.find('/');
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
  const std::size_t most = kind == OccasionKind::kNotify ? 1 : limits::kConsignmentRows;
  if (rows > most) return Error{Reason::kTooLarge, "too many rows"};
  return ok();
}

}  // namespace

std::string to_text(const Occasion& occasion) {
  std::string text(name(occasion.kind));
  if (occasion.kind == OccasionKind::kReturn) text += "/" + to_text(occasion.month);
  return text;
}

bool is_clause_name(std::string_view text) {
  if (text.empty() || text.size() > limits::kClauseNameBytes) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string statement_text(const Statement& statement) {
  const auto& what = statement.disclosure;
  std::string text = std::string(kStatementLine) + "\n";
  line(text, "agreement", crypto::hex(what.agreement));
  line(text, "from", what.from.text());
  line(text, "to", what.to.text());
  line(text, "occasion", to_text(what.occasion));
  line(text, "record", name(what.record));
  line(text, "clause", what.clause);
  line(text, "number", std::to_string(statement.number));
  line(text, "made", utc_minute_text(statement.made));
  line(text, "rows", std::to_string(statement.rows));
  line(text, "row-list", crypto::hex(statement.row_list));
  line(text, "envelopes", crypto::hex(statement.envelopes));
  line(text, "actor", crypto::hex(statement.actor));
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

std::string acknowledgement_text(const Acknowledgement& acknowledgement) {
  std::string text = std::string(kAcknowledgementLine) + "\n";
  line(text, "consignment", crypto::hex(acknowledgement.consignment));
  line(text, "from", acknowledgement.from.text());
  line(text, "to", acknowledgement.to.text());
  line(text, "number", std::to_string(acknowledgement.number));
  line(text, "state", "stored");
  line(text, "time", utc_minute_text(acknowledgement.stored));
  return text;
}

Result<Acknowledgement> parse_acknowledgement(std::string_view text) {
  if (text.size() > limits::kStatementBytes) return Error{Reason::kTooLarge, "acknowledgement"};
  Lines lines(text);
  lines.first(kAcknowledgementLine);
  STILE_TRY(const Hash consignment, hash_value(lines.value("consignment")));
  STILE_TRY(const AgencyId from, AgencyId::parse(lines.value("from")));
  STILE_TRY(const AgencyId to, AgencyId::parse(lines.value("to")));
  STILE_TRY(const std::uint64_t number, number_value(lines.value("number")));
  if (lines.value("state") != "stored") return Error{Reason::kUnknownValue, "unknown state"};
  STILE_TRY(const Instant stored, parse_utc_minute(lines.value("time")));
  if (!lines.done()) return malformed("acknowledgement");
  Acknowledgement acknowledgement{consignment, from, to, number, stored};
  if (acknowledgement_text(acknowledgement) != text) {
    return Error{Reason::kNotCanonical, "acknowledgement"};
  }
  return acknowledgement;
}

}  // namespace stile::record
