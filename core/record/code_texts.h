#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/record/codes.h"

// The stable texts of the code lists, which column maps, exports and agreements use, e.g.
// "not-deployed-duplicate": lower case with '-'.
namespace stile::record {

// names<Enum> are the texts of a code list, in the order of its values.
template <typename Enum>
inline constexpr std::array<std::string_view, 0> names{};

template <std::size_t N>
constexpr std::array<std::string_view, N> texts(const std::string_view (&list)[N]) {
  return std::to_array(list);
}

// clang-format off
template <> inline constexpr auto names<RecordType> = texts({"call-out", "missing-episode",
    "arrest", "concern", "home-month", "return-manifest"});
template <> inline constexpr auto names<Field> = texts({"home", "event-reference",
    "child-pseudonym", "child-identity", "age", "time", "category", "deployment", "channel",
    "caller-role", "appropriateness", "level", "child-role", "placing-authority", "contact",
    "exploitation", "offence", "missing-duration", "missing-risk", "return-interview",
    "child-view", "completeness", "child-now"});
template <> inline constexpr auto names<Treatment> = texts({"keep", "band", "coarsen",
    "pseudonym", "pseudonym-home-and-quarter", "seal", "day", "month", "count",
    "pseudonym-event", "pseudonym-enquiry"});
template <> inline constexpr auto names<OccasionKind> = texts({"return", "notify",
    "correction", "exercise", "enquiry"});
template <> inline constexpr auto names<PartOfDay> = texts({"night", "morning", "afternoon",
    "evening"});
template <> inline constexpr auto names<AgeBand> = texts({"under-1", "1-4", "5-9", "10-15",
    "16-and-over", "not-known", "no-child"});
template <> inline constexpr auto names<Category> = texts({"missing", "alleged-crime",
    "safeguarding", "other"});
template <> inline constexpr auto names<Channel> = texts({"999", "101", "online", "other"});
template <> inline constexpr auto names<CallerRole> = texts({"staff", "child", "agency", "public",
    "not-known"});
template <>
inline constexpr auto names<Deployment> = texts(
    {"deployed", "not-deployed-resolved-by-telephone", "not-deployed-for-the-home",
     "not-deployed-other-agency", "not-deployed-duplicate", "not-deployed-other", "not-known"});
template <> inline constexpr auto names<HomeTold> = texts({"yes", "no", "not-known",
    "not-applicable"});
template <> inline constexpr auto names<Appropriateness> = texts({"appropriate", "inappropriate",
    "not-assessed"});
template <> inline constexpr auto names<Level> = texts({"1", "2", "3", "not-set"});
template <> inline constexpr auto names<LevelSetBy> = texts({"home", "force", "nobody"});
template <> inline constexpr auto names<ChildRole> = texts({"alleged", "victim", "witness",
    "missing", "none"});
template <> inline constexpr auto names<PlacingDistance> = texts({"in-area", "adjoining",
    "distant", "not-known"});
template <> inline constexpr auto names<Absence> = texts({"missing", "unauthorised-absence",
    "location-known", "late"});
template <> inline constexpr auto names<MissingRisk> = texts({"no-apparent-risk", "low", "medium",
    "high", "not-assessed"});
template <> inline constexpr auto names<DurationBand> = texts({"under-8-hours", "8-16-hours",
    "16-24-hours", "1-2-days", "2-7-days", "7-28-days", "28-days-and-over", "still-missing"});
template <> inline constexpr auto names<PoliceResponse> = texts({"search", "transport-only",
    "none", "not-known"});
template <> inline constexpr auto names<Answer> = texts({"yes", "no", "not-asked", "not-known"});
template <> inline constexpr auto names<Kind> = texts({"arrested", "voluntary-interview",
    "warrant-or-breach", "sexual-exploitation", "criminal-exploitation", "substance-misuse",
    "self-harm", "abuse-or-neglect", "care-in-the-home", "other"});
template <> inline constexpr auto names<Measure> = texts({"calls-by-staff", "calls-by-child",
    "calls-by-agency", "calls-by-public", "calls-caller-not-known", "staff-calls-appropriate",
    "staff-calls-inappropriate", "staff-calls-not-assessed", "child-alleged", "child-victim",
    "child-witness", "child-missing", "child-no-role", "exploitation-concern",
    "exploitation-none", "exploitation-not-known", "harm-yes", "harm-no", "harm-not-known",
    "offence-violence", "offence-sexual", "offence-robbery", "offence-theft",
    "offence-damage-or-arson", "offence-drugs", "offence-weapons", "offence-public-order",
    "offence-other", "offence-not-known", "arrests", "outcome-not-yet-assigned", "outcome-formal",
    "outcome-out-of-court", "outcome-informal", "outcome-20-other-body",
    "outcome-21-police-not-in-public-interest", "outcome-22-diversion",
    "outcome-no-further-action", "interview-due", "interview-offered", "interview-accepted",
    "view-recorded", "disputed"});
template <> inline constexpr auto names<LookedAfter> = texts({"yes", "no", "not-asked",
    "not-known"});
template <> inline constexpr auto names<CareHome> = texts({"yes", "no", "not-asked"});
template <> inline constexpr auto names<OffenceGroup> = texts({"violence", "sexual", "robbery",
    "theft", "damage-or-arson", "drugs", "weapons", "public-order", "other", "not-known",
    "none"});
template <> inline constexpr auto names<ChildNow> = texts({"at-home", "with-police", "in-custody",
    "appropriate-adult-needed", "in-hospital", "still-missing", "not-known"});
template <> inline constexpr auto names<OutcomeGroup> = texts({"not-yet-assigned", "formal",
    "out-of-court", "informal", "20-other-body", "21-police-not-in-public-interest",
    "22-diversion", "no-further-action", "no-crime"});
template <> inline constexpr auto names<Declined> = texts({"reference-unconfirmed",
    "wider-than-needed", "asked-before", "other-ground", "expired", "not-answerable"});
template <> inline constexpr auto names<Outcome> = texts({"0",  "1",  "2",  "3",  "4",  "5", "6",
    "7",  "8",  "9",  "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21",
    "22", "no-crime"});
template <> inline constexpr auto names<Hold> = texts({"none", "detrimental-to-child",
    "prejudice-to-investigation", "allegation-against-recipients-people", "secrecy-order"});
// clang-format on

// count<Enum> is the number of values of a code list; they are 1..count.
template <typename Enum>
inline constexpr int count = static_cast<int>(names<Enum>.size());
inline constexpr int kFieldCount = count<Field>;

template <typename Enum>
concept Coded = (count<Enum> > 0);

// name() and named<Enum>() convert between a code and its text; named gives nothing for a text
// outside the list.
template <Coded Enum>
constexpr std::string_view name(Enum value) {
  const auto index = static_cast<std::size_t>(value) - 1;
  if (index >= names<Enum>.size()) __builtin_trap();
  return names<Enum>[index];
}

template <Coded Enum>
constexpr std::optional<Enum> named(std::string_view text) {
  for (int i = 1; i <= count<Enum>; ++i) {
    if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace stile::record
