#include "agents/recipient/identity_request_words.h"

#include <string>
#include <string_view>

#include "agents/recipient/identity_words.h"
#include "agents/report/code_labels.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "core/base/ids.h"
#include "core/crypto/encoding.h"
#include "core/crypto/secret.h"

namespace stile::agent {
namespace {

// clang-format off
constexpr Label kWaits = {"waits", "waits for the gateway", "yn aros am y porth"};
constexpr Label kSent = {"sent", "sent", "anfonwyd"};
constexpr Label kRefused = {"refused", "the gateway refused it", "gwrthododd y porth"};
constexpr Label kExpired = {"expired", "expired without an answer", "daeth i ben heb ateb"};
constexpr Label kGone = {"withdrawn", "nothing of the record is kept any more", "ni chedwir dim o'r cofnod mwyach"};
constexpr Label kUntil = {"expires", "can be answered until", "gellir ei ateb hyd"};
constexpr Label kReference = {"event_reference", "Reference", "Cyfeirnod"};
constexpr Label kSource = {"source", "From", "Oddi wrth"};
constexpr Label kArrived = {"arrived", "Arrived", "Cyrhaeddodd"};
constexpr Label kPerson = {"person", "Asked for", "Gofynnwyd ar ran"};
constexpr Label kMatter = {"matter", "Matter", "Mater"};
constexpr Label kBasis = {"basis", "On the basis of", "Ar sail"};
constexpr Label kMade = {"made", "Asked", "Gofynnwyd"};
constexpr Label kIdentity = {"identity", "Identity", "Enw a manylion"};
constexpr Label kUnproven = {"not-proven",
    "NOT SHOWN: it could not be proven to answer this request. It is written down for the data officers",
    "NI CHAIFF EI DDANGOS: ni ellid profi ei fod yn ateb i'r cais hwn. Fe'i cofnodwyd ar gyfer y swyddogion data"};
constexpr Label kKeyDestroyed = {"key-destroyed",
    "no longer readable: the key to it was destroyed. Ask again: `stile reidentify request`",
    "ni ellir ei ddarllen mwyach: dinistriwyd yr allwedd iddo. Gofynnwch eto: `stile reidentify request`"};
// clang-format on

// The name of an answer is its state, too.
const Label& state_of(const OwnIdentityRequest& one, Instant now) {
  if (one.answered) return label_of(*one.answered);
  if (one.gone) return kGone;
  if (one.is_refused()) return kRefused;
  if (one.expires <= now) return kExpired;
  return one.sent.empty() ? kWaits : kSent;
}

std::string source_text(const OwnIdentityRequest& one) {
  const auto source = AgencyId::parse(one.source);
  return source.ok() ? source->short_text() : one.source;
}

JsonObject object_of(const OwnIdentityRequest& one) {
  JsonObject json;
  json.text(kReference.name, crypto::crockford(one.event_token))
      .text("type", record::name(one.type))
      .text(kSource.name, source_text(one))
      .text(kBasis.name, record::name(one.basis))
      .text(kPerson.name, one.asked_for.person)
      .text(kMatter.name, one.asked_for.matter)
      .text("account", one.account)
      .text(kMade.name, utc_minute_text(one.made));
  return json;
}

// why_hidden() is null where an identity is shown.
const Label* why_hidden(ShownIdentity::Naming naming) {
  if (naming == ShownIdentity::Naming::kUnproven) return &kUnproven;
  return naming == ShownIdentity::Naming::kKeyDestroyed ? &kKeyDestroyed : nullptr;
}

}  // namespace

void say(const OwnIdentityRequest& one, Instant now, Language language, Reporter& reporter) {
  const Label& state = state_of(one, now);
  std::string line = crypto::crockford(one.event_token) + "  ";
  line += local_minute_text(one.made) + "  ";
  line.append(label_of(one.basis).in(language));
  if (!one.asked_for.person.empty()) {
    line.append(": ").append(one.asked_for.person).append(", ").append(one.asked_for.matter);
  }
  line.append("  ").append(source_text(one)).append("  ").append(state.in(language));
  if (one.is_refused() && !one.answered) line.append(" (").append(one.sent).append(")");
  if (one.answered && one.gone) line.append("; ").append(kGone.in(language));
  if (one.is_open(now)) {
    line.append("; ").append(kUntil.in(language)).append(" ") += local_minute_text(one.expires);
  }
  JsonObject json = object_of(one);
  json.text(kUntil.name, utc_minute_text(one.expires))
      .text("state", state.name)
      .text("refused", one.is_refused() ? std::string_view(one.sent) : std::string_view())
      .flag("open", one.is_open(now))
      .flag("kept", one.kept && !one.gone);
  reporter.line(line, json.done());
}

void say_identity(const ShownIdentity& shown, Language language, Reporter& reporter) {
  const OwnIdentityRequest& one = shown.request;
  const Label* hidden = why_hidden(shown.naming);
  LabelledPage page(language);
  page.add(kReference, crypto::crockford(one.event_token));
  page.add(kSource, source_text(one));
  page.add(kArrived, local_minute_text(shown.arrived));
  page.add(kPerson, one.asked_for.person);
  page.add(kMatter, one.asked_for.matter);
  page.add(kBasis, label_of(one.basis).in(language));
  page.add(kMade, local_minute_text(one.made));
  JsonObject object = object_of(one);
  object.text(kArrived.name, utc_minute_text(shown.arrived));
  if (hidden == nullptr) {
    add_identity(shown.identity, page);
    std::string identity = identity_json(shown.identity);
    object.json(kIdentity.name, identity);
    crypto::wipe(identity);
  } else {
    page.add(kIdentity, hidden->in(language));
    object.text(kIdentity.name, hidden->name);
  }
  std::string json = object.done();
  reporter.line(page.text(), json);
  crypto::wipe(json);
}

}  // namespace stile::agent
