#include "agents/ingest/header_hints.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

#include "agents/ingest/gazetteer.h"

namespace stile::agent {
namespace {

using enum EventField;

constexpr std::size_t kLongestHeader = 64;
constexpr std::size_t kLettersPerSlip = 5;

struct UsualName {
  EventField field;
  std::string_view name;  // as folded_place() gives it
};

// clang-format off
constexpr auto kUsualNames = std::to_array<UsualName>({
    {kReference, "incident ref"}, {kReference, "reference"}, {kReference, "occurrence number"},
    {kReference, "occurrence ref"}, {kReference, "incident urn"}, {kReference, "crime number"},
    {kReference, "custody number"}, {kReference, "episode ref"}, {kReference, "cyfeirnod"},
    {kPerson, "nominal ref"}, {kPerson, "person ref"}, {kPerson, "person id"},
    {kPerson, "nominal id"}, {kPerson, "child ref"}, {kPerson, "pncid"},
    {kPerson, "cyfeirnod plentyn"},
    {kHome, "urn"}, {kHome, "ofsted urn"}, {kHome, "home urn"}, {kHome, "premises urn"},
    {kHome, "ciw number"}, {kHome, "rhif agc"}, {kHome, "cartref"},
    {kTime, "date time reported"}, {kTime, "call date time"}, {kTime, "date reported"},
    {kTime, "date of incident"}, {kTime, "recorded on"}, {kTime, "arrest date"},
    {kTime, "missing from"}, {kTime, "date missing"}, {kTime, "went missing"},
    {kTime, "created"}, {kTime, "amser"}, {kTime, "dyddiad ac amser"},
    {kEndTime, "found"}, {kEndTime, "date found"}, {kEndTime, "date located"},
    {kEndTime, "returned"}, {kEndTime, "missing to"}, {kEndTime, "date returned"},
    {kEndTime, "dychwelyd"},
    {kDateOfBirth, "dob"}, {kDateOfBirth, "date of birth"}, {kDateOfBirth, "born"},
    {kDateOfBirth, "birth date"}, {kDateOfBirth, "dyddiad geni"},
    {kLookedAfter, "looked after"}, {kLookedAfter, "lac"}, {kLookedAfter, "care status"},
    {kLookedAfter, "looked after child"}, {kLookedAfter, "derbyn gofal"},
    {kCareHome, "care home"}, {kCareHome, "care home flag"}, {kCareHome, "premises type"},
    {kCareHome, "location type"}, {kCareHome, "cartref gofal"},
    {kChildInvolved, "child involved"}, {kChildInvolved, "juvenile"},
    {kCategory, "incident type"}, {kCategory, "category"}, {kCategory, "closing code"},
    {kCategory, "opening code"}, {kCategory, "math o ddigwyddiad"},
    {kDeployment, "deployed"}, {kDeployment, "police deployed"}, {kDeployment, "attended"},
    {kDeployment, "resource deployed"}, {kDeployment, "anfonwyd"},
    {kHomeTold, "home told"}, {kHomeTold, "caller updated"}, {kHomeTold, "caller informed"},
    {kChannel, "how received"}, {kChannel, "contact method"}, {kChannel, "call source"},
    {kChannel, "origin"}, {kChannel, "sianel"},
    {kCallerRole, "caller type"}, {kCallerRole, "informant type"},
    {kAppropriateness, "appropriate use"}, {kAppropriateness, "appropriate"},
    {kLevel, "incident level"}, {kLevel, "protocol level"}, {kLevel, "lefel"},
    {kLevelSetBy, "level set by"}, {kLevelSetBy, "level decided by"},
    {kChildRole, "child s role"}, {kChildRole, "childs role"}, {kChildRole, "role of child"},
    {kChildRole, "subject role"}, {kChildRole, "rol y plentyn"},
    {kPlacingAuthority, "placing la"}, {kPlacingAuthority, "placing local authority"},
    {kPlacingAuthority, "responsible la"}, {kPlacingAuthority, "responsible authority"},
    {kPlacingAuthority, "awdurdod lleoli"},
    {kIncident, "incident no"}, {kIncident, "linked incident"}, {kIncident, "parent incident"},
    {kExploitation, "exploitation concern"}, {kExploitation, "cse flag"},
    {kExploitation, "cce flag"}, {kExploitation, "exploitation risk"},
    {kExploitation, "camfanteisio"},
    {kHarm, "injury"}, {kHarm, "injured"}, {kHarm, "harmed"}, {kHarm, "niwed"},
    {kOffenceGroup, "offence"}, {kOffenceGroup, "offence type"}, {kOffenceGroup, "ho class"},
    {kArrested, "arrest made"}, {kArrested, "arrested y n"},
    {kOutcome, "disposal"}, {kOutcome, "outcome code"}, {kOutcome, "ho outcome"},
    {kOutcome, "canlyniad"},
    {kChildView, "child s view"}, {kChildView, "childs view"}, {kChildView, "voice of the child"},
    {kChildView, "voice of child"},
    {kChildView, "llais y plentyn"},
    {kDisputed, "challenged"}, {kDisputed, "disputed by child"},
    {kHold, "do not share"}, {kHold, "restriction"}, {kHold, "withhold"}, {kHold, "restricted"},
    {kHold, "peidio a rhannu"},
    {kAbsence, "classification"}, {kAbsence, "absence type"}, {kAbsence, "missing or absent"},
    {kRisk, "risk level"}, {kRisk, "risk grading"}, {kRisk, "risk grade"}, {kRisk, "grading"},
    {kRisk, "risk assessment"}, {kRisk, "lefel risg"},
    {kPoliceResponse, "police action"}, {kPoliceResponse, "police activity"},
    {kHomeEnquired, "home enquiries"}, {kHomeEnquired, "enquiries by home"},
    {kInterviewDue, "rhi due"}, {kInterviewDue, "return interview due"}, {kInterviewDue, "due"},
    {kInterviewOffered, "rhi offered"}, {kInterviewOffered, "return interview offered"},
    {kInterviewOffered, "offered"},
    {kInterviewAccepted, "rhi accepted"}, {kInterviewAccepted, "return interview accepted"},
    {kInterviewAccepted, "accepted"}, {kInterviewAccepted, "taken up"},
    {kKind, "reason"}, {kKind, "arrest reason"}, {kKind, "concern type"},
    {kType, "record type"}, {kType, "occurrence type"},
    {kHomeName, "premises name"}, {kHomeName, "location name"}, {kHomeName, "home name"},
    {kHomeAddress, "premises address"}, {kHomeAddress, "location address"},
    {kHomeAddress, "incident address"},
});
// clang-format on

// distance() is how many letters have to be put in, left out or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, kLongestHeader + 1> row;
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = corner + (a[i] == b[j] ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, corner + 1});
    }
  }
  return row[b.size()];
}

std::string own_name(EventField field) {
  std::string name(traits(field).name);
  std::ranges::replace(name, '_', ' ');
  return folded_place(name);
}

}  // namespace

std::optional<EventField> likely_field(std::string_view header,
                                       const std::vector<EventField>& wanted) {
  const std::string folded = folded_place(header);
  if (folded.empty() || folded.size() > kLongestHeader) return std::nullopt;
  std::optional<EventField> nearest;
  std::size_t least = folded.size() / kLettersPerSlip + 1;  // as near as this is not near
  const auto consider = [&](EventField field, std::string_view name) {
    const std::size_t apart = distance(folded, name);
    if (apart >= least) return;
    least = apart;
    nearest = field;
  };
  for (const EventField field : wanted) consider(field, own_name(field));
  for (const UsualName& usual : kUsualNames) {
    if (std::ranges::find(wanted, usual.field) != wanted.end()) consider(usual.field, usual.name);
  }
  return nearest;
}

}  // namespace stile::agent
