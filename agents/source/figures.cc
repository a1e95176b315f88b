#include "agents/source/figures.h"

#include <algorithm>

namespace stile::agent {

Status read_figures(IntakeReader& reader, SourceFigures& figures) {
  STILE_TRY(const auto totals, reader.totals());
  for (const auto& total : totals) {
    figures.queued += total.queued;
    figures.admitted += total.admitted;
    figures.stored += total.stored;
  }
  STILE_TRY(const auto withheld, reader.withheld());
  std::int64_t latest = 0;
  for (const auto& counted : withheld) latest = std::max(latest, counted.month);
  for (const auto& counted : withheld) {
    if (counted.month == latest) figures.withheld[counted.reason] += counted.rows;
  }
  return ok();
}

}  // namespace stile::agent
