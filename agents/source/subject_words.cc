#include "agents/source/subject_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "agents/report/code_labels.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using record::OccasionKind;
using record::Treated;

// clang-format off
constexpr Label kTold = {"told", "was told about", "cafodd wybod am"};
constexpr Label kToTell = {"to-tell", "is to be told about", "caiff wybod am"};
constexpr Label kReturn = {"return", "in the list of the month", "yn rhestr y mis"};
constexpr Label kNotify = {"notify", "when it had just happened", "pan oedd newydd ddigwydd"};
constexpr Label kEnquiry = {"enquiry", "because it asked before it inspected a home", "am iddo ofyn cyn arolygu cartref"};
constexpr Label kCorrection = {"correction", "to put right what it had been told", "i gywiro'r hyn a ddywedwyd"};
constexpr Label kAllowed = {"allowed", "Allowed by", "Caniatawyd gan"};
constexpr Label kWaits = {"waits", "It has not gone yet.", "Nid yw wedi mynd eto."};
constexpr Label kWent = {"went", "It has gone; nobody there has confirmed yet that it came.", "Mae wedi mynd; nid oes neb yno wedi cadarnhau iddo gyrraedd."};
constexpr Label kFrozen = {"frozen", "It is held back on its way, because the agreement is suspended.", "Mae'n cael ei ddal yn ôl ar y ffordd, gan fod y cytundeb wedi'i atal."};
constexpr Label kEnded = {"ended", "It was deleted on its way: nobody there has had it.", "Cafodd ei ddileu ar y ffordd: ni chafodd neb yno ef."};
constexpr Label kStored = {"stored", "It has come there.", "Mae wedi cyrraedd yno."};
constexpr Label kOpened = {"opened", "Somebody there has read it.", "Mae rhywun yno wedi ei ddarllen."};
constexpr Label kClosed = {"closed", "Somebody there has dealt with it.", "Mae rhywun yno wedi delio ag ef."};
constexpr Label kIdentity = {"identity", "Who the child is, sealed so that they alone can read it", "Pwy yw'r plentyn, dan sêl fel mai nhw yn unig all ei ddarllen"};
constexpr Label kPseudonym = {"pseudonym", "A code instead of the child's name", "Cod yn lle enw'r plentyn"};
constexpr Label kDestroyed = {"destroyed", "What was said has been destroyed here, because the time was over for which anybody may keep it.", "Dinistriwyd yr hyn a ddywedwyd yma, gan fod yr amser y caiff neb ei gadw ar ben."};
constexpr Label kSharings = {"sharings", "times something was shared about this child. This is all that is kept here of what this agency has sent through Stile under that reference, from that system; nothing is kept of what was erased. Ask again for each reference the child has.", "o weithiau y rhannwyd rhywbeth am y plentyn hwn. Dyma'r cyfan a gedwir yma o'r hyn a anfonodd yr asiantaeth hon drwy Stile dan y cyfeirnod hwnnw, o'r system honno; ni chedwir dim o'r hyn a ddilëwyd. Gofynnwch eto am bob cyfeirnod sydd gan y plentyn."};
constexpr Label kElsewhere = {"elsewhere", "MORE IS KEPT under the same reference in other systems; ask again for each:", "CEDWIR RHAGOR dan yr un cyfeirnod mewn systemau eraill; gofynnwch eto am bob un:"};
constexpr Label kEmbargoed = {"embargo", "Answers to inspectors are left out for 90 days, whether there are any or not.", "Gadewir atebion i arolygwyr allan am 90 diwrnod, boed rhai ai peidio."};
// In the order of record::RecordType; the rest are about no child.
constexpr std::array kAbout = labelled({
    {"call-out", "a call to the police", "alwad i'r heddlu"},
    {"missing-episode", "a time when the child was missing", "gyfnod pan oedd y plentyn ar goll"},
    {"arrest", "an arrest", "arestiad"},
    {"concern", "a concern that the police had", "bryder a oedd gan yr heddlu"}});
// clang-format on

const Label& occasion_label(const record::Occasion& occasion) {
  switch (occasion.kind) {
    case OccasionKind::kReturn: return kReturn;
    case OccasionKind::kNotify: return kNotify;
    case OccasionKind::kEnquiry: return kEnquiry;
    case OccasionKind::kCorrection: return kCorrection;
    case OccasionKind::kExercise: break;  // nobody's data is in one
  }
  __builtin_trap();
}

const Label& about(record::RecordType type) {
  return kAbout.at(static_cast<std::size_t>(type) - 1);
}

const Label& state_label(const Sharing& sharing) {
  if (sharing.state == ConsignmentState::kQueued) return kWaits;
  if (!sharing.word) {
    if (sharing.held == record::Holding::kFrozen) return kFrozen;
    return sharing.held == record::Holding::kEnded ? kEnded : kWent;
  }
  switch (*sharing.word) {
    case record::DisclosureState::kStored: return kStored;
    case record::DisclosureState::kOpened: return kOpened;
    case record::DisclosureState::kClosed: return kClosed;
  }
  __builtin_trap();
}

// Said is one value that was shared.
struct Said {
  std::string name;
  std::string code;
  std::string words;
};

// What is alleged is in the row where it was granted, whether or not the child's role was.
template <typename Code>
void add_code(const Label& title, const std::optional<Code>& value, Language language,
              std::vector<Said>& said) {
  const auto same = [&](const Said& one) { return one.name == title.name; };
  if (!value || std::ranges::any_of(said, same)) return;
  said.push_back(
      {std::string(title.name), std::string(record::name(*value)),
       std::string(title.in(language)) + ": " + std::string(label_of(*value).in(language))});
}

std::vector<Said> values_of(const Treated& row, Language language) {
  std::vector<Said> said;
  for (const RowField& field : row_fields()) {
    const std::string code = field.cell(row);
    if (code.empty()) continue;
    said.push_back({std::string(field.title.name), code,
                    std::string(field.title.in(language)) + ": " + field.in_words(code, language)});
  }
  add_code({"offence", "Offence", "Trosedd"}, row.offence, language, said);
  add_code({"arrested", "Arrested", "Arestiwyd"}, row.arrested, language, said);
  add_code({"outcome", "Outcome", "Canlyniad"}, row.outcome, language, said);
  return said;
}

std::string first_line(const Sharing& sharing, Language language) {
  std::string text =
      local_minute_text(sharing.made) + "  " + sharing.what.to.short_text() + " " +
      std::string((sharing.state == ConsignmentState::kQueued ? kToTell : kTold).in(language)) +
      " " + std::string(about(sharing.what.record).in(language)) + " " + sharing.reference + ", " +
      std::string(occasion_label(sharing.what.occasion).in(language));
  const auto& change = sharing.what.occasion.change;
  if (!change) return text;
  return text + ": " + std::string(label_of(record::kind_of(*change)).in(language)) + ", " +
         std::string(label_of(*change).in(language));
}

std::string allowed_line(const Sharing& sharing, Language language) {
  std::string text = "    " + std::string(kAllowed.in(language)) + " " + sharing.agreement_id +
                     ", " + sharing.what.clause;
  return sharing.purpose.empty() ? text : text + " (" + sharing.purpose + ")";
}

std::string json_of(const Sharing& sharing, const std::vector<Said>& said) {
  JsonObject values;
  for (const Said& one : said) values.text(one.name, one.code);
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
      .text("state", state_label(sharing).name)
      .text("fields", fields)
      .flag("identity", sharing.identity)
      .flag("pseudonym", sharing.pseudonym)
      .flag("destroyed", sharing.destroyed)
      .json("values", values.done());
  if (sharing.index) json.number("leaf", *sharing.index);
  return json.done();
}

void say_sharing(const Sharing& sharing, Language language, Reporter& reporter) {
  const auto said = values_of(sharing.row, language);
  reporter.line(first_line(sharing, language), json_of(sharing, said));
  reporter.line(allowed_line(sharing, language), {});
  for (const Said& one : said) reporter.line("    - " + one.words, {});
  if (sharing.destroyed) reporter.line("    " + std::string(kDestroyed.in(language)), {});
  if (sharing.identity) reporter.line("    - " + std::string(kIdentity.in(language)), {});
  if (sharing.pseudonym) reporter.line("    - " + std::string(kPseudonym.in(language)), {});
  reporter.line("    " + std::string(state_label(sharing).in(language)), {});
}

}  // namespace

void say_account(const std::vector<Sharing>& sharings, Language language, Reporter& reporter) {
  for (const Sharing& sharing : sharings) say_sharing(sharing, language, reporter);
  reporter.message(std::to_string(sharings.size()) + " " + std::string(kSharings.in(language)));
  reporter.message(kEmbargoed.in(language));
}

void say_other_systems(const std::vector<std::string>& systems, Language language,
                       Reporter& reporter) {
  if (systems.empty()) return;
  std::string said(kElsewhere.in(language));
  for (const std::string& system : systems) said += " " + system;
  reporter.message(said);
}

}  // namespace stile::agent
