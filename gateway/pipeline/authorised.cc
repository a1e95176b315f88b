#include "gateway/pipeline/authorised.h"

#include "gateway/pipeline/cited.h"

namespace stile::gateway {
namespace {

// Grants decides each row of a consignment.
class Grants {
 public:
  static Result<Grants> begin(const record::Disclosure& what, ByteView question,
                              const agreement::DocumentSet& documents,
                              const ledger::HashReader& tree, Instant now) {
    Grants grants(what, documents, tree, now);
    if (what.occasion.corrects()) return grants;
    if (what.occasion.exercises()) {
      STILE_TRY(grants.exercise_, agreement::granted_to_exercise(documents, what, now));
      return grants;
    }
    STILE_TRY(grants.evaluation_,
              what.occasion.enquires()
                  ? agreement::Evaluation::begin_answer(documents, what, question, now)
                  : agreement::Evaluation::begin(documents, what, now));
    return grants;
  }

  Result<agreement::Grant> of(const ReceivedRow& row) const {
    if (evaluation_) return evaluation_->of(row.envelope);
    if (exercise_) {
      if (row.treated.type == exercise_->clause->record) return *exercise_;
      return Error{Reason::kNoClause, "a row of another type"};
    }
    return grant_of_cited(row, *what_, *documents_, *tree_, now_);
  }

 private:
  Grants(const record::Disclosure& what, const agreement::DocumentSet& documents,
         const ledger::HashReader& tree, Instant now)
      : what_(&what), documents_(&documents), tree_(&tree), now_(now) {}
  const record::Disclosure* what_;
  const agreement::DocumentSet* documents_;
  const ledger::HashReader* tree_;
  Instant now_;
  std::optional<agreement::Evaluation> evaluation_;  // of a return, a notification or an answer
  std::optional<agreement::Grant> exercise_;
};

}  // namespace

Verdict<Authorised> authorise(Authenticated authenticated,
                              std::shared_ptr<const agreement::DocumentSet> documents,
                              const ledger::HashReader& tree, Instant now) {
  const auto& statement = authenticated.statement();
  const auto& peer = authenticated.peer();
  const auto decide = Grants::begin(statement.disclosure, authenticated.received().question(),
                                    *documents, tree, now);
  if (!decide.ok()) {
    return refusal_of(statement, peer, decide.reason(), decide.error().detail);
  }
  std::vector<agreement::Grant> grants;
  std::vector<RowFault> faults;
  const auto& rows = authenticated.received().rows();
  grants.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    auto grant = decide->of(rows[i]);
    if (grant.ok()) {
      grants.push_back(std::move(grant).value());
    } else {
      faults.push_back({i, grant.reason(), {}});
    }
  }
  if (!faults.empty()) {
    auto refusal = refusal_of(statement, peer, faults.front().reason);
    refusal.faults = std::move(faults);
    return refusal;
  }
  return Authorised(std::move(authenticated), std::move(grants), std::move(documents), now);
}

}  // namespace stile::gateway
