#include "gateway/pipeline/authorised.h"

namespace stile::gateway {

Verdict<Authorised> authorise(Authenticated authenticated,
                              std::shared_ptr<const agreement::DocumentSet> documents, Instant now) {
  const auto& statement = authenticated.statement();
  const auto& peer = authenticated.peer();
  const auto evaluation = agreement::Evaluation::begin(*documents, statement.disclosure, now);
  if (!evaluation.ok()) {
    return refusal_of(statement, peer, evaluation.reason(), evaluation.error().detail);
  }
  std::vector<agreement::Grant> grants;
  std::vector<RowFault> faults;
  const auto& rows = authenticated.received().rows();
  grants.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    auto grant = evaluation->of(rows[i].envelope);
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
