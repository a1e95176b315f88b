#pragma once

#include <cstddef>
#include <set>
#include <string_view>

#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// By which clock rows are destroyed at their source and at their recipient, and how each writes
// down which they were. Pure.
namespace stile::agent {

// held_until() is when the time is over for what the leaf with this text admitted: the agreement's
// `retention_days` after the minute of the leaf, which both parties have; 0 where the documents do
// not have its agreement. Fails as ledger::parse_leaf(), and with kIntegrity for a leaf that names
// no agreement.
Result<Instant> held_until(std::string_view leaf_text, const agreement::DocumentSet& documents);
// held_until() is the same of what was admitted at `admitted` under the agreement of that hash.
Instant held_until(const Hash& agreement, Instant admitted,
                   const agreement::DocumentSet& documents);

// bits_of() has a bit for each row of a consignment, the first for the lowest of the first byte;
// its last byte is not 0. positions_of() is its inverse.
Bytes bits_of(const std::set<std::size_t>& positions);
std::set<std::size_t> positions_of(ByteView bits);

}  // namespace stile::agent
