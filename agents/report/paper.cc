#include "agents/report/paper.h"

#include <algorithm>
#include <optional>

#include "agents/report/html.h"

namespace stile::agent {
namespace {

using Kind = Paper::Kind;

constexpr std::string_view kStyle = R"(
:root{color-scheme:light}
body{margin:0 auto;padding:1rem;max-width:42rem;color:#000;background:#fff;
 font:1.05rem/1.5 sans-serif;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.2}
h2{font-size:1.3rem;border-top:3px solid #000;padding-top:.5rem;margin-top:2rem}
h3{font-size:1.1rem;margin:1.5rem 0 .25rem}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.1rem 1rem;margin:0}
dt{font-weight:bold}
dd{margin:0;overflow-wrap:anywhere}
li{overflow-wrap:anywhere}
@page{size:A4;margin:20mm}
@media print{
body{max-width:none;padding:0;font-size:11pt}
h1,h2,h3{break-after:avoid}
li,dd{break-inside:avoid}
}
)";

// Characters, not bytes: Welsh has letters of two.
std::size_t width_of(std::string_view text) {
  constexpr unsigned kMask = 0xC0;
  constexpr unsigned kContinues = 0x80;
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & kMask) != kContinues; }));
}

// wrapped() begins with `first`, and each further line with `rest`.
std::vector<std::string> wrapped(std::string_view text, std::string_view first,
                                 std::string_view rest) {
  std::vector<std::string> lines = {std::string(first)};
  bool begins = true;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (word.empty()) continue;
    if (!begins && width_of(lines.back()) + 1 + width_of(word) > kPaperColumns) {
      lines.emplace_back(rest);
      begins = true;
    }
    lines.back().append(begins ? "" : " ").append(word);
    begins = false;
  }
  return lines;
}

std::vector<std::string> lines_of(const Paper::Block& block) {
  switch (block.kind) {
    case Kind::kTitle:
    case Kind::kHeading: {
      auto lines = wrapped(block.text, "", "");
      std::size_t longest = 0;
      for (const std::string& line : lines) longest = std::max(longest, width_of(line));
      lines.emplace_back(longest, block.kind == Kind::kTitle ? '=' : '-');
      return lines;
    }
    case Kind::kEntry:
    case Kind::kText: return wrapped(block.text, "", "");
    case Kind::kFact: return wrapped(block.text, block.name + ": ", "  ");
    case Kind::kItem: return wrapped(block.text, "  - ", "    ");
  }
  __builtin_trap();
}

// A list is not torn from the sentence before it.
bool has_space_before(Kind kind, std::optional<Kind> before) {
  if (!before) return false;
  if (kind == Kind::kItem) return false;
  if (kind == Kind::kFact) return *before != Kind::kFact;
  return kind != Kind::kText || *before != Kind::kEntry;
}

std::string element_of(const Paper::Block& block) {
  const std::string text = html_text(block.text);
  switch (block.kind) {
    case Kind::kTitle: return html_element("h1", "", text);
    case Kind::kHeading: return html_element("h2", "", text);
    case Kind::kEntry: return html_element("h3", "", text);
    case Kind::kText: return html_element("p", "", text);
    case Kind::kItem: return html_element("li", "", text);
    case Kind::kFact:
      return html_element("dt", "", html_text(block.name)) + html_element("dd", "", text);
  }
  __builtin_trap();
}

std::string_view list_of(Kind kind) {
  if (kind == Kind::kItem) return "ul";
  return kind == Kind::kFact ? "dl" : "";
}

}  // namespace

std::vector<PaperLine> paper_lines(const Paper& paper) {
  std::vector<PaperLine> lines;
  std::optional<Kind> before;
  for (const Paper::Block& block : paper.blocks()) {
    if (has_space_before(block.kind, before)) lines.emplace_back();
    before = block.kind;
    const std::size_t first = lines.size();
    for (std::string& line : lines_of(block)) lines.push_back({std::move(line), {}});
    lines[first].json = block.json;
  }
  return lines;
}

std::string paper_text(const Paper& paper) {
  std::string text;
  for (const PaperLine& line : paper_lines(paper)) text.append(line.text).append("\n");
  return text;
}

std::string paper_page(const Paper& paper, Language language) {
  std::string main;
  std::string title;
  const auto& blocks = paper.blocks();
  for (auto at = blocks.begin(); at != blocks.end();) {
    const std::string_view list = list_of(at->kind);
    const auto end = std::find_if(at, blocks.end(), [&](const Paper::Block& block) {
      return list.empty() || list_of(block.kind) != list;
    });
    std::string inner;
    do {
      if (at->kind == Kind::kTitle) title = at->text;
      inner += element_of(*at);
    } while (++at < end);
    main += list.empty() ? inner : html_element(list, "", "\n" + inner);
  }
  return html_page(title, language, kStyle, html_element("main", "", "\n" + main));
}

}  // namespace stile::agent
