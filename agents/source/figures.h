#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "agents/source/intake_reader.h"
#include "agents/source/return_words.h"
#include "core/base/result.h"

namespace stile::agent {

// SourceFigures are how sending stands, in numbers for those who run the agent: no month, no
// agreement, no recipient, no reference.
struct SourceFigures {
  // Rows of all months by what became of their consignments.
  std::uint64_t queued = 0;
  std::uint64_t admitted = 0;
  std::uint64_t stored = 0;
  std::map<std::string, std::uint64_t> withheld;  // rows of the latest month, by reason
  ReturnTotals last_return;                       // of the last return since the agent started
  std::size_t refused_routes = 0;                 // that the gateway refuses at present
  bool stopped = false;                           // for good: somebody altered something
};

// read_figures() fills in what the store knows. Fails as the reader does.
Status read_figures(IntakeReader& reader, SourceFigures& figures);

}  // namespace stile::agent
