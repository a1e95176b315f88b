#pragma once

#include <cstdint>
#include <string>

#include "core/base/civil_time.h"

namespace stile::agent {

// LedgerAlarmKind is what somebody has to look into: none of it proves that anybody lied, because a
// store that was put back, a clock that was set or a gateway in trouble shows the same. What does
// prove it is no alarm: the agent stops for good.
enum class LedgerAlarmKind {
  kUnknown = 1,  // leaves say that this agency sent or asked what no store here knows
  kNotCome,      // what leaves say is for this agency has not come
  kHidden,       // the gateway does not list a leaf that is kept here with its proof
  kCounter,      // numbers of an agreement are missing
  kTime,         // a leaf says a time at which it cannot have been written
  kText,         // no text is given of a leaf that is not old
  kForm,         // a leaf that does not read, or is about other agencies
  kPutBack,      // a store no longer has a leaf that it had
  kNotShown,     // the gateway shows no leaves
  kFalse,        // the gateway showed what no honest one does
};

// LedgerAlarm is one of them, until somebody has looked: of how many leaves, between which two.
struct LedgerAlarm {
  LedgerAlarmKind kind = LedgerAlarmKind::kUnknown;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t leaves = 0;
  Instant raised = 0;
};

// words() says for people what it may mean. No agency and no kind of leaf is in it: who may know
// of an enquiry is not asked here (X6).
std::string words(const LedgerAlarm& alarm);

}  // namespace stile::agent
