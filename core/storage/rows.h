#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/result.h"

struct sqlite3_stmt;

namespace stile::storage {

// Rows steps through the answer of a started statement; the statement is free again when it
// ends. At most one lives per statement. Move-only.
class Rows {
 public:
  // next() goes to the next row; false when there is none left.
  Result<bool> next();

  // read() copies the row's columns, which must be as many, into the references in order:
  // integers, strings (of TEXT or BLOB), std::array (of a BLOB of that very length), or a
  // std::optional of one of these for a column that may be NULL. Any other stored type or
  // length, or a negative number for an unsigned, is kIntegrity.
  template <typename... T>
  Status read(T&... columns) const {
    expect_columns(static_cast<int>(sizeof...(T)));
    int index = 0;
    const bool fits = (read_one(index++, columns) && ...);
    return fits ? ok() : misfit(index - 1);
  }

 private:
  friend class Statement;
  struct Reset {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}

  void expect_columns(int count) const;
  Status misfit(int index) const;
  bool is_null(int index) const;
  bool read_one(int index, std::int64_t& to) const;
  bool read_one(int index, std::string& to) const;
  std::optional<ByteView> blob(int index) const;

  template <std::integral T>
  bool read_one(int index, T& to) const {
    std::int64_t value = 0;
    if (!read_one(index, value) || !std::in_range<T>(value)) return false;
    to = static_cast<T>(value);
    return true;
  }
  template <std::size_t N>
  bool read_one(int index, std::array<std::uint8_t, N>& to) const {
    const std::optional<ByteView> bytes = blob(index);
    return bytes.has_value() && copy_exact(*bytes, to);
  }
  template <typename T>
  bool read_one(int index, std::optional<T>& to) const {
    to.reset();
    return is_null(index) || read_one(index, to.emplace());
  }

  std::unique_ptr<sqlite3_stmt, Reset> statement_;
};

}  // namespace stile::storage
