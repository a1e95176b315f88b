// What recipients challenge, on its way to a data officer, and what that officer answers.
#include <algorithm>
#include <string>
#include <vector>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/change_run.h"
#include "agents/source/change_words.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source.h"
#include "core/crypto/encoding.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

constexpr std::string_view kUnchallenged = "no challenge of it waits there";

// Its members are those of stile.v1.SealedChallenge.
void say(const KeptChallenge& one, const agreement::DocumentSet& documents, Reporter& reporter) {
  const auto recipient = AgencyId::parse(one.recipient);
  const auto* agency = recipient.ok() ? documents.agency(recipient.value()) : nullptr;
  JsonObject json;
  json.text("reference", one.reference)
      .text("system", one.system)
      .text("type", record::name(one.type))
      .text("event_reference", crypto::crockford(one.event_token))
      .text("recipient", one.recipient)
      .text("agreement", one.agreement_id)
      .number("consignment", one.number)
      .text("digest", crypto::hex(one.digest))
      .text("note", one.note)
      .text("recipient_key", agency == nullptr ? "" : agency->signing_key.vkey())
      .number("answer_by", one.due)
      .text("answer", one.answered ? record::name(*one.answered) : std::string_view())
      .flag("withdrawn", one.withdrawn);
  reporter.line(one.reference + ": sealed to the data officers", json.done());
}

}  // namespace

// It is written down before anybody has it.
ExitCode Source::challenges(bool all, std::string_view account, Reporter& reporter) {
  const auto documents = options_.documents();
  std::vector<KeptChallenge> found;
  const Status read = [&]() -> Status {
    if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(found, reader->challenges().all());
    if (!all) std::erase_if(found, [](const KeptChallenge& one) { return !one.is_open(); });
    return log_consultation("challenges", found.size(), account);
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const KeptChallenge& one : found) say(one, *documents, reporter);
  return ExitCode::kOk;
}

ExitCode Source::answer(const RecordOrder& order, std::string_view account, Reporter& reporter) {
  std::vector<PlannedChange> planned;
  const Status read = [&]() -> Status {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(planned, plan_change(options_, *reader, order));
    for (auto& [sent, nothing] : planned) {
      STILE_TRY(const bool open,
                reader->challenges().is_open(sent.key.route, sent.known.event_token));
      if (!open && nothing.empty()) nothing = kUnchallenged;
    }
    return ok();
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  const auto does = [](const PlannedChange& one) { return one.nothing.empty(); };
  if (std::ranges::none_of(planned, does)) {
    return failed({Reason::kUsage, std::string(planned.front().nothing) +
                                       "; mend with: `stile record challenges` says what waits"},
                  reporter);
  }
  return enter(order, planned, account, reporter);
}

}  // namespace stile::agent
