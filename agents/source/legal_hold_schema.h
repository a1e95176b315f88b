#pragma once

#include <string_view>

// For schema.cc alone.
namespace stile::agent {

// Step 10 to 11: legal holds of children (sent_holds.h). Each act places one, or lifts the one that
// another act had placed; none ever goes. `proof` is keyed (IntakeDigests::held()) over all of it,
// `previous` the proof of the one before it, so that nobody who can write this file invents one, or
// takes one out from among others unnoticed.
inline constexpr std::string_view kLegalHolds = R"sql(
CREATE TABLE hold_act (
  id INTEGER PRIMARY KEY,
  lifts INTEGER NOT NULL,
  time INTEGER NOT NULL,
  account TEXT NOT NULL,
  purpose TEXT NOT NULL,
  ground TEXT NOT NULL,
  matter TEXT NOT NULL,
  system TEXT NOT NULL,
  child BLOB NOT NULL CHECK (length(child) = 8),
  previous BLOB NOT NULL CHECK (length(previous) = 16),
  proof BLOB NOT NULL CHECK (length(proof) = 16)
) STRICT;
CREATE TRIGGER hold_act_update BEFORE UPDATE ON hold_act
BEGIN SELECT RAISE(ABORT, 'that something was held never changes'); END;
CREATE TRIGGER hold_act_delete BEFORE DELETE ON hold_act
BEGIN SELECT RAISE(ABORT, 'that something was held is not forgotten'); END;
)sql";

}  // namespace stile::agent
