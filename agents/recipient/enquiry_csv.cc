#include "agents/recipient/enquiry_csv.h"

#include "agents/recipient/answer_columns.h"
#include "agents/recipient/csvw.h"
#include "agents/recipient/report_words.h"
#include "agents/report/csv.h"

namespace stile::agent {
namespace {

template <typename Cell>
void append_line(std::string& csv, const Cell& cell) {
  const auto columns = answer_columns();
  for (const Column& column : columns) {
    if (&column != columns.data()) csv += ',';
    csv += csv_cell(cell(column));
  }
  csv += "\r\n";
}

}  // namespace

std::string enquiry_csv(const std::vector<EnquiryPart>& parts) {
  std::string csv;
  append_line(csv, [](const Column& column) { return column.title.name; });
  for (const EnquiryPart& part : parts) {
    for (const auto* lines : {&part.answer.lines, &part.answer.months}) {
      for (const RecordLine& line : *lines) {
        append_line(csv, [&](const Column& column) { return column.cell(line); });
      }
    }
  }
  return csv;
}

std::string enquiry_csvw(const std::string& csv) {
  return csvw_table(words::kTitle, answer_columns(), csv);
}

}  // namespace stile::agent
