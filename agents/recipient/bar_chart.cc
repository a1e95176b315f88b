#include "agents/recipient/bar_chart.h"

#include <algorithm>

#include "agents/report/html.h"

namespace stile::agent {
namespace {

// Units of the drawing; a page shows one as about a pixel. The longest label of ours has some 45
// characters of at most 7 units each.
constexpr unsigned kWidth = 360;
constexpr unsigned kLongestBar = 290;  // its value stands behind it
constexpr unsigned kRow = 34;
constexpr unsigned kBaseline = 11;  // of a label
constexpr unsigned kBarTop = 17;
constexpr unsigned kBarHeight = 12;
constexpr unsigned kGap = 5;

std::string number(std::string_view name, std::uint64_t value) {
  return html_attribute(name, std::to_string(value));
}

// A bar of one record is seen beside one of thousands.
std::uint64_t length_of(std::uint64_t value, std::uint64_t greatest) {
  if (value == 0) return 0;
  return std::max<std::uint64_t>(1, value * kLongestBar / greatest);
}

std::string drawn(const Bar& bar, std::uint64_t greatest, unsigned top, const std::string& hatch) {
  const std::uint64_t length = length_of(bar.value, greatest);
  std::string svg =
      html_element("text", number("x", 0) + number("y", top + kBaseline), html_text(bar.label));
  if (length > 0) {
    svg += html_element("rect",
                        number("x", 0) + number("y", top + kBarTop) + number("width", length) +
                            number("height", kBarHeight) +
                            html_attribute("fill", "url(#" + hatch + ")") +
                            html_attribute("stroke", "#000"),
                        "");
  }
  return svg +
         html_element("text",
                      number("x", length + kGap) + number("y", top + kBarTop + kBarHeight - 2) +
                          html_attribute("class", "value"),
                      std::to_string(bar.value));
}

std::string hatched(const std::string& hatch) {
  return html_element("defs", "",
                      html_element("pattern",
                                   html_attribute("id", hatch) +
                                       R"( width="6" height="6" patternUnits="userSpaceOnUse")",
                                   R"(<path d="M0 6 6 0" stroke="#000" fill="none"></path>)"));
}

std::string chart(const std::string& id, std::string_view title, std::span<const Bar> bars,
                  std::uint64_t greatest) {
  std::string said;
  std::string drawing;
  unsigned top = 0;
  for (const Bar& bar : bars) {
    said += (said.empty() ? "" : "; ") + bar.label + ": " + std::to_string(bar.value);
    drawing += drawn(bar, greatest, top, id + "-hatch");
    top += kRow;
  }
  const std::string size = std::to_string(kWidth) + " " + std::to_string(top);
  return html_element(
      "svg",
      html_attribute("viewBox", "0 0 " + size) + html_attribute("role", "img") +
          html_attribute("aria-labelledby", id + "-title " + id + "-desc"),
      html_element("title", html_attribute("id", id + "-title"), html_text(title)) +
          html_element("desc", html_attribute("id", id + "-desc"), html_text(said)) +
          hatched(id + "-hatch") + drawing);
}

}  // namespace

std::string bar_charts(std::string_view id, std::string_view title, std::span<const Bar> bars) {
  std::uint64_t greatest = 0;
  for (const Bar& bar : bars) greatest = std::max(greatest, bar.value);
  std::string charts;
  for (std::size_t first = 0; first < bars.size(); first += kBarsOfOneChart) {
    const auto some = bars.subspan(first, std::min(kBarsOfOneChart, bars.size() - first));
    charts += chart(std::string(id) + "-" + std::to_string(first), title, some, greatest);
  }
  return charts;
}

}  // namespace stile::agent
