#include "agents/source/status_words.h"

#include <string>

#include "agents/report/exit_code.h"
#include "agents/report/json.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

// What has no month stands under its occasion.
std::string month_text(std::int64_t key) {
  if (key == kNotifiedKey) return std::string(record::name(record::OccasionKind::kNotify));
  if (key == kCorrectedKey) return std::string(record::name(record::OccasionKind::kCorrection));
  if (key == kExercisedKey) return std::string(record::name(record::OccasionKind::kExercise));
  return to_text(month_of_key(key));
}

void say(const SentTotal& total, Reporter& reporter) {
  const std::string month = month_text(total.month);
  JsonObject json;
  json.text("month", month)
      .text("agreement", total.agreement_id)
      .text("recipient", total.recipient)
      .number("queued", total.queued)
      .number("admitted", total.admitted)
      .number("stored", total.stored)
      .number("lost", total.lost);
  std::string text = month + " agreement " + total.agreement_id + " to " + total.recipient + ": " +
                     std::to_string(total.queued) + " queued, " + std::to_string(total.admitted) +
                     " admitted, " + std::to_string(total.stored) + " stored at recipient";
  if (total.lost > 0) text += ", " + std::to_string(total.lost) + " lost with a ledger";
  reporter.line(text, json.done());
}

void say(std::string_view fate, const CountedReason& counted, Reporter& reporter) {
  const std::string month = month_text(counted.month);
  JsonObject json;
  json.text("month", month)
      .text("agreement", counted.agreement_id)
      .text("fate", fate)
      .text("reason", counted.reason)
      .text("field", counted.field)
      .number("rows", counted.rows);
  std::string text = month + " " + std::to_string(counted.rows) + " rows ";
  text.append(fate).append(": ").append(counted.reason);
  if (!counted.agreement_id.empty()) text += ", agreement " + counted.agreement_id;
  if (!counted.field.empty()) text += ", field " + counted.field;
  reporter.line(text, json.done());
}

void say_event(const Operation& event, Reporter& reporter) {
  JsonObject json;
  json.text("integrity", event.reason).text("time", utc_second_text(event.time));
  reporter.line("INTEGRITY " + utc_second_text(event.time) + " " + event.reason, json.done());
}

void say_sending(const SenderState& sending, Reporter& reporter) {
  for (const auto& [route, reason] : sending.halted) {
    reporter.message("the gateway refuses what is queued: " + std::string(name(reason)) +
                     "; it is kept, and sent once that is mended");
  }
  if (sending.unwitnessed) {
    reporter.message(*sending.unwitnessed);
  } else if (sending.waiting) {
    reporter.message("the gateway cannot be reached at present: " +
                     std::string(name(*sending.waiting)));
  }
  if (sending.stopped) {
    reporter.message("sending has stopped for good: " + std::string(name(sending.stopped->reason)) +
                     ": " + sending.stopped->detail);
  }
}

Status say_all(IntakeReader& reader, Reporter& reporter, bool& alarmed) {
  STILE_TRY(const auto totals, reader.totals());
  for (const auto& total : totals) say(total, reporter);
  STILE_TRY(const auto withheld, reader.withheld());
  for (const auto& counted : withheld) say("withheld", counted, reporter);
  STILE_TRY(const auto refused, reader.refused());
  for (const auto& counted : refused) say("refused", counted, reporter);
  STILE_TRY(const auto events, reader.operations("integrity"));
  for (const auto& event : events) say_event(event, reporter);
  alarmed = !events.empty();
  return ok();
}

}  // namespace

ExitCode say_status(IntakeReader& reader, const SenderState& sending, Reporter& reporter) {
  bool alarmed = false;
  const Status said = say_all(reader, reporter, alarmed);
  if (!said.ok()) {
    reporter.message(said.error().detail);
    return exit_code_of(said.reason());
  }
  say_sending(sending, reporter);
  return alarmed || sending.stopped ? ExitCode::kIntegrity : ExitCode::kOk;
}

}  // namespace stile::agent
