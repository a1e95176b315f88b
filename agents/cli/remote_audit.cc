#include "agents/cli/remote.h"
#include "agents/cli/remote_asked.h"

// What a data officer asks about what was done.
namespace stile::agent {

Result<ExitCode> audit_verify(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_audit_verify();
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_log(const Agent& agent, const LogQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::AuditLogRequest& to = *request.mutable_audit_log();
  to.set_first(query.first);
  to.set_last(query.last);
  to.set_operation(query.operation);
  to.set_purpose(query.purpose);
  to.set_csv(query.csv);
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_subject(const Agent& agent, const SubjectQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::AuditSubjectRequest& to = *request.mutable_audit_subject();
  to.set_system(query.system);
  to.set_child(query.child);
  to.set_purpose(query.purpose);
  to.set_language(query.language);
  return asked(agent, request, reporter);
}

}  // namespace stile::agent
