#include "agents/cli/remote_reidentify.h"

#include "agents/cli/remote_asked.h"

namespace stile::agent {

Result<ExitCode> reidentify_request(const Agent& agent, const IdentityQuery& query,
                                    Reporter& reporter) {
  v1::ControlRequest request;
  v1::ReidentifyRequestRequest& to = *request.mutable_reidentify_request();
  to.set_reference(query.reference);
  to.set_basis(query.basis);
  to.set_person(query.person);
  to.set_matter(query.matter);
  to.set_days(query.days);
  to.set_language(query.language);
  return asked(agent, request, reporter);
}

Result<ExitCode> reidentify_list(const Agent& agent, bool all, const std::string& language,
                                 Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_reidentify_list()->set_all(all);
  request.mutable_reidentify_list()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> reidentify_show(const Agent& agent, const std::string& reference,
                                 const std::string& language, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_reidentify_show()->set_reference(reference);
  request.mutable_reidentify_show()->set_language(language);
  return asked(agent, request, reporter);
}

}  // namespace stile::agent
