#include "agents/watch/leaf_comparison.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

namespace stile::agent {
namespace {

bool is_holding(std::string_view decision) {
  return decision == "frozen" || decision == "thawed" || decision == "ended" ||
         decision == "uncollected";
}

// is_kept_here() is whether such a leaf is kept, with its proof, by a side of an agency that it
// names: an admission by both, a question by both, and by the source what the gateway itself did
// with a consignment. Of words and refusals it is not.
bool is_kept_here(const ledger::Leaf& leaf, const std::string& self) {
  if (leaf.op == ledger::Op::kDisclosure) return leaf.decision == "admitted";
  if (leaf.op == ledger::Op::kConsultation) return leaf.decision == "asked";
  return leaf.op == ledger::Op::kState && is_holding(leaf.decision) && leaf.from == self;
}

}  // namespace

// A number that is missing may be that of a leaf that was lost with a closed ledger. The numbers
// that its successor gives begin behind all that those may have had.
void LeafComparison::pass(std::uint64_t end) {
  for (const auto& closed : closed_) {
    const std::uint64_t from = std::max(passed_, closed.kept);
    const std::uint64_t to = std::min(end, closed.last.size);
    if (from < to) watched_->gone += to - from;
  }
  passed_ = std::max(passed_, end);
}

Status LeafComparison::compare(std::uint64_t index, const ledger::Leaf& leaf, bool held) {
  pass(index + 1);
  if (leaf.from != self_ && leaf.to != self_) {
    raise(LedgerAlarmKind::kForm, index);
    return ok();
  }
  compare_time(index, leaf.time);
  STILE_CHECKED(count(index, leaf));
  if (!held && is_kept_here(leaf, self_)) await(index, leaf);
  if (leaf.op == ledger::Op::kState && leaf.to == self_) hold(leaf);
  return ok();
}

// One alarm for each time that the leaves' time goes back, not one for each leaf until it has come
// on again.
void LeafComparison::compare_time(std::uint64_t index, Instant time) {
  const bool behind = time < watched_->latest - kLeafTimeMost;
  const bool fresh = watched_->fresh_since != 0 && index >= watched_->fresh_from;
  const bool before = clock_right_ && fresh && time < watched_->fresh_since - kLeafTimeMost;
  const bool ahead = clock_right_ && time > now_ + kLeafTimeMost;
  if (behind || before || ahead) raise(LedgerAlarmKind::kTime, index);
  if (!ahead) watched_->latest = behind ? time : std::max(watched_->latest, time);
}

// A missing number may be that of a leaf whose text is gone; of what agreement it was, nobody can
// say any more.
Status LeafComparison::count(std::uint64_t index, const ledger::Leaf& leaf) {
  if (!leaf.agreement || !leaf.counter) return ok();
  if (*leaf.counter > std::numeric_limits<std::int64_t>::max()) {  // more than any store holds
    raise(LedgerAlarmKind::kForm, index);
    return ok();
  }
  auto& seen = watched_->agreements[*leaf.agreement];
  if (*leaf.counter <= seen.last) {
    return Error{Reason::kIntegrity, "leaf " + std::to_string(index) + " and leaf " +
                                         std::to_string(seen.index) +
                                         " of one agreement do not count on"};
  }
  const std::uint64_t missing = *leaf.counter - seen.last - 1;
  if (missing > watched_->gone - seen.gone) raise(LedgerAlarmKind::kCounter, index);
  seen = {*leaf.counter, index, watched_->gone};
  return ok();
}

void LeafComparison::await(std::uint64_t index, const ledger::Leaf& leaf) {
  const bool own = leaf.from == self_ && leaf.op != ledger::Op::kState;
  const auto kind = own ? LedgerAlarmKind::kUnknown : LedgerAlarmKind::kNotCome;
  watched_->awaited[index] = {kind, watched_->attached, false,
                              leaf.op == ledger::Op::kState ? std::nullopt : leaf.commit_rows};
}

// What the gateway itself says of a consignment that has not come here.
void LeafComparison::hold(const ledger::Leaf& leaf) {
  if (!leaf.commit_rows || !is_holding(leaf.decision)) return;
  auto& awaited = watched_->awaited;
  const auto found = std::ranges::find_if(awaited, [&](const auto& one) {
    return one.second.kind == LedgerAlarmKind::kNotCome &&
           one.second.commit_rows == leaf.commit_rows;
  });
  if (found == awaited.end()) return;
  if (leaf.decision == "ended") {
    awaited.erase(found);
  } else if (leaf.decision != "uncollected") {
    found->second.frozen = leaf.decision == "frozen";
    found->second.since = watched_->attached;
  }
}

// An alarm only where the leaf is known to be young: its own time is gone, but it was written after
// those before it, and after an attachment before which it was not there. The gateway's clock has
// no say in it: by showing a wrong one it could hide a leaf.
void LeafComparison::without_text(std::uint64_t index) {
  ++watched_->gone;
  const bool fresh = index >= watched_->fresh_from;
  const Instant after = std::max(watched_->latest, fresh ? watched_->fresh_since : 0);
  if (now_ - after < kTextKept) raise(LedgerAlarmKind::kText, index);
}

}  // namespace stile::agent
