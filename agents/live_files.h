#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "agents/config.h"
#include "agents/control/people.h"
#include "agents/ingest/column_map.h"
#include "core/base/result.h"

namespace stile::agent {

// LiveFiles are the files of an agent that change without a restart: the people file and, of a
// source, the column map. Each is swapped whole; whoever is at work with one keeps the one that
// he began with. Any thread; reload() one at a time.
class LiveFiles {
 public:
  // open() reads both. Fails with "file:line:column: what".
  static Result<std::unique_ptr<LiveFiles>> open(const Config& config);

  std::shared_ptr<const People> people() const { return people_.load(); }
  // column_map() is null for an agent that is no source.
  std::shared_ptr<const ColumnMap> column_map() const { return column_map_.load(); }

  // Outcome says of one file whether it was taken; one that was not is still what it was.
  using Outcome = std::function<void(std::string_view file, const Status& taken)>;
  // reload() reads both again and tells of each: "people", "column_map".
  void reload(const Outcome& outcome);

 private:
  LiveFiles(std::string people_file, std::string column_map_file)
      : people_file_(std::move(people_file)), column_map_file_(std::move(column_map_file)) {}
  Status read_people();
  Status read_column_map();

  const std::string people_file_;
  const std::string column_map_file_;  // empty for an agent that is no source
  std::atomic<std::shared_ptr<const People>> people_;
  std::atomic<std::shared_ptr<const ColumnMap>> column_map_;
};

}  // namespace stile::agent
