#include "agents/recipient/change_tables.h"

#include <algorithm>
#include <utility>

#include "agents/recipient/change_row.h"
#include "agents/recipient/each_row.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

// only() is the one value that a statement answers.
template <typename T>
Result<T> only(Result<Rows> started) {
  STILE_TRY(Rows rows, std::move(started));
  STILE_CHECKED(rows.next());
  T value{};
  STILE_CHECKED(rows.read(value));
  return value;
}

// before_buried() is not behind what stands in the place of any event of the token's month.
Token before_buried(const Token& event_token) {
  constexpr std::size_t kDayBytes = 2;
  Token before = buried(event_token);
  std::fill(before.begin() + kDayBytes, before.end(), std::uint8_t{0});
  return before;
}

Result<bool> truth(Result<Rows> started) {
  STILE_TRY(const int value, only<int>(std::move(started)));
  return value != 0;
}

}  // namespace

Status ChangeTables::add(const Change& change, const std::vector<ErasedRow>& erased) {
  STILE_CHECKED(add_.run(change.parcel, change.source_id, change.event_token, change.revision,
                         static_cast<int>(change.kind()), static_cast<int>(change.reason),
                         static_cast<int>(change.type), Blob{change.salt}, change.arrived,
                         change.due, static_cast<int>(change.notified),
                         static_cast<int>(change.alleged), change.exported, change.erasure));
  for (const ErasedRow& row : erased) {
    STILE_CHECKED(add_erased_.run(change.parcel, row.parcel, row.position));
  }
  return ok();
}

Status ChangeTables::destroy(std::int64_t source, const Token& event_token) {
  STILE_CHECKED(destroy_.run(source, event_token));
  return ok();
}

Status ChangeTables::bury(std::int64_t source, const Token& event_token) {
  const Token grave = buried(event_token);
  for (storage::Statement& statement : bury_) {
    STILE_CHECKED(statement.run(source, event_token, grave));
  }
  return ok();
}

Result<std::set<Token>> ChangeTables::withdrawn(std::int64_t source, const Token& first,
                                                const Token& last) {
  return tokens_in(withdrawn_, source, before_buried(first), last);
}

Result<bool> ChangeTables::is_withdrawn(std::string_view source, const Token& event_token) {
  return truth(is_withdrawn_by_.start(source, event_token, buried(event_token)));
}

Result<std::vector<ErasedRow>> ChangeTables::rows_of(std::string_view source,
                                                     const Token& event_token) {
  std::vector<ErasedRow> found;
  const auto take = [&](const Rows& rows) -> Status {
    ErasedRow& row = found.emplace_back();
    return rows.read(row.parcel, row.position, row.consignment);
  };
  STILE_CHECKED(for_each(rows_of_, take, source, event_token));
  return found;
}

Status ChangeTables::add_unkept(std::int64_t parcel, std::size_t position, std::int64_t source,
                                const Token& event_token, std::uint64_t revision) {
  STILE_CHECKED(add_unkept_.run(parcel, position, source, event_token, revision));
  return ok();
}

Result<Instant> ChangeTables::exported(std::string_view source, const Token& event_token,
                                       std::string_view occasion) {
  return only<Instant>(exported_.start(source, event_token, occasion));
}

Result<Marks> ChangeTables::marks(std::int64_t source, const Token& event_token) {
  STILE_TRY(Rows rows, marks_.start(source, event_token));
  STILE_CHECKED(rows.next());
  int annotation = 0;
  int restriction = 0;
  STILE_CHECKED(rows.read(annotation, restriction));
  return marks_from(annotation, restriction);
}

Result<std::vector<Change>> ChangeTables::of_event(const Token& event_token) {
  std::vector<Change> changes;
  const auto take = [&](const Rows& rows) { return read_change(rows, changes.emplace_back()); };
  STILE_CHECKED(for_each(of_event_, take, event_token));
  return changes;
}

}  // namespace stile::agent
