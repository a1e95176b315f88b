#pragma once

#include <span>
#include <string>

#include "agents/recipient/change.h"
#include "agents/recipient/record_columns.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "core/base/civil_time.h"

// What people read of changes. Pure, but for the reporter.
namespace stile::agent {

// mark_words() are what stands behind a record that is marked: a restriction first, in capitals,
// since nobody may go on using such a record. Empty without a mark.
std::string mark_words(const Marks& marks, Language language);

// say() is one line of a list.
void say(const Change& change, bool numbered, Instant now, Language language, Reporter& reporter);

// withdrawn_columns() are those of withdrawn.csv, and withdrawn_line() is a line of it, of a change
// that is a withdrawal.
std::span<const Column> withdrawn_columns();
std::string withdrawn_line(const Change& change);
inline constexpr Label kWithdrawnFile = {"withdrawn", "Withdrawn records",
                                         "Cofnodion a dynnwyd yn ôl"};

}  // namespace stile::agent
