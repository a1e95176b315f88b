#pragma once

#include <cstdint>
#include <variant>

#include "agents/ports/submitter.h"
#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// QuestionRoad brings a regulator's question to the gateway. Any thread.
class QuestionRoad {
 public:
  virtual ~QuestionRoad() = default;
  // ask() takes a signed question, the salt that opens its leaf's commitment to it, and how much of
  // the ledger was verified; nothing in the answer is checked. kUnavailable where the gateway is
  // not reached: it may have taken the question, and takes it again for once.
  virtual Result<std::variant<GivenReceipt, GivenRefusal>> ask(const Bytes& question,
                                                               const Hash& salt,
                                                               std::uint64_t verified_size) = 0;
};

}  // namespace stile::agent
