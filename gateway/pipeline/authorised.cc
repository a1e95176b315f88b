#include "gateway/pipeline/authorised.h"

#include "core/agreement/identity_asked.h"
#include "core/record/row.h"
#include "gateway/pipeline/cited.h"

namespace stile::gateway {
namespace {

// RequestAnswered is what an answer to a request for an identity brings along.
struct RequestAnswered {
  Hash row{};
  Hash digest{};
};

// An identity goes by the hands of two officers alone; that there is none to tell needs nobody's.
Result<RequestAnswered> request_answered(const record::Disclosure& what, ByteView note,
                                         const agreement::DocumentSet& documents, Instant now) {
  STILE_TRY(const auto request, agreement::read_identity_request(note, documents));
  if (request.from != what.from || request.to != what.to) {
    return Error{Reason::kWrongParty, "the request is between others"};
  }
  if (what.occasion.identifies()) {
    STILE_CHECKED(agreement::check_approved(note, request, documents, now));
  }
  return RequestAnswered{request.row,
                         record::identity_request_digest(record::identity_request_text(request))};
}

// Grants decides each row of a consignment.
class Grants {
 public:
  static Result<Grants> begin(const record::Disclosure& what, ByteView question,
                              const agreement::DocumentSet& documents,
                              const ledger::HashReader& tree, Instant now) {
    Grants grants(what, documents, tree, now);
    if (what.occasion.corrects()) {
      if (!what.occasion.brings_question()) return grants;
      STILE_TRY(grants.request_, request_answered(what, question, documents, now));
      return grants;
    }
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
    STILE_TRY(agreement::Grant grant, grant_of_cited(row, *what_, *documents_, *tree_, now_));
    if (!request_) return grant;
    if (record::row_hash(row.cited->row) != request_->row) {
      return Error{Reason::kEnvelopeMismatch,
                   "the request is about another row than the one cited"};
    }
    grant.question = request_->digest;
    return grant;
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
  std::optional<RequestAnswered> request_;  // of an answer to a request for an identity
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
