#include "agents/ingest/event_fields.h"

#include <array>

#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using record::Event;
using enum EventField;

template <typename Enum>
std::optional<int> code_of(std::string_view name) {
  const auto value = record::named<Enum>(name);
  if (!value) return std::nullopt;
  return static_cast<int>(*value);
}

template <typename Enum>
std::string names_of() {
  std::string list;
  for (int i = 1; i <= record::count<Enum>; ++i) {
    if (i > 1) list += ", ";
    list += name(static_cast<Enum>(i));
  }
  return list;
}

template <typename Enum, Enum Event::*member>
void set_member(Event& event, int code) {
  event.*member = static_cast<Enum>(code);
}

// coded() is the traits of a field that is a member of CallOut; `not_asked` 0 means that the
// field has no code for it and may not be left out.
template <typename Enum, Enum Event::*member>
constexpr FieldTraits coded(EventField field, std::string_view name, Enum not_asked) {
  const int code = static_cast<int>(not_asked);
  return {field,         name,           FieldKind::kCode,        true, code != 0, code,
          code_of<Enum>, names_of<Enum>, set_member<Enum, member>};
}

constexpr FieldTraits plain(EventField field, std::string_view name, FieldKind kind,
                            bool may_be_not_asked) {
  return {field, name, kind, false, may_be_not_asked, 0, nullptr, nullptr, nullptr};
}

std::optional<int> involved_code(std::string_view name) {
  if (name == "yes") return kInvolved;
  if (name == "no") return kNotInvolved;
  return std::nullopt;
}
std::string involved_names() { return "yes, no"; }
void set_involved(Event& event, int code) { event.child_involved = code == kInvolved; }

constexpr std::array<FieldTraits, kEventFieldCount> kTraits = {
    plain(kReference, "REFERENCE", FieldKind::kReference, false),
    plain(kPerson, "PERSON", FieldKind::kReference, false),
    plain(kHome, "HOME", FieldKind::kHome, false),
    plain(kTime, "TIME", FieldKind::kTime, false),
    plain(kDateOfBirth, "DATE_OF_BIRTH", FieldKind::kDate, true),
    coded<record::LookedAfter, &Event::looked_after>(kLookedAfter, "LOOKED_AFTER",
                                                     record::LookedAfter::kNotAsked),
    coded<record::CareHome, &Event::care_home>(kCareHome, "CARE_HOME", record::CareHome::kNotAsked),
    FieldTraits{kChildInvolved, "CHILD_INVOLVED", FieldKind::kCode, false, true, 0, involved_code,
                involved_names, set_involved},
    coded<record::Category, &Event::category>(kCategory, "CATEGORY", record::Category{}),
    coded<record::Deployment, &Event::deployment>(kDeployment, "DEPLOYMENT",
                                                  record::Deployment::kNotKnown),
    coded<record::HomeTold, &Event::home_told>(kHomeTold, "HOME_TOLD", record::HomeTold::kNotKnown),
    coded<record::Channel, &Event::channel>(kChannel, "CHANNEL", record::Channel{}),
    coded<record::CallerRole, &Event::caller_role>(kCallerRole, "CALLER_ROLE",
                                                   record::CallerRole::kNotKnown),
    coded<record::Appropriateness, &Event::appropriateness>(kAppropriateness, "APPROPRIATENESS",
                                                            record::Appropriateness::kNotAssessed),
    coded<record::Level, &Event::level>(kLevel, "LEVEL", record::Level::kNotSet),
    coded<record::LevelSetBy, &Event::level_set_by>(kLevelSetBy, "LEVEL_SET_BY",
                                                    record::LevelSetBy::kNobody),
    coded<record::ChildRole, &Event::child_role>(kChildRole, "CHILD_ROLE", record::ChildRole{}),
    FieldTraits{kPlacingAuthority, "PLACING_AUTHORITY", FieldKind::kArea, true, true, 0, nullptr,
                nullptr, nullptr},
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

}  // namespace stile::agent
