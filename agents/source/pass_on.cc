#include "agents/source/pass_on.h"

#include <string>
#include <utility>

#include "agents/report/failed.h"
#include "agents/source/notify_run.h"
#include "agents/source/source.h"
#include "core/agreement/parts.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"
#include "core/record/measures.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::Field;

constexpr Instant kSecondsPerMinute = 60;

template <typename T>
void put(const std::optional<T>& told, T& to) {
  if (told) to = *told;
}

// Any outcome of the group is as good as another: nobody is told more than the group.
record::Outcome outcome_of(record::OutcomeGroup group) {
  for (int i = 1; i <= static_cast<int>(record::Outcome::kNoCrime); ++i) {
    const auto outcome = static_cast<record::Outcome>(i);
    if (record::outcome_group(outcome) == group) return outcome;
  }
  return record::Outcome::kNoCrime;
}

Error no_agreement(const PassedOn& what) {
  return {Reason::kNoAgreement,
          "this authority has no agreement by which it passes this on to " + what.placing.text() +
              "; mend with: one made from notification-passed-on.textproto that is in force, and "
              "ring that authority's duty number until then"};
}

// check_placing() fails for a code that is none to whom anything is passed on.
Status check_placing(const agreement::DocumentSet& documents, const AgencyId& self,
                     const PassedOn& what, Day day) {
  const auto& code = what.placing;
  if (!documents.areas().knows(code, day)) {
    return Error{Reason::kUnknownValue,
                 code.text() +
                     " was no authority's code on the day of the event; mend with: the "
                     "ONS code of a county, unitary authority or borough"};
  }
  const auto* agency = documents.agency(self);
  if (agency == nullptr || !documents.areas().is_among(code, agency->areas, day)) return ok();
  return Error{Reason::kInArea, code.text() +
                                    " is this authority: the child is its own; mend with: `stile "
                                    "inbox acknowledge`"};
}

// check_route() is whether what the route grants was told here, and can be told there now.
Status check_route(const Route& route, const TreatedRow& row, const PassedOn& what, Instant now) {
  const auto& to = route.disclosure().to;
  STILE_TRY(const auto passed, wire::decode_fields(row.fields));
  if (const auto field = beyond(passed, what.told)) {
    return Error{Reason::kExcessField,
                 "agreement " + route.agreement_id() + " has " + std::string(record::name(*field)) +
                     " passed on, and this authority was not told it; mend with: an agreement that "
                     "grants no more than the force's, and ring until then"};
  }
  if (row.identity) STILE_CHECKED(record::check_identity(what.identity));
  if (route.documents().sealing_key(to, now)) return ok();
  return Error{Reason::kUnavailable, "the agent of " + to.short_text() +
                                         " has no sealing key in the documents; mend with: ring "
                                         "its duty number, and pass it on again when it has"};
}

// more_telling() is why nobody is told: that one agreement is with another says nothing.
Reason more_telling(Reason one, const Withheld& other) {
  const bool of_another = other.reason == Reason::kNotRouted || other.reason == Reason::kNoClause;
  return of_another ? one : other.reason;
}

// check_may() is why nothing may be passed on; what it lets go, NotifyRun decides again.
Status check_may(const SourceOptions& options, const PassedOn& what, const record::Event& event) {
  if (!what.told.event_minute) {
    return Error{Reason::kMissingField,
                 "the notification does not say when it was, and nothing is passed on without; "
                 "mend with: ring the authority"};
  }
  STILE_TRY(const Routes routes, routes_of(options, record::notification()));
  const auto documents = options.documents();
  const auto envelope = record::envelope_of(event);
  STILE_CHECKED(check_placing(*documents, options.self, what, local_day(event.time)));
  SubjectTokens subjects(*options.tokens);
  Reason reason = Reason::kNoAgreement;
  bool leads = false;
  for (const Route& route : routes.open) {
    if (route.type() != event.type) continue;
    Withheld why;
    auto row = route.treat(event, envelope, subjects, why);
    if (!row) {
      reason = more_telling(reason, why);
      continue;
    }
    STILE_CHECKED(check_route(route, *row, what, options.clock()));
    leads = true;
  }
  if (leads) return ok();
  if (reason == Reason::kNoAgreement) return no_agreement(what);
  return Error{reason, "no agreement lets this go to " + what.placing.text() +
                           "; mend with: an agreement that does, and ring until then"};
}

}  // namespace

record::Event event_of(const PassedOn& what) {
  const record::Treated& told = what.told;
  record::Event event;
  event.type = told.type;
  event.origin = {std::string(kPassedOnSystem), crypto::crockford(what.event_token), {}};
  event.home = told.home;
  event.time = told.event_minute.value_or(0) * kSecondsPerMinute;
  if (told.end_minute.value_or(0) != 0) event.end = *told.end_minute * kSecondsPerMinute;
  event.child_involved = true;
  event.placing_authority = what.placing;
  put(told.child_now, event.child_now);
  put(told.child_role, event.child_role);
  put(told.exploitation, event.exploitation);
  put(told.harm, event.harm);
  put(told.offence, event.offence);
  put(told.arrested, event.arrested);
  if (told.outcome) event.outcome = outcome_of(*told.outcome);
  put(told.child_view, event.child_view);
  put(told.disputed, event.disputed);
  put(told.category, event.category);
  put(told.deployment, event.deployment);
  put(told.home_told, event.home_told);
  put(told.level, event.level);
  put(told.level_set_by, event.level_set_by);
  put(told.absence, event.absence);
  put(told.risk, event.risk);
  put(told.police_response, event.police_response);
  put(told.interview_due, event.interview_due);
  put(told.interview_offered, event.interview_offered);
  put(told.interview_accepted, event.interview_accepted);
  put(told.kind, event.kind);
  return event;
}

std::optional<Field> beyond(const record::Treated& passed, const record::Treated& told) {
  for (const auto& part : agreement::parts()) {
    if (part.field == Field::kPlacingAuthority || part.field == Field::kContact) continue;
    if (!part.has(passed)) continue;
    record::Treated one;
    record::Treated other;
    part.copy(passed, one);
    part.copy(told, other);
    if (one != other) return part.field;
  }
  return std::nullopt;
}

ExitCode Source::pass_on(const PassedOn& what, std::string_view account, Reporter& reporter) {
  ReadEvent read{.line = 0, .event = event_of(what)};
  if (const Status may = check_may(options_, what, read.event); !may.ok()) {
    return agent::failed(may.error(), reporter);
  }
  read.event.identity = what.identity;
  NotifyWords words(reporter);
  std::optional<std::int64_t> first;
  NotifyTotals totals;
  const Status ran = [&]() -> Status {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    const std::lock_guard notifying(notifying_);
    NotifyQueue outlet(options_, *store_, own_keys_, std::string(account),
                       [this] { notifier_.wake(); });
    NotifyRun run(options_, kPassedOnSystem, *reader, words, stopping_);
    Status told = run.tell(read, outlet);
    totals = run.totals();
    first = outlet.first();
    STILE_CHECKED(told);
    if (totals.changed > 0) STILE_CHECKED(corrections_.release());
    return ok();
  }();
  record::wipe(read.event.identity);
  if (!ran.ok()) return agent::failed(ran.error(), reporter);
  if (totals.untold + totals.unreached > 0) return ExitCode::kRefused;
  return first ? await(notifier_, *first, reporter) : ExitCode::kOk;
}

}  // namespace stile::agent
