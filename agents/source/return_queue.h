#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "agents/source/intake_store.h"
#include "agents/source/return_words.h"
#include "agents/source/way.h"
#include "core/handover/handover.h"

namespace stile::agent {

// FollowedRow is a row of an export, whatever it leads to, for answers that had its record before.
struct FollowedRow {
  RecordKey key;  // its route does not matter
  record::Event event;
  record::Envelope envelope;
};

// ReturnQueue is the outlet of a return that is really sent, by a person's account. It signs and
// stores in a thread of its own, so that the export is read on meanwhile. One thread uses it.
class ReturnQueue : public Outlet {
 public:
  // `system` is the exporting system's code. `queued` is told when more consignments are durable,
  // in the thread that stores.
  ReturnQueue(const SourceOptions& options, IntakeStore& store, std::string account,
              std::string system, const Month& month, std::function<void()> queued)
      : options_(&options),
        store_(&store),
        account_(std::move(account)),
        code_(std::move(system)),
        month_(month),
        queued_(std::move(queued)) {}
  ~ReturnQueue() override { static_cast<void>(drain()); }

  // begin() drops what the month's last export had withheld or refused, as soon as anything of this
  // one becomes durable. Before the first draft.
  void begin() { clears_ = true; }
  // drain() waits until every draft taken is durable, and takes no more. Fails as the draft that
  // did not become durable.
  Status drain();
  // finish() drains, stores what is left over and how the export ended, and logs the operation.
  Status finish(const ReturnTotals& totals, const std::vector<record::RecordType>& types);

  Result<std::int64_t> system(std::string_view code, record::RecordType type) override;
  Result<RouteRow> route(const Route& route) override;
  Status queue(const Route& route, ConsignmentDraft draft) override;
  void withhold(WithheldRow row) override { beside_.withheld.push_back(std::move(row)); }
  void learn(RecordKey key, RecordFacts facts) override {
    beside_.learnt.emplace_back(std::move(key), std::move(facts));
  }

  void change(ChangeOrder order) override { beside_.changes.push_back(std::move(order)); }
  void keep(AnswerRow row) override { keeping(std::move(row)); }
  void keep_no_more(RecordKey key) override { keeping(std::move(key)); }
  void keep_no_more(NoAnswer record) override { keeping(std::move(record)); }

  // follow() becomes durable as keep() does: what the row of a record means for the answers that
  // had it, those that are made meanwhile too. followed() is whether anything follows; once
  // drained.
  void follow(FollowedRow row) { keeping(std::move(row)); }
  bool followed() const { return followed_; }

  // keeps() says that rows of this type are kept for that route; kept_for() whom any are kept for.
  void keeps(std::int64_t route, record::RecordType type) { kept_for_[route].push_back(type); }
  Result<std::vector<std::int64_t>> kept_for();

  // first() is the id of the first consignment queued; nothing when none was. Once drained.
  std::optional<std::int64_t> first() const { return first_; }

 private:
  static constexpr std::size_t kTogetherMost = RecentRecords::kAhead / 2;

  using Keeping = std::variant<AnswerRow, RecordKey, NoAnswer, FollowedRow>;
  // Beside is what becomes durable together with the next draft.
  struct Beside {
    std::vector<WithheldRow> withheld;
    std::vector<std::pair<RecordKey, RecordFacts>> learnt;
    std::vector<ChangeOrder> changes;
    std::vector<Keeping> keeping;
  };
  struct Taken {
    const Route* route;  // null: what stands beside, and no draft
    ConsignmentDraft draft;
    Beside beside;
  };

  void keeping(Keeping one);
  Status write(IntakeTables& tables, const Keeping& one);
  void write_all();
  Status write(std::span<Taken> together);
  Result<std::size_t> write_some(std::span<Taken> together, bool patient);
  Result<std::optional<std::int64_t>> write(IntakeTables& tables, Taken& taken);
  Status write(IntakeTables& tables, const Beside& beside);
  Status clear_once(IntakeTables& tables);
  Result<std::int64_t> add(IntakeTables& tables, const Route& route, ConsignmentDraft& draft);
  Operation operation(std::string op, std::uint64_t rows) const;

  const SourceOptions* options_;
  IntakeStore* store_;
  const std::string account_;
  const std::string code_;
  const Month month_;
  std::function<void()> queued_;
  Beside beside_;
  std::map<std::int64_t, std::vector<record::RecordType>> kept_for_;
  // Of the thread that stores, until it has ended:
  bool clears_ = false;
  bool patient_ = false;    // somebody who waits may take the turn away
  bool gives_way_ = false;  // and does
  bool followed_ = false;
  std::optional<std::int64_t> first_;
  Status written_ = ok();  // of the thread that stores, until it has ended
  // Half of those that need not be durable yet wait, while the others are being written.
  Handover<Taken> handover_{RecentRecords::kAhead - kTogetherMost};
  std::thread writing_{[this] { write_all(); }};
};

}  // namespace stile::agent
