#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// Legal holds: what a law obliges an agency to keep, though its time is over or somebody orders it
// erased, until a data officer says that it need not be kept any more.
namespace stile::agent {

// kGrounds are why (Inquiries Act 2005 s.21 and s.35, Civil Procedure Rules PD 31B para 7,
// safeguarding practice reviews, Criminal Procedure and Investigations Act 1996): a closed list.
inline constexpr std::array<std::string_view, 4> kGrounds = {
    "legal-claim", "inquiry", "safeguarding-review", "criminal-proceedings"};

inline bool is_ground(std::string_view text) { return std::ranges::count(kGrounds, text) != 0; }

// is_matter() is of the reference of a matter, as "QB-2026-000123": letters, digits and ./_- alone,
// so that no sentence and no person stands there; or nothing.
bool is_matter(std::string_view text);

// check_hold() fails as kUsage for another ground, or what is no reference of a matter;
// no_such_hold() is the error where none of an id is in force.
Status check_hold(std::string_view ground, std::string_view matter);
Error no_such_hold();

// kLegalHoldOp is an entry of the log of operations of each that is placed, and each that is
// lifted.
inline constexpr std::string_view kLegalHoldOp = "legal-hold";
// kHoldGone is why nothing at all is destroyed.
inline constexpr std::string_view kHoldGone =
    "a legal hold was altered or deleted in the store, so that nothing is destroyed; mend with: "
    "`stile audit verify`, and the store put back from a backup that has it";

// LegalHold is one that is in force. `id` is "sent/3" of what this agency has sent, "received/3" of
// what it was given.
struct LegalHold {
  std::string id = {};
  std::string ground = {};
  std::string matter = {};
  Instant since = 0;
  std::string account = {};
  std::string purpose = {};
  std::uint64_t due_rows = 0;  // that it keeps and nothing else does
};

// kSentHold and kReceivedHold are what an id begins with. number_in() is its number, nothing where
// it is of the other side, or none.
inline constexpr std::string_view kSentHold = "sent/";
inline constexpr std::string_view kReceivedHold = "received/";
std::optional<std::int64_t> number_in(std::string_view id, std::string_view side);

// lift_words() is how what a hold keeps is let go: the end of an error.
std::string lift_words(std::string_view id);

void say_legal_hold(const LegalHold& hold, Reporter& reporter);

}  // namespace stile::agent
