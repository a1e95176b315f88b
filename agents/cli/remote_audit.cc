#include "agents/cli/files.h"
#include "agents/cli/proof_folder.h"
#include "agents/cli/remote.h"
#include "agents/cli/remote_asked.h"
#include "agents/cli/report_files.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

// What a data officer asks about what was done.
namespace stile::agent {
namespace {

// agreement_named() is the id of an agreement, or the hash of one, as it is; of a file, the hash of
// the agreement in it.
Result<std::string> agreement_named(const std::string& text) {
  if (text.empty() || AgreementId::parse(text).ok()) return text;
  const auto hash = crypto::unhex(text);
  if (hash.ok() && hash->size() == sizeof(Hash)) return text;
  STILE_TRY(const Bytes note, storage::read_whole(text));
  STILE_TRY(const auto read, wire::read_agreement(note, text));
  return crypto::hex(read.hash);
}

Result<v1::AuditSearchRequest> request_of(const SearchQuery& query) {
  STILE_TRY(const std::string agreement, agreement_named(query.agreement));
  v1::AuditSearchRequest to;
  to.set_purpose(query.purpose);
  to.set_first(query.first);
  to.set_last(query.last);
  to.set_agreement(agreement);
  to.set_recipient(query.recipient);
  to.set_source(query.source);
  to.set_only(query.only);
  to.set_csv(query.csv);
  return to;
}

// files_asked() writes the files that are handed out to a folder, which it makes.
Result<ExitCode> files_asked(const Agent& agent, const v1::ControlRequest& request,
                             const std::string& out, Reporter& reporter) {
  STILE_CHECKED(check_absent(out));
  ProofFolder folder(reporter);
  STILE_TRY(const ExitCode done, asked(agent, request, folder));
  if (done == ExitCode::kOk || (done == ExitCode::kIntegrity && folder.any())) {
    STILE_CHECKED(folder.write(out));
  }
  return done;
}

}  // namespace

Result<ExitCode> audit_verify(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_audit_verify();
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_alarms(const Agent& agent, bool seen, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_audit_alarms()->set_seen(seen);
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
  to.set_prove(!query.out.empty());
  to.set_page(!query.page.empty());
  if (!query.out.empty()) return files_asked(agent, request, query.out, reporter);
  if (query.page.empty()) return asked(agent, request, reporter);
  ReportFiles file(query.page, false, reporter);
  STILE_CHECKED(file.check_absent());
  STILE_TRY(const ExitCode done, asked(agent, request, file));
  STILE_CHECKED(file.write());
  return done;
}

Result<ExitCode> audit_erase(const Agent& agent, const SubjectQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::AuditEraseRequest& to = *request.mutable_audit_erase();
  to.set_system(query.system);
  to.set_child(query.child);
  to.set_purpose(query.purpose);
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_erasures(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_audit_erasures();
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_hold_place(const Agent& agent, const HoldPlaced& hold, Reporter& reporter) {
  v1::ControlRequest request;
  v1::AuditHoldPlaceRequest& to = *request.mutable_audit_hold_place();
  to.set_system(hold.system);
  to.set_child(hold.child);
  to.set_event(hold.event);
  to.set_ground(hold.ground);
  to.set_matter(hold.matter);
  to.set_purpose(hold.purpose);
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_hold_list(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_audit_hold_list();
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_hold_lift(const Agent& agent, const HoldLifted& hold, Reporter& reporter) {
  v1::ControlRequest request;
  v1::AuditHoldLiftRequest& to = *request.mutable_audit_hold_lift();
  to.set_hold(hold.hold);
  to.set_purpose(hold.purpose);
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_search(const Agent& agent, const SearchQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  STILE_TRY(*request.mutable_audit_search(), request_of(query));
  return asked(agent, request, reporter);
}

Result<ExitCode> audit_export(const Agent& agent, const ExportQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  STILE_TRY(*request.mutable_audit_export(), request_of(query.what));
  return files_asked(agent, request, query.out, reporter);
}

Result<ExitCode> audit_prove(const Agent& agent, const ProofQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::AuditProveRequest& to = *request.mutable_audit_prove();
  to.set_leaf(query.leaf);
  to.set_purpose(query.purpose);
  to.set_row(query.row);
  to.set_system(query.system);
  to.set_reference(query.reference);
  return files_asked(agent, request, query.out, reporter);
}

}  // namespace stile::agent
