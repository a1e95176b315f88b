#include "agents/source/change_words.h"

#include <string>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "core/crypto/note.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

std::string short_name(const std::string& agency) {
  const auto id = AgencyId::parse(agency);
  return id.ok() ? id->short_text() : agency;
}

std::string words_of(record::ChangeReason reason) {
  return std::string(record::name(record::kind_of(reason))) + ", " +
         std::string(record::name(reason));
}

std::string_view state_of(const ChangeLine& line) {
  if (line.state == ChangeState::kVoid) return "void";
  if (line.closed) return "closed";
  if (line.sent == ConsignmentState::kStored) return "delivered";
  return line.state == ChangeState::kSent ? "queued" : "waiting";
}

// since() is when the state began, as its recipient has signed; what did not arrive began here.
Result<Instant> since(IntakeReader& reader, const ChangeLine& line) {
  if (line.sent != ConsignmentState::kStored) return line.change.made;
  STILE_TRY(const auto words, reader.words(line.consignment));
  if (words.empty()) return line.change.made;
  STILE_TRY(const auto note, crypto::parse_note(words.back().note));
  STILE_TRY(const auto said, record::parse_acknowledgement(note.text));
  return said.time;
}

// A change that waits says for what; one that is void, why.
std::string behind(const ChangeLine& line) {
  if (line.state == ChangeState::kSent) return line.closed ? "" : ", NOT CONFIRMED";
  if (line.state == ChangeState::kVoid) {
    if (line.why == kTimeOver) return ": its time was over, and nobody keeps it any more";
    if (line.why == kApprovedAnew) return ": two officers have to approve it anew";
    if (line.why == kRequestExpired) return ": the request expired before it could go";
    return line.why.empty() ? ": the record never left" : ": the record was withdrawn";
  }
  return line.why.empty() ? ": the gateway has not taken the record yet; it goes by itself"
                          : ": " + line.why + "; it goes by itself";
}

Status say(IntakeReader& reader, const ChangeLine& line, Instant now, Reporter& reporter) {
  const SentChange& change = line.change;
  STILE_TRY(const Instant began, since(reader, line));
  const bool overdue = line.overdue(now);
  JsonObject json;
  json.text("reference", change.key.reference)
      .text("type", record::name(line.type))
      .text("system", line.system)
      .text("recipient", line.recipient)
      .text("agreement", line.agreement_id)
      .text("change", record::name(record::kind_of(change.reason)))
      .text("reason", record::name(change.reason))
      .text("account", change.account)
      .text("made", utc_second_text(change.made))
      .text("state", state_of(line))
      .text("since", utc_second_text(began))
      .text("why", line.why)
      .flag("open", line.is_open())
      .flag("overdue", overdue);
  reporter.line(utc_second_text(change.made) + " " + change.key.reference + " (" +
                    std::string(record::name(line.type)) + " of " + line.system + ") to " +
                    short_name(line.recipient) + ": " + words_of(change.reason) + ", by " +
                    change.account + ": " + std::string(state_of(line)) + " since " +
                    utc_second_text(began) + behind(line) + (overdue ? ", OVERDUE" : ""),
                json.done());
  return ok();
}

}  // namespace

void say_planned(const RecordOrder& order, const std::vector<PlannedChange>& planned, bool preview,
                 Reporter& reporter) {
  for (const auto& [sent, nothing] : planned) {
    if (!may_see(order, sent)) continue;
    JsonObject json;
    json.text("reference", order.reference)
        .text("recipient", sent.recipient)
        .text("agreement", sent.agreement_id)
        .text("change", record::name(record::kind_of(order.reason)))
        .text("reason", record::name(order.reason))
        .text("nothing", nothing)
        .flag("answer", sent.is_answered())
        .flag("preview", preview);
    std::string text = order.reference + " to " + short_name(sent.recipient) + " (agreement " +
                       sent.agreement_id + (sent.is_answered() ? ", in an answer" : "") + "): ";
    text += nothing.empty() ? words_of(order.reason) : "nothing to do: " + std::string(nothing);
    reporter.line(text, json.done());
  }
}

ExitCode say_changes(IntakeReader& reader, bool all, Sight sight, Instant now, Reporter& reporter) {
  const auto changes = reader.changes(all);
  if (!changes.ok()) return failed(changes.error(), reporter);
  for (const auto& line : changes.value()) {
    if (line.unlisted && sight != Sight::kOfficer) continue;
    const Status said = say(reader, line, now, reporter);
    if (!said.ok()) return failed(said.error(), reporter);
  }
  return ExitCode::kOk;
}

}  // namespace stile::agent
