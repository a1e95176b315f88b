#pragma once

#include <vector>

#include "core/record/codes.h"
#include "core/record/event.h"

// What of an event is counted by home and month.
namespace stile::record {

// measures_of() are the measures to which an event adds one, ascending, each once.
std::vector<Measure> measures_of(const Event& event);

// outcome_group() is R11's group of an outcome.
OutcomeGroup outcome_group(Outcome outcome);

// field_of() is the column of the table of least fields under which a measure is granted.
Field field_of(Measure measure);

// adds_to() tells whether a record of the type can add to a measure of the field.
bool adds_to(RecordType type, Field field);

// counts_calls() is true for a measure of which a call adds one however many children it
// concerned (R7, R8); every other counts records.
bool counts_calls(Measure measure);

}  // namespace stile::record
