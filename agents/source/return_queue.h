#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agents/source/return_run.h"

namespace stile::agent {

// ReturnQueue is the outlet of a return that is really sent, by a person's account. One thread.
class ReturnQueue : public Outlet {
 public:
  // `queued` is told of each consignment that is durable.
  ReturnQueue(const SourceOptions& options, IntakeStore& store, std::string account,
              const Month& month, std::function<void()> queued)
      : options_(&options),
        store_(&store),
        account_(std::move(account)),
        month_(month),
        queued_(std::move(queued)) {}

  // begin() drops what the month's last export had withheld or refused.
  Status begin();
  // finish() stores the withheld rows left over, and logs the operation.
  Status finish(const ReturnTotals& totals, const std::vector<WithheldRow>& withheld);

  Result<std::int64_t> system(std::string_view code) override;
  Result<RouteRow> route(const Route& route) override;
  Status queue(const Route& route, ConsignmentDraft& draft,
               const std::vector<WithheldRow>& withheld) override;

  // first() is the id of the first consignment queued; nothing when none was.
  std::optional<std::int64_t> first() const { return first_; }

 private:
  Result<std::int64_t> add(IntakeTables& tables, const Route& route, ConsignmentDraft& draft) const;
  Operation operation(std::string op, std::uint64_t rows) const;
  Status add_withheld(IntakeTables& tables, const std::vector<WithheldRow>& withheld) const;

  const SourceOptions* options_;
  IntakeStore* store_;
  const std::string account_;
  const Month month_;
  std::function<void()> queued_;
  std::optional<std::int64_t> first_;
};

}  // namespace stile::agent
