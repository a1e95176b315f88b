#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

// What a row says by the names of proto/stile/v1/record.proto, for whoever reads it without Stile.
// Pure.
namespace stile::wire {

// field_texts() is each field that canonical bytes of a row hold, in the order of their numbers:
// "type=CALL_OUT home=ofsted:SC900001 event_day=2026-10-16". A day is written as such, a minute as
// RFC 3339 in UTC, "still-missing" where an episode has not ended; other numbers are decimal.
// kMalformed, and as
// decode_fields() where they are not canonical; kMalformed, too, for a row of counts or
// collections, which is about nobody.
Result<std::string> field_texts(ByteView fields);

// field_names() is what somebody needs to read such bytes: of each field its number and its name,
// ("12", "category"), followed for a field of codes by each value, ("12=1", "CATEGORY_MISSING").
std::vector<std::pair<std::string, std::string>> field_names();

}  // namespace stile::wire
