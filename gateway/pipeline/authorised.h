#pragma once

#include <memory>
#include <vector>

#include "core/agreement/evaluate.h"
#include "core/ledger/merkle.h"
#include "gateway/pipeline/authenticated.h"

namespace stile::gateway {

// Authorised (stage 2): an agreement in force today grants each row to this recipient, by the
// gateway's own evaluation, or did when the record that a correction follows was disclosed. Carries
// one Grant a row, and the documents they point into.
class Authorised {
 public:
  Authorised(Authorised&&) = default;
  Authorised& operator=(Authorised&&) = default;

  const Authenticated& authenticated() const { return authenticated_; }
  const record::Statement& statement() const { return authenticated_.statement(); }
  const std::vector<agreement::Grant>& grants() const { return grants_; }
  const agreement::Agreement& agreement() const { return *grants_.front().agreement; }
  const agreement::Clause& clause() const { return *grants_.front().clause; }
  const agreement::DocumentSet& documents() const { return *documents_; }
  Instant now() const { return now_; }

 private:
  friend Verdict<Authorised> authorise(Authenticated authenticated,
                                       std::shared_ptr<const agreement::DocumentSet> documents,
                                       const ledger::HashReader& tree, Instant now);
  Authorised(Authenticated authenticated, std::vector<agreement::Grant> grants,
             std::shared_ptr<const agreement::DocumentSet> documents, Instant now)
      : authenticated_(std::move(authenticated)),
        grants_(std::move(grants)),
        documents_(std::move(documents)),
        now_(now) {}
  Authenticated authenticated_;
  std::vector<agreement::Grant> grants_;
  std::shared_ptr<const agreement::DocumentSet> documents_;
  Instant now_;
};

// authorise() refuses as agreement::Evaluation does, an answer against the question it brings,
// which its recipient must have signed, and a correction as grant_of_cited() does with `tree`; rows
// it does not grant are all named.
Verdict<Authorised> authorise(Authenticated authenticated,
                              std::shared_ptr<const agreement::DocumentSet> documents,
                              const ledger::HashReader& tree, Instant now);

}  // namespace stile::gateway
