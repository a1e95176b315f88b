#include "agents/recipient/enquiry_report.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "agents/recipient/answer_columns.h"
#include "agents/recipient/bar_chart.h"
#include "agents/recipient/enquiry_months.h"
#include "agents/recipient/enquiry_style.h"
#include "agents/recipient/enquiry_summary.h"
#include "agents/recipient/report_words.h"
#include "agents/report/code_labels.h"
#include "agents/report/html.h"
#include "core/base/civil_time.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

using record::RecordType;

constexpr int kMinutesPerHour = 60;
constexpr std::string_view kNumeric = " class=\"n\"";

// Where a cell of a row stands in the report, other than among what is shared of it.
constexpr std::array<std::string_view, 11> kElsewhere = {
    "record_type", "source",     "consignment", "event_reference",
    "revision",    "event_date", "part_of_day", "child_pseudonym",
    "age_band",    "home",       "contact"};

// Page writes the report in one language.
class Page {
 public:
  Page(const EnquiryReport& report, Language language) : report_(report), language_(language) {}

  std::string html() const;

 private:
  std::string text(const Label& label) const { return html_text(label.in(language_)); }
  std::string paragraph(const Label& label, std::string_view attributes = {}) const {
    return html_element("p", attributes, text(label));
  }
  std::string heading(std::string_view tag, const Label& label) const {
    return html_element(tag, "", text(label));
  }
  std::string column_head(const Label& label, std::string_view attributes = {}) const {
    return html_element("th", std::string(" scope=\"col\"").append(attributes), text(label));
  }
  std::string head(std::span<const Label> labels) const;

  std::string about() const;
  std::string force_row(std::string_view name, const std::string& standing,
                        const std::string& records, const std::string& children) const;
  std::string forces() const;
  std::string force(std::size_t at) const;
  std::string type(const std::string& id, const TypeSummary& summary) const;
  std::string breakdown(const std::string& id, const TypeSummary& of, const Breakdown& by) const;
  std::string staff_calls(const TypeSummary& summary) const;
  std::string rows(const EnquiryPart& part, RecordType type) const;
  std::string row(const EnquiryPart& part, const RecordLine& line, std::uint64_t number) const;
  std::string shared_of(const EnquiryPart& part, const RecordLine& line) const;
  std::string completeness(const EnquiryPart& part) const;
  std::string changes(const EnquiryPart& part) const;
  std::string children(const PartSummary& summary) const;
  std::string state(const EnquiryPart& part) const;

  const EnquiryReport& report_;
  Language language_;
};

std::string table(std::string_view attributes, std::string_view caption, const std::string& head,
                  const std::string& body) {
  return html_element("table", attributes,
                      html_element("caption", "", html_text(caption)) +
                          html_element("thead", "", head) + html_element("tbody", "", body));
}

std::string row_of(std::string_view name, std::string_view value) {
  return html_element("tr", "",
                      html_element("th", " scope=\"row\"", html_text(name)) +
                          html_element("td", kNumeric, html_text(value)));
}

std::string row_of(std::string_view name, std::uint64_t value) {
  return row_of(name, std::to_string(value));
}

std::string london_text(Instant instant) {
  const CivilMinute local = local_minute(instant);
  return to_text(local.date) + " " + time_of_day_text(local.hour * kMinutesPerHour + local.minute);
}

std::string day_text(Day day) { return to_text(to_civil(day)); }

std::string Page::head(std::span<const Label> labels) const {
  std::string cells;
  for (const Label& label : labels) cells += column_head(label);
  return html_element("tr", "", cells);
}

std::string Page::about() const {
  const record::Question& asked = report_.parts.front().question;
  std::string list;
  const auto say = [&](const Label& name, const std::string& value) {
    list += html_element("dt", "", text(name)) + html_element("dd", "", html_text(value));
  };
  say(words::kHome, asked.home.text());
  for (const EarlierNumber& number : report_.earlier) {
    say(words::kEarlier, number.home.text() + " (" + std::string(words::kUntil.in(language_)) +
                             " " + day_text(number.last) + ")");
  }
  for (const HomeId& number : report_.unasked) say(words::kUnasked, number.text());
  say(words::kPeriod, day_text(asked.first) + " " + std::string(words::kTo.in(language_)) + " " +
                          day_text(asked.last));
  say(words::kInspection, std::string(words::of(asked.inspection).in(language_)));
  say(words::kReference, asked.reference);
  say(words::kEnquiry, crypto::hex(report_.enquiry));
  const std::string london = " (" + std::string(words::kLondon.in(language_)) + ")";
  say(words::kMade, london_text(report_.made) + london);
  AnswerChanges changes;
  for (const EnquiryPart& part : report_.parts) changes += part.answer.changes;
  if (changes.any()) {
    say(words::kChanged, counts_of(changes, language_));
    say(words::kNewestChange, london_text(changes.newest) + london);
  }
  return heading("h1", words::kTitle) + paragraph(words::kConfidential, " class=\"note\"") +
         html_element("dl", "", list) + paragraph(words::kMayBeOld, " class=\"note\"") +
         paragraph(words::kHowCounted);
}

std::string Page::children(const PartSummary& summary) const {
  return text(summary.children ? words::of(*summary.children) : words::kNotShared);
}

// Of an answer that the gateway did not let through to its end some rows may be here.
bool has_come(const EnquiryPart& part) {
  return part.standing() >= Standing::kInPart || !part.answer.lines.empty();
}

// state() is how it stands, with what an inspector has to know of it.
std::string Page::state(const EnquiryPart& part) const {
  const Standing standing = part.standing();
  const std::string said = text(words::of(standing));
  switch (standing) {
    case Standing::kRefused: return said + ": " + html_text(part.kept.reason);
    case Standing::kDeclined: return said + ": " + text(words::of(*part.answer.declined));
    case Standing::kAwaitingApproval:
      return said + ", " + text(words::kUntil) + " " +
             html_text(london_text(decides_by(part.kept, part.answer)));
    default: return said;
  }
}

std::string Page::force_row(std::string_view name, const std::string& standing,
                            const std::string& records, const std::string& children) const {
  return html_element("tr", "",
                      html_element("th", " scope=\"row\"", html_text(name)) +
                          html_element("td", "", standing) + html_element("td", kNumeric, records) +
                          html_element("td", "", children));
}

std::string Page::forces() const {
  constexpr std::array kTitles = {words::kForce, words::kState, words::kRecords, words::kChildren};
  const std::string unknown = text(words::kNotKnown);
  std::string rows;
  for (const EnquiryPart& part : report_.parts) {
    const std::string said = state(part);
    rows += has_come(part)
                ? force_row(part.source(), said, std::to_string(part.answer.lines.size()),
                            children(summarise(part)))
                : force_row(part.source(), said, unknown, unknown);
  }
  for (const NotAsked& one : report_.not_asked.value_or(std::vector<NotAsked>())) {
    const std::string said =
        text(words::of(Standing::kNotAsked)) + (one.reason.empty() ? "" : ": ");
    rows += force_row(one.name, said + html_text(one.reason), unknown, unknown);
  }
  const std::string_view caption = words::kForces.in(language_);
  return heading("h2", words::kForces) +
         html_scrolled(caption, table("", caption, head(kTitles), rows)) +
         (report_.not_asked ? std::string() : paragraph(words::kForcesUnknown, " class=\"note\""));
}

// The figures once as bars and once as a table, from the same tallies.
std::string Page::breakdown(const std::string& id, const TypeSummary& of,
                            const Breakdown& by) const {
  const std::string title =
      std::string(label_of(of.type).in(language_)) + ": " + std::string(by.title.in(language_));
  if (!by.shared) return heading("h4", by.title) + paragraph(words::kNotShared);
  std::vector<Bar> bars;
  for (const Tally& tally : by.tallies) bars.push_back({tally.in(language_), tally.records});
  if (by.nothing_alleged > 0) {
    bars.push_back({std::string(words::kNothingAlleged.in(language_)), by.nothing_alleged});
  }
  if (by.unsaid > 0) bars.push_back({std::string(words::kNotShared.in(language_)), by.unsaid});
  std::string rows;
  for (const Bar& bar : bars) rows += row_of(bar.label, bar.value);
  const std::string all =
      html_element("tr", "",
                   html_element("th", " scope=\"row\"", text(words::kAll)) +
                       html_element("td", kNumeric, std::to_string(of.records)));
  const std::string heads =
      html_element("tr", "", column_head(by.title) + column_head(words::kFigure, kNumeric));
  const std::string figures = html_element(
      "table", "",
      html_element("caption", "", html_text(title)) + html_element("thead", "", heads) +
          html_element("tbody", "", rows) + html_element("tfoot", "", all));
  return heading("h4", by.title) +
         html_element("div", " class=\"pair\"",
                      html_element("div", " class=\"charts\"", bar_charts(id, title, bars)) +
                          html_element("div", " class=\"figures\"", figures));
}

std::string Page::staff_calls(const TypeSummary& summary) const {
  if (summary.type != RecordType::kCallOut || summary.records == 0) return {};
  const std::string title = heading("h4", words::kStaffCalls);
  if (!summary.staff_calls) return title + paragraph(words::kNotShared);
  const Appropriateness& calls = *summary.staff_calls;
  const auto per_cent = calls.per_cent();
  const std::string share = per_cent ? std::to_string(calls.appropriate) + " / " +
                                           std::to_string(calls.assessed()) + " (" +
                                           std::to_string(*per_cent) + " %)"
                                     : std::string(words::kNotAssessed.in(language_));
  const auto row = [&](const Label& label, std::uint64_t value) {
    return row_of(label.in(language_), value);
  };
  return title +
         table("", words::kStaffCalls.in(language_),
               html_element("tr", "",
                            column_head(answer_column("appropriateness").title) +
                                column_head(words::kFigure, kNumeric)),
               row(words::kAppropriate, calls.appropriate) +
                   row(words::kInappropriate, calls.inappropriate) +
                   row(words::kAssessed, calls.assessed()) +
                   row_of(words::kShare.in(language_), share) +
                   row(words::kNotAssessed, calls.not_assessed)) +
         paragraph(words::kAssessor);
}

std::string Page::type(const std::string& id, const TypeSummary& summary) const {
  std::string html = heading("h3", label_of(summary.type));
  if (summary.known == TypeKnown::kNotShared) return html + paragraph(words::kNotShared);
  if (summary.known == TypeKnown::kUnknown) return html + paragraph(words::kNotKnown);
  html +=
      summary.records == 0
          ? paragraph(words::kNoRecords)
          : html_element("p", "", text(words::kRecords) + ": " + std::to_string(summary.records));
  if (!summary.searched) html += paragraph(words::kMayBeMore, " class=\"note\"");
  html += staff_calls(summary);
  for (std::size_t i = 0; i < summary.breakdowns.size(); ++i) {
    html += breakdown(id + "-" + std::to_string(i), summary, summary.breakdowns[i]);
  }
  return html;
}

// What is shared of a row and has no column of its own: "Category: missing; Caller: staff".
std::string Page::shared_of(const EnquiryPart& part, const RecordLine& line) const {
  std::string said;
  const auto say = [&](const Column& column) {
    const std::string value = answer_words(column, line, language_);
    if (value.empty()) return;
    said += (said.empty() ? "" : "; ") + std::string(column.title.in(language_)) + ": " + value;
  };
  if (line.row.home && *line.row.home != part.question.home) say(answer_column("home"));
  for (const Column& column : answer_columns()) {
    if (std::ranges::find(kElsewhere, column.title.name) == kElsewhere.end()) say(column);
  }
  return html_text(said);
}

std::string Page::row(const EnquiryPart& part, const RecordLine& line, std::uint64_t number) const {
  const auto words = [&](std::string_view name) {
    return html_text(answer_words(answer_column(name), line, language_));
  };
  const std::string child = words("child_pseudonym");
  const std::string event = words("event_reference") + "<br>" + text(words::kRevision) + " " +
                            words("revision") + ", " + text(words::kConsignment) + " " +
                            words("consignment");
  return html_element(
      "tr", "",
      html_element("th", " scope=\"row\" class=\"n\"", std::to_string(number)) +
          html_element("td", "", words("event_date") + "<br>" + words("part_of_day")) +
          html_element("td", "", shared_of(part, line)) +
          html_element("td", "", words("age_band") + "<br>" + child) +
          html_element("td", "", event));
}

std::string Page::rows(const EnquiryPart& part, RecordType type) const {
  constexpr std::array kTitles = {words::kNumber, words::kWhen, words::kWhat, words::kChild,
                                  words::kEvent};
  std::vector<const RecordLine*> lines;
  for (const RecordLine& line : part.answer.lines) {
    if (line.row.type == type) lines.push_back(&line);
  }
  if (lines.empty()) return {};
  std::ranges::stable_sort(lines, {}, [](const RecordLine* line) { return line->row.event_day; });
  std::string said;
  std::uint64_t number = 0;
  for (const RecordLine* line : lines) said += row(part, *line, ++number);
  const std::string caption = part.source() + ": " + std::string(label_of(type).in(language_));
  return html_scrolled(caption, table(" class=\"rows\"", caption, head(kTitles), said));
}

std::string Page::completeness(const EnquiryPart& part) const {
  const std::string title = heading("h3", words::kCompleteness);
  if (!part.answer.has_manifest) return title + paragraph(words::kUnsaid);
  constexpr std::array kTitles = {words::kType,     words::kSaid,     words::kHere,
                                  words::kWithheld, words::kRejected, words::kSearched};
  std::string rows;
  for (const auto& [type, so_far] : part.answer.types) {
    const auto& said = so_far.said;
    const auto figure = [&](std::uint32_t record::Collection::*member) {
      return html_element("td", kNumeric,
                          said ? std::to_string((*said).*member) : text(words::kNotKnown));
    };
    const Label& searched = said ? (said->complete ? words::kYes : words::kNo) : words::kNotKnown;
    rows += html_element("tr", "",
                         html_element("th", " scope=\"row\"", text(label_of(type))) +
                             figure(&record::Collection::records) +
                             html_element("td", kNumeric, std::to_string(so_far.come)) +
                             figure(&record::Collection::withheld) +
                             figure(&record::Collection::rejected) +
                             html_element("td", "", text(searched)));
  }
  const std::string caption =
      part.source() + ": " + std::string(words::kCompleteness.in(language_));
  return title + html_scrolled(caption, table("", caption, head(kTitles), rows));
}

// What a force has said since then of its records; none that is restricted is among those below.
std::string Page::changes(const EnquiryPart& part) const {
  const AnswerChanges& changes = part.answer.changes;
  if (!changes.any()) return {};
  std::string said = text(words::kChanged) + ": " + html_text(counts_of(changes, language_)) + ".";
  if (changes.restricted > 0) said += " " + text(words::kLeftOut);
  return html_element("p", " class=\"note\"", said);
}

std::string Page::force(std::size_t at) const {
  const EnquiryPart& part = report_.parts[at];
  std::string html = html_element("h2", " class=\"force\"", html_text(part.source()));
  const Standing standing = part.standing();
  html += html_element("p", "", text(words::kState) + ": " + state(part));
  if (!has_come(part)) return html + paragraph(words::kNothingHere);
  if (standing == Standing::kInPart) html += paragraph(words::kSoFar, " class=\"note\"");
  if (standing == Standing::kDeclined) html += paragraph(words::kBrokenOff, " class=\"note\"");
  html += completeness(part) + this->changes(part);
  const PartSummary summary = summarise(part);
  html += html_element("p", "", text(words::kChildren) + ": " + children(summary));
  if (summary.children > ChildrenBand::kNone) html += paragraph(words::kMayBeFewer);
  for (const TypeSummary& one : summary.types) {
    const std::string id =
        "f" + std::to_string(at) + "t" + std::to_string(static_cast<int>(one.type));
    html += type(id, one);
  }
  html += months_of(part.answer, language_) + heading("h3", words::kRows);
  for (const TypeSummary& one : summary.types) html += rows(part, one.type);
  return html + (part.answer.lines.empty() ? paragraph(words::kNoRecords) : std::string());
}

std::string Page::html() const {
  std::string main = forces();
  for (std::size_t i = 0; i < report_.parts.size(); ++i) main += force(i);
  return html_page(words::kTitle.in(language_), language_, kEnquiryStyle,
                   html_element("header", "", about()) + html_element("main", "", main));
}

}  // namespace

bool EnquiryReport::is_whole() const {
  return not_asked && not_asked->empty() && unasked.empty() &&
         std::ranges::all_of(
             parts, [](const EnquiryPart& part) { return part.standing() == Standing::kAnswered; });
}

std::string enquiry_report(const EnquiryReport& report, Language language) {
  return Page(report, language).html();
}

}  // namespace stile::agent
