#pragma once

#include <cstddef>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/limits.h"
#include "core/base/result.h"

namespace stile::agent {

// proof_hashes() reads a repeated field of hashes: kMalformed for another length, kTooLarge for
// more than limits::kProofHashes. Pure.
template <typename Strings>
Result<std::vector<Hash>> proof_hashes(const Strings& strings) {
  if (static_cast<std::size_t>(strings.size()) > limits::kProofHashes) {
    return Error{Reason::kTooLarge, "the gateway's proof has too many hashes"};
  }
  std::vector<Hash> hashes;
  for (const auto& text : strings) {
    if (!copy_exact(text, hashes.emplace_back())) {
      return Error{Reason::kMalformed, "a hash of the gateway's proof has the wrong length"};
    }
  }
  return hashes;
}

}  // namespace stile::agent
