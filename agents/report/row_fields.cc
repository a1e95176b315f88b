#include "agents/report/row_fields.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "agents/report/code_labels.h"

namespace stile::agent {
namespace {

using record::Category;
using record::ChildRole;
using record::Treated;

constexpr Instant kSecondsPerMinute = 60;
constexpr int kTwoDigits = 10;
constexpr Instant kMinutesPerHour = 60;

// To whom no offence is alleged, a crime was reported: nobody says of whom.
constexpr auto kCategoriesOfOthers = [] {
  auto categories = labels<Category>;
  categories[static_cast<std::size_t>(Category::kAllegedCrime) - 1] = {
      "alleged-crime", "crime reported", "adroddwyd am drosedd"};
  return categories;
}();
constexpr std::array kStillMissing =
    labelled({{"still-missing", "still missing", "ar goll o hyd"}});

bool is_alleged(const Treated& row) { return row.child_role == ChildRole::kAlleged; }
bool is_not_alleged(const Treated& row) { return !is_alleged(row); }
bool always(const Treated&) { return true; }

template <auto member, auto when>
std::string code_cell(const Treated& row) {
  const auto& value = row.*member;
  return value && when(row) ? std::string(record::name(*value)) : std::string();
}

template <auto member, auto when = always>
constexpr RowField code(const Label& title) {
  using Optional = std::remove_cvref_t<decltype(std::declval<Treated>().*member)>;
  using Code = typename Optional::value_type;
  static_assert(is_labelled<Code>());
  return {title, labels<Code>, code_cell<member, when>};
}

std::string home(const Treated& row) { return row.home ? row.home->text() : std::string(); }
std::string minute(const Treated& row) {
  return row.event_minute ? utc_minute_text(*row.event_minute * kSecondsPerMinute) : std::string();
}
std::string date(const Treated& row) {
  return row.event_day ? to_text(to_civil(*row.event_day)) : std::string();
}
std::string end(const Treated& row) {
  if (!row.end_minute) return {};
  if (*row.end_minute == 0) return std::string(kStillMissing.front().name);
  return utc_minute_text(*row.end_minute * kSecondsPerMinute);
}
std::string placing(const Treated& row) {
  return row.placing_authority ? row.placing_authority->text() : std::string();
}
std::string contact(const Treated& row) { return row.contact.value_or(""); }

// clang-format off
constexpr std::array kFields = {
    code<&Treated::child_role>({"child_role", "Child's role", "Rôl y plentyn"}),
    code<&Treated::child_now>({"child_now", "Child now", "Y plentyn nawr"}),
    RowField{{"home", "Home", "Cartref"}, {}, home},
    RowField{{"event_time", "Time", "Amser"}, {}, minute},
    RowField{{"event_date", "Date", "Dyddiad"}, {}, date},
    code<&Treated::part_of_day>({"part_of_day", "Part of day", "Rhan o'r dydd"}),
    code<&Treated::age_band>({"age_band", "Age", "Oedran"}),
    code<&Treated::category, is_alleged>({"category", "Category", "Categori"}),
    RowField{{"category", "Category", "Categori"}, kCategoriesOfOthers, code_cell<&Treated::category, is_not_alleged>},
    code<&Treated::kind>({"kind", "Kind", "Math"}),
    code<&Treated::absence>({"absence", "Absence", "Absenoldeb"}),
    RowField{{"missing_until", "Missing until", "Ar goll tan"}, kStillMissing, end},
    code<&Treated::duration_band>({"duration", "Missing for", "Ar goll am"}),
    code<&Treated::risk>({"risk", "Risk", "Risg"}),
    code<&Treated::interview_due>({"interview_due", "Return interview due", "Cyfweliad dychwelyd i'w gynnal"}),
    code<&Treated::interview_offered>({"interview_offered", "Return interview offered", "Cyfweliad dychwelyd a gynigiwyd"}),
    code<&Treated::interview_accepted>({"interview_accepted", "Return interview accepted", "Cyfweliad dychwelyd a dderbyniwyd"}),
    code<&Treated::exploitation>({"exploitation", "Concern about exploitation", "Pryder am gamfanteisio"}),
    code<&Treated::harm>({"harm", "Harm to the child", "Niwed i'r plentyn"}),
    code<&Treated::offence, is_alleged>({"offence", "Offence alleged", "Trosedd honedig"}),
    code<&Treated::arrested, is_alleged>({"arrested", "Arrested", "Arestiwyd"}),
    code<&Treated::outcome, is_alleged>({"outcome", "Outcome", "Canlyniad"}),
    code<&Treated::channel>({"channel", "Channel", "Sianel"}),
    code<&Treated::caller_role>({"caller_role", "Caller", "Galwr"}),
    code<&Treated::deployment>({"deployment", "Police deployed", "Anfonwyd yr heddlu"}),
    code<&Treated::police_response>({"police_response", "Police response", "Ymateb yr heddlu"}),
    code<&Treated::home_told>({"home_told", "Home told", "Hysbyswyd y cartref"}),
    code<&Treated::home_enquired>({"home_enquired", "Home enquired first", "Ymholodd y cartref yn gyntaf"}),
    code<&Treated::level>({"level", "Level", "Lefel"}),
    code<&Treated::level_set_by>({"level_set_by", "Level set by", "Pennwyd y lefel gan"}),
    code<&Treated::appropriateness>({"appropriateness", "Use of police", "Defnydd o'r heddlu"}),
    code<&Treated::placing_distance>({"placing", "Placing authority", "Awdurdod lleoli"}),
    RowField{{"placing_authority", "Placing authority", "Awdurdod lleoli"}, {}, placing},
    code<&Treated::child_view>({"child_view", "Child's view recorded", "Cofnodwyd barn y plentyn"}),
    code<&Treated::disputed>({"disputed", "Disputed by the child", "Gwrthwynebwyd gan y plentyn"}),
    RowField{{"contact", "Contact", "Cyswllt"}, {}, contact},
};
// clang-format on

std::string two_digits(Instant number) {
  return (number < kTwoDigits ? "0" : "") + std::to_string(number);
}

}  // namespace

std::string RowField::in_words(const std::string& said, Language language) const {
  const auto code = std::ranges::find(codes, said, &Label::name);
  if (code != codes.end()) return std::string(code->in(language));
  const auto instant = parse_utc_minute(said);
  return instant.ok() ? local_minute_text(instant.value()) : said;
}

std::span<const RowField> row_fields() { return kFields; }

// London is whole hours from UTC, so that the minute is the same.
std::string local_minute_text(Instant instant) {
  return to_text(to_civil(local_day(instant))) + " " + two_digits(local_hour(instant)) + ":" +
         two_digits(instant / kSecondsPerMinute % kMinutesPerHour);
}

}  // namespace stile::agent
