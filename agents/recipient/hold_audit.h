#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "agents/recipient/received_holds.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/storage/database.h"

namespace stile::agent {

// HoldAudit holds what legal holds keep against what was signed here, and each row that is set
// aside against the hash that its source signed: it is there because its time is over or it was
// withdrawn, and a hold is in force; or it is gone, and the last hold of it was lifted. One use;
// one thread; borrows the key.
class HoldAudit {
 public:
  explicit HoldAudit(const crypto::NoteVerifier& own) : own_(own) {}

  // read() takes all of them; before anything else.
  Status read(const storage::Database& database);

  // faults() are said as `verify` says them.
  const std::vector<std::string>& faults() const { return faults_; }
  // aside() is how many rows of a parcel were set aside, gone or not; held() how many of all are
  // still kept.
  std::uint64_t aside(std::int64_t parcel) const;
  std::uint64_t held() const { return held_; }
  std::uint64_t earlier_keys() const { return earlier_keys_; }

 private:
  struct Aside;
  // wrong_with() is what is wrong with a row, or empty.
  std::string wrong_with(const Aside& row, const KeptHolds& holds) const;

  const crypto::NoteVerifier& own_;
  std::vector<std::string> faults_;
  std::map<std::int64_t, std::uint64_t> aside_;  // by parcel
  std::uint64_t held_ = 0;
  std::uint64_t earlier_keys_ = 0;
};

}  // namespace stile::agent
