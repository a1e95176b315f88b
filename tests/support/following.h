#pragma once

#include <string>

#include "core/record/change.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"

namespace stile::support {

// Following is a correction in its source's hand: what it follows, its one row, and what is said
// of it. A test changes it before it is signed.
struct Following {
  wire::Citation cited;
  wire::ConsignmentRow row;
  record::Statement statement;
};

// following() is an honest one about the first row of what was disclosed, under the leaf of that
// index and text: the next number and revision, with the same facts where the change has any.
Following following(const wire::Consignment& disclosed, std::uint64_t index, std::string leaf,
                    record::ChangeReason why);

// consignment_of() signs it as its source.
wire::Consignment consignment_of(Following following);

}  // namespace stile::support
