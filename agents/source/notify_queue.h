#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/source/intake_store.h"
#include "agents/source/way.h"

namespace stile::agent {

// NotifyQueue is the outlet of notifications that are really sent, by a person's account. What one
// event makes for all its recipients, and what was decided of it, becomes durable together. One
// thread.
class NotifyQueue : public Outlet {
 public:
  // `queued` is told when more consignments are durable.
  NotifyQueue(const SourceOptions& options, IntakeStore& store, std::string account,
              std::function<void()> queued)
      : options_(&options),
        store_(&store),
        account_(std::move(account)),
        queued_(std::move(queued)) {}

  Result<std::int64_t> system(std::string_view code, record::RecordType type) override;
  Result<RouteRow> route(const Route& route) override;
  // queue() seals the identity, and keeps the draft until commit(): kUnavailable where the
  // recipient has no sealing key.
  Status queue(const Route& route, ConsignmentDraft draft) override;
  // A notification has no figures, and what does not go is a decision.
  void withhold(WithheldRow) override {}
  void learn(RecordKey, RecordFacts) override {}
  void change(ChangeOrder order) override { changes_.push_back(std::move(order)); }

  // commit() makes durable an event's drafts, changes and decisions, and who of it is left untold.
  Status commit(std::vector<Decision> decisions, const UntoldEvent& untold);
  // first() is the first consignment that became durable.
  std::optional<std::int64_t> first() const { return first_; }

 private:
  struct Taken {
    const Route* route;
    ConsignmentDraft draft;
  };
  Operation operation(std::string op) const;
  Status add(IntakeTables& tables, Taken& taken);

  const SourceOptions* options_;
  IntakeStore* store_;
  const std::string account_;
  const std::function<void()> queued_;
  std::vector<Taken> taken_;
  std::vector<ChangeOrder> changes_;
  std::optional<std::int64_t> first_;
};

}  // namespace stile::agent
