#include "agents/recipient/enquiry_summary.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "agents/recipient/answer_columns.h"

namespace stile::agent {
namespace {

using record::RecordType;
using Lines = std::vector<const RecordLine*>;

constexpr Label kMonthTitle = {"month", "Month", "Mis"};

constexpr std::array<std::string_view, 11> kOfCalls = {
    "category", "caller_role",  "channel",         "part_of_day", "deployment", "home_told",
    "level",    "level_set_by", "appropriateness", "child_role",  "outcome"};
constexpr std::array<std::string_view, 6> kOfEpisodes = {
    "absence", "duration", "risk", "part_of_day", "home_enquired", "police_response"};
constexpr std::array<std::string_view, 2> kOfArrests = {"kind", "outcome"};
constexpr std::array<std::string_view, 1> kOfConcerns = {"kind"};

std::span<const std::string_view> columns_counted(RecordType type) {
  switch (type) {
    case RecordType::kCallOut: return kOfCalls;
    case RecordType::kMissingEpisode: return kOfEpisodes;
    case RecordType::kArrest: return kOfArrests;
    case RecordType::kConcern: return kOfConcerns;
    case RecordType::kHomeMonth:
    case RecordType::kReturnManifest: return {};
  }
  __builtin_trap();
}

void settle(Breakdown& breakdown, std::size_t records) {
  breakdown.shared = breakdown.unsaid < records;
  if (!breakdown.shared) breakdown.tallies.clear();
}

// A month of the period without a record is there, with 0.
Breakdown by_month(const record::Question& asked, const Lines& lines) {
  Breakdown by{kMonthTitle, true, {}, 0, 0};
  const Month end = month_of(asked.last);
  for (Month month = month_of(asked.first); month <= end;) {
    by.tallies.push_back({to_text(month), nullptr, 0});
    month = month.month == 12 ? Month{month.year + 1, 1} : Month{month.year, month.month + 1};
  }
  for (const RecordLine* line : lines) {
    const auto day = line->row.event_day;
    const std::string month = day ? to_text(month_of(*day)) : std::string();
    const auto found = std::ranges::find(by.tallies, month, &Tally::name);
    ++(found == by.tallies.end() ? by.unsaid : found->records);
  }
  settle(by, lines.size());
  return by;
}

Breakdown by_code(const Column& column, const Lines& lines) {
  Breakdown by{column.title, true, {}, 0, 0};
  for (const Label& code : column.codes) by.tallies.push_back({std::string(code.name), &code, 0});
  for (const RecordLine* line : lines) {
    const auto found = std::ranges::find(by.tallies, column.cell(*line), &Tally::name);
    ++(found == by.tallies.end() ? by.unsaid : found->records);
  }
  settle(by, lines.size());
  return by;
}

bool alleges_nothing(const RecordLine& line) {
  return line.row.child_role && *line.row.child_role != record::ChildRole::kAlleged;
}

// An outcome stands in the rows of children of whom an offence is alleged, and of no others (X4):
// where one row has one, those without are of children of whom nothing is.
Breakdown by_outcome(const Column& column, const Lines& lines) {
  Breakdown by = by_code(column, lines);
  const bool granted = by.shared;
  const auto apart =
      static_cast<std::uint64_t>(std::ranges::count_if(lines, [&](const RecordLine* line) {
        return !line->row.outcome && (granted || alleges_nothing(*line));
      }));
  if (apart == 0) return by;
  Breakdown all = by_code(column, {});
  if (granted) all.tallies = std::move(by.tallies);
  all.nothing_alleged = apart;
  all.unsaid = by.unsaid - apart;
  all.shared = granted || all.unsaid == 0;
  if (!all.shared) all.tallies.clear();
  return all;
}

std::optional<Appropriateness> staff_calls(const Lines& lines) {
  Appropriateness calls;
  for (const RecordLine* line : lines) {
    if (!line->row.caller_role || !line->row.appropriateness) return std::nullopt;
    if (*line->row.caller_role != record::CallerRole::kStaff) continue;
    switch (*line->row.appropriateness) {
      case record::Appropriateness::kAppropriate: ++calls.appropriate; break;
      case record::Appropriateness::kInappropriate: ++calls.inappropriate; break;
      case record::Appropriateness::kNotAssessed: ++calls.not_assessed; break;
    }
  }
  return calls;
}

// A type that neither agreement nor manifest names is one of which nothing may come.
void know(const AnswerSoFar& answer, TypeSummary& summary) {
  const auto found = answer.types.find(summary.type);
  const bool is_said = found != answer.types.end() && found->second.said;
  if (is_said) summary.searched = found->second.said->complete;
  if (summary.records > 0 || is_said) return;
  const bool may_be_told = answer.knows_agreement || answer.has_manifest;
  const bool is_named = found != answer.types.end();
  summary.known = may_be_told && !is_named ? TypeKnown::kNotShared : TypeKnown::kUnknown;
}

TypeSummary of_type(const EnquiryPart& part, RecordType type) {
  Lines lines;
  for (const RecordLine& line : part.answer.lines) {
    if (line.row.type == type) lines.push_back(&line);
  }
  TypeSummary summary;
  summary.type = type;
  summary.records = lines.size();
  know(part.answer, summary);
  if (lines.empty()) return summary;
  summary.breakdowns.push_back(by_month(part.question, lines));
  for (const std::string_view name : columns_counted(type)) {
    const Column& column = answer_column(name);
    summary.breakdowns.push_back(name == "outcome" ? by_outcome(column, lines)
                                                   : by_code(column, lines));
  }
  if (type == RecordType::kCallOut) summary.staff_calls = staff_calls(lines);
  return summary;
}

ChildrenBand band_of(std::size_t children) {
  if (children == 0) return ChildrenBand::kNone;
  if (children < 5) return ChildrenBand::k1To4;
  if (children < 10) return ChildrenBand::k5To9;
  if (children < 20) return ChildrenBand::k10To19;
  return ChildrenBand::kFrom20;
}

// Of a type that has no pseudonym, though its records are about children, nobody knows whose they
// are: the others' children would then be too few.
std::optional<ChildrenBand> children_of(const EnquiryPart& part) {
  std::set<Bytes> children;
  std::set<RecordType> named;
  std::set<RecordType> unnamed;
  for (const RecordLine& line : part.answer.lines) {
    if (!line.pseudonym.empty()) {
      children.insert(line.pseudonym);
      named.insert(line.row.type);
    } else if (line.row.age_band != record::AgeBand::kNoChild) {
      unnamed.insert(line.row.type);
    }
  }
  const bool shared =
      std::ranges::all_of(unnamed, [&](RecordType type) { return named.contains(type); });
  return shared ? std::optional(band_of(children.size())) : std::nullopt;
}

}  // namespace

std::string Tally::in(Language language) const {
  return label == nullptr ? name : std::string(label->in(language));
}

std::optional<std::uint64_t> Appropriateness::per_cent() const {
  if (assessed() == 0) return std::nullopt;
  return (200 * appropriate + assessed()) / (2 * assessed());
}

PartSummary summarise(const EnquiryPart& part) {
  PartSummary summary;
  for (const auto type : {RecordType::kCallOut, RecordType::kMissingEpisode, RecordType::kArrest,
                          RecordType::kConcern}) {
    summary.types.push_back(of_type(part, type));
  }
  summary.children = children_of(part);
  return summary;
}

}  // namespace stile::agent
