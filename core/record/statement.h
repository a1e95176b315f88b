#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/change.h"
#include "core/record/codes.h"

// The text that a source signs about a consignment. FORMATS.md has the grammar. Pure.
namespace stile::record {

// Occasion is on what ground a consignment goes: the return of a month, a notification, a change of
// what was disclosed before, an exercise of who would be told, or the answer to an enquiry, which
// have no month. Its text is "return/2026-10", "notify", "exercise", "enquiry/" with 32 hexadecimal
// digits or, with kind and reason, "correction/withdrawn/recorded-in-error".
struct Occasion {
  OccasionKind kind = OccasionKind::kReturn;
  Month month{};
  std::optional<ChangeReason> change = std::nullopt;  // of a correction, always
  std::optional<Token> enquiry = std::nullopt;        // of an answer, always (Question::enquiry)

  bool corrects() const { return kind == OccasionKind::kCorrection; }
  bool exercises() const { return kind == OccasionKind::kExercise; }
  bool enquires() const { return kind == OccasionKind::kEnquiry; }
  // identifies() is of a correction that says who the child is; brings_question() is whether the
  // consignment carries along what it answers: a question, or a request for an identity.
  bool identifies() const { return change == ChangeReason::kIdentified; }
  bool brings_question() const { return enquires() || (change && answers_request(*change)); }
  auto operator<=>(const Occasion&) const = default;
};
std::string to_text(const Occasion& occasion);
inline Occasion return_of(const Month& month) { return {OccasionKind::kReturn, month}; }
inline Occasion notification() { return {OccasionKind::kNotify, {}}; }
inline Occasion exercise() { return {OccasionKind::kExercise, {}}; }
inline Occasion correction(ChangeReason why) { return {OccasionKind::kCorrection, {}, why}; }
inline Occasion answer_to(const Token& enquiry) {
  return {OccasionKind::kEnquiry, {}, std::nullopt, enquiry};
}

// Disclosure is what a consignment is: who sends records of which type to whom, under which
// agreement, on which occasion. One type and one clause, so that the clause grants every row and
// the leaf says exactly which fields were disclosed.
struct Disclosure {
  Hash agreement{};
  AgencyId from;
  AgencyId to;
  Occasion occasion;
  RecordType record = RecordType::kCallOut;
  std::string clause;  // of the agreement
  bool operator==(const Disclosure&) const = default;
};

// is_clause_name() is whether a text can name a clause: lower-case letters, digits and '-', 1 to
// limits::kClauseNameBytes.
bool is_clause_name(std::string_view text);

// Statement is what the source signs: the disclosure, its number, and hashes that commit to
// every row, envelope and subject token. A notification and a correction are of one row: what
// becomes of the consignment becomes of the record. An exercise is of one row that has a type and
// no field. A return and an answer have up to limits::kConsignmentRows.
struct Statement {
  Disclosure disclosure;
  std::uint64_t number = 0;  // from 1, gap-free per (agreement id, recipient)
  Instant made = 0;          // to the minute
  std::uint32_t rows = 0;
  Hash row_list{};   // row_list_hash()
  Hash envelopes{};  // envelopes_hash()
  Hash actor{};      // commitment to the person who sent; opening stays at the source
  bool operator==(const Statement&) const = default;
};

// statement_text() is the note text, one "key value" line each in fixed order;
// parse_statement() accepts exactly that (kMalformed, or kNotCanonical when it reads but would
// be written otherwise).
std::string statement_text(const Statement& statement);
Result<Statement> parse_statement(std::string_view text);

// consignment_digest() is the SHA-256 of the statement's text: what numbers, acknowledgements
// and receipts mean by "this consignment".
Hash consignment_digest(std::string_view statement_text);

}  // namespace stile::record
