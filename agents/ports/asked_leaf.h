#pragma once

#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/question.h"

namespace stile::agent {

// check_asked_leaf() holds a leaf against the question that it is said to record: who asks and who
// is asked, under which agreement, and the commitments to the question and to who asked. kIntegrity
// where it is of another, or as the parser.
Status check_asked_leaf(const record::Question& question, const Hash& digest, const Hash& salt,
                        std::string_view leaf_text);

}  // namespace stile::agent
