#include "agents/source/intake_store.h"

#include "agents/source/schema.h"

namespace stile::agent {

Result<std::unique_ptr<IntakeStore>> IntakeStore::open(const std::string& path, ledger::Log log) {
  STILE_TRY(auto database, storage::Database::open(path, storage::OpenMode::kCreate));
  STILE_CHECKED(database.migrate(intake_schema()));
  std::unique_ptr<IntakeStore> store(new IntakeStore(std::move(database), std::move(log)));
  STILE_TRY(const std::string checkpoint, store->tables_.checkpoint());
  STILE_CHECKED(store->view_.resume(checkpoint));
  if (const auto* closed = store->view_.closed(); closed != nullptr) {
    STILE_CHECKED(store->change(
        [closed](IntakeTables& tables) { return tables.successions().send_again(*closed); }));
  }
  return store;
}

ledger::LogView IntakeStore::view() {
  const std::lock_guard lock(mutex_);
  return view_;
}

Status IntakeStore::keep(const ledger::LogView& before, const ledger::LogView& seen) {
  return change_and_keep(before, seen, [](IntakeTables&) { return ok(); });
}

Status IntakeStore::moved_on() {
  return Error{Reason::kConflict, "the ledger's last checkpoint has moved on"};
}

Status IntakeStore::stop_on_unknown(Status result) {
  if (!result.ok() && result.reason() == Reason::kIo) stopped_ = result.error();
  return result;
}

}  // namespace stile::agent
