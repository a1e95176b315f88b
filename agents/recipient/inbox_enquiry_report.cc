// What has come of an answer, as a file for the inspector (proto/ENQUIRIES.md).
#include <algorithm>
#include <utility>

#include "agents/recipient/change_reader.h"
#include "agents/recipient/enquiry_csv.h"
#include "agents/recipient/enquiry_forces.h"
#include "agents/recipient/enquiry_months.h"
#include "agents/recipient/enquiry_report.h"
#include "agents/recipient/inbox.h"
#include "agents/recipient/inbox_export.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/inbox_store.h"
#include "agents/report/failed.h"
#include "agents/report/pieces.h"
#include "core/crypto/encoding.h"
#include "core/record/statement.h"

namespace stile::agent {
namespace {

// complete_with() adds, from the signed documents, the forces that had the home in the period and
// that no question went to, its earlier numbers, about which they did, and those about which not.
void complete_with(const agreement::DocumentSet& documents, const AgencyId& self,
                   const std::vector<HomeId>& numbers, EnquiryReport& report) {
  const record::Question& asked = report.parts.front().question;
  const EnquiryOrder order{asked.home, asked.first, asked.last, asked.inspection, asked.reference};
  std::vector<NotAsked> found;
  for (const auto& force : forces_of_home(order, documents, self, asked.enquiry, report.made)) {
    const bool was_asked = std::ranges::any_of(
        report.parts, [&](const EnquiryPart& part) { return part.source() == force.name; });
    if (was_asked) continue;
    found.push_back({force.name, force.may.ok() ? "" : std::string(name(force.may.reason()))});
  }
  report.not_asked = std::move(found);
  report.earlier = earlier_numbers(order, documents, numbers);
  if (auto missing = unasked(order, documents, numbers)) {
    report.unasked = std::move(missing->numbers);
  }
}

// leave_out_restricted() takes out what may not be used (UK GDPR art. 18): no figure is made of it.
void leave_out_restricted(AnswerSoFar& answer) {
  leave_out_months(answer);
  std::erase_if(answer.lines, [](const RecordLine& line) { return !!line.marks.restriction; });
}

// `last` becomes the change that came last before it was read.
Result<EnquiryReport> read_report(const InboxOptions& options, std::string_view enquiry,
                                  AsOf& as_of) {
  EnquiryReport report;
  report.made = options.clock();
  const auto bytes = crypto::unhex(enquiry);
  const Error none = no_such_enquiry();
  if (!bytes.ok() || !copy_exact(bytes.value(), report.enquiry)) return none;
  const auto documents = options.documents();
  STILE_TRY(const InboxReader inbox, InboxReader::open(options.store));
  STILE_TRY(auto asked, answered_questions(inbox, documents.get(), report.enquiry));
  if (asked.empty()) return none;
  STILE_TRY(as_of, as_of_now(inbox.database()));
  for (AnsweredQuestion& one : asked) {
    STILE_TRY(auto question, std::move(one.asked));
    leave_out_restricted(one.answer);
    report.parts.push_back({std::move(one.kept), std::move(question), std::move(one.answer)});
  }
  STILE_TRY(const auto numbers, asked_numbers(inbox.database(), report.enquiry));
  if (documents != nullptr) complete_with(*documents, options.self, numbers, report);
  return report;
}

}  // namespace

ExitCode Inbox::report_enquiry(std::string_view account, std::string_view enquiry,
                               Language language, const std::string& csv, Reporter& reporter) {
  bool whole = true;
  const auto done = [&]() -> Status {
    if (!csv.empty()) STILE_CHECKED(check_folder_name(csv));
    AsOf as_of;
    STILE_TRY(const EnquiryReport report, read_report(options_, enquiry, as_of));
    std::uint64_t rows = 0;
    for (const EnquiryPart& part : report.parts) {
      rows += part.answer.lines.size() + part.answer.months.size();
    }
    STILE_CHECKED(
        log_export(account, record::to_text(record::answer_to(report.enquiry)), rows, as_of));
    whole = report.is_whole();
    if (csv.empty()) {
      say_pieces(enquiry_report(report, language), reporter);
    } else {
      say_pieces(enquiry_csv(report.parts), reporter);
      reporter.line({}, enquiry_csvw(csv));
    }
    return ok();
  }();
  if (!done.ok()) return failed(done.error(), reporter);
  return whole ? ExitCode::kOk : ExitCode::kFaults;
}

}  // namespace stile::agent
