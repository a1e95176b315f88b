#include "agents/source/subject_tokens.h"

namespace stile::agent {

Token SubjectTokens::of(const agreement::Grant& grant, std::string_view recipient,
                        const record::Origin& event) {
  const std::string& agreement = grant.agreement->id.text();
  const std::string scope = agreement::subject_scope(grant, event);
  const std::string epoch = agreement::subject_epoch(grant);
  const Token name =
      crypto::short_digest(names_, {agreement, recipient, scope, epoch, event.child});
  if (const auto found = tokens_.find(name); found != tokens_.end()) return found->second;
  if (tokens_.size() == kMost) tokens_.clear();
  const Token token = crypto::subject_token(*key_, {.agreement = agreement,
                                                    .recipient = recipient,
                                                    .scope = scope,
                                                    .epoch = epoch,
                                                    .person = event.child});
  tokens_.emplace(name, token);
  return token;
}

}  // namespace stile::agent
