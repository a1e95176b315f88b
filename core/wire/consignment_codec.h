#pragma once

#include <cstdint>
#include <span>
#include <string>
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
  Bytes envelope;       // canonical, not yet decoded; in a correction a citation
  Bytes subject_token;  // 16 bytes, or empty where no pseudonym is granted
};

struct Consignment {
  Bytes statement;  // signed note
  Hash salt{};      // opens the leaf's commitments
  std::vector<ConsignmentRow> rows;
  Bytes question = {};       // signed note, of an answer alone
  std::uint64_t passes = 0;  // numbers before its own that stay out
};

// ConsignmentHead is what a consignment says of itself.
struct ConsignmentHead {
  Bytes statement;  // signed note
  Hash salt{};
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

// Citation is a record as it was disclosed before, with what shows that it was.
struct Citation {
  std::uint64_t index = 0;  // of the disclosure's leaf
  std::string leaf;         // its text
  Hash salt{};              // of its consignment
  std::vector<Hash> row_hashes;
  record::Row row;
};

// decode_citation() accepts exactly what encode_citation() makes: kMalformed, kTooLarge,
// kMissingField or kNotCanonical otherwise. What it says is not looked at yet.
Bytes encode_citation(const Citation& citation);
Result<Citation> decode_citation(ByteView bytes);

// consignment_from() checks lengths and limits of a message that passed check_strict(); what rows
// and statement say is not looked at yet.
Result<Consignment> consignment_from(v1::Consignment&& wire);
void consignment_to(const Consignment& consignment, v1::Consignment& wire);
Bytes encode_consignment(const Consignment& consignment);
Result<Consignment> decode_consignment(ByteView bytes);
// passing() is what encode_consignment() wrote of one that passes none, with so many that it
// passes.
Bytes passing(Bytes bytes, std::uint64_t passes);
// decode_head() reads only what stands before the rows, of bytes that encode_consignment() wrote.
Result<ConsignmentHead> decode_head(ByteView bytes);

// ParcelRowView borrows what a ParcelRow holds, so that writing a parcel copies each row once.
struct ParcelRowView {
  const record::Row* row;
  ByteView pseudonym;
};
Bytes encode_parcel(ByteView statement, const Hash& salt, std::span<const ParcelRowView> rows);
Bytes encode_parcel(const Parcel& parcel);
Result<Parcel> decode_parcel(ByteView bytes);

}  // namespace stile::wire
