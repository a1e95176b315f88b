#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// LastNumber is the last consignment number that the gateway says it took from this agency.
struct LastNumber {
  std::string agreement_id;
  std::string recipient;
  std::uint64_t number = 0;
  Bytes digest;  // 32 bytes
};

// NoteSink is the source's side of the link. It is called by one thread.
class NoteSink {
 public:
  virtual ~NoteSink() = default;
  // take() verifies recipients' acknowledgements and makes those that verify durable. The
  // result lists the places of the notes that are; the gateway may forget these. An error ends
  // the attachment and every note comes again.
  virtual Result<std::vector<std::size_t>> take(std::span<const Bytes> notes) = 0;
  // limit() hears at each attachment how many rows of a consignment the gateway takes; 0: unsaid.
  virtual void limit(std::size_t rows) = 0;
  // compare() hears, at each attachment, what the gateway took (design I8).
  virtual Status compare(std::span<const LastNumber> taken) = 0;
};

}  // namespace stile::agent
