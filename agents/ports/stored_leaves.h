#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ports/own_leaves.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"

namespace stile::agent {

// StoredQueries are how a store is asked for the leaves that it keeps. All outlive whoever asks.
struct StoredQueries {
  std::string_view name;    // OwnLeaves::name()
  std::string_view held;    // index and text of those with ?1 <= index < ?2
  std::string_view whole;   // leaf, receipt, number, digest, note and salt of the same
  std::string_view newest;  // the highest index of a consignment's admission
};

// StoredLeaves are the leaves of one store, on a connection of its own.
class StoredLeaves : public OwnLeaves {
 public:
  // open() opens a store that is there, for reading; fails as storage::Database does.
  static Result<std::unique_ptr<OwnLeaves>> open(const std::string& store,
                                                 const StoredQueries& queries);

  std::string_view name() const override { return name_; }
  Result<std::vector<OwnLeaf>> held(std::uint64_t first, std::uint64_t end) override;
  Result<std::vector<HeldLeaf>> with_receipts(std::uint64_t first, std::uint64_t end) override;
  Result<std::optional<std::uint64_t>> newest() override;

 private:
  StoredLeaves(storage::Database database, const StoredQueries& queries)
      : name_(queries.name),
        database_(std::move(database)),
        held_(database_, queries.held),
        whole_(database_, queries.whole),
        newest_(database_, queries.newest) {}

  std::string_view name_;
  storage::Database database_;
  storage::Statement held_;
  storage::Statement whole_;
  storage::Statement newest_;
};

}  // namespace stile::agent
