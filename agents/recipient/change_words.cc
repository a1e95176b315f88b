#include "agents/recipient/change_words.h"

#include <array>
#include <cstddef>
#include <vector>

#include "agents/report/code_labels.h"
#include "agents/report/csv.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "core/crypto/encoding.h"

namespace stile::agent {
namespace {

using record::ChangeKind;
using record::ChangeReason;

// clang-format off
constexpr Label kRestricted = {"restricted", "RESTRICTED: do not use", "CYFYNGWYD: peidiwch â'i ddefnyddio"};
constexpr Label kAnnotated = {"annotated", "annotated", "anodwyd"};
constexpr Label kOverdue = {"overdue", "OVERDUE", "HWYR"};
constexpr Label kExported = {"exported", "in files written until", "mewn ffeiliau a ysgrifennwyd hyd at"};
constexpr Label kDelete = {"delete", "delete copies", "dilëwch gopïau"};
constexpr Label kMend = {"mend", "see to copies", "ymdriniwch â chopïau"};
constexpr Label kUnkept = {"unkept", "later ones were not kept", "ni chadwyd rhai diweddarach"};
constexpr std::array kStates = labelled({
    {"stored", "waits", "yn aros"},
    {"confirmed", "confirmed", "cadarnhawyd"},
    {"kept-by-law", "copies kept by law", "cedwir copïau yn ôl y gyfraith"},
    {"own-record", "copies are our own record", "mae copïau'n rhan o'n cofnod ni"}});
constexpr std::array kTypes = labelled({
    {"call-out", "call-out", "galwad i'r heddlu"},
    {"missing-episode", "missing episode", "achos o fynd ar goll"},
    {"arrest", "arrest", "arestiad"},
    {"concern", "police concern", "pryder yr heddlu"},
    {"home-month", "counts of a home's month", "cyfrifon mis cartref"},
    {"return-manifest", "return manifest", "maniffest datganiad"}});
constexpr std::array kColumns = {
    Column{{"source", "Force", "Heddlu"}, Form::kSource, {}, true},
    Column{{"agreement", "Agreement", "Cytundeb"}, Form::kAgreement, {}, true},
    Column{{"consignment", "Consignment", "Anfoniad"}, Form::kNumber, {}, true},
    Column{{"event_reference", "Event reference", "Cyfeirnod y digwyddiad"}, Form::kReference, {}, true},
    Column{{"record_type", "Type", "Math"}, Form::kCode, labels<record::RecordType>, true},
    Column{{"withdrawn_on", "Withdrawn on", "Tynnwyd yn ôl ar"}, Form::kDate, {}, true},
    Column{{"reason", "Reason", "Rheswm"}, Form::kCode, kWithdrawalReasons, true}};
// clang-format on

std::string_view state_words(NoticeState state, Language language) {
  const bool closed = closes_change(state);
  const std::size_t at = closed ? static_cast<std::size_t>(state) -
                                      static_cast<std::size_t>(NoticeState::kConfirmed) + 1
                                : 0;
  return kStates.at(at).in(language);
}

std::string_view type_words(const Change& change, Language language) {
  static_assert(kTypes.size() == labels<record::RecordType>.size());
  return kTypes.at(static_cast<std::size_t>(change.type) - 1).in(language);
}

std::string source_text(const Change& change) {
  const auto source = AgencyId::parse(change.source);
  return source.ok() ? source->short_text() : change.source;
}

// What was exported stands in files that the inbox does not know of any more.
std::string copies_words(const Change& change, Language language) {
  const Label& what = change.kind() == ChangeKind::kWithdrawn ? kDelete : kMend;
  return std::string(kExported.in(language)) + " " + local_minute_text(change.exported) + ": " +
         std::string(what.in(language));
}

std::string json_of(const Change& change, bool numbered, Instant now) {
  JsonObject object;
  object.text("event_reference", crypto::crockford(change.event_token))
      .text("arrived", utc_second_text(change.arrived))
      .text("change", record::name(change.kind()))
      .text("reason", record::name(change.reason))
      .text("type", record::name(change.type))
      .text("state", name(change.state))
      .text("due", utc_second_text(change.due))
      .flag("overdue", change.is_overdue(now))
      .text("source", source_text(change))
      .text("agreement", change.agreement_id);
  if (numbered) object.number("consignment", change.number);
  if (change.exported != 0) object.text("exported", utc_second_text(change.exported));
  if (change.unkept != 0) object.number("not_kept", change.unkept);
  return object.done();
}

}  // namespace

std::string mark_words(const Marks& marks, Language language) {
  std::string words;
  const auto add = [&](const Label& mark, const std::optional<ChangeReason>& why) {
    if (!why) return;
    if (!words.empty()) words += "; ";
    words.append(mark.in(language)).append(" (").append(label_of(*why).in(language)).append(")");
  };
  add(kRestricted, marks.restriction);
  add(kAnnotated, marks.annotation);
  return words;
}

void say(const Change& change, bool numbered, Instant now, Language language, Reporter& reporter) {
  std::string line = crypto::crockford(change.event_token) + "  ";
  line += local_minute_text(change.arrived) + "  ";
  line.append(label_of(change.kind()).in(language)).append(": ");
  line.append(label_of(change.reason).in(language)).append("  ");
  line.append(type_words(change, language)).append("  ");
  line.append(source_text(change)).append("  ");
  line.append(state_words(change.state, language));
  if (change.is_overdue(now)) line.append("  ").append(kOverdue.in(language));
  if (change.exported != 0) line.append("  ").append(copies_words(change, language));
  if (change.unkept != 0) line.append("  ").append(kUnkept.in(language));
  reporter.line(line, json_of(change, numbered, now));
}

std::span<const Column> withdrawn_columns() { return kColumns; }

std::string withdrawn_line(const Change& change) {
  const std::vector<std::string> cells = {source_text(change),
                                          change.agreement_id,
                                          std::to_string(change.number),
                                          crypto::crockford(change.event_token),
                                          std::string(record::name(change.type)),
                                          to_text(to_civil(local_day(change.arrived))),
                                          std::string(record::name(change.reason))};
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
  return line + "\r\n";
}

}  // namespace stile::agent
