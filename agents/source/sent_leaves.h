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

// kReceiptIndexSchema is the step of the intake store by which a receipt is found by its leaf's
// index: the number after the receipt's first "index " (core/ledger/FORMATS.md).
inline constexpr std::string_view kReceiptIndexSchema = R"sql(
CREATE INDEX receipt_index
  ON receipt (CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER));
)sql";

// SentLeaves are the leaves that an intake store keeps: of consignments admitted, of what the
// gateway did with one that waits, and of questions that came.
class SentLeaves : public OwnLeaves {
 public:
  // open() opens a store that is there, for reading; fails as storage::Database does.
  static Result<std::unique_ptr<OwnLeaves>> open(const std::string& store);

  std::string_view name() const override { return "what was sent"; }
  Result<std::vector<OwnLeaf>> held(std::uint64_t first, std::uint64_t end) override;
  Result<std::optional<std::uint64_t>> newest() override;

 private:
  explicit SentLeaves(storage::Database database) : database_(std::move(database)) {}

  storage::Database database_;
  storage::Statement held_{
      database_,
      "SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER), leaf FROM receipt"
      " WHERE CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) >= ?1 AND"
      "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) < ?2"
      " UNION ALL SELECT idx, leaf FROM holding WHERE idx >= ?1 AND idx < ?2"
      " UNION ALL SELECT idx, leaf FROM (SELECT"
      "  CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) AS idx, leaf"
      "  FROM question) WHERE idx >= ?1 AND idx < ?2"};
  storage::Statement newest_{
      database_,
      "SELECT CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) FROM receipt"
      " ORDER BY CAST(substr(receipt, instr(receipt, 'index ') + 6, 20) AS INTEGER) DESC LIMIT 1"};
};

}  // namespace stile::agent
