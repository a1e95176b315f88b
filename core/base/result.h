#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/base/reason.h"

namespace stile {

// Error says why something was not done. `reason` is the closed code that may cross a
// process boundary; `detail` is for the local log or the person at the keyboard only and is
// never sent to a peer or written to the ledger. `detail` never holds an identifier of a
// person or an address (X8).
struct Error {
  Reason reason;
  std::string detail;
};

// Result<T> holds either a T or the Error that explains its absence; a discarded Result is
// a compile-time warning, and the value of a failed one aborts instead of being read.
// Movable when T is; copyable when T is. Not thread-safe, like any value.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  Result(Reason reason) : state_(std::in_place_index<1>, Error{reason, {}}) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }

  const T& value() const& { return std::get<0>(checked()); }
  T& value() & { return std::get<0>(const_cast<State&>(checked())); }
  T&& value() && { return std::get<0>(const_cast<State&&>(std::move(checked()))); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }

  // error() may be called on a failed Result only; otherwise aborts.
  const Error& error() const {
    if (ok()) std::abort();
    return std::get<1>(state_);
  }
  [[nodiscard]] Reason reason() const { return error().reason; }

 private:
  using State = std::variant<T, Error>;
  const State& checked() const {
    if (!ok()) {
      const auto& e = std::get<1>(state_);
      std::fprintf(stderr, "stile: value of a failed Result read: %s %s\n",
                   std::string(name(e.reason)).c_str(), e.detail.c_str());
      std::abort();
    }
    return state_;
  }
  State state_;
};

// Status is the Result of something that has no value.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}
  Status(Reason reason) : error_(Error{reason, {}}) {}
  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  const Error& error() const {
    if (ok()) std::abort();
    return *error_;
  }
  [[nodiscard]] Reason reason() const { return error().reason; }

 private:
  std::optional<Error> error_;
};

inline Status ok() { return {}; }

}  // namespace stile

// STILE_TRY(lhs, expression) evaluates a Result, returns its Error from the enclosing
// function, or assigns its value to `lhs`. The only control-flow macro of this project.
#define STILE_CONCAT_INNER(a, b) a##b
#define STILE_CONCAT(a, b) STILE_CONCAT_INNER(a, b)
#define STILE_TRY(lhs, expression) STILE_TRY_INNER(STILE_CONCAT(stile_try_, __LINE__), lhs, expression)
#define STILE_TRY_INNER(temporary, lhs, expression)    \
  auto temporary = (expression);                       \
  if (!temporary.ok()) return temporary.error();       \
  lhs = std::move(temporary).value()
// STILE_CHECKED(expression) does the same for a Status, or for a Result whose value is not needed.
#define STILE_CHECKED(expression)                                          \
  do {                                                                     \
    auto stile_checked = (expression);                                     \
    if (!stile_checked.ok()) return stile_checked.error();                 \
  } while (false)
