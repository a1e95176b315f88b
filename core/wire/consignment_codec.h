#pragma once

#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/row.h"

namespace stile::v1 {
class Consignment;
}

// Consignments and parcels between the wire and the core (proto/stile/v1/exchange.proto).
namespace stile::wire {

// ConsignmentRow is a row with what only the gateway may see of it.
struct ConsignmentRow {
  record::Row row;
  Bytes envelope;       // canonical, not yet decoded
  Bytes subject_token;  // 16 bytes, or empty where no pseudonym is granted
};

struct Consignment {
  Bytes statement;  // signed note
  Hash salt{};      // opens the leaf's commitments
  std::vector<ConsignmentRow> rows;
};

// ParcelRow is a row as the recipient gets it.
struct ParcelRow {
  record::Row row;
  Bytes pseudonym;  // 16 bytes or empty
};

struct Parcel {
  Bytes statement;
  Hash salt{};
  std::vector<ParcelRow> rows;
};

// consignment_from() checks lengths and limits and refuses unknown fields; what rows and
// statement say is not looked at yet.
Result<Consignment> consignment_from(v1::Consignment&& wire);
void consignment_to(const Consignment& consignment, v1::Consignment& wire);
Bytes encode_consignment(const Consignment& consignment);
Result<Consignment> decode_consignment(ByteView bytes);

// ParcelWriter encodes a parcel row by row, straight from where the rows are: the gateway makes
// one of every consignment, and has no use for a copy of it.
class ParcelWriter {
 public:
  ParcelWriter(ByteView statement, const Hash& salt);
  // add() appends a row; `pseudonym` is 16 bytes or empty.
  void add(const record::Row& row, ByteView pseudonym);
  Bytes take() && { return std::move(parcel_); }

 private:
  Bytes parcel_;
  Bytes row_;  // its memory is used again for each row
};

Bytes encode_parcel(const Parcel& parcel);
Result<Parcel> decode_parcel(ByteView bytes);

}  // namespace stile::wire
