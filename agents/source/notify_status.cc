#include "agents/source/notify_status.h"

#include <string>

#include "agents/report/json.h"
#include "core/agreement/duty.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

// held_state() is how one stands that the gateway holds, or held, by itself.
std::string_view held_state(record::Holding held) {
  switch (held) {
    case record::Holding::kFrozen: return "frozen";
    case record::Holding::kThawed: return "queued";
    case record::Holding::kEnded: return "deleted";
    case record::Holding::kUncollected: return "uncollected";
  }
  __builtin_trap();
}

std::string_view state_of(const Notification& one) {
  if (one.withdrawn) return "withdrawn";
  if (one.read) return "read";
  if (one.state == ConsignmentState::kStored) return "delivered";
  return one.held ? held_state(*one.held) : "queued";
}

std::string short_name(const std::string& agency) {
  const auto id = AgencyId::parse(agency);
  return id.ok() ? id->short_text() : agency;
}

void say(const Notification& one, Instant now, Reporter& reporter) {
  const bool overdue = one.overdue(now);
  JsonObject json;
  json.text("reference", one.reference)
      .text("recipient", one.recipient)
      .text("agreement", one.agreement_id)
      .text("queued", utc_second_text(one.queued))
      .text("state", state_of(one))
      .flag("overdue", overdue);
  if (one.unlisted) json.flag("released", true);
  reporter.line(one.reference + " to " + short_name(one.recipient) + ": " +
                    std::string(state_of(one)) + (overdue ? ", OVERDUE" : "") +
                    (one.unlisted ? ", released" : "") + " (queued " + utc_second_text(one.queued) +
                    ")",
                json.done());
}

// whom_to_ring() is who is on duty at the recipient now, first things first.
std::string whom_to_ring(const std::string& recipient, const SourceOptions& options) {
  const auto documents = options.documents();
  const auto id = AgencyId::parse(recipient);
  const auto* agency = documents == nullptr || !id.ok() ? nullptr : documents->agency(id.value());
  std::string text;
  if (agency == nullptr) return text;
  for (const auto* contact : agreement::duty(*agency, options.clock())) {
    if (contact->telephone.empty()) continue;
    text += (text.empty() ? "" : ", then ") + contact->code + " on " + contact->telephone;
  }
  return text;
}

// about() is what an alarm is about.
std::string about(const Alarm& alarm) {
  if (alarm.recipient.empty()) return alarm.reference;
  return alarm.reference + " to " + short_name(alarm.recipient);
}

void say(const Alarm& alarm, const SourceOptions& options, Reporter& reporter) {
  const std::string ring = whom_to_ring(alarm.recipient, options);
  const std::string number =
      alarm.recipient.empty() ? "whom its events call for" : "its duty number";
  JsonObject json;
  json.number("alarm", static_cast<std::uint64_t>(alarm.id))
      .text("reference", alarm.reference)
      .text("recipient", alarm.recipient)
      .text("why", words(alarm.kind))
      .text("raised", utc_second_text(alarm.raised))
      .text("ring", ring)
      .text("rung", alarm.rung == 0 ? "" : utc_second_text(alarm.rung))
      .text("contact", alarm.contact);
  std::string text = "alarm " + std::to_string(alarm.id) + " " + utc_second_text(alarm.raised) +
                     ": " + about(alarm) + " " + std::string(words(alarm.kind));
  text += alarm.rung != 0 ? "; rung " + utc_second_text(alarm.rung) + ": " + alarm.contact
                          : "; ring " + (ring.empty() ? number : ring);
  reporter.line(text, json.done());
}

ExitCode failed(const Error& error, Reporter& reporter) {
  reporter.message(error.detail);
  return exit_code_of(error.reason);
}

}  // namespace

std::string reference_of(const Alarm& alarm) {
  Token token{};
  auto number = static_cast<std::uint64_t>(alarm.id);
  for (std::size_t i = token.size(); number > 0; number >>= 8) {
    token[--i] = static_cast<std::uint8_t>(number);
  }
  return crypto::crockford(token);
}

std::string_view words(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::kNotAdmitted: return "was not taken by the gateway";
    case AlarmKind::kRefused: return "was refused by the gateway";
    case AlarmKind::kUnconfirmed:
      return "was withdrawn, nobody has confirmed it, and the second contact's time is over";
    case AlarmKind::kUnread: return "was read by nobody, and the second contact's time is over";
    case AlarmKind::kUntold: return "could not be told: its agent has not attached yet";
    case AlarmKind::kFrozen:
      return "was frozen at the gateway: its agreement is suspended or not believed";
    case AlarmKind::kEnded: return "was deleted at the gateway because its agreement has ended";
    case AlarmKind::kUncollected:
      return "was collected by no agent of its recipient within an hour";
    case AlarmKind::kUnapproved: return "waits for the data officer to decide";
    case AlarmKind::kUnreadable:
      return "could not be read, or some of its events, and nobody was told: see its result";
  }
  __builtin_trap();
}

ExitCode say_notifications(IntakeReader& reader, bool all, Sight sight, Instant now,
                           Reporter& reporter) {
  const auto notifications = reader.notifications(all);
  if (!notifications.ok()) return failed(notifications.error(), reporter);
  for (const Notification& one : notifications.value()) {
    if (!one.unlisted || sight == Sight::kOfficer) say(one, now, reporter);
  }
  return ExitCode::kOk;
}

ExitCode say_alarms(IntakeReader& reader, bool all, const SourceOptions& options,
                    Reporter& reporter) {
  const auto alarms = reader.alarms(all);
  if (!alarms.ok()) return failed(alarms.error(), reporter);
  bool waits = false;
  for (const Alarm& alarm : alarms.value()) {
    say(alarm, options, reporter);
    waits = waits || alarm.rung == 0;
  }
  return waits ? ExitCode::kFaults : ExitCode::kOk;
}

}  // namespace stile::agent
