#include "agents/recipient/challenge_words.h"

#include <string>

#include "agents/report/code_labels.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

// clang-format off
constexpr Label kWaits = {"waits", "waits for the gateway", "yn aros am y porth"};
constexpr Label kSent = {"sent", "sent", "anfonwyd"};
constexpr Label kRefused = {"refused", "the gateway refused it", "gwrthododd y porth"};
constexpr Label kWithdrawn = {"withdrawn", "the record was withdrawn", "tynnwyd y cofnod yn ôl"};
constexpr Label kReturned = {"returned", "the notification was returned", "dychwelwyd yr hysbysiad"};
constexpr Label kWhole = {"record", "the record", "y cofnod"};
constexpr Label kAnswerBy = {"answer_by", "answer by", "ateb erbyn"};
constexpr Label kOverdue = {"overdue", "OVERDUE", "HWYR"};
// clang-format on

const Label& state_of(const OwnChallenge& one) {
  if (one.answered) return label_of(*one.answered);
  if (one.withdrawn) return kWithdrawn;
  if (one.returned) return kReturned;
  if (one.is_refused()) return kRefused;
  return one.sent.empty() ? kWaits : kSent;
}

std::string listed(const std::vector<record::Field>& fields) {
  std::string list;
  for (const record::Field field : fields) {
    list.append(list.empty() ? "" : ",").append(record::name(field));
  }
  return list;
}

}  // namespace

void say(const OwnChallenge& one, Instant now, Language language, Reporter& reporter) {
  const auto source = AgencyId::parse(one.source);
  const std::string from = source.ok() ? source->short_text() : one.source;
  const std::string fields = listed(one.doubt.fields);
  std::string line = crypto::crockford(one.event_token) + "  ";
  line += local_minute_text(one.made) + "  ";
  line.append(label_of(one.doubt.why).in(language)).append(": ");
  line.append(fields.empty() ? kWhole.in(language) : std::string_view(fields)).append("  ");
  line.append(from).append("  ").append(state_of(one).in(language));
  if (one.is_refused()) line.append(" (").append(one.sent).append(")");
  if (one.is_open()) {
    line.append("; ").append(kAnswerBy.in(language)).append(" ") += local_minute_text(one.due);
  }
  if (one.is_overdue(now)) line.append("  ").append(kOverdue.in(language));
  JsonObject json;
  json.text("event_reference", crypto::crockford(one.event_token))
      .text("type", record::name(one.type))
      .text("source", from)
      .text("reason", record::name(one.doubt.why))
      .text("fields", fields)
      .text("account", one.account)
      .text("made", utc_second_text(one.made))
      .text("answer_by", utc_second_text(one.due))
      .text("state", one.answered ? "answered" : state_of(one).name)
      .text("answer", one.answered ? record::name(*one.answered) : std::string_view())
      .flag("open", one.is_open())
      .flag("overdue", one.is_overdue(now));
  reporter.line(line, json.done());
}

}  // namespace stile::agent
