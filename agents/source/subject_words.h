#pragma once

#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "agents/source/subject_account.h"

namespace stile::agent {

// say_account() says each Sharing: in words for the child, or whoever answers for the child, and as
// JSON with the codes; and, last, what nobody may read the account without.
void say_account(const std::vector<Sharing>& sharings, Language language, Reporter& reporter);

// say_other_systems() names the systems that have more under the same reference, if any.
void say_other_systems(const std::vector<std::string>& systems, Language language,
                       Reporter& reporter);

}  // namespace stile::agent
