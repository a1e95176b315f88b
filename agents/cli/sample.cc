#include "agents/cli/sample.h"

#include <algorithm>
#include <fstream>

#include "agents/cli/files.h"
#include "agents/ingest/sample.h"
#include "agents/report/json.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"

namespace stile::agent {
namespace {

Result<SampleKind> kind_named(const std::string& kind) {
  if (kind == "call-outs") return SampleKind::kCallOuts;
  if (kind == "records") return SampleKind::kRecords;
  if (kind == "missing") return SampleKind::kMissing;
  return Error{Reason::kUsage, "--kind is call-outs, records or missing"};
}

Result<const SampleArea*> area_of(const std::string& code) {
  const auto found = std::ranges::find(kSampleAreas, code, &SampleArea::code);
  if (found != kSampleAreas.end()) return &*found;
  std::string known;
  for (const auto& area : kSampleAreas) known += " " + std::string(area.code);
  return Error{Reason::kUsage, "--area is one of" + known};
}

Status write_canaries(const Sample& made, const std::filesystem::path& path) {
  if (path.empty()) return ok();
  std::string text;
  for (const Canary& canary : made.canaries()) {
    text += JsonObject().text("column", canary.column).text("text", canary.text).done() + "\n";
  }
  return write_new_file(path, text);
}

Result<SampleCounts> write_export(const Sample& made, const std::filesystem::path& path) {
  STILE_CHECKED(check_absent(path));
  std::ofstream file(path, std::ios::binary);
  const SampleCounts counts = made.write_export(file);
  file.close();
  if (!file) return Error{Reason::kIo, path.string() + ": cannot be written"};
  return counts;
}

}  // namespace

Result<ExitCode> sample(const SampleOrder& order, Reporter& reporter) {
  STILE_TRY(const Month month, parse_month(order.month));
  STILE_TRY(const AgencyId regulator, AgencyId::parse(order.regulator));
  STILE_TRY(const SampleKind kind, kind_named(order.kind));
  STILE_TRY(const SampleArea* area, area_of(order.area));
  const Sample made({order.seed, month, order.rows, order.faults, !order.canaries.empty(), kind,
                     area, order.identity});
  if (!order.homes.empty()) {
    STILE_CHECKED(write_new_file(order.homes, made.homes_text(regulator.text(), order.serial)));
  }
  STILE_TRY(const SampleCounts counts, write_export(made, order.exported));
  STILE_CHECKED(write_canaries(made, order.canaries));
  reporter.line(std::to_string(counts.rows) + " invented rows, of which " +
                    std::to_string(counts.withheld) + " are to be withheld, " +
                    std::to_string(counts.held) + " are held and " +
                    std::to_string(counts.rejected) + " are to be rejected",
                JsonObject()
                    .number("rows", counts.rows)
                    .number("withheld", counts.withheld)
                    .number("held", counts.held)
                    .number("rejected", counts.rejected)
                    .done());
  return ExitCode::kOk;
}

}  // namespace stile::agent
