#include "agents/source/subject_words.h"

#include <algorithm>

#include "agents/report/code_labels.h"
#include "agents/report/held_until.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "agents/source/subject_labels.h"

namespace stile::agent {
namespace {

using record::Treated;

// clang-format off
constexpr Label kSharings = {"sharings", "times something was shared about this child. This is all that is kept here of what this agency has sent through Stile under that reference, from that system; nothing is kept of what was erased. Ask again for each reference the child has.", "o weithiau y rhannwyd rhywbeth am y plentyn hwn. Dyma'r cyfan a gedwir yma o'r hyn a anfonodd yr asiantaeth hon drwy Stile dan y cyfeirnod hwnnw, o'r system honno; ni chedwir dim o'r hyn a ddilëwyd. Gofynnwch eto am bob cyfeirnod sydd gan y plentyn."};
constexpr Label kElsewhere = {"elsewhere", "MORE IS KEPT under the same reference in other systems; ask again for each:", "CEDWIR RHAGOR dan yr un cyfeirnod mewn systemau eraill; gofynnwch eto am bob un:"};
// clang-format on

// What is alleged is in the row where it was granted, whether or not the child's role was.
template <typename Code>
void add_code(const Label& title, const std::optional<Code>& value, Language language,
              std::vector<SharedValue>& said) {
  const auto same = [&](const SharedValue& one) { return one.name == title.name; };
  if (!value || std::ranges::any_of(said, same)) return;
  said.push_back({std::string(title.name), std::string(record::name(*value)),
                  std::string(title.in(language)), std::string(label_of(*value).in(language))});
}

}  // namespace

std::vector<SharedValue> shared_values(const Treated& row, Language language) {
  std::vector<SharedValue> said;
  for (const RowField& field : row_fields()) {
    const std::string code = field.cell(row);
    if (code.empty()) continue;
    said.push_back({std::string(field.title.name), code, std::string(field.title.in(language)),
                    field.in_words(code, language)});
  }
  add_code({"offence", "Offence", "Trosedd"}, row.offence, language, said);
  add_code({"arrested", "Arrested", "Arestiwyd"}, row.arrested, language, said);
  add_code({"outcome", "Outcome", "Canlyniad"}, row.outcome, language, said);
  return said;
}

const Label& shared_state(const Sharing& sharing) {
  if (sharing.state == ConsignmentState::kQueued) return subject::kWaits;
  if (!sharing.word) {
    if (sharing.held == record::Holding::kFrozen) return subject::kFrozen;
    return sharing.held == record::Holding::kEnded ? subject::kEnded : subject::kWent;
  }
  switch (*sharing.word) {
    case record::DisclosureState::kStored: return subject::kStored;
    case record::DisclosureState::kOpened: return subject::kOpened;
    case record::DisclosureState::kClosed: return subject::kClosed;
  }
  __builtin_trap();
}

std::optional<Instant> kept_until(const Sharing& sharing, const agreement::DocumentSet* documents) {
  const bool ended = !sharing.word && sharing.held == record::Holding::kEnded;
  if (!sharing.index || ended || documents == nullptr) return std::nullopt;
  const Instant until = held_until(sharing.what.agreement, sharing.admitted, *documents);
  return until == 0 ? std::nullopt : std::optional(until);
}

std::string sharing_json(const Sharing& sharing, const agreement::DocumentSet* documents) {
  JsonObject values;
  for (const SharedValue& one : shared_values(sharing.row, Language::kEnglish)) {
    values.text(one.name, one.code);
  }
  std::string fields;
  for (const auto& field : sharing.fields) fields += (fields.empty() ? "" : ",") + field;
  JsonObject json;
  json.text("time", utc_minute_text(sharing.made))
      .text("recipient", sharing.what.to.short_text())
      .text("type", record::name(sharing.what.record))
      .text("reference", sharing.reference)
      .text("occasion", record::to_text(sharing.what.occasion))
      .text("agreement", sharing.agreement_id)
      .text("clause", sharing.what.clause)
      .text("purpose", sharing.purpose)
      .number("consignment", sharing.number)
      .text("state", shared_state(sharing).name)
      .text("fields", fields)
      .flag("identity", sharing.identity)
      .flag("pseudonym", sharing.pseudonym)
      .flag("destroyed", sharing.destroyed)
      .json("values", values.done());
  if (sharing.basis) json.text("basis", record::name(*sharing.basis));
  if (sharing.index) json.number("leaf", *sharing.index);
  const auto until = kept_until(sharing, documents);
  if (until) json.text("kept_until", utc_minute_text(*until));
  return json.done();
}

void say_reach(std::size_t sharings, Language language, Reporter& reporter) {
  reporter.message(std::to_string(sharings) + " " + std::string(kSharings.in(language)));
  reporter.message(subject::kEmbargoed.in(language));
}

void say_other_systems(const std::vector<std::string>& systems, Language language,
                       Reporter& reporter) {
  if (systems.empty()) return;
  std::string said(kElsewhere.in(language));
  for (const std::string& system : systems) said += " " + system;
  reporter.message(said);
}

}  // namespace stile::agent
