#pragma once

#include "agents/report/reporter.h"
#include "agents/source/subject_account.h"

namespace stile::agent {

// say_sharing() says one Sharing: in words for the child, or whoever answers for the child, and as
// JSON with the codes. say_end() is what nobody may read the account without.
void say_sharing(const Sharing& sharing, Language language, Reporter& reporter);
void say_end(std::size_t sharings, Language language, Reporter& reporter);

}  // namespace stile::agent
