#pragma once

#include <span>
#include <string>

#include "agents/recipient/record_columns.h"
#include "core/record/codes.h"

namespace stile::agent {

// csvw_metadata() describes the CSV of a type of record to programs (W3C "Metadata Vocabulary for
// Tabular Data", 2015): each column's name, titles in English and Welsh, datatype and, of a code,
// its list. It belongs beside the file, as `csv` with "-metadata.json" behind (section 5.2 of the
// W3C's "Model for Tabular Data and Metadata on the Web"). Pure.
std::string csvw_metadata(record::RecordType type, const std::string& csv);

// csvw_table() describes a CSV of other columns, in which source and event_reference name a row.
std::string csvw_table(const Label& title, std::span<const Column> columns, const std::string& csv);

// csvw_withdrawn() describes the CSV of records that were withdrawn.
std::string csvw_withdrawn(const std::string& csv);

}  // namespace stile::agent
