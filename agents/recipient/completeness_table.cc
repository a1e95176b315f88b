// How completeness is said.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "agents/recipient/completeness.h"
#include "agents/recipient/record_table.h"
#include "agents/report/code_labels.h"
#include "agents/report/json.h"

namespace stile::agent {
namespace {

// clang-format off
constexpr std::array kStates = {
    Label{"complete", "complete", "cyflawn"},
    Label{"incomplete", "incomplete", "anghyflawn"},
    Label{"no-manifest", "no manifest yet", "dim maniffest eto"},
    Label{"nothing", "nothing has arrived", "nid oes dim wedi cyrraedd"},
    Label{"disposed", "destroyed, time over", "dinistriwyd, daeth yr amser i ben"},
    Label{"not-collected", "not collected by the force", "heb ei gasglu gan yr heddlu"},
};
constexpr std::array kTitles = {
    Label{"force", "Force", "Heddlu"},
    Label{"type", "Records", "Cofnodion"},
    Label{"expected", "Expected", "Disgwyliwyd"},
    Label{"received", "Received", "Derbyniwyd"},
    Label{"withheld", "Withheld by agreement", "Heb eu rhannu dan y cytundeb"},
    Label{"rejected", "Awaiting mending", "I'w cywiro"},
    Label{"revisions", "Revisions", "Diwygiadau"},
    Label{"manifest_revision", "Manifest", "Maniffest"},
    Label{"state", "State", "Cyflwr"},
};
// clang-format on

using Cells = std::array<std::string, kTitles.size()>;

const Label& label_of(Completeness state) { return kStates[static_cast<std::size_t>(state) - 1]; }

Cells cells_of(const CompletenessLine& line, Language language) {
  Cells cells;
  cells[0] = line.force.short_text();
  if (line.type) {
    cells[1] = agent::label_of(*line.type).in(language);
    cells[3] = std::to_string(line.received);
    cells[6] = std::to_string(line.revisions);
  }
  if (line.expected) {
    const bool is_said = line.expected->complete || line.expected->records > 0;
    if (is_said) cells[2] = std::to_string(line.expected->records);
    cells[4] = std::to_string(line.expected->withheld);
    cells[5] = std::to_string(line.expected->rejected);
  }
  if (line.manifest) cells[7] = std::to_string(*line.manifest);
  cells[8] = label_of(line.state).in(language);
  return cells;
}

std::string json_of(const CompletenessLine& line, const Month& month) {
  JsonObject object;
  object.text("month", to_text(month))
      .text("force", line.force.short_text())
      .text("agreement", line.agreement.text());
  if (line.type) {
    object.text("type", record::name(*line.type))
        .number("received", line.received)
        .number("revisions", line.revisions);
  }
  if (line.expected) {
    object.number("expected", line.expected->records)
        .flag("searched", line.expected->complete)
        .number("withheld", line.expected->withheld)
        .number("rejected", line.expected->rejected);
  }
  if (line.manifest) object.number("manifest_revision", *line.manifest);
  return object.text("state", label_of(line.state).name).done();
}

std::string joined(const Cells& cells, const std::array<std::size_t, kTitles.size()>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += padded(cells[i], widths[i]) + "  ";
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

void say_completeness(const std::vector<CompletenessLine>& lines, const Month& month,
                      Language language, Reporter& reporter) {
  Cells titles;
  std::ranges::transform(kTitles, titles.begin(),
                         [&](const Label& title) { return std::string(title.in(language)); });
  std::vector<std::pair<Cells, std::string>> said = {{std::move(titles), {}}};
  for (const CompletenessLine& line : lines) {
    said.emplace_back(cells_of(line, language), json_of(line, month));
  }
  std::array<std::size_t, kTitles.size()> widths{};
  for (const auto& [cells, json] : said) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], characters(cells[i]));
    }
  }
  for (const auto& [cells, json] : said) reporter.line(joined(cells, widths), json);
}

}  // namespace stile::agent
