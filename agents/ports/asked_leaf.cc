#include "agents/ports/asked_leaf.h"

#include "core/ledger/leaf.h"

namespace stile::agent {

Status check_asked_leaf(const record::Question& question, const Hash& digest, const Hash& salt,
                        std::string_view leaf_text) {
  STILE_TRY(const auto leaf, ledger::parse_leaf(leaf_text));
  const bool same = leaf.op == ledger::Op::kConsultation && leaf.decision == "asked" &&
                    leaf.from == question.from.text() && leaf.to == question.to.text() &&
                    leaf.agreement == question.agreement && leaf.commit_actor == question.actor &&
                    leaf.commit_reason == ledger::commitment(salt, "question", view(digest));
  if (same) return ok();
  return Error{Reason::kIntegrity, "the leaf is of another question"};
}

}  // namespace stile::agent
