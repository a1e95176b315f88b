#include "agents/control_handler.h"

#include <algorithm>
#include <optional>
#include <string>

#include "agents/report/json.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

using Asked = v1::ControlRequest;

ExitCode not_here(Reporter& reporter, std::string_view what) {
  reporter.message("this agency " + std::string(what));
  return ExitCode::kUsage;
}

std::optional<Month> month_in(const std::string& text, Reporter& reporter) {
  const auto month = parse_month(text);
  if (month.ok()) return month.value();
  reporter.message("the month is written as 2026-10");
  return std::nullopt;
}

ExitCode answer_return(Source* source, const Person& person, const v1::ReturnRequest& request,
                       bool preview, Reporter& reporter) {
  if (source == nullptr) return not_here(reporter, "sends no returns");
  const auto month = month_in(request.month(), reporter);
  if (!month) return ExitCode::kUsage;
  return preview ? source->preview(*month, request.file(), reporter)
                 : source->send(*month, request.file(), person.account, reporter);
}

ExitCode answer_list(Inbox* inbox, const Person& person, const std::string& text,
                     Reporter& reporter) {
  if (inbox == nullptr) return not_here(reporter, "receives no returns");
  std::optional<Month> month;
  if (!text.empty()) {
    month = month_in(text, reporter);
    if (!month) return ExitCode::kUsage;
  }
  return inbox->list(person.account, month, reporter);
}

ExitCode answer_export(Inbox* inbox, const Person& person, const v1::InboxExportRequest& request,
                       Reporter& reporter) {
  if (inbox == nullptr) return not_here(reporter, "receives no returns");
  const auto month = month_in(request.month(), reporter);
  if (!month) return ExitCode::kUsage;
  return inbox->export_month(person.account, *month, request.file(), reporter);
}

// The worse of two: later codes are worse.
ExitCode answer_verify(Source* source, Inbox* inbox, const Person& person, Reporter& reporter) {
  ExitCode sent = ExitCode::kOk;
  ExitCode received = ExitCode::kOk;
  if (source != nullptr) sent = source->verify(reporter);
  if (inbox != nullptr) received = inbox->verify(person.account, reporter);
  return std::max(sent, received);
}

ExitCode answer_status(const Attachment& attachment, Reporter& reporter) {
  const bool attached = attachment.proven().has_value();
  reporter.line(attached ? "attached" : "not attached",
                JsonObject().flag("attached", attached).done());
  return attached ? ExitCode::kOk : ExitCode::kIo;
}

}  // namespace

Handler control_handler(Source* source, Inbox* inbox, const Attachment& attachment) {
  return [=, &attachment](const Person& person, const Asked& asked, Reporter& reporter) {
    switch (asked.request_case()) {
      case Asked::kReturnPreview:
        return answer_return(source, person, asked.return_preview(), true, reporter);
      case Asked::kReturnSend:
        return answer_return(source, person, asked.return_send(), false, reporter);
      case Asked::kReturnStatus:
        return source == nullptr ? not_here(reporter, "sends no returns")
                                 : source->status(reporter);
      case Asked::kInboxList:
        return answer_list(inbox, person, asked.inbox_list().month(), reporter);
      case Asked::kInboxExport: return answer_export(inbox, person, asked.inbox_export(), reporter);
      case Asked::kAuditVerify: return answer_verify(source, inbox, person, reporter);
      case Asked::kAgentStatus: return answer_status(attachment, reporter);
      case Asked::REQUEST_NOT_SET: break;
    }
    return not_here(reporter, "was asked nothing");
  };
}

}  // namespace stile::agent
