#pragma once

#include <optional>
#include <string_view>

namespace stile::agent {

// Language is what people read in; files and JSON hold codes in both.
enum class Language { kEnglish, kWelsh };

// parse_language() takes "en" and "cy" (BCP 47); nothing for any other.
constexpr std::optional<Language> parse_language(std::string_view tag) {
  if (tag == "en") return Language::kEnglish;
  if (tag == "cy") return Language::kWelsh;
  return std::nullopt;
}

// Label is what people read for a name that programs use: of a column, a code or a state.
struct Label {
  std::string_view name;
  std::string_view english;
  std::string_view welsh;

  constexpr std::string_view in(Language language) const {
    return language == Language::kWelsh ? welsh : english;
  }
};

}  // namespace stile::agent
