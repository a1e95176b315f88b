#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "agents/ports/log_keeper.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/code_texts.h"

namespace stile::agent {

// GivenReceipt is the gateway's claim to have recorded a consignment; nothing in it is checked.
struct GivenReceipt {
  std::string leaf;
  std::string receipt;            // C2SP tlog-proof
  std::vector<Hash> consistency;  // from the largest checkpoint given on this stream before
};

// RefusedRow is a row that the gateway refuses, by its place in the consignment from 0.
struct RefusedRow {
  std::uint32_t row = 0;
  Reason reason = Reason::kMalformed;
  std::optional<record::Field> field;
};

struct GivenRefusal {
  Reason reason = Reason::kMalformed;
  std::vector<RefusedRow> rows;
  std::uint64_t last_number = 0;  // of kNumberSkipped and kConflict: the last that was taken
};

struct Answer {
  std::uint64_t number = 0;
  std::variant<GivenReceipt, GivenRefusal> outcome;
};

// SubmitStream is one stream of consignments and their answers, in the same order. One thread
// may send while another receives.
class SubmitStream {
 public:
  virtual ~SubmitStream() = default;
  // send() takes the bytes of wire::encode_consignment(); kIntegrity when they are none,
  // kUnavailable once the stream is lost.
  virtual Status send(const Bytes& consignment) = 0;
  virtual void finish_sending() = 0;
  // receive() waits for the next answer; nothing when the stream ended in good order,
  // kUnavailable when it was lost. After a refusal there is no other answer.
  virtual Result<std::optional<Answer>> receive() = 0;
  // cancel() ends the stream at once, from any thread; both others then return.
  virtual void cancel() = 0;
};

// Urgency is which of an agency's two streams it is: the one for notifications, which somebody
// waits for, or the one for bulk. Neither waits for the other.
enum class Urgency { kInteractive, kBulk };

// Submitter opens streams to the gateway.
class Submitter : public ConsistencyProver {
 public:
  // begin() opens one stream; the one before of this urgency has ended. `verified_size` is the size
  // from which receipts shall prove consistency. A consignment of the other urgency is refused with
  // kOutsideOccasion.
  virtual Result<std::unique_ptr<SubmitStream>> begin(std::uint64_t verified_size,
                                                      Urgency urgency) = 0;
};

}  // namespace stile::agent
