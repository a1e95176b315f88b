#include "agents/control/people.h"

#include <utility>

#include "core/wire/strict.h"
#include "stile/v1/config.pb.h"

namespace stile::agent {
namespace {

static_assert(v1::Role_MAX == static_cast<int>(Role::kDataOfficer));

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
  return person;
}

}  // namespace

std::string_view name(Role role) {
  switch (role) {
    case Role::kDataTeam: return "data team";
    case Role::kInspector: return "inspector";
    case Role::kDataOfficer: return "data officer";
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

const Person* People::find(const std::string& account) const {
  const auto found = persons_.find(account);
  return found == persons_.end() ? nullptr : &found->second;
}

}  // namespace stile::agent
