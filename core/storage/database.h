#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/storage/file.h"

struct sqlite3;

// The only door to SQLite, for the gateway and for the agents. Errors are kIo, or kIntegrity
// when the file is not a whole database, or when a constraint or trigger refuses what was to
// be written. Their text is SQLite's own and holds no row's content.
namespace stile::storage {

enum class OpenMode {
  kCreate,  // read and write; made when absent
  kWrite,   // read and write; kNotFound when absent
  kRead,    // read only; kNotFound when absent
};

// Schema is what a program keeps in its file. `application` marks the file as this program's;
// `steps` are SQL scripts, of which the n-th leads from version n to n + 1. A released step is
// never changed.
struct Schema {
  std::int32_t application;
  std::span<const std::string_view> steps;
};

// Database is one connection to one private file (mode 0600) in WAL mode. A transaction is
// durable once its commit returns (synchronous=FULL); what is deleted is overwritten
// (secure_delete); the schema can do no harm to the program (defensive, trusted_schema=OFF);
// what SQLite itself sorts or sets aside stays in memory. Writing connections exclude each other
// over all processes by a lock on `path`-lock, because SQLite 3.40 may corrupt a WAL that two
// connections checkpoint. Move-only; one thread at a time; outlives its statements and
// transactions.
class Database {
 public:
  // open() fails with kNotPermitted when others may read the file, kUnavailable when another
  // process or object writes to it.
  static Result<Database> open(const std::string& path, OpenMode mode);

  // temporary() is a new database of this object alone. Its file has no name and ends with it, and
  // is durable in nothing; of it no more than a megabyte is held in memory.
  static Result<Database> temporary();

  // migrate() brings the file to the newest version, each step in a transaction of its own.
  // Another program's file, or a version newer than this program's, is kIntegrity.
  Status migrate(const Schema& schema);

  // run() runs constant SQL that has no parameters and whose rows nobody wants.
  Status run(const char* sql);

  // integer() is the one value that constant SQL, often a PRAGMA, answers.
  Result<std::int64_t> integer(const char* sql);

  // tidy_log() moves what is committed into the main file where there is much of it, so that the
  // log is written from its beginning again. It may take as long as some ten commits: call it when
  // nobody waits. Without it a commit does that itself, later. A failure changes nothing.
  void tidy_log();

  // empty_log() moves what is committed into the main file and cuts the write-ahead log to
  // nothing, so that nothing overwritten lives on in it. kUnavailable while somebody reads.
  Status empty_log();

  // connection() is for Statement and Transaction.
  sqlite3* connection() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  Database(std::optional<File> lock, std::unique_ptr<sqlite3, Close> connection);
  Status harden();
  Status configure(OpenMode mode);
  Status step_up(const char* sql, std::int64_t version, std::int32_t application);

  static int on_commit(void* log, sqlite3* connection, const char* name, int pages);

  std::optional<File> lock_;  // of a writer; released after the connection is closed
  struct Log {
    int pages = 0;  // as of the last commit
  };
  std::unique_ptr<Log> log_;  // of a writer; the connection has its address
  std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace stile::storage
