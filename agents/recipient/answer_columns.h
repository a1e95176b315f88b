#pragma once

#include <span>
#include <string>
#include <string_view>

#include "agents/recipient/record_columns.h"

namespace stile::agent {

// answer_columns() are the columns of the rows of an answer to an enquiry, all types of record in
// one table: those of a return's events, what of a child an inspector may have and a return has not,
// and what is counted of a home's month (proto/ENQUIRIES.md). A cell of what is not of a row's type,
// or was not granted, is empty.
std::span<const Column> answer_columns();

// answer_column() is the one of that name, which has to be there.
const Column& answer_column(std::string_view name);

// answer_words() is a cell for people, a code in words.
std::string answer_words(const Column& column, const RecordLine& line, Language language);

}  // namespace stile::agent
