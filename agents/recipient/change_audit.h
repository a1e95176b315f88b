#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/change.h"
#include "agents/recipient/inbox_reader.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/record/statement.h"

namespace stile::agent {

// ChangeAudit holds the markers against the consignments that brought them: reason and record
// against the statement, the event against the row's hash, and the rows that a withdrawal
// destroyed against what was signed here then. Those rows are rightly gone, and no others. One use;
// one thread.
class ChangeAudit {
 public:
  // signed_here() is whether a note is signed by this agency's key of today; `earlier` is called
  // for one that is not and need not be.
  using SignedHere = std::function<Result<bool>(const crypto::Note& note)>;
  ChangeAudit(SignedHere signed_here, std::function<void()> earlier)
      : signed_here_(std::move(signed_here)), earlier_(std::move(earlier)) {}

  // read() takes all markers; before anything else.
  Status read(const storage::Database& database);

  // check() holds a consignment against its marker: kIntegrity, or kUnsigned, where one of the two
  // is missing or they differ.
  Status check(const KeptParcel& kept, const record::Statement& statement);

  // find() is the marker that a parcel brought, else null.
  const Change* find(std::int64_t parcel) const;

  // What follows is of the markers that check() found good. check_row() fails for a row that was
  // withdrawn and is there, and for one that corrects another event than its marker says.
  std::uint64_t erased(std::int64_t parcel) const;  // how many rows of it
  Status check_row(const KeptRow& kept, const std::string& source) const;

 private:
  struct Marker {
    Change change;
    std::vector<ErasedRow> erased;
  };
  Status check_event(const KeptParcel& kept, const Change& change) const;
  Status check_erasure(const KeptParcel& kept, const Marker& marker);

  SignedHere signed_here_;
  std::function<void()> earlier_;
  std::map<std::int64_t, Marker> markers_;                // by parcel
  std::set<std::pair<std::string, Token>> withdrawn_;     // source, event
  std::set<std::pair<std::string, Token>> buried_;        // of these, that were erased
  std::map<std::int64_t, std::set<std::size_t>> erased_;  // positions by parcel
};

}  // namespace stile::agent
