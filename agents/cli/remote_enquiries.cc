#include "agents/cli/remote.h"
#include "agents/cli/remote_asked.h"
#include "agents/cli/report_files.h"

// Enquiries before an inspection, at the regulator and at the force.
namespace stile::agent {

Result<ExitCode> enquiry_ask(const Agent& agent, const EnquiryQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::EnquiryAskRequest& to = *request.mutable_enquiry_ask();
  to.set_home(query.home);
  to.set_first(query.first);
  to.set_last(query.last);
  to.set_inspection(query.inspection);
  to.set_reference(query.reference);
  to.set_preview(query.preview);
  return asked(agent, request, reporter);
}

Result<ExitCode> enquiry_list(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_enquiry_list();
  return asked(agent, request, reporter);
}

Result<ExitCode> enquiry_show(const Agent& agent, const std::string& enquiry,
                              const std::string& language, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_enquiry_show()->set_enquiry(enquiry);
  request.mutable_enquiry_show()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> enquiry_approve(const Agent& agent, const std::string& enquiry,
                                 Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_enquiry_approve()->set_enquiry(enquiry);
  return asked(agent, request, reporter);
}

Result<ExitCode> enquiry_refuse(const Agent& agent, const std::string& enquiry,
                                const std::string& reason, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_enquiry_refuse()->set_enquiry(enquiry);
  request.mutable_enquiry_refuse()->set_reason(reason);
  return asked(agent, request, reporter);
}

Result<ExitCode> enquiry_inspected(const Agent& agent, const std::string& enquiry,
                                   const std::string& day, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_enquiry_inspected()->set_enquiry(enquiry);
  request.mutable_enquiry_inspected()->set_day(day);
  return asked(agent, request, reporter);
}

Result<ExitCode> enquiry_report(const Agent& agent, const EnquiryFile& wanted, Reporter& reporter) {
  ReportFiles files(wanted.file, wanted.is_csv, reporter);
  STILE_CHECKED(files.check_absent());
  v1::ControlRequest request;
  v1::EnquiryReportRequest& to = *request.mutable_enquiry_report();
  to.set_enquiry(wanted.enquiry);
  to.set_language(wanted.language);
  if (wanted.is_csv) to.set_csv(wanted.file.filename().string());
  STILE_TRY(const ExitCode done, asked(agent, request, files));
  STILE_CHECKED(files.write());
  return done;
}

}  // namespace stile::agent
