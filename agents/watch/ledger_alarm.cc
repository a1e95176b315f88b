#include "agents/watch/ledger_alarm.h"

namespace stile::agent {
namespace {

// of_leaves() is "leaf 7", "2 leaves, 7 to 9".
std::string of_leaves(const LedgerAlarm& alarm) {
  if (alarm.leaves == 1) return "leaf " + std::to_string(alarm.first);
  return std::to_string(alarm.leaves) + " leaves, " + std::to_string(alarm.first) + " to " +
         std::to_string(alarm.last);
}

}  // namespace

std::string words(const LedgerAlarm& alarm) {
  const std::string leaves = of_leaves(alarm);
  switch (alarm.kind) {
    case LedgerAlarmKind::kUnknown:
      return leaves +
             ": said to be of this agency, and no store here knows it: a store was put back or "
             "lost, or the gateway wrote down what nobody sent";
    case LedgerAlarmKind::kNotCome:
      return leaves +
             ": said to be for this agency, and nothing came that could be taken: a store was put "
             "back or lost, the log says parcel_not_taken, or the gateway withholds it";
    case LedgerAlarmKind::kHidden:
      return leaves + ": kept here with proof, and not among those that the gateway lists";
    case LedgerAlarmKind::kCounter:
      return leaves +
             ": numbers of its agreement before it are missing from what the gateway lists";
    case LedgerAlarmKind::kTime:
      return leaves +
             ": says a time at which it cannot have been written: the gateway's clock was wrong or "
             "set, or the leaf is dated otherwise";
    case LedgerAlarmKind::kText:
      return leaves + ": the gateway gives no text of it, and it is not old enough for that";
    case LedgerAlarmKind::kForm: return leaves + ": does not read, or is about other agencies";
    case LedgerAlarmKind::kPutBack:
      return leaves +
             ": a store here had it and has it no more: an older copy of that store was put back";
    case LedgerAlarmKind::kNotShown:
      return "the gateway shows no leaves from " + std::to_string(alarm.first) +
             " on, though it is attached";
    case LedgerAlarmKind::kFalse:
      return "among the leaves from " + std::to_string(alarm.first) +
             " on the gateway showed one that its ledger does not have, a number twice, or a "
             "ledger with another leaf than the one that is kept here: this agent attaches no more "
             "until somebody has looked into it";
  }
  __builtin_trap();
}

}  // namespace stile::agent
