#pragma once

#include <string>
#include <vector>

#include "agents/recipient/enquiry_part.h"

// The rows of an answer as a CSV (RFC 4180, UTF-8, CR LF), all types and forces in one table, in
// the columns of answer_columns.h. Pure.
namespace stile::agent {

// enquiry_csv() is the file, in the order of forces, types and days, the counts of months last. A
// cell of what is not of its row's type, or was not granted, is empty; no text is a formula to a
// spreadsheet (csv_cell()).
std::string enquiry_csv(const std::vector<EnquiryPart>& parts);

// enquiry_csvw() describes a file of that name to programs, as csvw_metadata() does.
std::string enquiry_csvw(const std::string& csv);

}  // namespace stile::agent
