#include "agents/recipient/enquiry_months.h"

#include <algorithm>
#include <utility>

#include "agents/recipient/answer_columns.h"
#include "agents/recipient/report_words.h"
#include "agents/report/code_labels.h"
#include "agents/report/html.h"
#include "core/base/civil_time.h"
#include "core/record/measures.h"

namespace stile::agent {
namespace {

using record::Measure;
using record::RecordType;

constexpr std::string_view kNumeric = " class=\"n\"";
constexpr std::array<std::array<Measure, 3>, 3> kTables = {{
    {Measure::kExploitationConcern, Measure::kExploitationNone, Measure::kExploitationNotKnown},
    {Measure::kHarmYes, Measure::kHarmNo, Measure::kHarmNotKnown},
    {Measure::kInterviewDue, Measure::kInterviewOffered, Measure::kInterviewAccepted},
}};

std::uint64_t count_of(const RecordLine& line, Measure measure) {
  const auto found = std::ranges::find(line.row.counts, measure, &record::Count::measure);
  return found == line.row.counts.end() ? 0 : found->value;
}

void add(const RecordLine& line, MonthTable& to) {
  const std::string month = line.row.month ? to_text(*line.row.month) : std::string();
  auto at = std::ranges::lower_bound(to.lines, month, {}, &MonthTable::Line::month);
  if (at == to.lines.end() || at->month != month) at = to.lines.insert(at, {month, {}});
  for (std::size_t i = 0; i < to.measures.size(); ++i) {
    const std::uint64_t count = count_of(line, to.measures[i]);
    at->counts[i] += count;
    to.all[i] += count;
  }
}

std::string line_of(const std::string& name, const MonthTable::Counts& counts) {
  std::string cells = html_element("th", " scope=\"row\"", html_text(name));
  for (const std::uint64_t count : counts) {
    cells += html_element("td", kNumeric, std::to_string(count));
  }
  return html_element("tr", "", cells);
}

std::string table_of(const MonthTable& table, Language language) {
  const auto said = [&](const Label& label) { return html_text(label.in(language)); };
  std::string caption;  // a text
  std::string head = html_element("th", " scope=\"col\"", said(answer_column("month").title));
  for (const Measure measure : table.measures) {
    const Label& label = label_of(measure);
    caption.append(caption.empty() ? "" : "; ").append(label.in(language));
    head += html_element("th", std::string(" scope=\"col\"").append(kNumeric), said(label));
  }
  std::string body;
  for (const auto& line : table.lines) body += line_of(line.month, line.counts);
  const std::string all = line_of(std::string(words::kAll.in(language)), table.all);
  const std::string table_html =
      html_element("table", "",
                   html_element("caption", "", html_text(caption)) +
                       html_element("thead", "", html_element("tr", "", head)) +
                       html_element("tbody", "", body) + html_element("tfoot", "", all));
  return html_scrolled(caption, table_html);
}

}  // namespace

std::vector<MonthTable> month_tables(const AnswerSoFar& answer) {
  std::vector<MonthTable> tables;
  for (const auto& measures : kTables) {
    MonthTable table{measures, {}, {}};
    for (const RecordLine& line : answer.months) {
      if (line.counted.contains(record::field_of(measures.front()))) add(line, table);
    }
    if (!table.lines.empty()) tables.push_back(std::move(table));
  }
  return tables;
}

std::string months_of(const AnswerSoFar& answer, Language language) {
  const auto paragraph = [&](const Label& label, std::string_view attributes = {}) {
    return html_element("p", attributes, html_text(label.in(language)));
  };
  std::string html = html_element("h3", "", html_text(words::kByMonth.in(language)));
  const auto found = answer.types.find(RecordType::kHomeMonth);
  if (found == answer.types.end()) {
    const bool may_be_told = answer.knows_agreement || answer.has_manifest;
    return html + paragraph(may_be_told ? words::kNotShared : words::kNotKnown);
  }
  if (answer.months_left_out > 0) html += paragraph(words::kMonthsLeftOut, " class=\"note\"");
  const auto& said = found->second.said;
  if (said && said->withheld > 0) html += paragraph(words::kMonthsWithheld, " class=\"note\"");
  // Only where every month is here does one that is not listed have none.
  const bool all = said && said->withheld == 0 && said->records == found->second.come &&
                   answer.months_left_out == 0;
  const auto tables = month_tables(answer);
  if (!tables.empty()) html += paragraph(words::kCountedThen);
  for (const MonthTable& table : tables) html += table_of(table, language);
  if (all) html += paragraph(tables.empty() ? words::kNoMonths : words::kNoOtherMonths);
  if (!said && tables.empty()) html += paragraph(words::kNotKnown);
  return html;
}

std::string months_text(const RecordLine& month, Language language) {
  std::string text;
  for (const auto& measures : kTables) {
    if (!month.counted.contains(record::field_of(measures.front()))) continue;
    for (const Measure measure : measures) {
      text += text.empty() ? "" : "; ";
      text.append(label_of(measure).in(language)).append(" ");
      text += std::to_string(count_of(month, measure));
    }
  }
  return text;
}

void leave_out_months(AnswerSoFar& answer) {
  const auto is_of = [](const RecordLine& record, const RecordLine& month) {
    const bool other_home = record.row.home && record.row.home != month.row.home;
    const auto& day = record.row.event_day;
    return !!record.marks.restriction && !other_home && (!day || month_of(*day) == month.row.month);
  };
  answer.months_left_out += std::erase_if(answer.months, [&](const RecordLine& month) {
    return std::ranges::any_of(answer.lines,
                               [&](const RecordLine& record) { return is_of(record, month); });
  });
}

}  // namespace stile::agent
