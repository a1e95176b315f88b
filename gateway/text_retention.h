#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/ledger/leaf.h"
#include "gateway/service/fetched.h"
#include "gateway/store/sqlite_store.h"

namespace stile::gateway {

// TextRetention deletes the texts of leaves, from the oldest on, once their log-retention date is
// over (design section 9): once a day, by whole days of UTC. Hashes and proofs stay. It stops
// before the first leaf that somebody still needs: that of a parcel that waits; and, of each agency
// that may attach, that of a note which waits for it, and one that names it and that it has not
// fetched yet. Notes for those that may not any more go with their leaves. It
// deletes nothing by a clock by which the documents are not in force, and nothing while an
// agreement lasts as long (core/agreement/log_retention.h). One thread.
class TextRetention {
 public:
  // Ports are where it says what it did. `record` takes the leaf of a round, which says by what
  // period texts went, how many, and below which index (core/ledger/FORMATS.md); `log` a line of
  // the log; `problem` one that names a problem.
  struct Ports {
    std::function<void(ledger::Leaf)> record;
    std::function<void(const std::string& event, const std::string& detail)> log;
    std::function<void(const std::string& event, Reason reason, const std::string& detail)> problem;
  };
  // With 0 days nothing is ever deleted. The store outlives it.
  TextRetention(std::uint32_t days, SqliteStore& store, Ports ports)
      : days_(days), store_(store), ports_(std::move(ports)) {}

  // look() does what is due, for some milliseconds at most: what is left is for the next call.
  void look(const agreement::DocumentSet& documents, const Fetched& fetched, Instant now);

 private:
  // Kept is the first leaf that somebody still needs, and why.
  struct Kept {
    std::uint64_t from = 0;
    std::string why;
  };
  Result<bool> step(const agreement::DocumentSet& documents, const Fetched& fetched, Instant now);
  Result<bool> is_over(std::uint64_t index, Instant now) const;
  Result<Kept> kept(const agreement::DocumentSet& documents, const Fetched& fetched,
                    Instant now) const;
  void record_round(Instant now);
  void say_held(Instant now);

  const std::uint32_t days_;
  SqliteStore& store_;
  const Ports ports_;
  Instant next_ = 0;  // when it looks again
  // Of the round under way.
  std::uint64_t texts_ = 0;
  std::uint64_t below_ = 0;
  std::string held_;        // what is over and still needed, and why; empty: nothing
  Instant held_since_ = 0;  // 0: it is not
  Instant said_ = 0;        // when that was last said
};

}  // namespace stile::gateway
