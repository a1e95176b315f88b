#pragma once

#include <string>

#include "agents/recipient/record_columns.h"

// The CSV that people get of records (RFC 4180, UTF-8, CR LF). Pure.
namespace stile::agent {

// csv_header() and csv_line() are lines of the columns of a type. The columns are always all
// there: an empty cell was not granted, and what is not known says so.
std::string csv_header(record::RecordType type);
std::string csv_line(const RecordLine& line);

}  // namespace stile::agent
