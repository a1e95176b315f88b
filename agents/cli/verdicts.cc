#include "agents/cli/verdicts.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "agents/report/json.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

using record::Verdict;

struct Opened {
  v1::SealedVerdict kept;
  Instant said = 0;
  std::optional<Verdict> verdict;
  std::string fault;  // why there is none
  ExitCode code = ExitCode::kOk;

  std::pair<std::string, std::string> event() const {
    return {kept.recipient(), kept.event_reference()};
  }
  bool is_breach() const { return verdict && record::is_breach(*verdict); }
};

// When what was somebody else's first came back, of each event at each recipient.
using Breaches = std::map<std::pair<std::string, std::string>, Instant>;

Result<v1::SealedVerdict> read_handed(const std::string& json) {
  v1::SealedVerdict kept;
  if (google::protobuf::util::JsonStringToMessage(json, &kept).ok()) return kept;
  return Error{Reason::kMalformed, "the agent hands out what this program cannot read"};
}

// proven() is the recipient's word, by the key that the agent's directory has for it.
Result<record::Acknowledgement> proven(const v1::SealedVerdict& kept) {
  if (kept.recipient_key().empty()) {
    return Error{Reason::kUnknownAgency, "its signer is not in the directory"};
  }
  STILE_TRY(const auto key, crypto::NoteVerifier::parse(kept.recipient_key()));
  STILE_TRY(const auto note, crypto::parse_note(kept.note()));
  STILE_TRY(const auto signers, crypto::verified_names(note, std::span(&key, 1)));
  if (signers.empty()) return Error{Reason::kBadSignature, "not signed by the recipient"};
  STILE_TRY(auto said, record::parse_acknowledgement(note.text));
  if (said.state == record::DisclosureState::kClosed && said.to.text() == kept.recipient() &&
      said.number == kept.consignment() && crypto::hex(said.consignment) == kept.digest()) {
    return said;
  }
  return Error{Reason::kIntegrity, "the word is of another consignment"};
}

std::string why_shut(const record::Acknowledgement& said, const Error& error) {
  if (said.verdict.empty()) {
    return "sealed to nobody: the directory named no data officer of this agency then";
  }
  if (error.reason != Reason::kBadSignature) return "it says what this program does not know";
  return "not sealed to this key; mend with: the key of whoever was data officer in the directory";
}

Opened open(v1::SealedVerdict kept, const crypto::SealingKey& officer) {
  Opened opened{.kept = std::move(kept), .verdict = {}, .fault = {}};
  const auto said = proven(opened.kept);
  if (!said.ok()) {
    opened.fault = "NOT PROVEN: " + said.error().detail;
    opened.code = ExitCode::kIntegrity;
    return opened;
  }
  opened.said = said->time;
  const auto verdict = record::open_verdict(said->verdict, officer);
  if (verdict.ok()) {
    opened.verdict = verdict.value();
    return opened;
  }
  opened.fault = "NOT OPENED: " + why_shut(said.value(), verdict.error());
  opened.code = ExitCode::kFaults;
  return opened;
}

void say(const Opened& opened, const Breaches& breaches, Instant now, Reporter& reporter) {
  const v1::SealedVerdict& kept = opened.kept;
  const auto recipient = AgencyId::parse(kept.recipient());
  JsonObject json;
  json.text("reference", kept.reference())
      .text("about", kept.change() ? "change" : "notification")
      .text("event_reference", kept.event_reference())
      .text("recipient", kept.recipient())
      .text("agreement", kept.agreement())
      .number("consignment", kept.consignment());
  std::string text = kept.reference() + (kept.change() ? " (what followed it)" : "") + " to " +
                     (recipient.ok() ? recipient->short_text() : kept.recipient()) + ": ";
  if (!opened.verdict) {
    reporter.line(text + opened.fault, json.text("fault", opened.fault).done());
    return;
  }
  const std::string time = utc_minute_text(opened.said);
  json.text("time", time).text("verdict", record::name(*opened.verdict));
  text = time + " " + text + std::string(record::name(*opened.verdict));
  if (*opened.verdict == Verdict::kUnverified) {
    text += ", ACKNOWLEDGED THOUGH the child's identity was not proven there and not shown";
  }
  if (opened.is_breach()) {
    const Instant since = breaches.at(opened.event());
    const Instant due = since + record::kBreachSeconds;
    json.text("breach_since", utc_minute_text(since))
        .text("decide_by", utc_minute_text(due))
        .flag("overdue", due <= now);
    text += ", BREACH since " + utc_minute_text(since) + ": decide by " + utc_minute_text(due) +
            (due <= now ? ", OVERDUE" : "");
  }
  reporter.line(text, json.done());
}

}  // namespace

Result<ExitCode> open_verdicts(const std::vector<std::string>& handed,
                               const crypto::SealingKey& officer, Instant now, Reporter& reporter) {
  std::vector<Opened> all;
  Breaches breaches;
  ExitCode code = ExitCode::kOk;
  for (const std::string& json : handed) {
    STILE_TRY(auto kept, read_handed(json));
    const Opened& one = all.emplace_back(open(std::move(kept), officer));
    code = std::max(code, one.code);
    if (!one.is_breach()) continue;
    const auto [since, first] = breaches.emplace(one.event(), one.said);
    if (!first) since->second = std::min(since->second, one.said);
  }
  for (const Opened& one : all) say(one, breaches, now, reporter);
  if (all.empty()) reporter.message("no recipient has decided anything yet");
  return code;
}

}  // namespace stile::agent
