#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "agents/ports/log_keeper.h"
#include "agents/source/intake_tables.h"
#include "agents/source/turns.h"
#include "core/base/result.h"
#include "core/ledger/log_view.h"
#include "core/storage/database.h"
#include "core/storage/transaction.h"

namespace stile::agent {

// IntakeStore is the source's durable memory and the only connection that writes it. Each change,
// but for one in parts, is one transaction, durable when change() returns success. After a failure
// that leaves unknown what is on the disk, every later change fails with it: start again to learn.
// Any thread; one change at a time, those that somebody waits for first.
class IntakeStore : public LogKeeper {
 public:
  // open() makes the file when it is absent and brings it to the newest version; the kept
  // checkpoint must be the log's. Fails as Database::open(), migrate() and LogView::resume().
  static Result<std::unique_ptr<IntakeStore>> open(const std::string& path, ledger::Log log);

  // change() runs `act`, Status(IntakeTables&), in one transaction; when it fails nothing of it
  // remains.
  template <typename Act>
  Status change(const Act& act, Urgency urgency = Urgency::kBulk) {
    const Turns::Turn turn(turns_, urgency);
    return in_transaction(act, urgency);
  }
  // change_in_parts() runs `act`, Status(IntakeTables&, const Part&), which makes durable what it
  // has done by calling its part, as often as it likes; nobody else changes anything in between.
  // When it fails nothing remains of what came behind the last part.
  using Part = std::function<Status()>;
  template <typename Act>
  Status change_in_parts(const Act& act, Urgency urgency) {
    const Turns::Turn turn(turns_, urgency);
    std::optional<storage::Transaction> transaction;
    const auto begin = [&]() -> Status {
      if (stopped_) return *stopped_;
      transaction.reset();
      STILE_TRY(auto begun, storage::Transaction::begin(database_));
      transaction.emplace(std::move(begun));
      return ok();
    };
    const auto end = [&] { return stop_on_unknown(transaction->commit()); };
    const Part part = [&] {
      const Status ended = end();
      return ended.ok() ? begin() : ended;
    };
    STILE_CHECKED(begin());
    STILE_CHECKED(act(tables_, part));
    return end();
  }
  // urgent() is true while a change waits that goes before bulk.
  bool urgent() const { return turns_.urgent(); }

  // wipe() cuts the write-ahead log to nothing, so that what was destroyed is in no file any more.
  // kUnavailable while somebody reads: try again.
  Status wipe() {
    const Turns::Turn turn(turns_, Urgency::kBulk);
    return stopped_ ? Status(*stopped_) : database_.empty_log();
  }

  ledger::LogView view() override;
  Status keep(const ledger::LogView& before, const ledger::LogView& seen) override;

  // change_and_keep() does both in one transaction: what receipts prove and the checkpoint they
  // were proven by.
  template <typename Act>
  Status change_and_keep(const ledger::LogView& before, const ledger::LogView& seen, const Act& act,
                         Urgency urgency = Urgency::kBulk) {
    const Turns::Turn turn(turns_, urgency);
    const std::string kept = view().note();
    if (before.note() != kept) return moved_on();
    const Status done = in_transaction(
        [&](IntakeTables& tables) -> Status {
          STILE_CHECKED(act(tables));
          return seen.note() == kept ? ok() : tables.set_checkpoint(seen.note());
        },
        urgency);
    if (!done.ok()) return done.error();
    const std::lock_guard lock(mutex_);
    view_ = seen;
    return ok();
  }

 private:
  IntakeStore(storage::Database database, ledger::Log log)
      : database_(std::move(database)), view_(std::move(log)) {}

  static Status moved_on();
  Status stop_on_unknown(Status result);

  // Bulk tidies the log up, where nobody waits.
  template <typename Act>
  Status in_transaction(const Act& act, Urgency urgency) {
    if (stopped_) return *stopped_;
    STILE_TRY(auto transaction, storage::Transaction::begin(database_));
    STILE_CHECKED(act(tables_));
    STILE_CHECKED(stop_on_unknown(transaction.commit()));
    if (urgency == Urgency::kBulk && !turns_.urgent()) database_.tidy_log();
    return ok();
  }

  Turns turns_;
  std::optional<Error> stopped_;  // what follows, too, is of whoever has the turn
  storage::Database database_;
  IntakeTables tables_{database_};
  std::mutex mutex_;
  ledger::LogView view_;  // under mutex_; changed in one's turn alone
};

}  // namespace stile::agent
