#pragma once

#include <string>
#include <string_view>

#include "agents/source/intake_types.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ledger/log_view.h"
#include "core/record/holding.h"
#include "core/record/statement.h"

namespace stile::agent {

// Pending is what a source knows of a consignment that it sent and that must show in its leaf.
struct Pending {
  ConsignmentHead head;
  record::Statement statement;
  Hash salt{};
};

// read_pending() takes it from the consignment's bytes; kIntegrity when their signed statement is
// not what the store says of it. Their rows are not looked at.
Result<Pending> read_pending(const ConsignmentHead& head, ByteView bytes);

// check_leaf() succeeds when the leaf says that exactly this consignment was disclosed: parties,
// agreement, number of rows, and the commitments to the row list and to who sent it. Else
// kIntegrity.
Status check_leaf(const Pending& pending, std::string_view leaf_text);

// check_holding() succeeds when the leaf says that the gateway itself did something with exactly
// this consignment, and what: parties, agreement, and the commitment to the row list. Else
// kIntegrity.
Result<record::Holding> check_holding(const Pending& pending, std::string_view leaf_text);

// check_admission() adds that the leaf is in the ledger, by a receipt that agrees with all that
// `view` has seen; only then does `view` advance. kIntegrity or kBadSignature otherwise.
Status check_admission(const Pending& pending, std::string_view leaf_text,
                       std::string_view receipt_text, const std::vector<Hash>& consistency,
                       ledger::LogView& view);

}  // namespace stile::agent
