#pragma once

#include <cstdint>

#include "core/agreement/document_set.h"
#include "core/base/result.h"

// For how many days a gateway keeps the texts of its ledger's leaves; 0 is for ever. Pure.
namespace stile::agreement {

// Agents take a text that is missing for hidden while its leaf is less than 28 days old
// (agents/watch/leaf_comparison.h); a clock by which the directory is in force is off by
// kDirectoryLongestSeconds at most, theirs and the gateway's.
inline constexpr std::uint32_t kLogRetentionLeastDays = 60;

// check_log_retention() is kMalformed for less than that.
Status check_log_retention(std::uint32_t days);

// outlasts() is kConflict where some agreement lets its recipient keep rows for as long: a
// recipient may challenge a row as long as it has it, and the gateway then reads the leaf that
// admitted it.
Status outlasts(std::uint32_t days, const DocumentSet& documents);

}  // namespace stile::agreement
