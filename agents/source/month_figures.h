#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "agents/source/intake_reader.h"
#include "agents/source/return_words.h"
#include "agents/source/way.h"

namespace stile::agent {

// MonthFigures sends what the source counts itself from what it has sent, once a return's rows are
// durable: under each agreement the months of homes, and last the manifest, which says how many
// records of each type its recipient is to have. Only what has changed goes. One thread, one run.
class MonthFigures {
 public:
  // Everything borrowed outlives the run.
  MonthFigures(const SourceOptions& options, IntakeReader& reader, Outlet& outlet,
               ReturnWords& words, const Month& month)
      : options_(&options), reader_(&reader), outlet_(&outlet), words_(&words), month_(month) {}

  Status run();

 private:
  Status send_on(Route route, const std::vector<record::RecordType>& types);
  Result<ReturnTotals> send_home_months(Way& way);
  // send_manifest() gives the number of the manifest, where one went. `types` are those for which
  // the agreement has a clause.
  Result<std::optional<std::uint32_t>> send_manifest(Way& way,
                                                     const std::vector<record::RecordType>& types);
  Result<bool> searched_by_all(record::RecordType type);
  Result<std::vector<record::Collection>> collections(const Way& way,
                                                      const std::vector<record::RecordType>& types);

  const SourceOptions* options_;
  IntakeReader* reader_;
  Outlet* outlet_;
  ReturnWords* words_;
  const Month month_;
  std::deque<Way> ways_;  // what the outlet works on stays where it is
};

}  // namespace stile::agent
