#include "agents/cli/challenges.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <span>
#include <string>

#include "agents/report/json.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/challenge.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

// proven() is the recipient's challenge, by the key that the agent's directory has for it.
Result<record::Challenge> proven(const v1::SealedChallenge& kept) {
  if (kept.recipient_key().empty()) {
    return Error{Reason::kUnknownAgency, "its signer is not in the directory"};
  }
  STILE_TRY(const auto key, crypto::NoteVerifier::parse(kept.recipient_key()));
  STILE_TRY(const auto note, crypto::parse_note(kept.note()));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&key, 1)));
  if (signers.empty()) return Error{Reason::kBadSignature, "not signed by the recipient"};
  STILE_TRY(auto said, record::parse_challenge(note.text));
  if (said.to.text() == kept.recipient() && said.number == kept.consignment() &&
      crypto::hex(said.consignment) == kept.digest()) {
    return said;
  }
  return Error{Reason::kIntegrity, "the challenge is of another consignment"};
}

std::string fields_of(const record::Doubt& doubt) {
  std::string list;
  for (const record::Field field : doubt.fields) {
    list.append(list.empty() ? "" : ",").append(record::name(field));
  }
  return list;
}

ExitCode say_fault(const v1::SealedChallenge& kept, const std::string& begin, JsonObject& json,
                   const std::string& fault, ExitCode code, Reporter& reporter) {
  reporter.line(kept.reference() + begin + fault, json.text("fault", fault).done());
  return code;
}

// standing() is what was answered, or by when it is to be.
std::string standing(const v1::SealedChallenge& kept, bool open, bool overdue) {
  if (!kept.answer().empty()) return "answered, " + kept.answer();
  if (!open) return "the record was withdrawn";
  return "answer by " + utc_minute_text(kept.answer_by()) + (overdue ? ", OVERDUE" : "");
}

ExitCode say(const v1::SealedChallenge& kept, const crypto::SealingKey& officer, Instant now,
             Reporter& reporter) {
  const auto recipient = AgencyId::parse(kept.recipient());
  const std::string begin = " (" + kept.type() + " of " + kept.system() + ") by " +
                            (recipient.ok() ? recipient->short_text() : kept.recipient()) + ": ";
  const bool open = kept.answer().empty() && !kept.withdrawn();
  const bool overdue = open && kept.answer_by() <= now;
  JsonObject json;
  json.text("reference", kept.reference())
      .text("system", kept.system())
      .text("type", kept.type())
      .text("event_reference", kept.event_reference())
      .text("recipient", kept.recipient())
      .text("agreement", kept.agreement())
      .number("consignment", kept.consignment())
      .text("answer_by", utc_minute_text(kept.answer_by()))
      .text("answer", kept.answer())
      .flag("open", open)
      .flag("overdue", overdue);
  const auto said = proven(kept);
  if (!said.ok()) {
    return say_fault(kept, begin, json, "NOT PROVEN: " + said.error().detail, ExitCode::kIntegrity,
                     reporter);
  }
  const auto doubt = record::open_doubt(said->doubt, officer);
  if (!doubt.ok()) {
    const std::string why =
        doubt.reason() == Reason::kBadSignature
            ? "not sealed to this key; mend with: the key of whoever was data officer then"
            : "it says what this program does not know";
    return say_fault(kept, begin, json, "NOT OPENED: " + why, ExitCode::kFaults, reporter);
  }
  const std::string fields = fields_of(doubt.value());
  json.text("since", utc_minute_text(said->time))
      .text("reason", record::name(doubt->why))
      .text("fields", fields);
  reporter.line(utc_minute_text(said->time) + " " + kept.reference() + begin +
                    std::string(record::name(doubt->why)) + ": " +
                    (fields.empty() ? "the record" : fields) + "; " + standing(kept, open, overdue),
                json.done());
  return overdue ? ExitCode::kFaults : ExitCode::kOk;
}

}  // namespace

Result<ExitCode> open_challenges(const std::vector<std::string>& handed,
                                 const crypto::SealingKey& officer, Instant now,
                                 Reporter& reporter) {
  ExitCode code = ExitCode::kOk;
  for (const std::string& json : handed) {
    v1::SealedChallenge kept;
    if (!google::protobuf::util::JsonStringToMessage(json, &kept).ok()) {
      return Error{Reason::kMalformed, "the agent hands out what this program cannot read"};
    }
    code = std::max(code, say(kept, officer, now, reporter));
  }
  if (handed.empty()) reporter.message("no challenge waits for an answer");
  return code;
}

}  // namespace stile::agent
