// What recipients have decided, on its way to a data officer.
#include <string>
#include <vector>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

// Its members are those of stile.v1.SealedVerdict.
void say(const ClosedWord& word, const agreement::DocumentSet& documents, Reporter& reporter) {
  const auto recipient = AgencyId::parse(word.recipient);
  const auto* agency = recipient.ok() ? documents.agency(recipient.value()) : nullptr;
  JsonObject json;
  json.text("reference", word.reference)
      .text("event_reference", crypto::crockford(word.event_token))
      .flag("change", word.change)
      .text("recipient", word.recipient)
      .text("agreement", word.agreement_id)
      .number("consignment", word.number)
      .text("digest", crypto::hex(word.digest))
      .text("note", word.note)
      .text("recipient_key", agency == nullptr ? "" : agency->signing_key.vkey());
  reporter.line(word.reference + ": sealed to the data officers", json.done());
}

}  // namespace

Status Source::log_consultation(std::string_view occasion, std::uint64_t rows,
                                std::string_view account, std::string_view purpose) {
  return store_->change(
      [&](IntakeTables& tables) {
        return tables.add_operation({.op = "consultation",
                                     .time = options_.clock(),
                                     .account = std::string(account),
                                     .agreement_id = {},
                                     .occasion = std::string(occasion),
                                     .rows = rows,
                                     .reason = std::string(purpose)});
      },
      Urgency::kInteractive);
}

// It is written down before anybody has it.
ExitCode Source::verdicts(std::string_view account, Reporter& reporter) {
  const auto documents = options_.documents();
  std::vector<ClosedWord> words;
  const Status read = [&]() -> Status {
    if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(words, reader->closed_words());
    return log_consultation("verdicts", words.size(), account);
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const ClosedWord& word : words) say(word, *documents, reporter);
  return ExitCode::kOk;
}

}  // namespace stile::agent
