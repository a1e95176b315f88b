#pragma once

#include <string>
#include <utility>

#include "agents/report/proof_files.h"
#include "agents/source/sent_consignment.h"

namespace stile::agent {

// proven() is what is kept of a consignment that proves it, without a row. Pure.
inline ProvenConsignment proven(std::string leaf, std::string receipt,
                                const SentConsignment& consignment) {
  return {.leaf = std::move(leaf),
          .receipt = std::move(receipt),
          .statement = consignment.statement,
          .salt = consignment.salt,
          .row_hashes = consignment.hashes()};
}

}  // namespace stile::agent
