#include "core/agreement/minimise.h"

#include <algorithm>
#include <string>

#include "core/agreement/parts.h"
#include "core/record/measures.h"
#include "core/record/precision.h"

namespace stile::agreement {
namespace {

using record::Count;
using record::Field;
using record::RecordType;
using record::Treated;
using record::Treatment;

constexpr Instant kSecondsPerMinute = 60;

// cut() copies what is granted of a record's own parts, and nothing else.
Treated cut(const Treated& whole, const Treatments& treatments) {
  Treated row;
  row.type = whole.type;
  for (const Part& part : parts()) {
    if (part.is_of(whole.type) && treatments.of(part.field) == part.treatment) {
      part.copy(whole, row);
    }
  }
  if (whole.type != RecordType::kHomeMonth) return row;
  std::ranges::copy_if(whole.counts, std::back_inserter(row.counts), [&](const Count& count) {
    return treatments.of(record::field_of(count.measure)) == Treatment::kCount;
  });
  return row;
}

// framed() is what every record has, at each precision.
Treated framed(RecordType type, const Grant& grant, std::string_view contact) {
  Treated whole;
  whole.type = type;
  if (grant.home != nullptr) whole.home = grant.home->id;
  whole.event_day = grant.event_day;
  whole.month = month_of(grant.event_day);
  whole.contact = std::string(contact);
  return whole;
}

void put_call(const record::Event& event, Treated& whole) {
  whole.category = event.category;
  whole.deployment = event.deployment;
  whole.home_told = event.home_told;
  whole.channel = event.channel;
  whole.caller_role = event.caller_role;
  whole.appropriateness = event.appropriateness;
  whole.level = event.level;
  whole.level_set_by = event.level_set_by;
}

void put_episode(const record::Event& event, Treated& whole) {
  whole.absence = event.absence;
  whole.police_response = event.police_response;
  whole.home_enquired = event.home_enquired;
  whole.duration_band = record::duration_band(event.time, event.end);
  whole.end_minute = event.end.value_or(0) / kSecondsPerMinute;
  whole.risk = event.risk;
  whole.interview_due = event.interview_due;
  whole.interview_offered = event.interview_offered;
  whole.interview_accepted = event.interview_accepted;
}

// is_yjs() is true for a recipient to whom only an alleged offence may look like one (X4).
bool is_yjs(const Grant& grant) {
  return grant.clause->relation == Relation::kHostYjs ||
         grant.clause->relation == Relation::kHomeYjs;
}

// hides_category(): of a child who is a victim, a call about a crime is not "an alleged crime" to a
// youth justice service (X4).
bool hides_category(record::Category category, record::ChildRole role, const Grant& grant) {
  return is_yjs(grant) && category == record::Category::kAllegedCrime &&
         role != record::ChildRole::kAlleged;
}

// put_child() adds what notifications say of the child. What is alleged of nobody is not said (X4).
void put_child(const record::Event& event, const Grant& grant, Treated& whole) {
  const auto role = event.child_role;
  whole.child_role = role;
  whole.child_now = event.child_now;
  whole.exploitation = event.exploitation;
  whole.harm = event.harm;
  whole.child_view = event.child_view;
  whole.disputed = event.disputed;
  if (whole.category && hides_category(*whole.category, role, grant)) whole.category.reset();
  if (role != record::ChildRole::kAlleged) return;
  whole.offence = event.offence;
  whole.arrested = event.arrested;
  whole.outcome = record::outcome_group(event.outcome);
}

template <typename T>
bool differs(const std::optional<T>& treated, const T& truth) {
  return treated.has_value() && *treated != truth;
}

std::vector<Field> contradictions(const Treated& row, const record::Envelope& envelope,
                                  const Grant& grant) {
  std::vector<Field> fields;
  const Instant event = envelope.event_minute * kSecondsPerMinute;
  if (row.home && row.home != envelope.home) fields.push_back(Field::kHome);
  if (differs(row.event_day, grant.event_day) ||
      (row.part_of_day && row.part_of_day != record::part_of_day(event)) ||
      differs(row.event_minute, envelope.event_minute) ||
      differs(row.month, month_of(grant.event_day))) {
    fields.push_back(Field::kTime);
  }
  const bool no_child = row.age_band == record::AgeBand::kNoChild;
  if (row.age_band && no_child == envelope.child_involved) fields.push_back(Field::kAge);
  if (differs(row.child_role, envelope.child_role)) fields.push_back(Field::kChildRole);
  if (differs(row.placing_distance, grant.placing_distance) ||
      (row.placing_authority && row.placing_authority != envelope.placing_authority)) {
    fields.push_back(Field::kPlacingAuthority);
  }
  if (row.category && hides_category(*row.category, envelope.child_role, grant)) {
    fields.push_back(Field::kCategory);
  }
  const bool alleges = row.offence || row.arrested || row.outcome;
  if (alleges && envelope.child_role != record::ChildRole::kAlleged) {
    fields.push_back(Field::kOffence);
  }
  return fields;
}

// may_lack() is whether a granted member is rightly absent: a placing authority that is not known,
// what is alleged of nobody, a category that would say so all the same.
bool may_lack(const Part& part, const record::Envelope& envelope, const Grant& grant) {
  const bool alleged = envelope.child_role == record::ChildRole::kAlleged;
  switch (part.field) {
    case Field::kPlacingAuthority: return part.treatment == Treatment::kKeep;
    case Field::kOffence: return !alleged;
    case Field::kCategory:
      return envelope.type == RecordType::kCallOut && is_yjs(grant) && !alleged;
    default: return false;
  }
}

void add(Reason reason, Field field, std::vector<Fault>& to) {
  const bool named = std::ranges::any_of(
      to, [&](const Fault& fault) { return fault.reason == reason && fault.field == field; });
  if (!named) to.push_back({reason, field});
}

}  // namespace

Treated minimise(const record::Event& event, const Grant& grant, std::string_view contact) {
  Treated whole = framed(event.type, grant, contact);
  whole.part_of_day = record::part_of_day(event.time);
  whole.event_minute = event.time / kSecondsPerMinute;
  whole.age_band = record::age_band(event.child_involved, event.date_of_birth, grant.event_day);
  whole.placing_distance = grant.placing_distance;
  whole.placing_authority = event.placing_authority;
  whole.kind = event.kind;
  if (event.type == RecordType::kCallOut) put_call(event, whole);
  if (event.type == RecordType::kMissingEpisode) put_episode(event, whole);
  put_child(event, grant, whole);
  return cut(whole, grant.treatments);
}

Treated minimise_home_month(const std::vector<Count>& counts, const Grant& grant,
                            std::string_view contact) {
  Treated whole = framed(RecordType::kHomeMonth, grant, contact);
  whole.counts = counts;
  return cut(whole, grant.treatments);
}

Treated minimise_manifest(std::uint32_t revision,
                          const std::vector<record::Collection>& collections, const Grant& grant,
                          std::string_view contact, std::optional<record::Declined> declined) {
  Treated whole = framed(RecordType::kReturnManifest, grant, contact);
  whole.revision = revision;
  whole.collections = collections;
  whole.declined = declined;
  return cut(whole, grant.treatments);
}

Treated narrowed(const Treated& treated, const Treatments& treatments) {
  return cut(treated, treatments);
}

std::vector<Fault> excess(const Treated& treated, const Treatments& treatments) {
  std::vector<Fault> found;
  const Treated kept = cut(treated, treatments);
  if (kept == treated) return found;
  for (const Part& part : parts()) {
    if (part.has(treated) && !part.has(kept)) add(Reason::kExcessField, part.field, found);
  }
  for (const Count& count : treated.counts) {
    const bool granted = std::ranges::find(kept.counts, count) != kept.counts.end();
    if (!granted) add(Reason::kExcessField, record::field_of(count.measure), found);
  }
  return found;
}

std::vector<Fault> faults_of_correction(const Treated& treated, const Grant& grant) {
  auto found = excess(treated, grant.treatments);
  if (!treated.child_role && grant.treatments.grants(Field::kChildRole)) {
    add(Reason::kMissingField, Field::kChildRole, found);
  }
  // Where no role is granted, only a clause about alleged offences says that one is.
  const bool of_alleged = grant.clause->has(Condition::kOffenceAlleged);
  const auto role = treated.child_role.value_or(of_alleged ? record::ChildRole::kAlleged
                                                           : record::ChildRole::kNone);
  if (role == record::ChildRole::kAlleged) return found;
  if (of_alleged) add(Reason::kEnvelopeMismatch, Field::kChildRole, found);
  if (treated.category && hides_category(*treated.category, role, grant)) {
    add(Reason::kEnvelopeMismatch, Field::kCategory, found);
  }
  if (treated.offence || treated.arrested || treated.outcome) {
    add(Reason::kEnvelopeMismatch, Field::kOffence, found);
  }
  return found;
}

std::vector<Fault> faults(const Treated& treated, const record::Envelope& envelope,
                          const Grant& grant) {
  if (treated.type != envelope.type) return {{Reason::kEnvelopeMismatch, Field::kEventReference}};
  auto found = excess(treated, grant.treatments);
  for (const Part& part : parts()) {
    const bool granted = part.always && part.is_of(treated.type) &&
                         grant.treatments.of(part.field) == part.treatment;
    if (granted && !part.has(treated) && !may_lack(part, envelope, grant)) {
      add(Reason::kMissingField, part.field, found);
    }
  }
  // Only who was asked declines, or says how many months it has counted.
  const bool of_months = std::ranges::any_of(treated.collections, [](const auto& collection) {
    return collection.type == RecordType::kHomeMonth;
  });
  if ((treated.declined || of_months) && !grant.question) {
    add(Reason::kExcessField, Field::kCompleteness, found);
  }
  for (const auto field : contradictions(treated, envelope, grant)) {
    add(Reason::kEnvelopeMismatch, field, found);
  }
  return found;
}

}  // namespace stile::agreement
