#include "agents/recipient/identity_words.h"

#include <algorithm>
#include <array>

#include "agents/recipient/record_table.h"
#include "agents/report/json.h"
#include "core/base/civil_time.h"
#include "core/crypto/secret.h"

namespace stile::agent {
namespace {

using record::Identity;

struct NamedPart {
  Label title;
  std::string Identity::*text;
};
constexpr std::array kNames = {
    NamedPart{{"surname", "Surname", "Cyfenw"}, &Identity::surname},
    NamedPart{{"forenames", "Forenames", "Enwau cyntaf"}, &Identity::forenames},
    NamedPart{{"known_as", "Known as", "Adwaenir fel"}, &Identity::known_as}};
constexpr Label kBirth = {"date_of_birth", "Date of birth", "Dyddiad geni"};
constexpr std::array kReferences = {
    NamedPart{{"police_reference", "Police reference", "Cyfeirnod yr heddlu"},
              &Identity::police_reference},
    NamedPart{{"pac_mash_reference", "PAC or MASH reference", "Cyfeirnod PAC neu MASH"},
              &Identity::pac_mash_reference},
    NamedPart{{"authority_reference", "Authority's reference", "Cyfeirnod yr awdurdod"},
              &Identity::authority_reference}};

}  // namespace

LabelledPage::~LabelledPage() { crypto::wipe(text_); }

void LabelledPage::add(const Label& title, std::string_view value) {
  constexpr std::size_t kWidth = 28;
  if (value.empty()) return;
  if (!text_.empty()) text_ += "\n";
  text_ += padded(title.in(language_), kWidth);
  text_ += value;
}

void add_identity(const Identity& identity, LabelledPage& page) {
  for (const NamedPart& part : kNames) page.add(part.title, identity.*part.text);
  if (identity.date_of_birth) page.add(kBirth, to_text(to_civil(*identity.date_of_birth)));
  for (const NamedPart& part : kReferences) page.add(part.title, identity.*part.text);
}

std::string identity_json(const Identity& identity) {
  JsonObject object;
  const auto add = [&](const NamedPart& part) {
    const std::string& text = identity.*part.text;
    if (!text.empty()) object.text(part.title.name, text);
  };
  std::ranges::for_each(kNames, add);
  if (identity.date_of_birth) object.text(kBirth.name, to_text(to_civil(*identity.date_of_birth)));
  std::ranges::for_each(kReferences, add);
  return object.done();
}

}  // namespace stile::agent
