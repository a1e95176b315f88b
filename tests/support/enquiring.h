#pragma once

#include <string>

#include "core/record/question.h"
#include "core/record/statement.h"
#include "tests/support/scheme.h"

// The invented world in which Ofsted may ask testshire before an inspection.
namespace stile::support {

// kEnquiring is where that agreement stands in Scheme::agreements.
inline constexpr std::size_t kEnquiring = 2;

// enquiring_scheme() is the world with it, as wide as the table of least fields lets it be.
Scheme enquiring_scheme();

// enquiry_clause() is how it names its clause of a type of record.
std::string_view enquiry_clause(record::RecordType type);

// question() is Ofsted's to testshire about kHome, of October 2025 to kNow's day, and
// signed_question() the note of one, signed by `signer`.
record::Question question(const Scheme& scheme);
std::string signed_question(const record::Question& question, const char* signer = kOfsted);

// answer() is testshire's to that question.
record::Disclosure answer(const record::Question& question,
                          record::RecordType type = record::RecordType::kCallOut);

}  // namespace stile::support
