#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/result.h"

namespace stile::agent {

// Role is what a person may do; the values are those of stile.v1.Role.
enum class Role {
  kDataTeam = 1,
  kInspector,
  kDataOfficer,
  kSocialWorker,
  kYjsWorker,
  kYjsPolice,
};
std::string_view name(Role role);

// Person is somebody who uses `stile`. The account is the one that the kernel vouches for at the
// other end of the socket; the name never leaves this machine.
struct Person {
  std::string account;
  std::string name;
  std::set<Role> roles;

  bool has(Role role) const { return roles.contains(role); }
};

// People are those of the people file (proto/stile/v1/config.proto). Accounts are distinct, and
// everybody has a name and a role; police seconded to a youth justice service have none beside
// that, because each of the others lets them see more (X1). Immutable; any thread.
class People {
 public:
  // parse() reads text protobuf strictly; errors say "file:line:column: what".
  static Result<People> parse(std::string_view text, std::string_view file);

  // find() is null for an account that nobody entered.
  const Person* find(const std::string& account) const;

  // check_roles() is kNotPermitted where somebody has a role that nobody has at an agency of this
  // kind.
  Status check_roles(AgencyKind kind, std::string_view file) const;

 private:
  explicit People(std::map<std::string, Person> persons) : persons_(std::move(persons)) {}
  std::map<std::string, Person> persons_;
};

}  // namespace stile::agent
