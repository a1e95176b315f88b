#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "agents/source/intake_store.h"
#include "agents/source/source_options.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// ChangeOrder is what is to become of a record at the recipient of a route.
struct ChangeOrder {
  RecordKey key;
  record::ChangeReason reason = record::ChangeReason::kInaccurate;
  Bytes fields = {};  // canonical; of kCorrected alone
  std::string agreement_id = {};
  std::optional<Token> answered = {};  // the event that the record was in an answer to an enquiry
};

// order_for() is the order for a record as it was sent.
ChangeOrder order_for(const SentRecord& sent, record::ChangeReason reason);

// enter_change() keeps a change, by a person's account. It waits until Corrections lets it go, and
// is in the log of operations from then on. No id, and nothing is kept, where the record is not
// there or is withdrawn already.
Result<std::optional<std::int64_t>> enter_change(IntakeTables& tables, const ChangeOrder& order,
                                                 std::string_view account, Instant now);

// Corrections lets changes go that wait: each becomes a consignment of one row, which cites the
// disclosure that it follows. One whose disclosure is not admitted yet waits for that, because the
// gateway may have it already; where that was refused, so that nothing ever left, it is void. While
// the agreement is suspended facts and annotations wait. Who a child is waits while the agreement
// is not in force, and is void once the request that it answers has expired. What the gateway
// refuses waits again, and holds up nothing that is queued behind it. Any thread.
class Corrections {
 public:
  // What the gateway refused is tried again when documents change, and after so many seconds.
  static constexpr Instant kAgainSeconds = 600;
  enum class Refused { kLater, kNow };

  // Everything borrowed outlives it. `queued` is told when consignments are durable.
  Corrections(const SourceOptions& options, IntakeStore& store, std::function<void()> queued)
      : options_(&options), store_(&store), queued_(std::move(queued)) {}

  // release() lets go what may; with kNow also what the gateway has refused. Gives the first
  // consignment that it made, if any. Fails as the store does.
  Result<std::optional<std::int64_t>> release(Refused refused = Refused::kLater);

 private:
  Result<std::optional<std::int64_t>> let_go(IntakeTables& tables, const SentChange& change,
                                             const agreement::DocumentSet& documents);
  // Brought is what an answer to a request for an identity brings along.
  struct Brought {
    Bytes question = {};
    Bytes identity = {};  // sealed
  };
  Result<std::int64_t> queue(IntakeTables& tables, const SentChange& change,
                             const agreement::Agreement& agreement, Disclosed before,
                             const Brought& brought);

  const SourceOptions* options_;
  IntakeStore* store_;
  const std::function<void()> queued_;
  std::mutex mutex_;  // one release at a time
};

}  // namespace stile::agent
