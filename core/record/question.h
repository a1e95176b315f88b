#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/code_texts.h"

// The text by which a regulator asks a source, before an inspection, for what it has of one home.
// FORMATS.md has the grammar. Pure.
namespace stile::record {

// Inspection is what kind of inspection the question is asked for.
enum class Inspection { kFull = 1, kInterim, kMonitoring };

template <>
inline constexpr auto names<Inspection> = texts({"full", "interim", "monitoring"});

// kQuestionDays is the longest period that one question may ask about, and kQuestionAgeSeconds how
// long after it was made it can still be answered.
inline constexpr Day kQuestionDays = 5 * 366;
inline constexpr Instant kQuestionAgeSeconds = Instant{30} * 86400;

// Question is what an inspector asks and the regulator's agent signs. One of several sources asked
// for one inspection gets one each, and all have the same enquiry. Every answer cites it, so that
// nothing goes for which nobody has signed.
struct Question {
  Token enquiry{};  // random
  AgencyId from;    // the regulator who asks and signs
  AgencyId to;      // the source that is asked
  Hash agreement{};
  HomeId home;
  Day first = 0;  // of the period: local, both included
  Day last = 0;
  Inspection inspection = Inspection::kFull;
  std::string reference;  // is_inspection_reference()
  Hash actor{};           // commitment to who asked; its opening stays at the regulator
  Instant made = 0;       // to the minute
  bool operator==(const Question&) const = default;
};

// is_inspection_reference() is true of the regulator's own number of an inspection: 4 to 12 digits,
// before which one to four capitals and a hyphen may stand. No word of a text fits.
bool is_inspection_reference(std::string_view text);

// check_question() refuses what no question may ask: a period that is not in order, ends after the
// day on which it was made, or is longer than kQuestionDays (kOutsideOccasion); a reference of
// another form (kMalformed).
Status check_question(const Question& question);

// covers() is whether what happened on that local day was asked for.
bool covers(const Question& question, Day day);

// is_too_old() is whether nobody may answer it any more.
bool is_too_old(const Question& question, Instant now);

// question_text() is the note text of a checked question, one "key value" line each in fixed order;
// parse_question() accepts exactly that: kMalformed, kUnknownValue (an inspection outside the
// list), kTooLarge, as check_question(), or kNotCanonical when it reads but would be written
// otherwise.
std::string question_text(const Question& question);
Result<Question> parse_question(std::string_view text);

// question_digest() is the SHA-256 of the question's text: what stores, leaves and receipts mean by
// "this question".
Hash question_digest(std::string_view question_text);

}  // namespace stile::record
