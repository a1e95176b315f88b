#include "core/storage/database.h"

#include <sqlite3.h>

#include <utility>

#include "core/storage/sqlite_error.h"
#include "core/storage/statement.h"
#include "core/storage/transaction.h"

namespace stile::storage {
namespace {

constexpr int kBusyTimeoutMs = 1000;

// Recursive triggers, so that REPLACE cannot pass by a trigger that forbids deleting.
constexpr char kEveryConnection[] =
    "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;";
constexpr char kWriter[] =
    "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-8000;";
constexpr char kTemporary[] =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000;";
constexpr char kReader[] = "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;";

// Pages of the log from which on tidy_log() works, and at which a commit does it itself. A commit
// into a log that no longer grows waits for its own bytes alone.
constexpr int kMuch = 1000;
constexpr int kMost = 4000;

Result<File> lock_for_writing(const std::string& path) {
  STILE_TRY(File lock, File::open_or_create(path + "-lock"));
  STILE_CHECKED(lock.lock());
  return lock;
}

// SQLite gives its log files the mode of the main file, so only that one has to be private.
// An existing file is not opened here: closing it would drop the locks that other connections
// of this process hold on it (POSIX).
Status ensure_file(const std::string& path, OpenMode mode) {
  if (mode == OpenMode::kCreate) {
    const Result<File> made = File::create(path);
    if (!made.ok() && made.reason() != Reason::kConflict) return made.error();
  }
  return check_private(path);
}

// prepare() has SQLite not count its memory, for which all connections would share a lock at every
// value. Once SQLite is in use this is refused, and it counts on.
void prepare() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(once);
}

Status use_write_ahead_log(Database& database) {
  Statement journal(database, "PRAGMA journal_mode=WAL");
  STILE_TRY(Rows rows, journal.start());
  STILE_CHECKED(rows.next());
  std::string mode;
  STILE_CHECKED(rows.read(mode));
  if (mode != "wal") return Error{Reason::kIo, "the database cannot use a write-ahead log"};
  return ok();
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Database::Database(std::optional<File> lock, std::unique_ptr<sqlite3, Close> connection)
    : lock_(std::move(lock)), connection_(std::move(connection)) {}

Result<Database> Database::open(const std::string& path, OpenMode mode) {
  prepare();
  std::optional<File> lock;
  if (mode == OpenMode::kWrite) STILE_CHECKED(check_private(path));
  if (mode != OpenMode::kRead) {
    STILE_TRY(lock, lock_for_writing(path));
  }
  STILE_CHECKED(ensure_file(path, mode));
  const int access = mode == OpenMode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw,
                                   access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database(std::move(lock), std::unique_ptr<sqlite3, Close>(raw));
  if (code != SQLITE_OK) return sqlite_error(raw, code);
  STILE_CHECKED(database.configure(mode));
  return database;
}

// No name is SQLite's word for a file of its own that it unlinks at once. It would stay in memory
// if temp_store said so already.
Result<Database> Database::temporary() {
  prepare();
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(
      "", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database(std::nullopt, std::unique_ptr<sqlite3, Close>(raw));
  if (code != SQLITE_OK) return sqlite_error(raw, code);
  STILE_CHECKED(database.run(kTemporary));
  STILE_CHECKED(database.harden());
  return database;
}

Status Database::harden() {
  sqlite3* connection = connection_.get();
  sqlite3_busy_timeout(connection, kBusyTimeoutMs);
  for (const auto& [option, value] :
       {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_DQS_DDL, 0}, std::pair{SQLITE_DBCONFIG_DQS_DML, 0}}) {
    const int code = sqlite3_db_config(connection, option, value, nullptr);
    if (code != SQLITE_OK) return sqlite_error(connection, code);
  }
  return run(kEveryConnection);
}

Status Database::configure(OpenMode mode) {
  STILE_CHECKED(harden());
  if (mode == OpenMode::kRead) return run(kReader);
  STILE_CHECKED(use_write_ahead_log(*this));
  log_ = std::make_unique<Log>();
  sqlite3_wal_hook(connection_.get(), &on_commit, log_.get());
  return run(kWriter);
}

int Database::on_commit(void* log, sqlite3* connection, const char* name, int pages) {
  static_cast<Log*>(log)->pages = pages;
  if (pages >= kMost) {
    static_cast<void>(
        sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
  }
  return SQLITE_OK;
}

// What a reader keeps from being moved is moved another time, as with wal_autocheckpoint.
void Database::tidy_log() {
  if (log_ == nullptr || log_->pages < kMuch) return;
  log_->pages = 0;
  static_cast<void>(sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                              nullptr, nullptr));
}

Status Database::run(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(connection_.get(), code);
  return ok();
}

Result<std::int64_t> Database::integer(const char* sql) {
  Statement statement(*this, sql);
  STILE_TRY(Rows rows, statement.start());
  STILE_TRY(const bool found, rows.next());
  if (!found) return Error{Reason::kNotFound, "a query that answers one value answered none"};
  std::int64_t value = 0;
  STILE_CHECKED(rows.read(value));
  return value;
}

Status Database::migrate(const Schema& schema) {
  STILE_TRY(const std::int64_t application, integer("PRAGMA application_id"));
  STILE_TRY(const std::int64_t tables, integer("SELECT count(*) FROM sqlite_schema"));
  if (tables != 0 && application != schema.application) {
    return Error{Reason::kIntegrity, "the file belongs to another program"};
  }
  STILE_TRY(const std::int64_t version, integer("PRAGMA user_version"));
  const auto newest = static_cast<std::int64_t>(schema.steps.size());
  if (version < 0 || version > newest) {
    return Error{Reason::kIntegrity, "the file has version " + std::to_string(version) +
                                         " and this program knows " + std::to_string(newest) +
                                         "; mend with: install the newer program"};
  }
  for (std::int64_t step = version; step < newest; ++step) {
    const std::string sql(schema.steps[static_cast<std::size_t>(step)]);
    STILE_CHECKED(step_up(sql.c_str(), step + 1, schema.application));
  }
  return ok();
}

Status Database::step_up(const char* sql, std::int64_t version, std::int32_t application) {
  STILE_TRY(Transaction transaction, Transaction::begin(*this));
  STILE_CHECKED(run(sql));
  STILE_CHECKED(run(("PRAGMA user_version=" + std::to_string(version)).c_str()));
  STILE_CHECKED(run(("PRAGMA application_id=" + std::to_string(application)).c_str()));
  return transaction.commit();
}

Status Database::empty_log() {
  const int code = sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                             nullptr, nullptr);
  if (code == SQLITE_OK) return ok();
  Error error = sqlite_error(connection_.get(), code);
  if ((code & 0xff) == SQLITE_BUSY) error.reason = Reason::kUnavailable;
  return error;
}

}  // namespace stile::storage
