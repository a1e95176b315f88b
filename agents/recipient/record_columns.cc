#include "agents/recipient/record_columns.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "agents/report/code_labels.h"
#include "core/base/civil_time.h"
#include "core/crypto/encoding.h"
#include "core/record/measures.h"

namespace stile::agent {
namespace {

using record::Collection;
using record::Kind;
using record::Measure;
using record::RecordType;
using record::Treated;

enum class Listed { kNo, kYes };

template <auto member>
std::string code_cell(const RecordLine& line) {
  const auto& value = line.row.*member;
  return value ? std::string(record::name(*value)) : std::string();
}

template <auto member>
constexpr Column code(const Label& title, Listed listed = Listed::kNo) {
  using Optional = std::remove_cvref_t<decltype(std::declval<Treated>().*member)>;
  using Code = typename Optional::value_type;
  static_assert(is_labelled<Code>());
  return {title, Form::kCode, labels<Code>, false, listed == Listed::kYes, code_cell<member>};
}

// Arrests and concerns have kinds of their own, in one list whose last is of both.
constexpr auto kOnlyOfArrests = static_cast<std::size_t>(Kind::kWarrantOrBreach);
constexpr auto kArrestKinds = [] {
  std::array<Label, kOnlyOfArrests + 1> kinds;
  std::copy_n(labels<Kind>.begin(), kOnlyOfArrests, kinds.begin());
  kinds.back() = label_of(Kind::kOther);
  return kinds;
}();
constexpr std::span kConcernKinds = std::span(labels<Kind>).subspan(kOnlyOfArrests);

constexpr Column kind(std::span<const Label> kinds) {
  static_assert(is_labelled<Kind>());
  return {{"kind", "Kind", "Math"}, Form::kCode, kinds, false, true, code_cell<&Treated::kind>};
}

constexpr Column column(const Label& title, Form form, std::string (*cell)(const RecordLine&),
                        Listed listed = Listed::kNo, bool always = false) {
  return {title, form, {}, always, listed == Listed::kYes, cell};
}

std::string source(const RecordLine& line) { return line.source; }
std::string agreement(const RecordLine& line) { return line.agreement_id; }
std::string consignment(const RecordLine& line) { return std::to_string(line.number); }
std::string reference(const RecordLine& line) { return crypto::crockford(line.event_token); }
std::string revision(const RecordLine& line) { return std::to_string(line.revision); }
std::string annotation(const RecordLine& line) {
  return line.marks.annotation ? std::string(record::name(*line.marks.annotation)) : std::string();
}
std::string home(const RecordLine& line) {
  return line.row.home ? line.row.home->text() : std::string();
}
std::string event_date(const RecordLine& line) {
  return line.row.event_day ? to_text(to_civil(*line.row.event_day)) : std::string();
}
std::string month(const RecordLine& line) {
  return line.row.month ? to_text(*line.row.month) : std::string();
}
std::string pseudonym(const RecordLine& line) {
  Token token{};
  return copy_exact(line.pseudonym, token) ? crypto::crockford(token) : std::string();
}
std::string contact(const RecordLine& line) { return line.row.contact.value_or(""); }
std::string manifest_revision(const RecordLine& line) {
  return line.row.revision ? std::to_string(*line.row.revision) : std::string();
}

// A measure that is granted and not listed is 0; one that is not granted is nothing.
template <Measure measure>
std::string count_cell(const RecordLine& line) {
  if (!line.counted.contains(record::field_of(measure))) return {};
  const auto found = std::ranges::find(line.row.counts, measure, &record::Count::measure);
  return found == line.row.counts.end() ? "0" : std::to_string(found->value);
}

// A column's name has '_' where a code has '-': CSVW names columns as URI templates name
// variables (RFC 6570 section 2.3).
template <Measure measure>
inline constexpr auto kMeasureName = [] {
  std::array<char, record::name(measure).size()> name{};
  std::ranges::replace_copy(record::name(measure), name.begin(), '-', '_');
  return name;
}();

template <Measure measure>
constexpr Column counted(Listed listed) {
  const Label& label = label_of(measure);
  const std::string_view name(kMeasureName<measure>.data(), kMeasureName<measure>.size());
  return column({name, label.english, label.welsh}, Form::kCount, count_cell<measure>, listed);
}

constexpr bool is_listed(Measure measure) {
  return measure == Measure::kCallsByStaff || measure == Measure::kStaffCallsAppropriate ||
         measure == Measure::kStaffCallsInappropriate || measure == Measure::kArrests;
}

template <std::size_t... Index>
constexpr auto all_counted(std::index_sequence<Index...>) {
  return std::array{counted<static_cast<Measure>(Index + 1)>(
      is_listed(static_cast<Measure>(Index + 1)) ? Listed::kYes : Listed::kNo)...};
}

template <RecordType type>
const Collection* collection(const RecordLine& line) {
  const auto found = std::ranges::find(line.row.collections, type, &Collection::type);
  return found == line.row.collections.end() ? nullptr : &*found;
}
template <RecordType type>
std::string is_complete(const RecordLine& line) {
  const Collection* of = collection<type>(line);
  return of == nullptr ? "" : of->complete ? "true" : "false";
}
template <RecordType type, auto member>
std::string figure(const RecordLine& line) {
  const Collection* of = collection<type>(line);
  return of == nullptr ? std::string() : std::to_string(of->*member);
}

template <RecordType type>
constexpr std::array<Column, 4> collected(const std::array<Label, 4>& titles) {
  return {column(titles[0], Form::kTruth, is_complete<type>),
          column(titles[1], Form::kCount, figure<type, &Collection::records>, Listed::kYes),
          column(titles[2], Form::kCount, figure<type, &Collection::withheld>),
          column(titles[3], Form::kCount, figure<type, &Collection::rejected>)};
}

template <std::size_t... Sizes>
constexpr auto joined(const std::array<Column, Sizes>&... parts) {
  std::array<Column, (Sizes + ...)> all;
  auto to = all.begin();
  ((to = std::copy(parts.begin(), parts.end(), to)), ...);
  return all;
}

// clang-format off
constexpr std::array kHead = {
    column({"source", "Force", "Heddlu"}, Form::kSource, source, Listed::kNo, true),
    column({"agreement", "Agreement", "Cytundeb"}, Form::kAgreement, agreement, Listed::kNo, true),
    column({"consignment", "Consignment", "Anfoniad"}, Form::kNumber, consignment, Listed::kNo, true),
    column({"event_reference", "Event reference", "Cyfeirnod y digwyddiad"}, Form::kReference, reference, Listed::kYes, true),
    column({"revision", "Revision", "Diwygiad"}, Form::kNumber, revision, Listed::kNo, true),
    Column{{"annotation", "Annotation", "Anodiad"}, Form::kCode, kAnnotationReasons, false, false, annotation},
};
constexpr std::array kHome = {
    column({"home", "Home", "Cartref"}, Form::kHome, home, Listed::kYes),
};
constexpr std::array kDate = {
    column({"event_date", "Date", "Dyddiad"}, Form::kDate, event_date, Listed::kYes),
};
constexpr std::array kPartAndChild = {
    code<&Treated::part_of_day>({"part_of_day", "Part of day", "Rhan o'r dydd"}, Listed::kYes),
    column({"child_pseudonym", "Child's pseudonym", "Ffugenw'r plentyn"}, Form::kReference, pseudonym),
    code<&Treated::age_band>({"age_band", "Age", "Oedran"}),
};
constexpr std::array kPlacing = {
    code<&Treated::placing_distance>({"placing", "Placing authority", "Awdurdod lleoli"}),
};
constexpr std::array kContact = {
    column({"contact", "Contact", "Cyswllt"}, Form::kContact, contact),
};
constexpr std::array kMonth = {
    column({"month", "Month", "Mis"}, Form::kMonth, month, Listed::kYes),
};
constexpr std::array kCall = {
    code<&Treated::category>({"category", "Category", "Categori"}, Listed::kYes),
    code<&Treated::channel>({"channel", "Channel", "Sianel"}),
    code<&Treated::caller_role>({"caller_role", "Caller", "Galwr"}, Listed::kYes),
    code<&Treated::deployment>({"deployment", "Police deployed", "Anfonwyd yr heddlu"}, Listed::kYes),
    code<&Treated::home_told>({"home_told", "Home told", "Hysbyswyd y cartref"}),
    code<&Treated::level>({"level", "Level", "Lefel"}, Listed::kYes),
    code<&Treated::level_set_by>({"level_set_by", "Level set by", "Pennwyd y lefel gan"}),
    code<&Treated::appropriateness>({"appropriateness", "Use of police", "Defnydd o'r heddlu"}, Listed::kYes),
};
constexpr std::array kEpisode = {
    code<&Treated::absence>({"absence", "Absence", "Absenoldeb"}, Listed::kYes),
    code<&Treated::police_response>({"police_response", "Police response", "Ymateb yr heddlu"}, Listed::kYes),
    code<&Treated::home_enquired>({"home_enquired", "Home enquired first", "Ymholodd y cartref yn gyntaf"}),
    code<&Treated::duration_band>({"duration", "Missing for", "Ar goll am"}, Listed::kYes),
    code<&Treated::risk>({"risk", "Risk", "Risg"}, Listed::kYes),
};
constexpr std::array kArrestKind = {kind(kArrestKinds)};
constexpr std::array kConcernKind = {kind(kConcernKinds)};
constexpr std::array kManifest = {
    column({"manifest_revision", "Manifest", "Maniffest"}, Form::kNumber, manifest_revision, Listed::kYes),
};
constexpr auto kCollections = joined(
    collected<RecordType::kCallOut>({{
        {"call_outs_complete", "Call-outs: whole month searched", "Galwadau: chwiliwyd y mis cyfan"},
        {"call_outs_records", "Call-outs: records", "Galwadau: cofnodion"},
        {"call_outs_withheld", "Call-outs: withheld by agreement", "Galwadau: heb eu rhannu dan y cytundeb"},
        {"call_outs_rejected", "Call-outs: awaiting mending", "Galwadau: i'w cywiro"}}}),
    collected<RecordType::kMissingEpisode>({{
        {"missing_episodes_complete", "Missing episodes: whole month searched", "Ar goll: chwiliwyd y mis cyfan"},
        {"missing_episodes_records", "Missing episodes: records", "Ar goll: cofnodion"},
        {"missing_episodes_withheld", "Missing episodes: withheld by agreement", "Ar goll: heb eu rhannu dan y cytundeb"},
        {"missing_episodes_rejected", "Missing episodes: awaiting mending", "Ar goll: i'w cywiro"}}}),
    collected<RecordType::kArrest>({{
        {"arrests_complete", "Arrests: whole month searched", "Arestiadau: chwiliwyd y mis cyfan"},
        {"arrests_records", "Arrests: records", "Arestiadau: cofnodion"},
        {"arrests_withheld", "Arrests: withheld by agreement", "Arestiadau: heb eu rhannu dan y cytundeb"},
        {"arrests_rejected", "Arrests: awaiting mending", "Arestiadau: i'w cywiro"}}}),
    collected<RecordType::kConcern>({{
        {"concerns_complete", "Police concerns: whole month searched", "Pryderon: chwiliwyd y mis cyfan"},
        {"concerns_records", "Police concerns: records", "Pryderon: cofnodion"},
        {"concerns_withheld", "Police concerns: withheld by agreement", "Pryderon: heb eu rhannu dan y cytundeb"},
        {"concerns_rejected", "Police concerns: awaiting mending", "Pryderon: i'w cywiro"}}}));
// clang-format on

constexpr auto kCallOuts = joined(kHead, kHome, kDate, kPartAndChild, kCall, kPlacing, kContact);
constexpr auto kMissingEpisodes =
    joined(kHead, kHome, kDate, kPartAndChild, kEpisode, kPlacing, kContact);
constexpr auto kArrests = joined(kHead, kHome, kDate, kArrestKind);
constexpr auto kConcerns = joined(kHead, kHome, kDate, kConcernKind);
constexpr auto kHomeMonths =
    joined(kHead, kHome, kMonth, kContact,
           all_counted(std::make_index_sequence<record::count<Measure>>()));
constexpr auto kManifests = joined(kHead, kMonth, kManifest, kContact, kCollections);

}  // namespace

std::span<const Column> columns_of(RecordType type) {
  switch (type) {
    case RecordType::kCallOut: return kCallOuts;
    case RecordType::kMissingEpisode: return kMissingEpisodes;
    case RecordType::kArrest: return kArrests;
    case RecordType::kConcern: return kConcerns;
    case RecordType::kHomeMonth: return kHomeMonths;
    case RecordType::kReturnManifest: return kManifests;
  }
  __builtin_trap();
}

std::string_view file_stem(RecordType type) {
  switch (type) {
    case RecordType::kCallOut: return "call-outs";
    case RecordType::kMissingEpisode: return "missing-episodes";
    case RecordType::kArrest: return "arrests";
    case RecordType::kConcern: return "concerns";
    case RecordType::kHomeMonth: return "home-months";
    case RecordType::kReturnManifest: return "manifests";
  }
  __builtin_trap();
}

}  // namespace stile::agent
