#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/envelope.h"
#include "core/record/treated.h"

// Canonical bytes of what a row says (proto/stile/v1/record.proto). Decoding accepts exactly
// what encoding makes: kMalformed, kUnknownField, kUnknownValue or kNotCanonical otherwise. Lists
// that do not ascend, and a kind that is none of its type's, are kMalformed.
namespace stile::wire {

Bytes encode_fields(const record::Treated& row);
Result<record::Treated> decode_fields(ByteView bytes);

Bytes encode_envelope(const record::Envelope& envelope);
Result<record::Envelope> decode_envelope(ByteView bytes);

}  // namespace stile::wire
