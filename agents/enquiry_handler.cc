#include "agents/enquiry_handler.h"

#include <optional>
#include <string>

#include "agents/recipient/enquiry.h"
#include "agents/source/decide.h"
#include "core/record/code_texts.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

template <typename T>
std::optional<T> misread(Reporter& reporter, std::string_view how) {
  reporter.message(how);
  return std::nullopt;
}

std::optional<EnquiryOrder> order_in(const v1::EnquiryAskRequest& asked, Reporter& reporter) {
  const auto home = HomeId::parse(asked.home());
  if (!home.ok()) {
    return misread<EnquiryOrder>(reporter, "the home is written as ofsted:SC000000 or ciw:NUMBER");
  }
  const bool since_inspection = asked.first().empty();
  const auto first = parse_day(asked.first());
  if (!since_inspection && !first.ok()) {
    return misread<EnquiryOrder>(reporter, "--from is no day; mend with: one such as 2025-10-01");
  }
  const auto last = parse_day(asked.last());
  if (!last.ok()) {
    return misread<EnquiryOrder>(reporter, "--to is no day; mend with: one such as 2026-10-31");
  }
  const auto inspection = record::named<record::Inspection>(asked.inspection());
  if (!inspection) {
    return misread<EnquiryOrder>(reporter, "the inspection is full, interim or monitoring");
  }
  if (!record::is_inspection_reference(asked.reference())) {
    return misread<EnquiryOrder>(
        reporter, "the reference is the inspection's number: 4 to 12 digits, as INS-10012345");
  }
  EnquiryOrder order{home.value(), 0, to_day(*last), *inspection, asked.reference()};
  order.since_inspection = since_inspection;
  if (!since_inspection) order.first = to_day(*first);
  return order;
}

ExitCode ask(Inbox& inbox, const Person& person, const v1::EnquiryAskRequest& asked,
             Reporter& reporter) {
  const auto order = order_in(asked, reporter);
  if (!order) return ExitCode::kUsage;
  return inbox.ask(person.account, *order, asked.preview(), reporter);
}

std::string refusal_reasons() {
  std::string all;
  for (int i = 1; i <= record::count<record::Declined>; ++i) {
    const auto why = static_cast<record::Declined>(i);
    if (is_a_persons(why)) all += (all.empty() ? "" : ", ") + std::string(record::name(why));
  }
  return all;
}

std::optional<Language> language_in(const std::string& asked, Reporter& reporter) {
  const auto language = asked.empty() ? Language::kEnglish : parse_language(asked);
  if (!language) return misread<Language>(reporter, "the language is en or cy");
  return language;
}

ExitCode report(Inbox& inbox, const Person& person, const v1::EnquiryReportRequest& asked,
                Reporter& reporter) {
  const auto language = language_in(asked.language(), reporter);
  if (!language) return ExitCode::kUsage;
  return inbox.report_enquiry(person.account, asked.enquiry(), *language, asked.csv(), reporter);
}

ExitCode show(Inbox& inbox, const Person& person, const v1::EnquiryShowRequest& asked,
              Reporter& reporter) {
  const auto language = language_in(asked.language(), reporter);
  if (!language) return ExitCode::kUsage;
  return inbox.show_enquiry(person.account, asked.enquiry(), *language, reporter);
}

// decide() is for the force that was asked.
ExitCode decide(Source* source, const Person& person, const v1::ControlRequest& asked,
                Reporter& reporter) {
  if (source == nullptr) {
    reporter.message("this agency is asked nothing before inspections");
    return ExitCode::kUsage;
  }
  if (asked.has_enquiry_approve()) {
    return source->decide(asked.enquiry_approve().enquiry(), std::nullopt, person.account,
                          reporter);
  }
  const auto& refused = asked.enquiry_refuse();
  const auto why = record::named<record::Declined>(refused.reason());
  if (!why || !is_a_persons(*why)) {
    reporter.message("the reason is none of the list; mend with: one of " + refusal_reasons());
    return ExitCode::kUsage;
  }
  return source->decide(refused.enquiry(), why, person.account, reporter);
}

ExitCode inspected(Inbox& inbox, const Person& person, const v1::EnquiryInspectedRequest& asked,
                   Reporter& reporter) {
  const auto day = parse_day(asked.day());
  if (day.ok()) {
    return inbox.record_inspection(person.account, asked.enquiry(), to_day(*day), reporter);
  }
  reporter.message("--on is no day; mend with: one such as 2026-11-10");
  return ExitCode::kUsage;
}

}  // namespace

ExitCode answer_enquiry(Source* source, Inbox* inbox, const Person& person,
                        const v1::ControlRequest& asked, Reporter& reporter) {
  if (inbox == nullptr && source != nullptr && asked.has_enquiry_list() &&
      person.has(Role::kDataOfficer)) {
    return source->list_questions(person.account, reporter);
  }
  if (asked.has_enquiry_approve() || asked.has_enquiry_refuse()) {
    return decide(source, person, asked, reporter);
  }
  if (inbox == nullptr) {
    reporter.message("this agency asks nothing before inspections");
    return ExitCode::kUsage;
  }
  if (asked.has_enquiry_ask()) return ask(*inbox, person, asked.enquiry_ask(), reporter);
  if (asked.has_enquiry_show()) return show(*inbox, person, asked.enquiry_show(), reporter);
  if (asked.has_enquiry_report()) return report(*inbox, person, asked.enquiry_report(), reporter);
  if (asked.has_enquiry_inspected()) {
    return inspected(*inbox, person, asked.enquiry_inspected(), reporter);
  }
  return inbox->list_enquiries(person.account, reporter);
}

}  // namespace stile::agent
