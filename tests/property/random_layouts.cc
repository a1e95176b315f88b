#include <string>

#include "tests/property/random_case.h"

namespace stile::property {
namespace {

std::string words_of(const std::string& field, const std::string& system) {
  std::string words = field;
  for (char& c : words) c = c == '_' ? ' ' : c;
  return words + " (" + system + ")";
}

// Some codes are written in words of the system's own, Welsh ones among them.
void add_texts(Chance& chance, const Field& field, Column& column) {
  std::vector<std::string> codes = field.codes;
  if (field.reads == Reads::kArea) codes = {"not-known", "E10000091", "E10000093", "E06000096"};
  int number = 0;
  for (const auto& code : codes) {
    if (!chance.percent(30)) continue;
    column.texts.emplace_back("Gair ŵ " + std::to_string(++number), code);
    if (chance.percent(20)) column.texts.emplace_back("Word & " + std::to_string(number), code);
  }
  const bool decides = field.name == "HOLD" || field.name == "CARE_HOME";
  if (chance.percent(decides ? 8 : 40)) column.empty = chance.one_of(codes);
}

// Home numbers of the gazetteer's places are invented, and so are the places.
std::vector<Place> places_of(const World& world) {
  std::vector<Place> places;
  for (const auto& home : world.homes) {
    const bool listed = !places.empty() && places.back().number == home.number;
    if (listed) continue;
    places.push_back({home.scheme, home.number, "Invented House " + home.number,
                      "1 Made-up Lane, " + home.authority});
  }
  return places;
}

Layout layout_of(Chance& chance, const World& world, const std::string& system,
                 const std::string& types, const std::string& scheme) {
  Layout layout;
  layout.system = system;
  layout.types = types;
  layout.scheme = scheme;
  layout.separator = chance.one_of<std::string>({",", ";", "|", "tab"});
  layout.header_rows = chance.percent(20) ? 2 : 1;
  layout.byte_order_mark = chance.percent(20);
  layout.crlf = chance.percent(70);
  if (chance.percent(25)) layout.gazetteer = places_of(world);
  for (const auto& field : fields()) {
    if (!layout.has(field)) continue;
    // A constant of these would reject or withhold nearly every row.
    const bool constant = field.may_be_constant && field.name != "CARE_HOME" &&
                          field.name != "KIND" && field.name != "CHILD_ROLE";
    const bool by_name = field.name == "HOME" && !layout.gazetteer.empty();
    if ((field.may_be_not_asked || by_name) && chance.percent(12)) {
      layout.not_asked.push_back(field.name);
    } else if (constant && chance.percent(4)) {
      layout.constants[field.name] = chance.one_of(field.codes);
    } else {
      Column column{field.name, words_of(field.name, system)};
      if (field.reads == Reads::kCode || field.reads == Reads::kArea) {
        add_texts(chance, field, column);
      }
      layout.columns.push_back(std::move(column));
    }
  }
  layout.columns.push_back({"", "Narrative, \"free\" (" + system + ")"});
  chance.shuffle(layout.columns);
  return layout;
}

}  // namespace

std::vector<Layout> random_layouts(Chance& chance, const World& world) {
  std::vector<Layout> layouts;
  layouts.push_back(layout_of(chance, world, "command-and-control", "C", "ofsted"));
  layouts.push_back(
      layout_of(chance, world, "missing-persons", "M", chance.percent(80) ? "ofsted" : "ciw"));
  if (chance.percent(60)) {
    layouts.push_back(layout_of(chance, world, "records-management", "AK", "ofsted"));
  } else {
    layouts.push_back(layout_of(chance, world, "custody", "A", "ofsted"));
    layouts.push_back(layout_of(chance, world, "protection", "K", "ciw"));
  }
  if (chance.percent(50)) layouts.push_back(layout_of(chance, world, "galwadau", "C", "ciw"));
  return layouts;
}

}  // namespace stile::property
