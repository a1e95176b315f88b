#include <algorithm>
#include <vector>

#include "core/wire/document_codec.h"

namespace stile::wire {
namespace {

std::string member(std::string_view name, std::string_view value) {
  return " " + std::string(name) + ": \"" + std::string(value) + "\"";
}

std::string home_line(const agreement::HomeEntry& home) {
  std::string line =
      "home {" + member("id", home.id.text()) + member("authority", home.authority.text()) +
      member("force", home.force.text()) + " places: " + std::to_string(home.places) +
      member("valid_from", to_text(to_civil(home.valid_from)));
  if (home.valid_to) line += member("valid_to", to_text(to_civil(*home.valid_to)));
  if (home.predecessor) line += member("predecessor", home.predecessor->text());
  if (home.inspected) line += member("inspected", to_text(to_civil(*home.inspected)));
  return line + " }\n";
}

}  // namespace

std::string homes_text(const agreement::Homes& homes) {
  std::string text = "stile-homes/v1\nregulator: \"" + homes.regulator.text() +
                     "\"\nserial: " + std::to_string(homes.serial) + "\n";
  for (const auto& [id, listed] : homes.entries) {
    std::vector<agreement::HomeEntry> entries = listed;
    std::ranges::sort(entries, {}, &agreement::HomeEntry::valid_from);
    for (const auto& entry : entries) text += home_line(entry);
  }
  return text;
}

}  // namespace stile::wire
