#include "core/agreement/parts.h"

#include <array>

namespace stile::agreement {
namespace {

using record::Field;
using record::RecordType;
using record::Treated;
using record::Treatment;

template <typename... Types>
constexpr unsigned of(Types... types) {
  return ((1U << static_cast<unsigned>(types)) | ...);
}

constexpr unsigned kCall = of(RecordType::kCallOut);
constexpr unsigned kEpisode = of(RecordType::kMissingEpisode);
constexpr unsigned kKinds = of(RecordType::kArrest, RecordType::kConcern);
constexpr unsigned kOffences = of(RecordType::kCallOut, RecordType::kArrest);
constexpr unsigned kEvents = kCall | kEpisode | kKinds;
constexpr unsigned kMonths = of(RecordType::kHomeMonth, RecordType::kReturnManifest);
constexpr unsigned kManifest = of(RecordType::kReturnManifest);
constexpr unsigned kAll = kEvents | kMonths;

template <typename T>
bool present(const std::optional<T>& value) {
  return value.has_value();
}
template <typename T>
bool present(const std::vector<T>& value) {
  return !value.empty();
}

template <auto member>
constexpr Part part(unsigned types, Field field, Treatment treatment, bool always = true) {
  return {types,
          field,
          treatment,
          [](const Treated& row) { return present(row.*member); },
          [](const Treated& from, Treated& to) { to.*member = from.*member; },
          always};
}

constexpr std::array kParts = {
    part<&Treated::home>(kAll, Field::kHome, Treatment::kKeep),
    part<&Treated::event_day>(kEvents, Field::kTime, Treatment::kCoarsen),
    part<&Treated::part_of_day>(kEvents, Field::kTime, Treatment::kCoarsen),
    part<&Treated::event_minute>(kEvents, Field::kTime, Treatment::kKeep),
    part<&Treated::event_day>(kKinds, Field::kTime, Treatment::kDay),
    part<&Treated::month>(kMonths, Field::kTime, Treatment::kMonth),
    part<&Treated::age_band>(kEvents, Field::kAge, Treatment::kBand),
    part<&Treated::child_role>(kEvents, Field::kChildRole, Treatment::kKeep),
    part<&Treated::placing_distance>(kEvents, Field::kPlacingAuthority, Treatment::kCoarsen),
    part<&Treated::placing_authority>(kEvents, Field::kPlacingAuthority, Treatment::kKeep),
    part<&Treated::contact>(kAll, Field::kContact, Treatment::kKeep),
    part<&Treated::category>(kCall, Field::kCategory, Treatment::kKeep),
    part<&Treated::deployment>(kCall, Field::kDeployment, Treatment::kKeep),
    part<&Treated::home_told>(kCall, Field::kDeployment, Treatment::kKeep),
    part<&Treated::channel>(kCall, Field::kChannel, Treatment::kKeep),
    part<&Treated::caller_role>(kCall, Field::kCallerRole, Treatment::kKeep),
    part<&Treated::appropriateness>(kCall, Field::kAppropriateness, Treatment::kKeep),
    part<&Treated::level>(kCall, Field::kLevel, Treatment::kKeep),
    part<&Treated::level_set_by>(kCall, Field::kLevel, Treatment::kKeep),
    part<&Treated::absence>(kEpisode, Field::kCategory, Treatment::kKeep),
    part<&Treated::police_response>(kEpisode, Field::kDeployment, Treatment::kKeep),
    part<&Treated::home_enquired>(kEpisode, Field::kAppropriateness, Treatment::kKeep),
    part<&Treated::duration_band>(kEpisode, Field::kMissingDuration, Treatment::kBand),
    part<&Treated::risk>(kEpisode, Field::kMissingRisk, Treatment::kKeep),
    part<&Treated::kind>(kKinds, Field::kCategory, Treatment::kKeep),
    part<&Treated::child_now>(kEvents, Field::kChildNow, Treatment::kKeep),
    part<&Treated::exploitation>(kEvents, Field::kExploitation, Treatment::kKeep),
    part<&Treated::harm>(kEvents, Field::kExploitation, Treatment::kKeep),
    part<&Treated::offence>(kOffences, Field::kOffence, Treatment::kKeep),
    part<&Treated::arrested>(kCall, Field::kOffence, Treatment::kKeep),
    part<&Treated::outcome>(kOffences, Field::kOffence, Treatment::kKeep),
    part<&Treated::child_view>(kEvents, Field::kChildView, Treatment::kKeep),
    part<&Treated::disputed>(kEvents, Field::kChildView, Treatment::kKeep),
    part<&Treated::end_minute>(kEpisode, Field::kMissingDuration, Treatment::kKeep),
    part<&Treated::interview_due>(kEpisode, Field::kReturnInterview, Treatment::kKeep),
    part<&Treated::interview_offered>(kEpisode, Field::kReturnInterview, Treatment::kKeep),
    part<&Treated::interview_accepted>(kEpisode, Field::kReturnInterview, Treatment::kKeep),
    part<&Treated::revision>(kManifest, Field::kCompleteness, Treatment::kKeep),
    part<&Treated::collections>(kManifest, Field::kCompleteness, Treatment::kKeep),
    part<&Treated::declined>(kManifest, Field::kCompleteness, Treatment::kKeep, false),
};

}  // namespace

std::span<const Part> parts() { return kParts; }

}  // namespace stile::agreement
