#include "agents/ingest/event_fields.h"

#include <array>

#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using record::Absence;
using record::Answer;
using record::Appropriateness;
using record::CallerRole;
using record::CareHome;
using record::Category;
using record::Channel;
using record::ChildNow;
using record::ChildRole;
using record::Deployment;
using record::Event;
using record::Hold;
using record::HomeTold;
using record::Identity;
using record::Kind;
using record::Level;
using record::LevelSetBy;
using record::LookedAfter;
using record::MissingRisk;
using record::OffenceGroup;
using record::Outcome;
using record::PoliceResponse;
using record::RecordType;
using enum EventField;

template <typename Enum>
std::optional<int> code_of(std::string_view name) {
  const auto value = record::named<Enum>(name);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

template <typename Enum>
std::vector<std::string_view> names_of() {
  return {record::names<Enum>.begin(), record::names<Enum>.end()};
}

template <typename Enum, Enum Event::*member>
void set_member(Event& event, int code) {
  event.*member = static_cast<Enum>(code);
}

template <typename Enum, Enum Event::*member>
std::string_view text_of(const Event& event) {
  return name(event.*member);
}

using enum RecordType;
constexpr TypeSet kEvery{kCallOut, kMissingEpisode, kArrest, kConcern};
constexpr TypeSet kCalls{kCallOut};
constexpr TypeSet kEpisodes{kMissingEpisode};
constexpr TypeSet kCrimes{kCallOut, kArrest};
constexpr TypeSet kArrestsAndConcerns{kArrest, kConcern};

// coded() is the traits of a field that is a member of Event; `not_asked` 0 means that the field
// has no code for it and may not be left out.
template <typename Enum, Enum Event::*member>
constexpr FieldTraits coded(EventField field, TypeSet types, std::string_view name,
                            Enum not_asked) {
  const int code = static_cast<int>(not_asked);
  return {field,
          types,
          name,
          FieldKind::kCode,
          true,
          code != 0,
          code,
          code_of<Enum>,
          names_of<Enum>,
          set_member<Enum, member>,
          text_of<Enum, member>};
}

template <Answer Event::*member>
constexpr FieldTraits answer(EventField field, TypeSet types, std::string_view name) {
  return coded<Answer, member>(field, types, name, Answer::kNotAsked);
}

constexpr FieldTraits plain(EventField field, TypeSet types, std::string_view name, FieldKind kind,
                            bool may_be_not_asked) {
  return {.field = field,
          .types = types,
          .name = name,
          .kind = kind,
          .may_be_constant = false,
          .may_be_not_asked = may_be_not_asked,
          .not_asked = 0,
          .code = nullptr,
          .codes = nullptr,
          .set = nullptr,
          .text = nullptr};
}

std::optional<int> involved_code(std::string_view name) {
  if (name == "yes") return kInvolved;
  if (name == "no") return kNotInvolved;
  return std::nullopt;
}
std::vector<std::string_view> involved_names() { return {"yes", "no"}; }
void set_involved(Event& event, int code) { event.child_involved = code == kInvolved; }
std::string_view involved_text(const Event& event) { return event.child_involved ? "yes" : "no"; }

// TYPE has two codes only: the other types have exports of their own.
std::optional<int> type_code(std::string_view name) {
  const auto type = record::named<RecordType>(name);
  if (!type || !kArrestsAndConcerns.has(*type)) return std::nullopt;
  return static_cast<int>(*type);
}
std::vector<std::string_view> type_names() { return {"arrest", "concern"}; }

constexpr FieldTraits placing_authority() {
  FieldTraits made = plain(kPlacingAuthority, kEvery, "PLACING_AUTHORITY", FieldKind::kArea, true);
  made.may_be_constant = true;
  return made;
}

constexpr FieldTraits identity(EventField field, std::string_view name, FieldKind kind,
                               std::string Identity::*part) {
  FieldTraits made = plain(field, kEvery, name, kind, true);
  made.read_for = ReadFor::kIdentity;
  made.identity = part;
  return made;
}

constexpr FieldTraits of_notification(FieldTraits made) {
  made.read_for = ReadFor::kNotification;
  return made;
}

// A hold is never assumed for a whole export, and never taken to be absent because a system has
// no column for it without the map saying so.
constexpr FieldTraits hold() {
  FieldTraits made = coded<Hold, &Event::hold>(kHold, kEvery, "HOLD", Hold::kNone);
  made.may_be_constant = false;
  return made;
}

constexpr std::array<FieldTraits, kEventFieldCount> kTraits = {
    plain(kReference, kEvery, "REFERENCE", FieldKind::kReference, false),
    plain(kPerson, kEvery, "PERSON", FieldKind::kReference, false),
    plain(kHome, kEvery, "HOME", FieldKind::kHome, false),
    plain(kTime, kEvery, "TIME", FieldKind::kTime, false),
    plain(kDateOfBirth, kEvery, "DATE_OF_BIRTH", FieldKind::kDate, true),
    coded<LookedAfter, &Event::looked_after>(kLookedAfter, kEvery, "LOOKED_AFTER",
                                             LookedAfter::kNotAsked),
    coded<CareHome, &Event::care_home>(kCareHome, kEvery, "CARE_HOME", CareHome::kNotAsked),
    FieldTraits{kChildInvolved, kCalls, "CHILD_INVOLVED", FieldKind::kCode, false, true, 0,
                involved_code, involved_names, set_involved, involved_text},
    coded<Category, &Event::category>(kCategory, kCalls, "CATEGORY", Category{}),
    coded<Deployment, &Event::deployment>(kDeployment, kCalls, "DEPLOYMENT", Deployment::kNotKnown),
    coded<HomeTold, &Event::home_told>(kHomeTold, kCalls, "HOME_TOLD", HomeTold::kNotKnown),
    coded<Channel, &Event::channel>(kChannel, kCalls, "CHANNEL", Channel{}),
    coded<CallerRole, &Event::caller_role>(kCallerRole, kCalls, "CALLER_ROLE",
                                           CallerRole::kNotKnown),
    coded<Appropriateness, &Event::appropriateness>(kAppropriateness, kCalls, "APPROPRIATENESS",
                                                    Appropriateness::kNotAssessed),
    coded<Level, &Event::level>(kLevel, kCalls, "LEVEL", Level::kNotSet),
    coded<LevelSetBy, &Event::level_set_by>(kLevelSetBy, kCalls, "LEVEL_SET_BY",
                                            LevelSetBy::kNobody),
    coded<ChildRole, &Event::child_role>(kChildRole, {kCallOut, kConcern}, "CHILD_ROLE",
                                         ChildRole{}),
    placing_authority(),
    plain(kIncident, kCalls, "INCIDENT", FieldKind::kReference, true),
    answer<&Event::exploitation>(kExploitation, kEvery, "EXPLOITATION"),
    answer<&Event::harm>(kHarm, kEvery, "HARM"),
    coded<OffenceGroup, &Event::offence>(kOffenceGroup, kCrimes, "OFFENCE_GROUP",
                                         OffenceGroup::kNotKnown),
    answer<&Event::arrested>(kArrested, kCalls, "ARRESTED"),
    coded<Outcome, &Event::outcome>(kOutcome, kCrimes, "OUTCOME", Outcome::kNoCrime),
    answer<&Event::child_view>(kChildView, kEvery, "CHILD_VIEW"),
    answer<&Event::disputed>(kDisputed, kEvery, "DISPUTED"),
    hold(),
    plain(kEndTime, kEpisodes, "END_TIME", FieldKind::kTime, false),
    coded<Absence, &Event::absence>(kAbsence, kEpisodes, "ABSENCE", Absence{}),
    coded<MissingRisk, &Event::risk>(kRisk, kEpisodes, "RISK", MissingRisk::kNotAssessed),
    coded<PoliceResponse, &Event::police_response>(kPoliceResponse, kEpisodes, "POLICE_RESPONSE",
                                                   PoliceResponse::kNotKnown),
    answer<&Event::home_enquired>(kHomeEnquired, kEpisodes, "HOME_ENQUIRED"),
    answer<&Event::interview_due>(kInterviewDue, kEpisodes, "INTERVIEW_DUE"),
    answer<&Event::interview_offered>(kInterviewOffered, kEpisodes, "INTERVIEW_OFFERED"),
    answer<&Event::interview_accepted>(kInterviewAccepted, kEpisodes, "INTERVIEW_ACCEPTED"),
    coded<Kind, &Event::kind>(kKind, kArrestsAndConcerns, "KIND", Kind{}),
    FieldTraits{kType, kArrestsAndConcerns, "TYPE", FieldKind::kCode, false, false, 0, type_code,
                type_names, set_member<RecordType, &Event::type>,
                text_of<RecordType, &Event::type>},
    plain(kHomeName, kEvery, "HOME_NAME", FieldKind::kPlace, false),
    plain(kHomeAddress, kEvery, "HOME_ADDRESS", FieldKind::kPlace, false),
    identity(kChildSurname, "CHILD_SURNAME", FieldKind::kName, &Identity::surname),
    identity(kChildForenames, "CHILD_FORENAMES", FieldKind::kName, &Identity::forenames),
    identity(kChildKnownAs, "CHILD_KNOWN_AS", FieldKind::kName, &Identity::known_as),
    identity(kIncidentReference, "INCIDENT_REFERENCE", FieldKind::kIdentityReference,
             &Identity::police_reference),
    identity(kPacReference, "PAC_REFERENCE", FieldKind::kIdentityReference,
             &Identity::pac_mash_reference),
    identity(kAuthorityReference, "AUTHORITY_REFERENCE", FieldKind::kIdentityReference,
             &Identity::authority_reference),
    of_notification(
        coded<ChildNow, &Event::child_now>(kChildNow, kEvery, "CHILD_NOW", ChildNow::kNotKnown)),
    of_notification(plain(kContact, kEvery, "CONTACT", FieldKind::kContact, true)),
};

constexpr bool in_order() {
  for (int i = 0; i < kEventFieldCount; ++i) {
    if (static_cast<int>(kTraits[static_cast<std::size_t>(i)].field) != i + 1) return false;
  }
  return true;
}
static_assert(in_order(), "traits() finds a field by its number");

}  // namespace

const FieldTraits& traits(EventField field) { return kTraits[static_cast<std::size_t>(field) - 1]; }

std::string_view noun(record::RecordType type) {
  return type == record::RecordType::kMissingEpisode ? "episode" : name(type);
}

}  // namespace stile::agent
