#include "agents/cli/agreement_explain.h"

#include <optional>
#include <utility>

#include "agents/cli/document.h"
#include "agents/report/json.h"
#include "core/agreement/evaluate.h"
#include "core/agreement/plain_words.h"
#include "core/storage/file.h"
#include "core/wire/document_codec.h"

namespace stile::agent {
namespace {

using record::Field;
using std::string;

constexpr Instant kSecondsPerMinute = 60;

// named_one() reads a code of a closed list.
template <typename Enum>
Result<Enum> named_one(const char* option, const string& text) {
  const auto value = record::named<Enum>(text);
  if (value) return *value;
  string known;
  for (int i = 1; i <= record::count<Enum>; ++i) {
    known += (i == 1 ? "" : ", ") + string(name(static_cast<Enum>(i)));
  }
  return Error{Reason::kUsage, string(option) + " is one of: " + known};
}

Result<agreement::DocumentSet> read_set(const ExplainOrder& order) {
  std::vector<wire::NamedNote> notes;
  std::vector<std::filesystem::path> files = order.documents;
  files.push_back(order.file);
  files.push_back(order.directory);
  for (const auto& file : files) {
    STILE_TRY(Bytes note, storage::read_whole(file));
    notes.push_back({file.string(), std::move(note)});
  }
  STILE_TRY(Bytes areas, storage::read_whole(order.areas));
  STILE_TRY(auto documents, wire::read_documents(notes, {order.areas.string(), std::move(areas)}));
  agreement::Trust trust;
  for (const string& vkey : order.roots) {
    STILE_TRY(auto root, crypto::NoteVerifier::parse(vkey));
    trust.roots.push_back(std::move(root));
  }
  return agreement::DocumentSet::verify(std::move(documents), trust);
}

Result<record::Envelope> described(const ExplainOrder& order) {
  STILE_TRY(const auto type, named_one<record::RecordType>("--record", order.record));
  STILE_TRY(const auto role, named_one<record::ChildRole>("--role", order.role));
  STILE_TRY(const HomeId home, HomeId::parse(order.home));
  STILE_TRY(const Instant event, parse_utc_minute(order.event));
  std::optional<AreaCode> placing;
  if (!order.placing.empty()) {
    STILE_TRY(placing, AreaCode::parse(order.placing));
  }
  return record::Envelope{.type = type,
                          .home = home,
                          .event_minute = event / kSecondsPerMinute,
                          .placing_authority = placing,
                          .child_role = role,
                          .child_involved = order.child};
}

// Decision is what the one function said, and how far it came.
struct Decision {
  Result<agreement::Grant> grant;
  string clause;
};

Decision decide(const agreement::DocumentSet& documents, const agreement::Agreement& agreement,
                const Hash& hash, const record::Envelope& envelope, const Month& month,
                Instant at) {
  const auto begin =
      agreement.answers() ? agreement::Evaluation::begin_unasked : agreement::Evaluation::begin;
  record::Disclosure what{.agreement = hash,
                          .from = agreement.source.agency,
                          .to = agreement.recipient.agency,
                          .occasion = {agreement.occasion(), month},
                          .record = envelope.type,
                          .clause = {}};
  Decision decision{
      Error{Reason::kNoClause, "agreement " + agreement.id.text() + " has no clause for this"}, {}};
  for (const auto& clause : agreement.clauses) {
    if (clause.record != envelope.type) continue;
    what.clause = clause.name;
    const auto evaluation = begin(documents, what, at);
    if (!evaluation.ok()) return {evaluation.error(), {}};
    decision = {evaluation->of(envelope), clause.name};
    if (decision.grant.ok()) break;
  }
  return decision;
}

// field_in() is what a refusal's detail says after "field", where it names one.
string field_in(const string& detail) {
  constexpr std::string_view kWord = " field ";
  const auto at = detail.rfind(kWord);
  return at == detail.npos ? string() : detail.substr(at + kWord.size());
}

ExitCode say_refused(const Error& error, const agreement::Agreement& agreement,
                     const string& clause, Reporter& reporter) {
  reporter.line("Nothing goes: " + string(name(error.reason)) + (error.detail.empty() ? "" : ", ") +
                    error.detail,
                JsonObject()
                    .text("decision", "refused")
                    .text("reason", name(error.reason))
                    .text("agreement", agreement.id.text())
                    .text("clause", clause)
                    .text("field", field_in(error.detail))
                    .done());
  return ExitCode::kRefused;
}

void say_field(const agreement::Grant& grant, Field field, Reporter& reporter) {
  const auto treatment = grant.treatments.of(field);
  if (!treatment && !agreement::worth_denying(*grant.clause, field)) return;
  const record::RecordType type = grant.clause->record;
  const string words =
      treatment ? "  + " + agreement::grant_words(type, field, *treatment)
                : "  - not " + agreement::field_words(type, field) +
                      (grant.clause->treatments.grants(field) ? ", for so small a home" : "");
  reporter.line(words, JsonObject()
                           .text("decision", treatment ? "granted" : "withheld")
                           .text("agreement", grant.agreement->id.text())
                           .text("clause", grant.clause->name)
                           .text("field", name(field))
                           .text("treatment", treatment ? name(*treatment) : "")
                           .done());
}

// asked_first() is what has to happen before it goes.
string asked_first(const agreement::Agreement& agreement) {
  if (!agreement.answers()) return "";
  string text = ", once it has asked about the home and the day";
  if (!agreement.needs_approval()) return text;
  return text + " and a person at the source has approved that, within " +
         std::to_string(agreement.approval_hours) + " hours";
}

ExitCode say_granted(const agreement::Grant& grant, Reporter& reporter) {
  reporter.line("Under agreement " + grant.agreement->id.text() + " clause " + grant.clause->name +
                    " this goes to " + grant.agreement->recipient.agency.short_text() +
                    asked_first(*grant.agreement) + ":",
                {});
  for (int i = 1; i <= record::count<Field>; ++i) {
    say_field(grant, static_cast<Field>(i), reporter);
  }
  return ExitCode::kOk;
}

}  // namespace

Result<ExitCode> agreement_explain(const ExplainOrder& order, Instant now, Reporter& reporter) {
  STILE_TRY(const record::Envelope envelope, described(order));
  STILE_TRY(const Bytes note, storage::read_whole(order.file));
  STILE_TRY(const auto agreement, wire::read_agreement(note, order.file.string()));
  STILE_TRY(const agreement::DocumentSet documents, read_set(order));
  Month month = month_of(local_day(envelope.event_minute * kSecondsPerMinute));
  if (!order.month.empty()) {
    STILE_TRY(month, parse_month(order.month));
  }
  Instant at = now;
  if (!order.at.empty()) {
    STILE_TRY(at, parse_utc_minute(order.at));
  }
  const Decision decision = decide(documents, agreement.value, agreement.hash, envelope, month, at);
  if (decision.grant.ok()) return say_granted(decision.grant.value(), reporter);
  return say_refused(decision.grant.error(), agreement.value, decision.clause, reporter);
}

}  // namespace stile::agent
