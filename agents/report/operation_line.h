#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"

// What an agency did with personal data, as those who answer for it read it.
namespace stile::agent {

// LoggedOperation is an entry of the log of operations: one of the six of the Data Protection Act
// 2018 s.62(1), or what happened beside them ("refusal", "integrity", "breach", "exercise",
// "approval", "legal-hold").
struct LoggedOperation {
  std::string operation = {};
  Instant time = 0;
  std::string account = {};    // empty: no person did it
  std::string agency = {};     // SPIFFE identity of the other party; empty where there is none
  std::string agreement = {};  // its id, or empty
  std::string occasion = {};   // or, of a consultation, what was looked at
  std::uint64_t number = 0;    // of the consignment; 0 where it is about none
  std::uint64_t rows = 0;
  std::string reason = {};  // why; of an officer's own question its purpose
};

// kOperations are what an entry may be of.
inline constexpr std::array<std::string_view, 12> kOperations = {
    "collection", "alteration", "consultation", "disclosure", "combination", "erasure",
    "refusal",    "integrity",  "breach",       "exercise",   "approval",    "legal-hold"};

// OperationQuery narrows the log to local days, both included, and to one operation unless that is
// empty.
struct OperationQuery {
  Day first = std::numeric_limits<Day>::min();
  Day last = std::numeric_limits<Day>::max();
  std::string operation = {};

  // from() and until() are instants with every admitted one between them.
  Instant from() const { return (Instant{first} - 1) * kSecondsPerDay; }
  Instant until() const { return (Instant{last} + 2) * kSecondsPerDay; }
  // occasion() is what the log calls that somebody reads it.
  std::string occasion() const {
    return operation.empty() ? "audit-log" : "audit-log/" + operation;
  }
  bool admits(const LoggedOperation& one) const {
    const Day day = local_day(one.time);
    return first <= day && day <= last && (operation.empty() || operation == one.operation);
  }

  static constexpr Instant kSecondsPerDay = 86'400;
};

// say_operation() says one entry, in words or as a line of CSV whose columns say_csv_head() names
// (RFC 4180; times are UTC). To a reader of JSON both say the same.
enum class OperationForm { kWords, kCsv };
void say_csv_head(Reporter& reporter);
void say_operation(const LoggedOperation& one, OperationForm form, Reporter& reporter);

}  // namespace stile::agent
