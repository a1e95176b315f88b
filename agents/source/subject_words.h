#pragma once

#include <optional>
#include <string>
#include <vector>

#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "agents/source/subject_account.h"
#include "core/agreement/document_set.h"

namespace stile::agent {

// SharedValue is one thing that a row said: the code for programs, the words for people.
struct SharedValue {
  std::string name;
  std::string code;
  std::string title;
  std::string words;
};
std::vector<SharedValue> shared_values(const record::Treated& row, Language language);

// shared_state() is how far it came.
const Label& shared_state(const Sharing& sharing);

// kept_until() is when the time is over for which the agreement lets the recipient keep it. Nothing
// where it has not gone, or was deleted on its way, or nobody here holds the agreement any more.
std::optional<Instant> kept_until(const Sharing& sharing, const agreement::DocumentSet* documents);

// sharing_json() is all of it for a program, with the codes.
std::string sharing_json(const Sharing& sharing, const agreement::DocumentSet* documents);

// say_reach() tells whoever asked what they may not rely on the account without: how many times
// there are, and what is left out.
void say_reach(std::size_t sharings, Language language, Reporter& reporter);

// say_other_systems() names the systems that have more under the same reference, if any.
void say_other_systems(const std::vector<std::string>& systems, Language language,
                       Reporter& reporter);

}  // namespace stile::agent
