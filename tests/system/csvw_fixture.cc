// Writes what system.csvw reads.
//   csvw_fixture files FOLDER   a CSV of every type with its metadata: each code stands in a row,
//                               and each cell that may be empty is
//   csvw_fixture document       the tables of agents/recipient/README.md
#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "agents/recipient/csvw.h"
#include "agents/recipient/record_csv.h"
#include "agents/recipient/selection.h"
#include "agents/report/code_labels.h"
#include "core/record/measures.h"

namespace {

using namespace stile;
using agent::Column;
using agent::Form;
using agent::Label;
using agent::RecordLine;
using record::RecordType;
using record::Treated;

// nth() is a code of a list, which begins again where it ends.
template <typename Code>
void nth(std::optional<Code>& to, std::size_t i) {
  to = static_cast<Code>(i % static_cast<std::size_t>(record::count<Code>) + 1);
}

void put_codes(std::size_t i, Treated& row) {
  nth(row.part_of_day, i);
  nth(row.age_band, i);
  nth(row.placing_distance, i);
  nth(row.category, i);
  nth(row.deployment, i);
  nth(row.home_told, i);
  nth(row.channel, i);
  nth(row.caller_role, i);
  nth(row.appropriateness, i);
  nth(row.level, i);
  nth(row.level_set_by, i);
  nth(row.absence, i);
  nth(row.police_response, i);
  nth(row.home_enquired, i);
  nth(row.duration_band, i);
  nth(row.risk, i);
  do {
    nth(row.kind, i++);
  } while (!record::is_kind_of(*row.kind, row.type));
}

void put_figures(std::size_t i, RecordLine& line) {
  for (int measure = 1; measure <= record::count<record::Measure>; ++measure) {
    const auto of = static_cast<record::Measure>(measure);
    line.counted.insert(record::field_of(of));
    line.row.counts.push_back({of, static_cast<std::uint32_t>(i + 1)});
  }
  for (const auto type : {RecordType::kCallOut, RecordType::kMissingEpisode, RecordType::kArrest,
                          RecordType::kConcern}) {
    line.row.collections.push_back(
        {type, i % 2 == 0, static_cast<std::uint32_t>(i), 0, 4'000'000'000});
  }
  line.row.revision = 1;
}

RecordLine full_line(RecordType type, std::size_t i) {
  RecordLine line;
  line.source = "force/testshire";
  line.agreement_id = "testshire-ofsted";
  line.number = i + 1;
  line.event_token[15] = static_cast<std::uint8_t>(i);
  line.revision = 1793696400123;
  line.pseudonym = Bytes(16, '\xff');
  line.row.type = type;
  const bool welsh = i % 2 == 1;
  line.row.home = HomeId::parse(welsh ? "ciw:W-0001/a" : "ofsted:SC900001").value();
  line.row.event_day = to_day({2026, 10, 31});
  line.row.month = Month{2026, 10};
  line.row.contact = "testshire-data";
  const std::size_t why = i % agent::kAnnotationReasons.size();
  line.marks.annotation = record::named<record::ChangeReason>(agent::kAnnotationReasons[why].name);
  put_codes(i, line.row);
  put_figures(i, line);
  return line;
}

RecordLine empty_line(RecordType type) {
  RecordLine line;
  line.source = "force/testshire";
  line.agreement_id = "testshire-ofsted";
  line.number = 1;
  line.event_token[15] = 255;
  line.revision = 1;
  line.row.type = type;
  return line;
}

std::size_t longest_list(RecordType type) {
  std::size_t longest = 1;
  for (const Column& column : agent::columns_of(type)) {
    longest = std::max(longest, column.codes.size());
  }
  return longest;
}

void write_files(const std::string& folder) {
  for (const RecordType type : agent::Selection().types()) {
    const std::string name = std::string(agent::file_stem(type)) + ".csv";
    std::ofstream csv(folder + "/" + name, std::ios::binary);
    csv << agent::csv_header(type) << agent::csv_line(empty_line(type));
    for (std::size_t i = 0; i < longest_list(type); ++i) csv << agent::csv_line(full_line(type, i));
    std::ofstream(folder + "/" + name + "-metadata.json", std::ios::binary)
        << agent::csvw_metadata(type, name);
  }
}

std::string_view form_name(Form form) {
  switch (form) {
    case Form::kDate: return "date";
    case Form::kMonth: return "month";
    case Form::kNumber: return "number from 1";
    case Form::kCount: return "number from 0";
    case Form::kTruth: return "true, false";
    case Form::kCode: return "code";
    default: return "text";
  }
}

void print_codes(const Column& column) {
  std::cout << "\n`" << column.title.name << "`\n\n| code | English | Cymraeg |\n|---|---|---|\n";
  for (const Label& code : column.codes) {
    std::cout << "| `" << code.name << "` | " << code.english << " | " << code.welsh << " |\n";
  }
}

void print_document() {
  std::set<const Label*> printed;
  for (const RecordType type : agent::Selection().types()) {
    const Label& title = agent::label_of(type);
    std::cout << "\n## " << agent::file_stem(type) << ".csv\n"
              << title.english << ". " << title.welsh
              << ".\n\n| column | English | Cymraeg | holds |\n|---|---|---|---|\n";
    for (const Column& column : agent::columns_of(type)) {
      std::cout << "| `" << column.title.name << "` | " << column.title.english << " | "
                << column.title.welsh << " | " << form_name(column.form)
                << (column.always ? ", always" : "") << " |\n";
    }
    for (const Column& column : agent::columns_of(type)) {
      if (!column.codes.empty() && printed.insert(column.codes.data()).second) print_codes(column);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "files" && argc == 3) {
    write_files(argv[2]);
    return 0;
  }
  if (what == "document" && argc == 2) {
    print_document();
    return 0;
  }
  std::cerr << "csvw_fixture files FOLDER | document\n";
  return 2;
}
