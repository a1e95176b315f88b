#include "agents/source/notify_status.h"
#include "agents/source/source.h"

// What the control room asks, and is told.
namespace stile::agent {

ExitCode Source::notify_status(bool all, Reporter& reporter, Sight sight) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return exit_code_of(reader.reason());
  if (const auto why = options_.unwitnessed()) reporter.message(*why);
  return say_notifications(**reader, all, sight, options_.clock(), reporter);
}

ExitCode Source::alarms(bool all, Reporter& reporter) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return exit_code_of(reader.reason());
  return say_alarms(**reader, all, options_, reporter);
}

Status Source::unreadable(std::string_view name) {
  return store_->change(
      [&](IntakeTables& tables) {
        return tables.raise({.kind = AlarmKind::kUnreadable,
                             .raised = options_.clock(),
                             .reference = std::string(name),
                             .contact = {}});
      },
      Urgency::kInteractive);
}

ExitCode Source::rang(std::int64_t alarm, std::string_view contact, std::string_view account,
                      Reporter& reporter) {
  const Status rung = store_->change(
      [&](IntakeTables& tables) { return tables.ring(alarm, options_.clock(), contact, account); },
      Urgency::kInteractive);
  if (rung.ok()) return ExitCode::kOk;
  reporter.message(rung.error().detail);
  return rung.reason() == Reason::kNotFound ? ExitCode::kUsage : exit_code_of(rung.reason());
}

}  // namespace stile::agent
