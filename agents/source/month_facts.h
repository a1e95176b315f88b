#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agents/source/intake_types.h"
#include "agents/source/route.h"
#include "core/crypto/token.h"
#include "core/record/event.h"
#include "core/record/treated.h"

// What an event adds to its home's month, as the intake store keeps it.
namespace stile::agent {

// facts_of() holds the event's home, a keyed digest of its incident, and the measures that the
// agreement lets be counted; nothing where it has no clause for home months (R20).
RecordFacts facts_of(const record::Event& event, const Route& route, const crypto::TokenKey& key);

// HomeCounts adds up the facts of a month, home by home: a call counts once however many
// children it concerned (R7), every other measure once a record. One thread.
class HomeCounts {
 public:
  // add() refuses with kIntegrity what facts_of() did not make.
  Status add(const RecordFacts& facts);
  // of() are a home's counts, in the order of the measures. homes() are all that have facts.
  std::vector<record::Count> of(const std::string& home) const;
  std::vector<std::string> homes() const;

 private:
  std::map<std::string, std::map<record::Measure, std::uint32_t>> counts_;
  std::set<std::pair<std::string, Bytes>> counted_calls_;  // home; incident and measure
};

}  // namespace stile::agent
