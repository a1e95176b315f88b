#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace stile::agent {

// LeafCounters are the counters that leaves of one agreement have, of those that an agency holds.
// The gateway gives every leaf of an agreement the next: also those of the other party's words
// (stored, opened, closed, challenged), and of what it does with a consignment itself. An agency
// keeps the signed word, or that it was said, and not always its leaf: so a number that is missing
// here is no sign of anything, while one that two leaves have, or that its place in the ledger
// leaves no room for, is. A value.
class LeafCounters {
 public:
  void hold(std::uint64_t counter, std::uint64_t index);
  // add_words() counts words of which this agency knows that each has a leaf that it does not hold.
  void add_words(std::uint64_t words) { words_ += words; }

  std::uint64_t held() const { return held_.size(); }
  std::uint64_t words() const { return words_; }
  // last() is the highest held, 0 for none; missing() are the ranges of those below that are not.
  std::uint64_t last() const { return held_.empty() ? 0 : held_.rbegin()->first; }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> missing() const;
  std::uint64_t missing_count() const { return last() - held(); }
  // unknown() is how many of the missing no word accounts for.
  std::uint64_t unknown() const { return missing_count() > words_ ? missing_count() - words_ : 0; }
  // fault() is what no honest ledger can have; empty where there is no such thing.
  std::string fault() const;

 private:
  std::map<std::uint64_t, std::uint64_t> held_;  // place in the ledger, by counter
  std::uint64_t words_ = 0;
  std::uint64_t twice_ = 0;  // a counter that two leaves have
};

// range_list() is "2, 4-7", of at most that many ranges.
std::string range_list(const std::vector<std::pair<std::uint64_t, std::uint64_t>>& ranges,
                       std::size_t most);

}  // namespace stile::agent
