#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/codes.h"

// The texts that agencies sign about a consignment. FORMATS.md has both grammars. Pure.
namespace stile::record {

// Disclosure is what a consignment is: who sends records of which type to whom, under which
// agreement, on which occasion. The occasion's text is "return/2026-10". One type, so that one
// clause grants every row and its leaf says exactly which fields were disclosed.
struct Disclosure {
  Hash agreement{};
  AgencyId from;
  AgencyId to;
  Month month{};
  RecordType record = RecordType::kCallOut;
  bool operator==(const Disclosure&) const = default;
};

// Statement is what the source signs: the disclosure, its number, and hashes that commit to
// every row, envelope and subject token.
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

// Acknowledgement is what the recipient signs once the rows are durable there.
struct Acknowledgement {
  Hash consignment{};
  AgencyId from;  // the source that is told
  AgencyId to;    // the recipient who signs
  std::uint64_t number = 0;
  Instant stored = 0;  // to the minute
  bool operator==(const Acknowledgement&) const = default;
};
std::string acknowledgement_text(const Acknowledgement& acknowledgement);
Result<Acknowledgement> parse_acknowledgement(std::string_view text);

// occasion_text() is "return/2026-10".
std::string occasion_text(const Month& month);

}  // namespace stile::record
