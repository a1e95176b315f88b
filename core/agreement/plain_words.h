#pragma once

#include <string>
#include <vector>

#include "core/agreement/agreement.h"

// What an agreement says, in English for those who sign it. The words are made from the checked
// values and from nothing else, so that they cannot say less than what is signed. Pure.
namespace stile::agreement {

// plain_words() are lines: parties, purpose, dates, then for each clause what goes, in which
// form, and what does not.
std::vector<std::string> plain_words(const Agreement& agreement);

// The words that they are made of: what a field means in records of one type, the same in the form
// in which it goes, a date.
std::string field_words(record::RecordType type, record::Field field);
std::string grant_words(record::RecordType type, record::Field field, record::Treatment treatment);
std::string date_words(Day day);

// worth_denying() is true for what this clause could grant, and for what readers fear it does.
bool worth_denying(const Clause& clause, record::Field field);

// warnings() are lines about what is allowed and unusual, for a signatory to think of twice.
std::vector<std::string> warnings(const Agreement& agreement);

}  // namespace stile::agreement
