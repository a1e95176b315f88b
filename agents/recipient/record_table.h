#pragma once

#include <string>

#include "agents/recipient/record_columns.h"

// What a terminal shows of records: some columns of each type, in words. Pure.
namespace stile::agent {

// table_header() and table_line() are lines of the same columns, aligned; behind a record stand its
// marks.
std::string table_header(record::RecordType type, Language language);
std::string table_line(const RecordLine& line, Language language);

// json_line() is a record with all its columns, in codes; what was not granted is absent.
// `restriction` says why nobody may go on using it.
std::string json_line(const RecordLine& line);

// characters() counts those of a UTF-8 text; each of ours is one column wide. padded() is a text
// of at least so many, with spaces behind.
std::size_t characters(std::string_view text);
std::string padded(std::string_view text, std::size_t width);

}  // namespace stile::agent
