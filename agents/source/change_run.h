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
  Sight sight = Sight::kAnybody;  // whose order it is
};

// PlannedChange is what becomes of the record at one recipient.
struct PlannedChange {
  SentRecord record;
  std::string_view nothing = {};  // why nothing has to be done; empty where it changes
};

// may_see() is whether whoever gave the order may know that this recipient has the record.
bool may_see(const RecordOrder& order, const SentRecord& sent);

// is_unseen() is whether whoever gave the order is to see nothing of all of it, because the record
// went in answers to enquiries alone: it is then as one that was sent to nobody.
bool is_unseen(const RecordOrder& order, const std::vector<PlannedChange>& planned);

// plan_change() is what an order does, at each recipient in the order in which routes were first
// used, and behind these in answers to enquiries where whoever gave it is no data officer. Preview
// says it and sending does it (design I9). kUsage with its mend where no such record
// was ever sent, or not to `only`, or where it is about several children.
Result<std::vector<PlannedChange>> plan_change(const SourceOptions& options, IntakeReader& reader,
                                               const RecordOrder& order);

// Entered are the ids of changes: of those that whoever ordered them may see, and of all.
struct Entered {
  std::vector<std::int64_t> seen = {};
  std::uint64_t all = 0;
};

// Entering is by whom and when something is entered.
struct Entering {
  std::string_view account = {};
  Instant now = 0;
  const crypto::TokenKey* tokens = nullptr;
};

// enter_changes() keeps what was planned, in one transaction. A record that is withdrawn from all
// has no copy at its source any more; of one that is as if sent to nobody (is_unseen()), what is
// kept to answer enquiries with is deleted, which is in the log of operations.
Result<Entered> enter_changes(IntakeStore& store, const RecordOrder& order,
                              const std::vector<PlannedChange>& planned, const Entering& by);

// Standing is how many of some changes are under way, and how many wait.
struct Standing {
  std::uint64_t queued = 0;
  std::uint64_t waiting = 0;
  std::uint64_t anew = 0;  // that officers have to approve anew
};
Result<Standing> standing_of(IntakeReader& reader, const std::vector<std::int64_t>& ids);

}  // namespace stile::agent
