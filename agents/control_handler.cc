#include "agents/control_handler.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "agents/audit_handler.h"
#include "agents/challenge_handler.h"
#include "agents/enquiry_handler.h"
#include "agents/ledger_watching.h"
#include "agents/recipient/opened_notice.h"
#include "agents/record_handler.h"
#include "agents/reidentify_handler.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/pass_on.h"
#include "agents/witness_words.h"
#include "core/handover/bulk_thread.h"
#include "core/record/code_texts.h"
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

ExitCode answer_return(Source* source, const Person& person, const Asked& asked,
                       Reporter& reporter) {
  if (source == nullptr) return not_here(reporter, "sends no returns");
  if (asked.has_return_status()) return source->status(reporter);
  const bool preview = asked.has_return_preview();
  const v1::ReturnRequest& request = preview ? asked.return_preview() : asked.return_send();
  const auto month = month_in(request.month(), reporter);
  if (!month) return ExitCode::kUsage;
  give_way_to_others();  // the thread is this request's own
  return preview ? source->preview(*month, request.file(), reporter)
                 : source->send(*month, request.file(), person.account, reporter);
}

ExitCode answer_notify(Source* source, const Person& person, const Asked& asked,
                       Reporter& reporter) {
  if (source == nullptr) return not_here(reporter, "sends no notifications");
  const bool preview = asked.has_notify_preview();
  std::istringstream events((preview ? asked.notify_preview() : asked.notify_send()).events());
  return preview ? source->preview_notify(events, reporter)
                 : source->notify(events, person.account, reporter);
}

template <typename T>
std::optional<T> misread(Reporter& reporter, std::string_view how) {
  reporter.message(how);
  return std::nullopt;
}

std::optional<Language> language_in(const std::string& text, Reporter& reporter) {
  if (text.empty()) return Language::kEnglish;
  const auto language = parse_language(text);
  return language ? language : misread<Language>(reporter, "the language is en or cy");
}

std::optional<Selection> selection_in(const v1::InboxSelection& asked, Reporter& reporter) {
  Selection selection;
  selection.force = asked.force();
  if (!asked.home().empty()) {
    const auto home = HomeId::parse(asked.home());
    if (!home.ok()) {
      return misread<Selection>(reporter, "the home is written as ofsted:SC000000 or ciw:NUMBER");
    }
    selection.home = home.value();
  }
  if (!asked.type().empty()) {
    selection.type = record::named<record::RecordType>(asked.type());
    if (!selection.type) {
      return misread<Selection>(reporter,
                                "the type is call-out, missing-episode, arrest, concern, "
                                "home-month or return-manifest");
    }
  }
  return selection;
}

ExitCode answer_list(Inbox* inbox, const Person& person, const v1::InboxListRequest& request,
                     Reporter& reporter) {
  if (inbox == nullptr) return not_here(reporter, "receives no returns");
  std::optional<Selection> selection = selection_in(request.selection(), reporter);
  const auto language = language_in(request.language(), reporter);
  if (!selection || !language) return ExitCode::kUsage;
  if (!request.month().empty()) {
    selection->month = month_in(request.month(), reporter);
    if (!selection->month) return ExitCode::kUsage;
  }
  return inbox->list(person.account, *selection, *language, reporter);
}

ExitCode answer_export(Inbox* inbox, const Person& person, const v1::InboxExportRequest& request,
                       Reporter& reporter) {
  if (inbox == nullptr) return not_here(reporter, "receives no returns");
  const auto month = month_in(request.month(), reporter);
  if (!month) return ExitCode::kUsage;
  const auto selection = selection_in(request.selection(), reporter);
  if (!selection) return ExitCode::kUsage;
  return inbox->export_month(person.account, *month, *selection, request.folder(), reporter);
}

ExitCode answer_completeness(Inbox* inbox, const Person& person, const Asked& asked,
                             Reporter& reporter) {
  const auto& request = asked.inbox_completeness();
  if (inbox == nullptr) return not_here(reporter, "receives no returns");
  const auto month = month_in(request.month(), reporter);
  const auto language = language_in(request.language(), reporter);
  if (!month || !language) return ExitCode::kUsage;
  return inbox->completeness(person.account, *month, *language, reporter);
}

Asker asker_of(const Person& person) {
  return {.account = person.account, .alleged_only = person.has(Role::kYjsPolice)};
}

ExitCode not_told(Reporter& reporter) { return not_here(reporter, "is told of no single events"); }

// An empty list is not to look like a quiet night.
ExitCode answer_notices(Inbox* inbox, const Attachment& attachment, const Person& person,
                        const Asked& asked, Reporter& reporter) {
  const auto& request = asked.inbox_notices();
  if (inbox == nullptr) return not_told(reporter);
  if (!attachment.proven()) {
    reporter.message(
        "the gateway is not reached: what is sent now is not here yet. Whoever runs the agent sees "
        "why: `stile doctor`");
  }
  const auto language = language_in(request.language(), reporter);
  if (!language) return ExitCode::kUsage;
  return inbox->list_notices(asker_of(person), request.all(), *language, reporter);
}

ExitCode answer_open(Inbox* inbox, const Person& person, const v1::InboxOpenRequest& request,
                     Reporter& reporter) {
  if (inbox == nullptr) return not_told(reporter);
  const auto language = language_in(request.language(), reporter);
  if (!language) return ExitCode::kUsage;
  return inbox->open_notice(asker_of(person), request.reference(), *language, reporter);
}

ExitCode answer_acknowledge(Inbox* inbox, const Person& person, const Asked& asked,
                            Reporter& reporter) {
  if (inbox == nullptr) return not_told(reporter);
  return inbox->acknowledge_notice(asker_of(person), asked.inbox_acknowledge().reference(),
                                   reporter);
}

ExitCode answer_return_of(Inbox* inbox, const Person& person, const Asked& asked,
                          Reporter& reporter) {
  const auto& request = asked.inbox_return();
  if (inbox == nullptr) return not_told(reporter);
  const auto word = decision_named(request.word());
  if (!word || !is_returned(*word)) {
    reporter.message("it is returned as not-ours or as wrong-child");
    return ExitCode::kUsage;
  }
  return inbox->return_notice(asker_of(person), request.reference(), *word, reporter);
}

ExitCode answer_changes(Inbox* inbox, const Person& person, const Asked& asked,
                        Reporter& reporter) {
  const auto& request = asked.inbox_changes();
  if (inbox == nullptr) return not_here(reporter, "receives no records");
  const auto language = language_in(request.language(), reporter);
  if (!language) return ExitCode::kUsage;
  return inbox->list_changes(asker_of(person), request.all(), *language, reporter);
}

ExitCode answer_close(Inbox* inbox, const Person& person, const Asked& asked, Reporter& reporter) {
  const auto& request = asked.inbox_close();
  if (inbox == nullptr) return not_here(reporter, "receives no records");
  const auto language = language_in(request.language(), reporter);
  if (!language) return ExitCode::kUsage;
  const auto word = decision_named(request.word());
  if (!word || !closes_change(*word)) {
    reporter.message("it is confirmed, or refused as kept-by-law or as own-record");
    return ExitCode::kUsage;
  }
  return inbox->close_change(asker_of(person), request.reference(), *word, *language, reporter);
}

ExitCode answer_pass_on(Source* source, Inbox* inbox, const Person& person, const Asked& asked,
                        Reporter& reporter) {
  const auto& request = asked.inbox_pass_on();
  if (inbox == nullptr) return not_told(reporter);
  if (source == nullptr) {
    return not_here(reporter, "passes nothing on: its agent has no `source` part (RUNBOOK.md)");
  }
  const auto placing = AreaCode::parse(request.placing_authority());
  if (!placing.ok()) {
    reporter.message("the authority that placed the child is written as its ONS code, E10000030");
    return ExitCode::kUsage;
  }
  auto opened = inbox->to_pass_on(asker_of(person), request.reference());
  if (!opened.ok()) return failed(opened.error(), reporter);
  const PassedOn what(opened->notice.event_token, opened->row, opened->identity, *placing);
  return source->pass_on(what, person.account, reporter);
}

ExitCode answer_alarms(Source* source, const Person& person, const Asked& asked,
                       Reporter& reporter) {
  if (source == nullptr) return not_here(reporter, "sends no notifications");
  if (asked.has_notify_alarms()) return source->alarms(asked.notify_alarms().all(), reporter);
  const auto& rang = asked.notify_rang();
  return source->rang(static_cast<std::int64_t>(rang.alarm()), rang.contact(), person.account,
                      reporter);
}

ExitCode answer_notify_status(Source* source, const Person& person, const Asked& asked,
                              Reporter& reporter) {
  if (source == nullptr) return not_here(reporter, "sends no notifications");
  const Sight sight = person.has(Role::kDataOfficer) ? Sight::kOfficer : Sight::kAnybody;
  return source->notify_status(asked.notify_status().all(), reporter, sight);
}

// What is overdue is a fault of nobody who runs the agent, but has to be seen.
ExitCode answer_notices_status(const Inbox& inbox, Reporter& reporter) {
  const auto figures = inbox.notice_figures();
  if (!figures.ok()) failed(figures.error(), reporter);
  if (!figures.ok() || figures->unread == 0) return ExitCode::kOk;
  reporter.line(
      std::to_string(figures->unread) + " notifications or changes unread, " +
          std::to_string(figures->overdue) + " of them overdue",
      JsonObject().number("unread", figures->unread).number("overdue", figures->overdue).done());
  return figures->overdue == 0 ? ExitCode::kOk : ExitCode::kFaults;
}

// X6: whoever may ask how the agent stands is a data officer.
ExitCode answer_questions_status(const Source& source, Reporter& reporter) {
  const auto waiting = source.questions_unapproved();
  if (!waiting.ok()) return failed(waiting.error(), reporter);
  if (waiting.value() == 0) return ExitCode::kOk;
  reporter.line(std::to_string(waiting.value()) +
                    " questions before an inspection wait for approval: `stile enquiry list`",
                JsonObject().number("awaiting_approval", waiting.value()).done());
  return ExitCode::kOk;
}

ExitCode answer_status(const AgencyId& self, const Attachment& attachment, const Source* source,
                       const Inbox* inbox, LedgerWatch& watch, Witness& witness,
                       Reporter& reporter) {
  const bool attached = attachment.proven().has_value();
  reporter.line(attached ? "attached" : "not attached",
                JsonObject().flag("attached", attached).done());
  reporter.line("agent of " + self.text(), JsonObject().text("agency", self.text()).done());
  const auto wrong_clock = attachment.wrong_clock();
  if (wrong_clock) reporter.line(*wrong_clock, JsonObject().text("clock", *wrong_clock).done());
  const ExitCode notices =
      inbox == nullptr ? ExitCode::kOk : answer_notices_status(*inbox, reporter);
  const ExitCode questions =
      source == nullptr ? ExitCode::kOk : answer_questions_status(*source, reporter);
  const ExitCode told = std::max(
      {notices, questions, say_ledger_alarms(watch, reporter), say_witnesses(witness, reporter)});
  if (!attached) return ExitCode::kIo;
  return wrong_clock ? ExitCode::kFaults : told;
}

// A force exercises who would be told, and these answer.
ExitCode answer_exercising(Source* source, const Person& person, const Asked& asked,
                           Reporter& reporter) {
  if (source == nullptr) return not_here(reporter, "sends no notifications");
  return asked.has_notify_exercise()
             ? source->exercise(asked.notify_exercise().agency(), person.account, reporter)
             : source->exercises(asked.notify_exercises().all(), reporter);
}

ExitCode answer_exercised(Inbox* inbox, const Person& person, const Asked& asked,
                          Reporter& reporter) {
  if (inbox == nullptr) return not_told(reporter);
  return asked.has_inbox_answer()
             ? inbox->answer_exercise(person.account, asked.inbox_answer().reference(), reporter)
             : inbox->list_exercises(asked.inbox_exercises().all(), reporter);
}

// What is kept here that was somebody else's, and for how long anything may be.
ExitCode answer_kept(Inbox* inbox, const Person& person, const Asked& asked, Reporter& reporter) {
  if (inbox == nullptr) return not_told(reporter);
  return asked.has_inbox_breaches() ? inbox->list_breaches(person.account, reporter)
                                    : inbox->list_retention(person.account, reporter);
}

ExitCode answer(const AgencyId& self, Source* source, Inbox* inbox, const Attachment& attachment,
                LedgerWatch& watch, Witness& witness, const DocumentKeeper& documents,
                const Person& person, const Asked& asked, Reporter& reporter) {
  switch (asked.request_case()) {
    case Asked::kReturnPreview:
    case Asked::kReturnSend:
    case Asked::kReturnStatus: return answer_return(source, person, asked, reporter);
    case Asked::kNotifyPreview:
    case Asked::kNotifySend: return answer_notify(source, person, asked, reporter);
    case Asked::kNotifyStatus: return answer_notify_status(source, person, asked, reporter);
    case Asked::kNotifyAlarms:
    case Asked::kNotifyRang: return answer_alarms(source, person, asked, reporter);
    case Asked::kRecordPreview:
    case Asked::kRecordChange:
    case Asked::kRecordChanges:
    case Asked::kRecordRelease:
    case Asked::kRecordForget:
    case Asked::kRecordVerdicts:
    case Asked::kRecordAnswer: return answer_records(source, person, asked, reporter);
    case Asked::kInboxList: return answer_list(inbox, person, asked.inbox_list(), reporter);
    case Asked::kInboxExport: return answer_export(inbox, person, asked.inbox_export(), reporter);
    case Asked::kInboxCompleteness: return answer_completeness(inbox, person, asked, reporter);
    case Asked::kInboxNotices: return answer_notices(inbox, attachment, person, asked, reporter);
    case Asked::kInboxOpen: return answer_open(inbox, person, asked.inbox_open(), reporter);
    case Asked::kInboxAcknowledge: return answer_acknowledge(inbox, person, asked, reporter);
    case Asked::kInboxReturn: return answer_return_of(inbox, person, asked, reporter);
    case Asked::kInboxBreaches:
    case Asked::kInboxRetention: return answer_kept(inbox, person, asked, reporter);
    case Asked::kInboxChanges: return answer_changes(inbox, person, asked, reporter);
    case Asked::kInboxClose: return answer_close(inbox, person, asked, reporter);
    case Asked::kInboxPassOn: return answer_pass_on(source, inbox, person, asked, reporter);
    case Asked::kAuditVerify:
    case Asked::kAuditLog:
    case Asked::kAuditProve:
    case Asked::kAuditExport:
    case Asked::kAuditSearch:
    case Asked::kAuditErase:
    case Asked::kAuditErasures:
    case Asked::kAuditHoldPlace:
    case Asked::kAuditHoldList:
    case Asked::kAuditHoldLift:
    case Asked::kAuditSubject:
    case Asked::kAuditAlarms:
      return answer_audit(source, inbox, {watch, witness, documents}, person, asked, reporter);
    case Asked::kAgentStatus:
      return answer_status(self, attachment, source, inbox, watch, witness, reporter);
    case Asked::kNotifyExercise:
    case Asked::kNotifyExercises: return answer_exercising(source, person, asked, reporter);
    case Asked::kInboxExercises:
    case Asked::kInboxAnswer: return answer_exercised(inbox, person, asked, reporter);
    case Asked::kInboxChallenge:
    case Asked::kInboxChallenges:
    case Asked::kRecordChallenges: return answer_challenges(source, inbox, person, asked, reporter);
    case Asked::kEnquiryApprove:
    case Asked::kEnquiryAsk:
    case Asked::kEnquiryList:
    case Asked::kEnquiryRefuse:
    case Asked::kEnquiryReport:
    case Asked::kEnquiryInspected:
    case Asked::kEnquiryShow: return answer_enquiry(source, inbox, person, asked, reporter);
    case Asked::kReidentifyRequest:
    case Asked::kReidentifyList:
    case Asked::kReidentifyShow:
    case Asked::kReidentifyAsked:
    case Asked::kReidentifyApprove:
    case Asked::kReidentifyRefuse: return answer_reidentify(source, inbox, person, asked, reporter);
    case Asked::REQUEST_NOT_SET: return not_here(reporter, "was asked nothing");
  }
  __builtin_trap();
}

}  // namespace

Handler control_handler(const AgencyId& self, Source* source, Inbox* inbox,
                        const Attachment& attachment, LedgerWatch& watch, Witness& witness,
                        const DocumentKeeper& documents) {
  return [=, &attachment, &watch, &witness, &documents](const Person& person, const Asked& asked,
                                                        Reporter& reporter) {
    return answer(self, source, inbox, attachment, watch, witness, documents, person, asked,
                  reporter);
  };
}

}  // namespace stile::agent
