#include "agents/ingest/sample.h"

#include "agents/ingest/sample_call_outs.h"

namespace stile::agent {
namespace {

constexpr std::string_view kSussexPolice = "E23000033";
constexpr std::size_t kShortRow = 5;

void append_cell(std::string_view cell, std::string& to) {
  if (cell.find_first_of(",\"\r\n") == cell.npos) {
    to += cell;
    return;
  }
  to += '"';
  for (const char c : cell) to.append(c == '"' ? 2 : 1, c);
  to += '"';
}

template <typename Cells>
void write_line(const Cells& cells, std::size_t count, std::string& line, std::ostream& to) {
  line.clear();
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) line += ',';
    append_cell(cells[i], line);
  }
  line += "\r\n";
  to.write(line.data(), static_cast<std::streamsize>(line.size()));
}

std::vector<Canary> listed(const SampleSettings& settings) {
  std::vector<Canary> list;
  if (!settings.canaries) return list;
  for (const CanaryTexts& texts : sample_canaries(settings)) {
    list.insert(list.end(), {{"Child Name", texts.name},
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
  return list;
}

}  // namespace

Sample::Sample(const SampleSettings& settings)
    : settings_(settings), homes_(sample_homes(settings.seed)), canaries_(listed(settings)) {}

std::string Sample::homes_text(std::string_view regulator, std::uint64_t serial) const {
  std::string text = "regulator: \"" + std::string(regulator) + "\"\n";
  text += "serial: " + std::to_string(serial) + "\n";
  for (const SampleHome& home : homes_) {
    text += "home { id: \"ofsted:" + home.number + "\" authority: \"" +
            std::string(home.authority) + "\" force: \"" + std::string(kSussexPolice) +
            "\" places: " + std::to_string(home.places) + " valid_from: \"2018-04-01\" }\n";
  }
  return text;
}

SampleCounts Sample::write_export(std::ostream& to) const {
  SampleCounts counts;
  std::string line;
  write_line(kExportHeaders, kExportColumns, line, to);
  RowNumbers numbers;
  for (const SampleEvent& event : sample_events(settings_, homes_)) {
    ++numbers.row;
    if (event.story != Story::kSecondChild) ++numbers.call;
    const ExportRow row = sample_row(settings_, homes_, event, numbers);
    write_line(row.cells, event.story == Story::kShort ? kShortRow : kExportColumns, line, to);
    ++counts.rows;
    counts.withheld += event.story == Story::kFoster ? 1 : 0;
    counts.held += story_is_held(event.story) ? 1 : 0;
    counts.rejected += story_is_fault(event.story) ? 1 : 0;
  }
  return counts;
}

}  // namespace stile::agent
