#pragma once

#include <string>
#include <utility>

#include "agents/report/proof_files.h"
#include "core/record/row.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// proven() is what is kept of a consignment that proves it, without a row. Pure.
inline ProvenConsignment proven(std::string leaf, std::string receipt,
                                const wire::Consignment& consignment) {
  ProvenConsignment kept{.leaf = std::move(leaf),
                         .receipt = std::move(receipt),
                         .statement = consignment.statement,
                         .salt = consignment.salt};
  for (const auto& row : consignment.rows) kept.row_hashes.push_back(record::row_hash(row.row));
  return kept;
}

}  // namespace stile::agent
