#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/record/call_out.h"

// Canonical bytes of what a row says (proto/stile/v1/record.proto). Decoding accepts exactly
// what encoding makes: kMalformed, kUnknownField, kUnknownValue or kNotCanonical otherwise.
namespace stile::wire {

Bytes encode_fields(const record::TreatedCallOut& row);
Result<record::TreatedCallOut> decode_fields(ByteView bytes);

Bytes encode_envelope(const record::Envelope& envelope);
Result<record::Envelope> decode_envelope(ByteView bytes);

}  // namespace stile::wire
