#pragma once

#include <span>
#include <string_view>

#include "agents/ingest/event_rows.h"

namespace stile::agent {

// RejectedRows takes each row of a return that is to be mended, with its cells, which are a
// person's and live until it returns; none where the row cannot be read so far. One thread.
class RejectedRows {
 public:
  virtual ~RejectedRows() = default;
  virtual void take(const RowFault& fault, std::span<const std::string_view> cells) = 0;
};

}  // namespace stile::agent
