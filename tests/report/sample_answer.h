#pragma once

#include <cstddef>

#include "agents/recipient/enquiry_report.h"

// An invented answer to an enquiry, as it stands at the inspector.
namespace stile::support {

// sample_line() is the record number `at` of a type, with every field that an inspector may have;
// codes, days and children change from one to the next.
agent::RecordLine sample_line(record::RecordType type, std::size_t at);

// whole_part() has `calls` call-outs, half as many missing episodes, some arrests and concerns, and
// its manifest.
agent::EnquiryPart whole_part(std::size_t calls = 60);

// narrow_part() is of a force whose agreement grants little of a call-out and no pseudonym; some of
// its answer is still to come.
agent::EnquiryPart narrow_part();

// declined_part() and awaiting_part() are of forces of which a person has refused to answer, or has
// yet to decide.
agent::EnquiryPart declined_part();
agent::EnquiryPart awaiting_part();

// sample_report() has a whole part, a narrow one, one that is pending, these two, and one that the
// gateway refused.
agent::EnquiryReport sample_report();

}  // namespace stile::support
