#include "agents/source/sent_holds.h"

#include <algorithm>
#include <utility>

#include "agents/report/legal_hold.h"
#include "agents/source/collect.h"

namespace stile::agent {
namespace {

using storage::Rows;

Token proof_of(const SentHoldAct& act, const IntakeDigests& digests) {
  std::string said;
  for (const std::string& one :
       {std::to_string(act.id), std::to_string(act.lifts), std::to_string(act.time), act.account,
        act.purpose, act.ground, act.matter, act.system}) {
    said += one + "\n";
  }
  return digests.held(said, act.child, act.before);
}

Status read_act(const Rows& rows, SentHoldAct& to) {
  return rows.read(to.id, to.lifts, to.time, to.account, to.purpose, to.ground, to.matter,
                   to.system, to.child, to.before, to.proof);
}

}  // namespace

const SentHoldAct* ProvenHolds::of(std::string_view system, const ChildDigest& child) const {
  const auto found = std::ranges::find_if(
      in_force, [&](const SentHoldAct& one) { return one.system == system && one.child == child; });
  return found == in_force.end() ? nullptr : &*found;
}

Bytes ProvenHolds::children() const {
  Bytes all;
  for (const SentHoldAct& one : in_force) all.append(view(one.child));
  return all;
}

// What was cut off the end is known by the log of operations, which has an entry of each act.
Result<ProvenHolds> SentHolds::proven(const IntakeDigests& digests) {
  STILE_TRY(const auto acts, collect<SentHoldAct>(acts_.start(), read_act));
  ProvenHolds holds;
  for (const SentHoldAct& act : acts) {
    if (act.proof != proof_of(act, digests)) {
      ++holds.invented;
      continue;
    }
    ++holds.acts;
    holds.whole = holds.whole && act.before == holds.last;
    holds.last = act.proof;
    if (act.lifts == 0) holds.in_force.push_back(act);
    std::erase_if(holds.in_force, [&](const SentHoldAct& one) { return one.id == act.lifts; });
  }
  STILE_TRY(const auto logged, one_value<std::uint64_t>(logged_.start(kLegalHoldOp)));
  holds.whole = holds.whole && logged == holds.acts;
  return holds;
}

Result<ProvenHolds> SentHolds::unaltered(const IntakeDigests& digests) {
  STILE_TRY(auto holds, proven(digests));
  if (holds.whole) return holds;
  return Error{Reason::kIntegrity, std::string(kHoldGone)};
}

Result<std::uint64_t> SentHolds::acts() { return one_value<std::uint64_t>(count_.start()); }

Result<std::int64_t> SentHolds::add(SentHoldAct act, const IntakeDigests& digests) {
  STILE_TRY(const auto before, unaltered(digests));
  STILE_TRY(act.id, one_value<std::int64_t>(newest_.start()));
  ++act.id;
  act.before = before.last;
  act.proof = proof_of(act, digests);
  const auto added = add_.run(act.id, act.lifts, act.time, act.account, act.purpose, act.ground,
                              act.matter, act.system, act.child, act.before, act.proof);
  if (!added.ok()) return added.error();
  return act.id;
}

Result<std::set<EventTail>> SentHolds::tails(std::string_view system, const ChildDigest& child) {
  STILE_TRY(const auto tokens,
            collect<Token>(events_.start(system, child),
                           [](const Rows& rows, Token& to) { return rows.read(to); }));
  std::set<EventTail> tails;
  for (const Token& one : tokens) tails.insert(tail_of(one));
  return tails;
}

Result<std::set<EventTail>> SentHolds::tails(const ProvenHolds& holds) {
  std::set<EventTail> all;
  for (const SentHoldAct& one : holds.in_force) {
    STILE_TRY(auto its, tails(one.system, one.child));
    all.merge(its);
  }
  return all;
}

Result<std::string> SentHolds::system_of(std::int64_t system) {
  return one_value<std::string>(system_of_.start(system));
}

}  // namespace stile::agent
