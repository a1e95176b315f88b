#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note_key.h"

// For this folder's sources only: reading the fields of a document.
namespace stile::wire {

// In gives every error its file and the field it is about.
class In {
 public:
  explicit In(std::string_view file) : file_(file) {}
  Error error(Reason reason, std::string_view field, std::string_view what) const {
    return {reason, file_ + ": " + std::string(field) + ": " + std::string(what)};
  }
  // of() passes a value through, or its error with the field's name before it.
  template <typename T>
  Result<T> of(std::string_view field, Result<T> value) const {
    if (value.ok()) return value;
    return error(value.reason(), field, value.error().detail);
  }
  Result<Day> day(std::string_view field, std::string_view text) const {
    STILE_TRY(const CivilDay date, of(field, parse_day(text)));
    return to_day(date);
  }
  Result<std::optional<Day>> day_or_open(std::string_view field, std::string_view text) const {
    if (text.empty()) return std::optional<Day>();
    STILE_TRY(const Day value, day(field, text));
    return std::optional<Day>(value);
  }
  Result<Instant> minute(std::string_view field, std::string_view text) const {
    return of(field, parse_utc_minute(text));
  }
  Result<AgencyId> agency(std::string_view field, std::string_view text) const {
    return of(field, AgencyId::parse(text));
  }
  Result<AreaCode> area(std::string_view field, std::string_view text) const {
    return of(field, AreaCode::parse(text));
  }
  Result<crypto::NoteVerifier> key(std::string_view field, std::string_view text) const {
    return of(field, crypto::NoteVerifier::parse(text));
  }
  Result<Hash> hash(std::string_view field, std::string_view text) const {
    STILE_TRY(const Bytes bytes, of(field, crypto::unhex(text)));
    Hash value{};
    if (!copy_exact(bytes, value)) return error(Reason::kMalformed, field, "64 hexadecimal digits");
    return value;
  }
  Status required(std::string_view field, bool present) const {
    if (present) return ok();
    return error(Reason::kMissingField, field, "is required");
  }

 private:
  std::string file_;
};

}  // namespace stile::wire
