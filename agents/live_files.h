#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agents/config.h"
#include "agents/control/people.h"
#include "agents/ingest/column_map.h"
#include "core/base/result.h"

namespace stile::agent {

// LiveFiles are the files of an agent that change without a restart: the people file and, of a
// source, the column maps. Each is swapped whole; whoever is at work with one keeps the one that
// he began with. Any thread; reload() one at a time.
class LiveFiles {
 public:
  // open() reads both. Fails with "file:line:column: what".
  static Result<std::unique_ptr<LiveFiles>> open(const Config& config);

  std::shared_ptr<const People> people() const { return people_.load(); }
  // column_maps() are none for an agent that is no source.
  std::shared_ptr<const ColumnMaps> column_maps() const { return column_maps_.load(); }

  // Outcome says of one file whether it was taken; one that was not is still what it was.
  using Outcome = std::function<void(std::string_view file, const Status& taken)>;
  // reload() reads both again and tells of each: "people", "column_map", which is all
  // of them together.
  void reload(const Outcome& outcome);

 private:
  LiveFiles(AgencyKind kind, std::string people_file, std::vector<std::string> column_map_files)
      : kind_(kind),
        people_file_(std::move(people_file)),
        column_map_files_(std::move(column_map_files)) {}
  Status read_people();
  Status read_column_maps();

  const AgencyKind kind_;
  const std::string people_file_;
  const std::vector<std::string> column_map_files_;  // empty for an agent that is no source
  std::atomic<std::shared_ptr<const People>> people_;
  std::atomic<std::shared_ptr<const ColumnMaps>> column_maps_{std::make_shared<const ColumnMaps>()};
};

}  // namespace stile::agent
