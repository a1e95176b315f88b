#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// ParcelDelivery is a parcel as the gateway delivers it; nothing in it is checked yet.
struct ParcelDelivery {
  std::uint64_t id = 0;
  Bytes sealed;                            // to a sealing key of this agency
  std::string leaf;                        // the text of the leaf that records it
  std::string receipt;                     // C2SP tlog-proof of that leaf
  std::vector<Hash> consistency;           // from the log keeper's view to the receipt's checkpoint
  std::optional<std::uint64_t> from = {};  // the size of that view; not given: the one of now
};

// ParcelSink takes what is delivered, in the order in which it came. It is the recipient's side of
// the link, and is called by one thread.
class ParcelSink {
 public:
  virtual ~ParcelSink() = default;
  // take() verifies a parcel, makes it durable, and returns the signed acknowledgement; only
  // then is the gateway told. kIo and kUnavailable end the attachment and the parcel comes
  // again, kUnavailable, too, where the view has moved since the proof was made: then it may be
  // proven again; any other error rejects the parcel with its reason, and nothing of it was stored.
  virtual Result<Bytes> take(const ParcelDelivery& delivery) = 0;
  // take_together() does the same to several at once, and gives an acknowledgement for each. After
  // any failure nothing of any was taken, and it says nothing about one of them: take() each.
  virtual Result<std::vector<Bytes>> take_together(std::span<const ParcelDelivery> deliveries) = 0;
};

}  // namespace stile::agent
