#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agents/source/corrections.h"
#include "agents/source/intake_reader.h"

namespace stile::agent {

// RecordOrder is what a person wants to become of one record, at all to whom it was ever sent.
struct RecordOrder {
  std::string system = {};  // the exporting system's code
  record::RecordType type = record::RecordType::kCallOut;
  std::string reference = {};
  std::optional<std::string> child = {};  // the system's reference of it; of records with several
  record::ChangeReason reason = record::ChangeReason::kInaccurate;
  std::string only = {};  // one recipient, as "authority/E10000001" or its identity; empty: all
};

// PlannedChange is what becomes of the record at one recipient.
struct PlannedChange {
  SentRecord record;
  std::string_view nothing = {};  // why nothing has to be done; empty where it changes
};

// plan_change() is what an order does, at each recipient in the order in which routes were first
// used. Preview says it and sending does it (design I9). kUsage with its mend where no such record
// was ever sent, or not to `only`, or where it is about several children.
Result<std::vector<PlannedChange>> plan_change(const SourceOptions& options, IntakeReader& reader,
                                               const RecordOrder& order);

// enter_changes() keeps what was planned, in one transaction; gives the ids of the changes.
Result<std::vector<std::int64_t>> enter_changes(IntakeStore& store, const RecordOrder& order,
                                                const std::vector<PlannedChange>& planned,
                                                std::string_view account, Instant now);

// Standing is how many of some changes are under way, and how many wait.
struct Standing {
  std::uint64_t queued = 0;
  std::uint64_t waiting = 0;
};
Result<Standing> standing_of(IntakeReader& reader, const std::vector<std::int64_t>& ids);

}  // namespace stile::agent
