#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "agents/source/return_run.h"
#include "core/handover/handover.h"

namespace stile::agent {

// ReturnQueue is the outlet of a return that is really sent, by a person's account. It signs and
// stores in a thread of its own, so that the export is read on meanwhile. One thread uses it.
class ReturnQueue : public Outlet {
 public:
  // `queued` is told of each consignment that is durable, in the thread that stores.
  ReturnQueue(const SourceOptions& options, IntakeStore& store, std::string account,
              const Month& month, std::function<void()> queued)
      : options_(&options),
        store_(&store),
        account_(std::move(account)),
        month_(month),
        queued_(std::move(queued)) {}
  ~ReturnQueue() override { static_cast<void>(drain()); }

  // begin() drops what the month's last export had withheld or refused.
  Status begin();
  // drain() waits until every draft taken is durable, and takes no more. Fails as the draft that
  // did not become durable.
  Status drain();
  // finish() drains, stores the withheld rows left over, and logs the operation.
  Status finish(const ReturnTotals& totals, const std::vector<WithheldRow>& withheld);

  Result<std::int64_t> system(std::string_view code) override;
  Result<RouteRow> route(const Route& route) override;
  Status queue(const Route& route, ConsignmentDraft draft,
               std::vector<WithheldRow> withheld) override;

  // first() is the id of the first consignment queued; nothing when none was. Once drained.
  std::optional<std::int64_t> first() const { return first_; }

 private:
  struct Taken {
    const Route* route;
    ConsignmentDraft draft;
    std::vector<WithheldRow> withheld;
  };

  void write_all();
  Status write(Taken& taken);
  Result<std::int64_t> add(IntakeTables& tables, const Route& route, ConsignmentDraft& draft) const;
  Operation operation(std::string op, std::uint64_t rows) const;
  Status add_withheld(IntakeTables& tables, const std::vector<WithheldRow>& withheld) const;

  const SourceOptions* options_;
  IntakeStore* store_;
  const std::string account_;
  const Month month_;
  std::function<void()> queued_;
  std::optional<std::int64_t> first_;
  Status written_ = ok();  // of the thread that stores, until it has ended
  // One waits while one is being written: RecentRecords::kAhead.
  Handover<Taken> handover_{RecentRecords::kAhead - 1};
  std::thread writing_{[this] { write_all(); }};
};

}  // namespace stile::agent
