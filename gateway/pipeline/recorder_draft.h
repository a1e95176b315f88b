#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "gateway/pipeline/recorder.h"

// For the Recorder's own files.
namespace stile::gateway {

// Draft is one group on its way: a copy of what changes, thrown away if the commit fails.
struct Recorder::Draft {
  Instant now = 0;
  Batch batch;
  ledger::Frontier frontier;
  std::map<StreamKey, Taken> last;
  std::map<Hash, std::uint64_t> counters;
  std::map<std::uint64_t, Notice> notices;  // by id, new or with a new state
  std::map<std::uint64_t, ParcelMark> marks;
  std::vector<Outcome> outcomes;
};

}  // namespace stile::gateway
