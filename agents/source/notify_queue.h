#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agents/source/intake_store.h"
#include "agents/source/own_keys.h"
#include "agents/source/way.h"

namespace stile::agent {

// NotifyQueue is the outlet of notifications that are really sent, by a person's account. What one
// event makes for all its recipients, and what was decided of it, becomes durable together. One
// thread.
class NotifyQueue : public Outlet {
 public:
  // `queued` is told when more consignments are durable. `keys` are those of own copies.
  NotifyQueue(const SourceOptions& options, IntakeStore& store, OwnKeys& keys, std::string account,
              std::function<void()> queued)
      : options_(&options),
        store_(&store),
        keys_(&keys),
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
  // A notification keeps nothing to answer with; but what is held is in no answer.
  void keep(AnswerRow) override {}
  void keep_no_more(RecordKey) override {}
  void keep_no_more(NoAnswer record) override { no_answer_ = std::move(record); }

  // release_as() makes what is queued from then on unlisted, until it is given nothing: it goes to
  // the home's own authority though the event names who placed the child, which `denied` is a
  // digest of. end_release() ends what was released of a record.
  void release_as(const std::optional<Token>& denied) { denied_ = denied; }
  void end_release(const RecordKey& key) { ended_ = key; }

  // queues() is whether something of the event at hand goes. keep() seals the source's own copy of
  // it, in the place of an earlier one; forget() deletes that.
  bool queues() const { return !taken_.empty(); }
  void keep(const RecordKey& key, const record::Event& event);
  void forget(const RecordKey& key);

  // commit() makes durable an event's drafts, changes and decisions, its own copy, and who of it is
  // left untold, which stays as it is where none is given.
  Status commit(std::vector<Decision> decisions, const std::optional<UntoldEvent>& untold);
  // first() is the first consignment that became durable and is listed; first_released() the first
  // that is not.
  std::optional<std::int64_t> first() const { return first_; }
  std::optional<std::int64_t> first_released() const { return first_released_; }
  // not_kept() is why an event of which somebody was told has no own copy, if one has none.
  const std::optional<Error>& not_kept() const { return not_kept_; }

 private:
  struct Taken {
    const Route* route;
    ConsignmentDraft draft;
    std::optional<Token> denied;  // of what is released
  };
  Operation operation(std::string op) const;
  Status add(IntakeTables& tables, Taken& taken);
  Status answer_no_more(IntakeTables& tables, const NoAnswer& held) const;
  static Status put_copy(Releases& releases, const OwnCopy& copy);

  const SourceOptions* options_;
  IntakeStore* store_;
  OwnKeys* keys_;
  const std::string account_;
  const std::function<void()> queued_;
  std::vector<Taken> taken_;
  std::vector<ChangeOrder> changes_;
  std::optional<Token> denied_;
  std::optional<RecordKey> ended_;
  std::optional<NoAnswer> no_answer_;
  std::optional<OwnCopy> copy_;  // nothing sealed: to be forgotten
  std::optional<Error> not_kept_;
  std::optional<std::int64_t> first_;
  std::optional<std::int64_t> first_released_;
};

}  // namespace stile::agent
