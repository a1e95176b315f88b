#include "agents/control/people.h"

#include <optional>
#include <utility>

#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {
namespace {

static_assert(v1::Role_MAX == static_cast<int>(Role::kYjsPolice));

Error fault(std::string_view file, Reason reason, const std::string& what) {
  return {reason, std::string(file) + ": person: " + what};
}

Result<Person> person_from(const v1::Person& wire, std::string_view file) {
  if (wire.account().empty()) return fault(file, Reason::kMissingField, "account is required");
  if (wire.name().empty()) return fault(file, Reason::kMissingField, "name is required");
  if (wire.role().empty()) {
    return fault(file, Reason::kMissingField, "role is required: without one nothing is allowed");
  }
  Person person{wire.account(), wire.name(), {}};
  for (const int role : wire.role()) person.roles.insert(static_cast<Role>(role));
  if (person.has(Role::kYjsPolice) && person.roles.size() > 1) {
    return fault(file, Reason::kNotPermitted,
                 person.account + ": YJS_POLICE stands alone; mend with: an account of its own");
  }
  return person;
}

// kind_of() is the one kind of agency that has the role; nothing where any may.
std::optional<AgencyKind> kind_of(Role role) {
  switch (role) {
    case Role::kDataTeam:
    case Role::kInspector:
    case Role::kDataOfficer: return std::nullopt;
    case Role::kSocialWorker: return AgencyKind::kAuthority;
    case Role::kYjsWorker:
    case Role::kYjsPolice: return AgencyKind::kYjs;
  }
  __builtin_trap();
}

}  // namespace

std::string_view name(Role role) {
  switch (role) {
    case Role::kDataTeam: return "data team";
    case Role::kInspector: return "inspector";
    case Role::kDataOfficer: return "data officer";
    case Role::kSocialWorker: return "social worker";
    case Role::kYjsWorker: return "youth justice worker";
    case Role::kYjsPolice: return "police seconded to a youth justice service";
  }
  __builtin_trap();
}

Result<People> People::parse(std::string_view text, std::string_view file) {
  v1::People wire;
  STILE_CHECKED(wire::parse_text(text, file, wire));
  std::map<std::string, Person> persons;
  for (const v1::Person& entry : wire.person()) {
    STILE_TRY(Person person, person_from(entry, file));
    const std::string account = person.account;
    if (!persons.emplace(account, std::move(person)).second) {
      return fault(file, Reason::kConflict, "two entries have the same account");
    }
  }
  return People(std::move(persons));
}

Status People::check_roles(AgencyKind kind, std::string_view file) const {
  for (const auto& [account, person] : persons_) {
    for (const Role role : person.roles) {
      if (kind_of(role).value_or(kind) == kind) continue;
      return fault(file, Reason::kNotPermitted,
                   account + ": " + std::string(agent::name(role)) + " is no role at this agency");
    }
  }
  return ok();
}

const Person* People::find(const std::string& account) const {
  const auto found = persons_.find(account);
  return found == persons_.end() ? nullptr : &found->second;
}

}  // namespace stile::agent
