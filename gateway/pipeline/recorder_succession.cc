// What a number is that was lost with a closed ledger, and given back.
#include <algorithm>

#include "core/ledger/leaf.h"
#include "gateway/pipeline/recorder.h"
#include "gateway/pipeline/recorder_draft.h"

namespace stile::gateway {

// What it passes over is its source's word: a recipient that has these numbers has them from
// before, and any other sees that they never came.
bool Recorder::is_next(const Pseudonymised& entry, std::uint64_t last) const {
  const std::uint64_t ahead = entry.number() - last - 1;
  return ahead == 0 || (!log_.closed.empty() && ahead <= entry.passes());
}

// Its leaf was given back, and its parcel by nobody: its source sends it again while it knows of no
// word that the recipient has it. A leaf of which the date is over admits nothing any more.
Result<std::optional<ledger::Leaf>> Recorder::lost_with_parcel(const Taken& taken,
                                                               const Draft& draft) const {
  const bool was_lost = std::ranges::any_of(log_.closed, [&](const auto& closed) {
    return taken.leaf_index >= closed.kept && taken.leaf_index < closed.last.size;
  });
  const bool drafted = std::ranges::any_of(
      draft.batch.parcel, [&](const Parcel& parcel) { return parcel.id == taken.leaf_index; });
  if (!was_lost || drafted) return std::optional<ledger::Leaf>();
  STILE_TRY(const auto waits, store_->parcel(taken.leaf_index, taken.stream.recipient));
  STILE_TRY(const auto text, store_->leaf_text(taken.leaf_index));
  if (waits || !text) return std::optional<ledger::Leaf>();
  STILE_TRY(auto leaf, ledger::parse_leaf(*text));
  return std::optional(std::move(leaf));
}

bool Recorder::is_of(const ledger::Leaf& given_back, const ledger::Leaf& own) {
  return given_back.from == own.from && given_back.to == own.to &&
         given_back.agreement == own.agreement && given_back.rows == own.rows &&
         given_back.commit_rows == own.commit_rows;
}

}  // namespace stile::gateway
