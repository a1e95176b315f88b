#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "agents/drop/drop_folder.h"
#include "agents/source/rejected_rows.h"

namespace stile::agent {

// RejectedFile writes the rejected rows of a dropped export as CSV: line, column, reason, what is
// wrong and how to mend it, then the cells of the row as they stand in the export. Without a
// rejected row there is no file. One thread.
class RejectedFile : public RejectedRows {
 public:
  // The folder outlives it.
  RejectedFile(const DropFolder& folder, std::string free_name)
      : folder_(&folder), free_name_(std::move(free_name)) {}

  void take(const RowFault& fault, std::span<const std::string_view> cells) override;
  // finish() makes it durable; fails as the row did that could not be written.
  Status finish(Instant now);

 private:
  Status write(const RowFault& fault, std::span<const std::string_view> cells);

  const DropFolder* folder_;
  const std::string free_name_;
  std::optional<storage::NewFile> file_;
  Status written_ = ok();
};

}  // namespace stile::agent
