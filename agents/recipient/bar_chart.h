#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace stile::agent {

struct Bar {
  std::string label;
  std::uint64_t value = 0;
};

// kBarsOfOneChart is how many bars stand on a printed page.
inline constexpr std::size_t kBarsOfOneChart = 12;

// bar_charts() are SVG charts for an HTML page, of kBarsOfOneChart bars each, all to one scale:
// each bar's label above it and its value behind it, hatched, so that no colour is needed. Title
// and description say the same figures to who does not see them. `id` is unique in the page, and no
// text of anybody's. Pure.
std::string bar_charts(std::string_view id, std::string_view title, std::span<const Bar> bars);

}  // namespace stile::agent
