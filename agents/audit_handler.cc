#include "agents/audit_handler.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/ledger_watching.h"
#include "agents/recipient/received_holds.h"
#include "agents/report/disclosure_account.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/report/legal_hold.h"
#include "agents/report/proof_files.h"
#include "agents/report/purpose.h"
#include "agents/report/silent_reporter.h"
#include "agents/source/sent_holds.h"
#include "agents/source/subject_account.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

using Asked = v1::ControlRequest;

constexpr std::array kAgencyKinds = {AgencyKind::kForce,     AgencyKind::kRegulator,
                                     AgencyKind::kAuthority, AgencyKind::kYjs,
                                     AgencyKind::kAuditor,   AgencyKind::kGateway};

constexpr std::string_view kSendsNothing =
    "this agency sends no records; what it was given is erased by who sent it, and "
    "`stile inbox changes` says what waits to be confirmed";

Error usage(std::string what) { return {Reason::kUsage, std::move(what)}; }

std::string listed(std::span<const std::string_view> names) {
  std::string list;
  for (const auto one : names) list += (list.empty() ? "" : ", ") + std::string(one);
  return list;
}

// The worse of two: later codes are worse.
ExitCode verify(Source* source, Inbox* inbox, const Person& person, Reporter& reporter) {
  ExitCode sent = ExitCode::kOk;
  ExitCode received = ExitCode::kOk;
  if (source != nullptr) sent = source->verify(reporter);
  if (inbox != nullptr) received = inbox->verify(person.account, reporter);
  return std::max(sent, received);
}

Status check_purpose(const std::string& purpose) {
  if (is_purpose(purpose)) return ok();
  return usage("the purpose is one of " + listed(kPurposes));
}

Status read_day(const std::string& text, Day& day) {
  if (text.empty()) return ok();
  const auto parsed = parse_day(text);
  if (!parsed.ok()) return usage("a day is written as 2026-10-31");
  day = to_day(parsed.value());
  return ok();
}

Result<OperationQuery> query_in(const v1::AuditLogRequest& asked) {
  STILE_CHECKED(check_purpose(asked.purpose()));
  OperationQuery query{.operation = asked.operation()};
  if (!query.operation.empty() && std::ranges::count(kOperations, query.operation) == 0) {
    return usage("the operation is one of " + listed(kOperations));
  }
  STILE_CHECKED(read_day(asked.first(), query.first));
  STILE_CHECKED(read_day(asked.last(), query.last));
  if (query.last < query.first) return usage("the last day is before the first");
  return query;
}

// The parts of an agent keep a log each; a person reads one.
Result<std::vector<LoggedOperation>> operations(Source* source, Inbox* inbox, const Person& person,
                                                const v1::AuditLogRequest& asked) {
  STILE_TRY(const auto query, query_in(asked));
  std::vector<LoggedOperation> all;
  if (source != nullptr) {
    STILE_TRY(all, source->operations(query, asked.purpose(), person.account));
  }
  if (inbox == nullptr) return all;
  STILE_TRY(const auto received, inbox->operations(query, asked.purpose(), person.account));
  all.insert(all.end(), received.begin(), received.end());
  std::ranges::stable_sort(all, {}, &LoggedOperation::time);
  return all;
}

ExitCode log(Source* source, Inbox* inbox, const Person& person, const v1::AuditLogRequest& asked,
             Reporter& reporter) {
  const auto found = operations(source, inbox, person, asked);
  if (!found.ok()) return failed(found.error(), reporter);
  if (asked.csv()) say_csv_head(reporter);
  const auto form = asked.csv() ? OperationForm::kCsv : OperationForm::kWords;
  for (const auto& one : found.value()) say_operation(one, form, reporter);
  if (found->empty()) reporter.message("nothing of that kind was done in that time");
  return ExitCode::kOk;
}

ExitCode erase(Source* source, const Person& person, const v1::AuditEraseRequest& asked,
               Reporter& reporter) {
  if (source == nullptr) return failed(usage(std::string(kSendsNothing)), reporter);
  const Status known = check_purpose(asked.purpose());
  if (!known.ok()) return failed(known.error(), reporter);
  if (asked.child().empty()) return failed(usage("which child? As the system writes it"), reporter);
  const SubjectOrder order{
      .system = asked.system(), .child = asked.child(), .purpose = asked.purpose()};
  return source->erase(order, person.account, reporter);
}

ExitCode erasures(Source* source, const Person& person, Reporter& reporter) {
  if (source == nullptr) return failed(usage(std::string(kSendsNothing)), reporter);
  return source->erasures(person.account, reporter);
}

// A child is known where records come from; elsewhere there are events.
Status check_held(const Source* source, const Inbox* inbox,
                  const v1::AuditHoldPlaceRequest& asked) {
  STILE_CHECKED(check_purpose(asked.purpose()));
  if (asked.child().empty() == asked.event().empty()) {
    return usage(
        "what is held? At a force a child, with --system and --child; at a recipient a "
        "record, with --event");
  }
  if (!asked.child().empty() && source == nullptr) {
    return usage("this agency sends no records; mend with: --event, of a record that it was given");
  }
  if (asked.event().empty() || inbox != nullptr) return ok();
  return usage("this agency is given no records; mend with: --system and --child");
}

ExitCode place_hold(Source* source, Inbox* inbox, const Person& person,
                    const v1::AuditHoldPlaceRequest& asked, Reporter& reporter) {
  const Status fit = check_held(source, inbox, asked);
  if (!fit.ok()) return failed(fit.error(), reporter);
  if (!asked.event().empty()) {
    return inbox->place_hold({.reference = asked.event(),
                              .ground = asked.ground(),
                              .matter = asked.matter(),
                              .purpose = asked.purpose()},
                             person.account, reporter);
  }
  return source->place_hold({.system = asked.system(),
                             .child = asked.child(),
                             .ground = asked.ground(),
                             .matter = asked.matter(),
                             .purpose = asked.purpose()},
                            person.account, reporter);
}

// The worse of two, as verify().
ExitCode list_holds(Source* source, Inbox* inbox, const Person& person, Reporter& reporter) {
  ExitCode sent = ExitCode::kOk;
  ExitCode received = ExitCode::kOk;
  if (source != nullptr) sent = source->list_holds(person.account, reporter);
  if (inbox != nullptr) received = inbox->list_holds(person.account, reporter);
  return std::max(sent, received);
}

ExitCode lift_hold(Source* source, Inbox* inbox, const Person& person,
                   const v1::AuditHoldLiftRequest& asked, Reporter& reporter) {
  const Status known = check_purpose(asked.purpose());
  if (!known.ok()) return failed(known.error(), reporter);
  const auto sent = number_in(asked.hold(), kSentHold);
  if (sent && source != nullptr) {
    return source->lift_hold(*sent, asked.purpose(), person.account, reporter);
  }
  const auto received = number_in(asked.hold(), kReceivedHold);
  if (received && inbox != nullptr) {
    return inbox->lift_hold(*received, asked.purpose(), person.account, reporter);
  }
  return failed(no_such_hold(), reporter);
}

// Whoever writes an agency otherwise would be told that nothing went there.
Status check_agency(const std::string& agency) {
  const std::string_view kind = std::string_view(agency).substr(0, agency.find('/'));
  const bool short_form =
      kind.size() + 1 < agency.size() &&
      std::ranges::any_of(kAgencyKinds, [&](AgencyKind one) { return name(one) == kind; });
  if (agency.empty() || short_form || AgencyId::parse(agency).ok()) return ok();
  return usage("an agency is written as authority/E10000011");
}

Result<DisclosureQuery> query_in(const v1::AuditSearchRequest& asked) {
  STILE_CHECKED(check_purpose(asked.purpose()));
  DisclosureQuery query{.agreement = asked.agreement(),
                        .recipient = asked.recipient(),
                        .source = asked.source(),
                        .purpose = asked.purpose(),
                        .only = asked.only()};
  if (!query.only.empty() && std::ranges::find(kOnly, query.only) == kOnly.end()) {
    return usage("only is one of " + listed(kOnly));
  }
  STILE_CHECKED(read_day(asked.first(), query.first));
  STILE_CHECKED(read_day(asked.last(), query.last));
  if (query.last < query.first) return usage("the last day is before the first");
  STILE_CHECKED(check_agency(query.recipient));
  STILE_CHECKED(check_agency(query.source));
  return query;
}

// check_named() tells what nobody knows from what had nothing in that time.
Status check_named(const DisclosureQuery& query, const DisclosureAccount& found) {
  if (!found.listed.empty() || found.documents == nullptr) return ok();
  std::set<std::string> agreements;
  std::set<std::string> ids;
  std::set<std::string> agencies;
  for (const auto& agency : found.documents->directory().agencies) {
    agencies.insert({agency.id.text(), std::string(agency.id.short_text())});
    for (const Hash& hash : found.documents->agreements_of_source(agency.id)) {
      ids.insert(found.documents->agreement(hash).value()->id.text());
      agreements.insert(crypto::hex(hash));
    }
  }
  for (const std::string& agency : {query.recipient, query.source}) {
    if (agency.empty() || agencies.contains(agency)) continue;
    return usage("the directory has no " + agency + ", and nothing went to it or came from it");
  }
  const std::string& agreement = query.agreement;
  if (agreement.empty() || ids.contains(agreement) || agreements.contains(agreement)) return ok();
  std::string known;
  for (const std::string& id : ids) known += (known.empty() ? "" : ", ") + id;
  return usage("no agreement of that id is known here; known are: " + known);
}

// The parts of an agent know of what left, and of what came.
Result<DisclosureAccount> disclosures(Source* source, Inbox* inbox, const Person& person,
                                      const DisclosureQuery& query) {
  DisclosureAccount all;
  if (source != nullptr) {
    STILE_TRY(all, source->disclosures(query, person.account));
  }
  if (inbox != nullptr) {
    STILE_TRY(auto received, inbox->disclosures(query, person.account));
    join(std::move(received), all);
  }
  STILE_CHECKED(check_named(query, all));
  return all;
}

// A spreadsheet gets the consignments alone, and so does who narrows them further.
ExitCode search(Source* source, Inbox* inbox, const Person& person,
                const v1::AuditSearchRequest& asked, Reporter& reporter) {
  const auto query = query_in(asked);
  if (!query.ok()) return failed(query.error(), reporter);
  const auto found = disclosures(source, inbox, person, query.value());
  if (!found.ok()) return failed(found.error(), reporter);
  if (asked.csv()) say_disclosure_head(reporter);
  const auto form = asked.csv() ? DisclosureForm::kCsv : DisclosureForm::kWords;
  const auto listed = query->only.empty() ? found->listed : only(found.value(), query.value());
  for (const auto& one : listed) say_disclosure(one, form, reporter);
  if (listed.empty()) reporter.message("nothing of that kind left or came in that time");
  if (query->only == "held" || query->only == "withheld") {
    reporter.message("rows of exports are found by their month, single events by the day decided");
  }
  reporter.message(
      "answers to enquiries before inspections, and what follows them, are left out for 90 days, "
      "whether there are any or not");
  SilentReporter silent;
  const bool alone = asked.csv() || !query->only.empty();
  return say_summary(found.value(), query.value(), alone ? silent : reporter);
}

// It left here, or came; what a part has not, the other may have.
Result<std::vector<ProofFile>> proof_of(Source* source, Inbox* inbox, const Person& person,
                                        const ProofOrder& order) {
  STILE_CHECKED(check_purpose(order.purpose));
  if (order.system.empty() != order.reference.empty() || (order.row != 0 && order.opens_record())) {
    return usage("a row is opened by its number, or by its record's system and reference");
  }
  if (source != nullptr) {
    auto sent = source->prove(order, person.account);
    if (sent.ok() || sent.reason() != Reason::kNotFound || inbox == nullptr) return sent;
  }
  return inbox == nullptr ? usage("nothing leaves this agency, and nothing comes")
                          : inbox->prove(order, person.account);
}

// A long file goes in pieces, because an answer's line has its limit.
void hand_out(const std::vector<ProofFile>& files, Reporter& reporter) {
  constexpr std::size_t kPieceBytes = 256 * 1024;
  for (const ProofFile& file : files) {
    for (std::size_t at = 0; at == 0 || at < file.content.size(); at += kPieceBytes) {
      const std::string piece = crypto::base64(ByteView(file.content).substr(at, kPieceBytes));
      reporter.line({}, JsonObject().text("name", file.name).text("content", piece).done());
    }
  }
}

ExitCode subject(Source* source, const Person& person, const v1::AuditSubjectRequest& asked,
                 Reporter& reporter) {
  if (source == nullptr) {
    reporter.message(
        "this agency sends no records; what it was given names no child that it could be asked by");
    return ExitCode::kUsage;
  }
  const Status known = check_purpose(asked.purpose());
  if (!known.ok()) return failed(known.error(), reporter);
  const auto language = asked.language().empty() ? std::optional(Language::kEnglish)
                                                 : parse_language(asked.language());
  if (!language) return failed(usage("the language is en or cy"), reporter);
  if (asked.child().empty()) return failed(usage("which child? As the system writes it"), reporter);
  const SubjectOrder order{.system = asked.system(),
                           .child = asked.child(),
                           .purpose = asked.purpose(),
                           .language = *language,
                           .prove = asked.prove(),
                           .page = asked.page()};
  if (order.prove) {
    const auto files = source->prove_subject(order, person.account);
    if (!files.ok()) return failed(files.error(), reporter);
    hand_out(files.value(), reporter);
    return ExitCode::kOk;
  }
  return source->account_of_subject(order, person.account, reporter);
}

ExitCode prove(Source* source, Inbox* inbox, const Person& person,
               const v1::AuditProveRequest& asked, Reporter& reporter) {
  const ProofOrder order{.leaf = asked.leaf(),
                         .purpose = asked.purpose(),
                         .row = asked.row(),
                         .system = asked.system(),
                         .reference = asked.reference()};
  const auto files = proof_of(source, inbox, person, order);
  if (!files.ok()) return failed(files.error(), reporter);
  hand_out(files.value(), reporter);
  return ExitCode::kOk;
}

// What does not verify is in the list, with its fault, and not among the leaves. These have their
// own proofs, so that an agency can account for itself also without the gateway, or against it.
ExitCode export_all(Source* source, Inbox* inbox, const Evidence& evidence, const Person& person,
                    const v1::AuditSearchRequest& asked, Reporter& reporter) {
  auto query = query_in(asked);
  if (!query.ok()) return failed(query.error(), reporter);
  query->proofs = true;
  const auto found = disclosures(source, inbox, person, query.value());
  if (!found.ok()) return failed(found.error(), reporter);
  const auto faults = std::ranges::count_if(
      found->listed, [](const ListedDisclosure& one) { return !one.fault.empty(); });
  if (found->leaves.empty() && faults == 0) {
    return failed({Reason::kNotFound, "nothing of that kind left or came in that time"}, reporter);
  }
  const auto tree = tree_of(source, inbox, evidence);
  hand_out(export_files(found.value()), reporter);
  hand_out(documents_of(found.value(), evidence), reporter);
  if (tree.ok()) {
    hand_out(tree.value(), reporter);
  } else {
    reporter.message("the ledger's tree is not in it: " + tree.error().detail);
  }
  if (faults > 0) {
    reporter.message(std::to_string(faults) + " consignments do not verify, and have no leaf here");
  }
  const bool lied = !tree.ok() && tree.reason() == Reason::kIntegrity;
  return faults > 0 || lied ? ExitCode::kIntegrity : ExitCode::kOk;
}

}  // namespace

ExitCode answer_audit(Source* source, Inbox* inbox, const Evidence& evidence, const Person& person,
                      const Asked& asked, Reporter& reporter) {
  switch (asked.request_case()) {
    case Asked::kAuditVerify: return verify(source, inbox, person, reporter);
    case Asked::kAuditLog: return log(source, inbox, person, asked.audit_log(), reporter);
    case Asked::kAuditSearch: return search(source, inbox, person, asked.audit_search(), reporter);
    case Asked::kAuditExport:
      return export_all(source, inbox, evidence, person, asked.audit_export(), reporter);
    case Asked::kAuditProve: return prove(source, inbox, person, asked.audit_prove(), reporter);
    case Asked::kAuditErase: return erase(source, person, asked.audit_erase(), reporter);
    case Asked::kAuditErasures: return erasures(source, person, reporter);
    case Asked::kAuditHoldPlace:
      return place_hold(source, inbox, person, asked.audit_hold_place(), reporter);
    case Asked::kAuditHoldList: return list_holds(source, inbox, person, reporter);
    case Asked::kAuditHoldLift:
      return lift_hold(source, inbox, person, asked.audit_hold_lift(), reporter);
    case Asked::kAuditAlarms:
      return answer_ledger_alarms(evidence.watch, source, inbox, person, asked, reporter);
    case Asked::kAuditSubject: return subject(source, person, asked.audit_subject(), reporter);
    default: __builtin_trap();
  }
}

}  // namespace stile::agent
