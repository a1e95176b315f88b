#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "agents/source/intake_digest.h"
#include "agents/source/intake_types.h"
#include "agents/source/route.h"
#include "core/record/event.h"
#include "core/record/treated.h"

// What an event adds to its home's month, as the intake store keeps it.
namespace stile::agent {

// facts_of() holds the event's home, a keyed digest of its incident, and the measures that the
// agreement lets be counted; nothing where it has no clause for home months (R20).
RecordFacts facts_of(const record::Event& event, const Route& route, const IntakeDigests& digests);

// HomeCounts adds up the facts of a month, home by home: a call counts once however many
// children it concerned (R7), every other measure once a record. One thread.
class HomeCounts {
 public:
  // add() refuses with kIntegrity what facts_of() did not make.
  Status add(const RecordFacts& facts);
  // of() are a home's counts, in the order of the measures. homes() are all that have facts, in no
  // order.
  std::vector<record::Count> of(const std::string& home) const;
  std::vector<std::string> homes() const;

 private:
  struct Home {
    std::array<std::uint32_t, record::count<record::Measure> + 1> counts{};  // by measure
    std::unordered_set<Bytes> counted_calls;                                 // incident and measure
  };
  std::unordered_map<std::string, Home> homes_;
};

}  // namespace stile::agent
