#pragma once

#include <string_view>

#include "agents/recipient/enquiry_answer.h"
#include "agents/recipient/enquiry_forces.h"
#include "agents/recipient/own_question.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"

// How enquiries are said to people, and the same as JSON.
namespace stile::agent {

// say_since() says since which inspection is asked, by which list of homes.
void say_since(const agreement::Inspected& inspected, const EnquiryOrder& order,
               Reporter& reporter);

// say_would_be_asked() says of a force that may be asked what would come of each type of record.
void say_would_be_asked(const ForceOfHome& force, Reporter& reporter);

// say_force() says how an enquiry stands with one force as it is asked, or is not. `reason`, which
// may be empty, is the name of one: what to do about it is said with it.
void say_force(const Token& enquiry, std::string_view force, Standing standing,
               std::string_view reason, Reporter& reporter);

// say_not_asked() is of a force that nobody has asked, and why; where it may be asked by now, that.
void say_not_asked(const Token& enquiry, const ForceOfHome& force, Reporter& reporter);

// say_earlier() is of another number of the home, which the enquiry covers.
void say_earlier(const EarlierNumber& number, Reporter& reporter);

// say_unasked() is of numbers of the home that an enquiry does not cover.
void say_unasked(const Unasked& unasked, Reporter& reporter);

// say_question(), of one that reads, says how a question stands at `now`, since when it waits, and
// what its answer lacks, say_types() what the source says of each type of record, and say_lines()
// the rows that have come.
void say_question(const AnsweredQuestion& question, Instant now, Reporter& reporter);
void say_types(const OwnQuestion& question, const AnswerSoFar& answer, Reporter& reporter);
void say_lines(const AnswerSoFar& answer, Language language, Reporter& reporter);

}  // namespace stile::agent
