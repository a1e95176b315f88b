#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/storage/rows.h"

struct sqlite3;
struct sqlite3_stmt;

namespace stile::storage {

class Database;

// Blob binds bytes as a BLOB; a plain string is bound as TEXT, a std::array as a BLOB.
struct Blob {
  ByteView bytes;
};

// Statement is one SQL statement of a connection, prepared at its first use and kept. `sql`
// is constant and its values come as parameters, in order and as many. Not copyable nor
// movable; in its connection's thread.
class Statement {
 public:
  // The database outlives the statement and `sql` does too.
  Statement(const Database& database, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // start() begins a query; the values are copied.
  template <typename... T>
  Result<Rows> start(const T&... values) {
    STILE_CHECKED(begin(static_cast<int>(sizeof...(T))));
    Rows rows(statement_);
    STILE_CHECKED(bind_all(Lifetime::kCopied, values...));
    return rows;
  }

  // run() executes an INSERT, UPDATE or DELETE and says how many rows it changed. Rows that
  // it returns are dropped.
  template <typename... T>
  Result<std::uint64_t> run(const T&... values) {
    STILE_CHECKED(begin(static_cast<int>(sizeof...(T))));
    Rows rows(statement_);
    STILE_CHECKED(bind_all(Lifetime::kBorrowed, values...));
    return finish(rows);
  }

 private:
  enum class Lifetime { kCopied, kBorrowed };

  Status begin(int values);
  Result<std::uint64_t> finish(Rows& rows);
  Status bind_failure(int index) const;

  template <typename... T>
  Status bind_all([[maybe_unused]] Lifetime lifetime, const T&... values) {
    int index = 0;
    const bool bound = (bind(++index, values, lifetime) && ...);
    return bound ? ok() : bind_failure(index);
  }
  bool bind(int index, std::nullptr_t, Lifetime);
  bool bind(int index, std::int64_t value, Lifetime);
  bool bind(int index, std::string_view text, Lifetime lifetime);
  bool bind(int index, Blob blob, Lifetime lifetime);

  template <std::integral T>
  bool bind(int index, T value, Lifetime lifetime) {
    return std::in_range<std::int64_t>(value) &&
           bind(index, static_cast<std::int64_t>(value), lifetime);
  }
  template <std::size_t N>
  bool bind(int index, const std::array<std::uint8_t, N>& bytes, Lifetime lifetime) {
    return bind(index, Blob{view(bytes)}, lifetime);
  }
  template <typename T>
  bool bind(int index, const std::optional<T>& value, Lifetime lifetime) {
    return value.has_value() ? bind(index, *value, lifetime) : bind(index, nullptr, lifetime);
  }

  sqlite3* connection_;
  std::string_view sql_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace stile::storage
