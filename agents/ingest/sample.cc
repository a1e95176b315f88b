#include "agents/ingest/sample.h"

#include "agents/ingest/sample_call_outs.h"
#include "agents/ingest/sample_identity.h"
#include "agents/ingest/sample_line.h"
#include "agents/ingest/sample_plan.h"

namespace stile::agent {
namespace {

constexpr std::size_t kShortRow = 5;

void list_call_out(const CanaryTexts& texts, std::vector<Canary>& to) {
  to.insert(to.end(), {{"Child Name", texts.name},
                       {"Nominal Ref", texts.person},
                       {"Child DOB", texts.birth},
                       {"Child DOB", texts.birth_iso},
                       {"Incident Address", texts.address},
                       {"Caller Telephone", texts.telephone},
                       {"Incident Ref", texts.reference},
                       {"Caller Name", texts.caller},
                       {"Officer", texts.officer},
                       {"PNC Ref", texts.pnc},
                       {"Narrative", texts.narrative}});
}

void list_record(const CanaryTexts& texts, std::vector<Canary>& to) {
  to.insert(to.end(), {{"Nominal", texts.name},
                       {"Person Ref", texts.person},
                       {"DOB", texts.birth},
                       {"DOB", texts.birth_iso},
                       {"Occurrence Ref", texts.reference},
                       {"Summary", texts.narrative}});
}

void list_episode(const CanaryTexts& texts, std::vector<Canary>& to) {
  to.insert(to.end(), {{"Name", texts.name},
                       {"Child / Ref", texts.person},
                       {"Born", texts.birth},
                       {"Born", texts.birth_iso},
                       {"Born", dotted_birth(texts.birth)},
                       {"Episode / Ref", texts.reference},
                       {"Notes", texts.narrative}});
}

void list_identity(const IdentityCanary& texts, std::vector<Canary>& to) {
  to.insert(to.end(), {{"Child Surname", texts.surname},
                       {"Child Forenames", texts.forenames},
                       {"Known As", texts.known_as},
                       {"PAC Ref", texts.pac},
                       {"Authority Ref", texts.authority}});
}

std::vector<Canary> listed(const SampleSettings& settings) {
  std::vector<Canary> list;
  if (!settings.canaries) return list;
  std::size_t item = 0;
  for (const CanaryTexts& texts : sample_canaries(settings)) {
    if (settings.identity) list_identity(sample_identity_canary(settings, item++), list);
    switch (settings.kind) {
      case SampleKind::kCallOuts: list_call_out(texts, list); break;
      case SampleKind::kRecords: list_record(texts, list); break;
      case SampleKind::kMissing: list_episode(texts, list); break;
    }
  }
  return list;
}

SampleRow identified(const SampleEvent& event, const RowNumbers& numbers, const ExportRow& row) {
  const auto canary =
      event.story == Story::kCanary ? std::optional<std::size_t>(event.place) : std::nullopt;
  return {row.cells[static_cast<std::size_t>(ExportColumn::kChildName)], numbers.row, canary};
}

}  // namespace

Sample::Sample(const SampleSettings& settings)
    : settings_(settings),
      homes_(sample_homes(*settings.area, settings.seed)),
      canaries_(listed(settings)) {}

std::string Sample::homes_text(std::string_view regulator, std::uint64_t serial) const {
  std::string text = "regulator: \"" + std::string(regulator) + "\"\n";
  text += "serial: " + std::to_string(serial) + "\n";
  for (const SampleHome& home : homes_) {
    text += "home { id: \"" + std::string(name(settings_.area->scheme)) + ":" + home.number +
            "\" authority: \"" + std::string(home.authority.code) + "\" force: \"" +
            std::string(settings_.area->code) + "\" places: " + std::to_string(home.places) +
            " valid_from: \"2018-04-01\" }\n";
  }
  return text;
}

SampleCounts Sample::write_export(std::ostream& to) const {
  switch (settings_.kind) {
    case SampleKind::kCallOuts: return write_call_outs(to);
    case SampleKind::kRecords: return write_sample_records(settings_, homes_, to);
    case SampleKind::kMissing: return write_sample_episodes(settings_, homes_, to);
  }
  __builtin_trap();
}

SampleCounts Sample::write_call_outs(std::ostream& to) const {
  SampleCounts counts;
  std::string line;
  auto headers = kExportHeaders;
  const bool is_english = settings_.area->scheme == HomeScheme::kOfsted;
  if (!is_english) headers[static_cast<std::size_t>(ExportColumn::kHome)] = "URN";
  write_sample_line(with_sample_identity(settings_, headers), ',', line, to);
  RowNumbers numbers;
  for (const SampleEvent& event : sample_events(settings_, homes_)) {
    ++numbers.row;
    if (event.story != Story::kSecondChild) ++numbers.call;
    const ExportRow row = sample_row(settings_, homes_, event, numbers);
    std::vector<std::string> cells =
        with_sample_identity(settings_, identified(event, numbers, row), row.cells);
    if (event.story == Story::kShort) cells.resize(kShortRow);
    write_sample_line(cells, ',', line, to);
    ++counts.rows;
    counts.withheld += event.story == Story::kFoster ? 1 : 0;
    counts.held += story_is_held(event.story) ? 1 : 0;
    counts.rejected += story_is_fault(event.story) ? 1 : 0;
  }
  return counts;
}

}  // namespace stile::agent
