#include "agents/recipient/notice_words.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/recipient/change_words.h"
#include "agents/recipient/identity_words.h"
#include "agents/recipient/record_table.h"
#include "agents/report/code_labels.h"
#include "agents/report/json.h"
#include "agents/report/row_fields.h"
#include "core/crypto/encoding.h"
#include "core/crypto/secret.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

// clang-format off
constexpr std::array kStates = labelled({
    {"stored", "new", "newydd"},
    {"opened", "opened", "agorwyd"},
    {"acknowledged", "acknowledged", "cydnabuwyd"},
    {"not-ours", "returned: not ours", "dychwelwyd: nid ein plentyn ni"},
    {"wrong-child", "returned: wrong child", "dychwelwyd: plentyn anghywir"}});
constexpr std::array kTypes = labelled({
    {"call-out", "call-out", "galwad i'r heddlu"},
    {"missing-episode", "missing episode", "achos o fynd ar goll"},
    {"arrest", "arrest", "arestiad"},
    {"concern", "police concern", "pryder yr heddlu"}});
constexpr Label kReference = {"event_reference", "Reference", "Cyfeirnod"};
constexpr Label kArrived = {"arrived", "Arrived", "Cyrhaeddodd"};
constexpr Label kState = {"state", "State", "Cyflwr"};
constexpr Label kMark = {"mark", "Mark", "Nod"};
constexpr Label kType = {"type", "About", "Ynghylch"};
constexpr Label kSource = {"source", "From", "Oddi wrth"};
constexpr Label kAgreement = {"agreement", "Agreement", "Cytundeb"};
constexpr Label kNumber = {"consignment", "Consignment", "Anfoniad"};
constexpr Label kPseudonym = {"child_pseudonym", "Child's pseudonym", "Ffugenw'r plentyn"};
constexpr Label kOverdue = {"overdue", "OVERDUE", "HWYR"};
constexpr Label kCorrection = {"correction", "correction", "cywiriad"};
constexpr Label kCorrects = {"corrects", "Corrects what came", "Yn cywiro'r hyn a ddaeth"};
constexpr Label kIdentity = {"identity", "Identity", "Enw a manylion"};
constexpr Label kUnproven = {"not-proven",
    "NOT SHOWN: it could not be proven to be this child's. It is written down for the data officers",
    "NI CHAIFF EI DDANGOS: ni ellid profi ei fod yn perthyn i'r plentyn hwn. Fe'i cofnodwyd ar gyfer y swyddogion data"};
constexpr Label kKeyDestroyed = {"key-destroyed",
    "no longer readable: the key to it was destroyed",
    "ni ellir ei ddarllen mwyach: dinistriwyd yr allwedd iddo"};
// clang-format on

const Label& state_label(const Notice& notice) {
  static_assert(kStates.size() == static_cast<std::size_t>(NoticeState::kWrongChild));
  return kStates[static_cast<std::size_t>(notice.state) - 1];
}

std::string_view type_words(const Notice& notice, Language language) {
  const auto found = std::ranges::find(kTypes, record::name(notice.type), &Label::name);
  return found == kTypes.end() ? record::name(notice.type) : found->in(language);
}

std::size_t longest(std::span<const Label> labels, Language language) {
  std::size_t most = 0;
  for (const Label& label : labels) most = std::max(most, characters(label.in(language)));
  return most;
}

struct ListColumn {
  Label title;
  std::size_t width;
};

std::vector<ListColumn> list_columns(Language language) {
  const std::size_t reference = crypto::crockford(Token{}).size();
  const std::size_t minute = local_minute_text(0).size();
  return {{kReference, reference},
          {kArrived, minute},
          {kState, longest(kStates, language)},
          {kType, longest(kTypes, language)},
          {row_fields().front().title, longest(labels<record::ChildRole>, language)}};
}

std::string aligned(const std::vector<std::string>& cells, Language language) {
  std::string line;
  const auto columns = list_columns(language);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t title = characters(columns[i].title.in(language));
    line += padded(cells[i], std::max(columns[i].width, title)) + "  ";
  }
  return line;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

void add_fields(const record::Treated& row, JsonObject& object) {
  for (const RowField& field : row_fields()) {
    const std::string cell = field.cell(row);
    if (!cell.empty()) object.text(field.title.name, cell);
  }
}

std::string source_text(const Notice& notice) {
  const auto source = AgencyId::parse(notice.source);
  return source.ok() ? source->short_text() : notice.source;
}

JsonObject object_of(const Notice& notice, bool numbered, Instant now) {
  JsonObject object;
  object.text(kReference.name, crypto::crockford(notice.event_token))
      .text(kArrived.name, utc_second_text(notice.arrived))
      .text(kState.name, name(notice.state))
      .text("due", utc_second_text(notice.due))
      .flag(kOverdue.name, notice.is_overdue(now))
      .text(kType.name, record::name(notice.type))
      .text(kSource.name, source_text(notice))
      .text(kAgreement.name, notice.agreement_id);
  if (numbered) object.number(kNumber.name, notice.number);
  return object;
}

void add_marks(const Marks& marks, JsonObject& object) {
  if (marks.annotation) object.text("annotation", record::name(*marks.annotation));
  if (marks.restriction) object.text("restriction", record::name(*marks.restriction));
}

// why_hidden() is null where an identity is shown, or there is none.
const Label* why_hidden(OpenedNotice::Naming naming) {
  if (naming == OpenedNotice::Naming::kUnproven) return &kUnproven;
  return naming == OpenedNotice::Naming::kKeyDestroyed ? &kKeyDestroyed : nullptr;
}

std::string opened_json(const OpenedNotice& opened, const std::string& pseudonym, Instant now) {
  JsonObject object = object_of(opened.notice, opened.numbered, now);
  object.number("revision", opened.notice.revision);
  if (opened.corrects) object.text(kCorrects.name, utc_second_text(*opened.corrects));
  if (!pseudonym.empty()) object.text(kPseudonym.name, pseudonym);
  add_marks(opened.marks, object);
  add_fields(opened.row, object);
  if (opened.naming == OpenedNotice::Naming::kProven) {
    std::string identity = identity_json(opened.identity);
    object.json(kIdentity.name, identity);
    crypto::wipe(identity);
  }
  if (const Label* why = why_hidden(opened.naming)) object.text(kIdentity.name, why->name);
  return object.done();
}

}  // namespace

void say_heading(Language language, Reporter& reporter) {
  std::vector<std::string> titles;
  for (const ListColumn& column : list_columns(language)) {
    titles.emplace_back(column.title.in(language));
  }
  reporter.line(trimmed(aligned(titles, language)), "");
}

Status say(const ListedNotice& listed, bool numbered, Instant now, Language language,
           Reporter& reporter) {
  const Notice& notice = listed.notice;
  record::Treated row;
  row.type = notice.type;
  if (!listed.fields.empty()) {
    STILE_TRY(row, wire::decode_fields(listed.fields));
  }
  const RowField& role = row_fields().front();
  std::string line =
      aligned({crypto::crockford(notice.event_token), local_minute_text(notice.arrived),
               std::string(state_label(notice).in(language)),
               std::string(type_words(notice, language)), role.in_words(role.cell(row), language)},
              language);
  if (notice.is_overdue(now)) line.append(kOverdue.in(language)).append("  ");
  if (listed.corrects) line.append(kCorrection.in(language)).append("  ");
  line += mark_words(listed.marks, language);
  JsonObject object = object_of(notice, numbered, now);
  object.flag(kCorrection.name, listed.corrects);
  add_marks(listed.marks, object);
  add_fields(row, object);
  reporter.line(trimmed(std::move(line)), object.done());
  return ok();
}

void say_opened(const OpenedNotice& opened, Instant now, Language language, Reporter& reporter) {
  const Notice& notice = opened.notice;
  LabelledPage page(language);
  page.add(kReference, crypto::crockford(notice.event_token));
  page.add(kType, type_words(notice, language));
  page.add(kArrived, local_minute_text(notice.arrived));
  if (opened.corrects) page.add(kCorrects, local_minute_text(*opened.corrects));
  page.add(kState, state_label(notice).in(language));
  page.add(kMark, mark_words(opened.marks, language));
  page.add(kSource, source_text(notice));
  page.add(kAgreement, notice.agreement_id);
  if (opened.numbered) page.add(kNumber, std::to_string(notice.number));
  Token token{};
  const std::string pseudonym =
      copy_exact(opened.pseudonym, token) ? crypto::crockford(token) : std::string();
  page.add(kPseudonym, pseudonym);
  for (const RowField& field : row_fields()) {
    page.add(field.title, field.in_words(field.cell(opened.row), language));
  }
  if (opened.naming == OpenedNotice::Naming::kProven) add_identity(opened.identity, page);
  if (const Label* why = why_hidden(opened.naming)) page.add(kIdentity, why->in(language));
  std::string json = opened_json(opened, pseudonym, now);
  reporter.line(page.text(), json);
  crypto::wipe(json);
}

}  // namespace stile::agent
