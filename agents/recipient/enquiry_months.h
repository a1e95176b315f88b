#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "agents/recipient/enquiry_answer.h"
#include "agents/report/labels.h"
#include "core/record/codes.h"

// What a force has counted of an answer's records by home and month, and stands in none of them:
// whether anybody was concerned for a child's exploitation or saw harm, and return interviews
// (domain R12). Pure.
namespace stile::agent {

// MonthTable is one thing that is counted: three measures, and a line for each month that has a
// record, whatever number the home had then.
struct MonthTable {
  using Counts = std::array<std::uint64_t, 3>;
  struct Line {
    std::string month;  // "2026-10"
    Counts counts{};
  };

  std::array<record::Measure, 3> measures;
  std::vector<Line> lines;  // the earliest month first
  Counts all{};
};

// month_tables() are of what is granted: none where nothing is, or no month has come.
std::vector<MonthTable> month_tables(const AnswerSoFar& answer);

// months_of() is the report's section of them, with its heading.
std::string months_of(const AnswerSoFar& answer, Language language);

// months_text() is one line's counts in words, for a terminal: "Harm: yes 1; Harm: no 3".
std::string months_text(const RecordLine& month, Language language);

// leave_out_months() takes out the months of a home in which there is a record that may not be used
// (UK GDPR art. 18), before these themselves are left out: nobody can take one from a sum.
void leave_out_months(AnswerSoFar& answer);

}  // namespace stile::agent
