#pragma once

#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// GivenQuestion is a regulator's question to this agency. That the leaf is in the ledger is proven;
// what note and leaf say nobody has checked.
struct GivenQuestion {
  Bytes note;
  Hash salt{};  // opens the leaf's commitment to it
  std::string leaf;
  std::string receipt;  // C2SP tlog-proof of that leaf
};

// QuestionSink is where a source hears that. It is called by one thread.
class QuestionSink {
 public:
  virtual ~QuestionSink() = default;
  // take() verifies that who asks has signed it and that the leaf is of this question, and makes it
  // durable; false where it is not, and the gateway, which is not told that it is stored, says it
  // again at the next attachment. An error ends the attachment.
  virtual Result<bool> take(const GivenQuestion& question) = 0;
};

}  // namespace stile::agent
