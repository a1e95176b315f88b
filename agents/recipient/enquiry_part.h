#pragma once

#include <string>

#include "agents/recipient/enquiry_answer.h"
#include "agents/recipient/own_question.h"
#include "core/record/question.h"

namespace stile::agent {

// EnquiryPart is what one force was asked, and what of its answer is here: an AnsweredQuestion that
// reads.
struct EnquiryPart {
  OwnQuestion kept;
  record::Question question;
  AnswerSoFar answer;

  std::string source() const { return question.to.short_text(); }
  Standing standing() const { return standing_of(kept, answer); }
};

}  // namespace stile::agent
