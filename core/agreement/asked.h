#pragma once

#include "core/agreement/document_set.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/question.h"

// What every side asks of a question before anything is done about it: the gateway when it is asked
// and when it is answered, the source that is to answer, and the regulator before it asks.
namespace stile::agreement {

// read_signed_question() is the question of a note that the regulator it is from has signed, alone:
// a note of one signature and at most limits::kQuestionNoteBytes, because every consignment of the
// answer carries it. Whether it may be answered now is not asked. Fails as crypto::parse_note() and
// record::parse_question() do; kTooLarge, kMalformed (more than one signature), kUnknownAgency,
// kBadSignature.
Result<record::Question> read_signed_question(ByteView note, const DocumentSet& documents);

// verify_question() is the question of such a note, at `now`: under an agreement about enquiries
// that is in force between exactly these parties, about a home of that regulator which stood in the
// source's area on some day of the period. Fails as read_signed_question() does; kNoAgreement or as
// DocumentSet::in_force(), kWrongParty, kNoClause (an agreement about something else); kStale where
// the documents are too old; kOutsideOccasion where the question is, or was made later than now, or
// asks of days to come; kUnknownHome where nobody lists the home in the period, kNotRouted where
// another regulates it or it is in another source's area.
Result<record::Question> verify_question(ByteView note, const DocumentSet& documents, Instant now);

// check_askable() is the part of it that is asked before anybody has signed.
Status check_askable(const record::Question& question, const DocumentSet& documents, Instant now);

}  // namespace stile::agreement
