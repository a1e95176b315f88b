#pragma once

#include <optional>
#include <string_view>

#include "agents/source/intake_tables.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/codes.h"

// What a person decides about a regulator's question, or does not in time. Used inside a
// transaction of IntakeStore, as IntakeTables is.
namespace stile::agent {

// is_a_persons() is whether a person may give that reason for refusing a question.
constexpr bool is_a_persons(record::Declined why) { return why <= record::Declined::kOtherGround; }

// expire_questions() declines all about which nobody has decided by `now`.
Status expire_questions(IntakeTables& tables, Instant now);

// decide_question() approves a question, or declines it for that reason, in the name of an account;
// true where that is new. The same again is false and changes nothing. kConflict where it was
// decided otherwise, or does not wait for anybody; the detail says what may be done instead.
Result<bool> decide_question(IntakeTables& tables, const AskedQuestion& asked,
                             std::optional<record::Declined> refusal, std::string_view account,
                             Instant now);

}  // namespace stile::agent
