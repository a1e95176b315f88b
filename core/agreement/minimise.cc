#include "core/agreement/minimise.h"

#include <array>
#include <string>

#include "core/record/precision.h"

namespace stile::agreement {
namespace {

using record::Field;
using record::TreatedCallOut;
using record::Treatment;

constexpr Instant kSecondsPerMinute = 60;

// Presence is one wire field, the column it belongs to and the treatment under which it exists.
struct Presence {
  Field field;
  Treatment treatment;
  bool present;
};

std::array<Presence, 17> presences(const TreatedCallOut& row) {
  return {{{Field::kHome, Treatment::kKeep, row.home.has_value()},
           {Field::kTime, Treatment::kCoarsen, row.event_day.has_value()},
           {Field::kTime, Treatment::kCoarsen, row.part_of_day.has_value()},
           {Field::kTime, Treatment::kKeep, row.event_minute.has_value()},
           {Field::kAge, Treatment::kBand, row.age_band.has_value()},
           {Field::kCategory, Treatment::kKeep, row.category.has_value()},
           {Field::kDeployment, Treatment::kKeep, row.deployment.has_value()},
           {Field::kDeployment, Treatment::kKeep, row.home_told.has_value()},
           {Field::kChannel, Treatment::kKeep, row.channel.has_value()},
           {Field::kCallerRole, Treatment::kKeep, row.caller_role.has_value()},
           {Field::kAppropriateness, Treatment::kKeep, row.appropriateness.has_value()},
           {Field::kLevel, Treatment::kKeep, row.level.has_value()},
           {Field::kLevel, Treatment::kKeep, row.level_set_by.has_value()},
           {Field::kChildRole, Treatment::kKeep, row.child_role.has_value()},
           {Field::kPlacingAuthority, Treatment::kCoarsen, row.placing_distance.has_value()},
           {Field::kPlacingAuthority, Treatment::kKeep, row.placing_authority.has_value()},
           {Field::kContact, Treatment::kKeep, row.contact.has_value()}}};
}

template <typename T>
bool differs(const std::optional<T>& treated, const T& truth) {
  return treated.has_value() && *treated != truth;
}

std::vector<Field> contradictions(const TreatedCallOut& row, const record::Envelope& envelope,
                                  const Grant& grant) {
  std::vector<Field> fields;
  const Instant event = envelope.event_minute * kSecondsPerMinute;
  if (differs(row.home, envelope.home)) fields.push_back(Field::kHome);
  if (differs(row.event_day, grant.event_day) ||
      differs(row.part_of_day, record::part_of_day(event)) ||
      differs(row.event_minute, envelope.event_minute)) {
    fields.push_back(Field::kTime);
  }
  const bool no_child = row.age_band == record::AgeBand::kNoChild;
  if (row.age_band && no_child == envelope.child_involved) fields.push_back(Field::kAge);
  if (differs(row.child_role, envelope.child_role)) fields.push_back(Field::kChildRole);
  if (differs(row.placing_distance, grant.placing_distance) ||
      (row.placing_authority && row.placing_authority != envelope.placing_authority)) {
    fields.push_back(Field::kPlacingAuthority);
  }
  return fields;
}

}  // namespace

TreatedCallOut minimise(const record::CallOut& record, const Grant& grant,
                        std::string_view contact) {
  TreatedCallOut row;
  const auto has = [&](Field field, Treatment how) { return grant.treatments.of(field) == how; };
  if (has(Field::kHome, Treatment::kKeep)) row.home = record.home;
  if (has(Field::kTime, Treatment::kCoarsen)) {
    row.event_day = grant.event_day;
    row.part_of_day = record::part_of_day(record.event);
  }
  if (has(Field::kTime, Treatment::kKeep)) row.event_minute = record.event / kSecondsPerMinute;
  if (has(Field::kAge, Treatment::kBand)) {
    row.age_band = record::age_band(record.child_involved, record.date_of_birth, grant.event_day);
  }
  if (has(Field::kCategory, Treatment::kKeep)) row.category = record.category;
  if (has(Field::kDeployment, Treatment::kKeep)) {
    row.deployment = record.deployment;
    row.home_told = record.home_told;
  }
  if (has(Field::kChannel, Treatment::kKeep)) row.channel = record.channel;
  if (has(Field::kCallerRole, Treatment::kKeep)) row.caller_role = record.caller_role;
  if (has(Field::kAppropriateness, Treatment::kKeep)) row.appropriateness = record.appropriateness;
  if (has(Field::kLevel, Treatment::kKeep)) {
    row.level = record.level;
    row.level_set_by = record.level_set_by;
  }
  if (has(Field::kChildRole, Treatment::kKeep)) row.child_role = record.child_role;
  if (has(Field::kPlacingAuthority, Treatment::kCoarsen))
    row.placing_distance = grant.placing_distance;
  if (has(Field::kPlacingAuthority, Treatment::kKeep))
    row.placing_authority = record.placing_authority;
  if (has(Field::kContact, Treatment::kKeep)) row.contact = std::string(contact);
  return row;
}

std::vector<Fault> excess(const TreatedCallOut& treated, const Treatments& treatments) {
  std::vector<Fault> found;
  for (const auto& [field, treatment, present] : presences(treated)) {
    if (present && treatments.of(field) != treatment)
      found.push_back({Reason::kExcessField, field});
  }
  return found;
}

std::vector<Fault> faults(const TreatedCallOut& treated, const record::Envelope& envelope,
                          const Grant& grant) {
  auto found = excess(treated, grant.treatments);
  for (const auto& [field, treatment, present] : presences(treated)) {
    // A placing authority that is kept and not known is rightly absent.
    const bool may_lack = field == Field::kPlacingAuthority && treatment == Treatment::kKeep;
    if (!present && !may_lack && grant.treatments.of(field) == treatment) {
      found.push_back({Reason::kMissingField, field});
    }
  }
  for (const auto field : contradictions(treated, envelope, grant)) {
    found.push_back({Reason::kEnvelopeMismatch, field});
  }
  return found;
}

}  // namespace stile::agreement
