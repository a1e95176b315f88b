#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/agreement/directory.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/crypto/note.h"

// Whose cosignatures of the ledger's checkpoints count, and when they are enough. Pure.
namespace stile::agreement {

// kCosignedAheadMost is how far, in seconds, a witness's clock may be ahead of ours.
inline constexpr Instant kCosignedAheadMost = 300;

// Cosigning is that a member of the quorum has cosigned a checkpoint, when it says that it did.
struct Cosigning {
  AgencyId agency;
  Instant time;
  bool operator==(const Cosigning&) const = default;
};

// cosignings() are the newest of each member of the directory's quorum under a checkpoint, in the
// members' order. A line that does not verify, or whose time is more than kCosignedAheadMost ahead
// of `now`, counts as if it were not there, and so does everything of an agency that is denied or
// no longer listed: no witness can spoil another's. Whether the log signed the checkpoint is the
// caller's to check.
std::vector<Cosigning> cosignings(const crypto::Note& checkpoint, const Directory& directory,
                                  Instant now);

// policy_text() is the log and its quorum for other people's tools (c2sp.org/tlog-policy). That a
// quorum is of kQuorumKinds that format cannot say: a comment does.
std::string policy_text(const Directory& directory);

// witnessed_at() is the latest time at which a quorum stands behind the checkpoint: more than half
// of the directory's members, of kQuorumKinds, have cosigned it then or later. Nothing where they
// have not, or where the directory names no quorum.
std::optional<Instant> witnessed_at(std::span<const Cosigning> cosignings,
                                    const Directory& directory);

}  // namespace stile::agreement
