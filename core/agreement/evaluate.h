#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/agreement/agreement.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/record/envelope.h"
#include "core/record/event.h"
#include "core/record/question.h"
#include "core/record/statement.h"

// The one decision of the system. Preview, explanation, source and gateway all call it (design
// I9); default deny: whatever no clause allows is refused with its reason.
namespace stile::agreement {

// Grant says what may leave of one record: the clause that allows it and the treatment of each
// granted field, after the narrowing that the home's size demands. Points into its DocumentSet.
struct Grant {
  const Agreement* agreement = nullptr;
  const Clause* clause = nullptr;
  Treatments treatments;
  const HomeEntry* home = nullptr;  // none of a return manifest
  record::PlacingDistance placing_distance = record::PlacingDistance::kNotKnown;
  Day event_day = 0;
  // What a child's pseudonym is scoped to in time: the event's day or, in an answer, that of the
  // question, which scopes it too.
  Day epoch_day = 0;
  // record::question_digest() of what is answered, or record::identity_request_digest().
  std::optional<Hash> question = std::nullopt;
};

// Evaluation is made once for a consignment: who sends what to whom under which agreement on
// which occasion, at `now`. Holding one means that the agreement is in force between exactly
// these parties and has a clause for this type of record on this occasion. Of an enquiry nothing
// goes without the question that it answers. It borrows `documents`.
class Evaluation {
 public:
  // begin() fails with kStale, kUnknownAgency, kWrongParty, kNoClause or as
  // DocumentSet::in_force() does, and of an enquiry with kOutsideOccasion. An agreement between
  // others is kNoAgreement, before anything of it is looked at: nobody learns by asking that it
  // exists, or how it stands.
  static Result<Evaluation> begin(const DocumentSet& documents, const record::Disclosure& what,
                                  Instant now);

  // begin_answer() is for the answer to a question, a note that verify_question() passes: of() lets
  // go what the question covers, and says kOutsideOccasion of all else. Fails as begin() and
  // verify_question() do, with kWrongParty or kNoAgreement where the consignment is not between who
  // asked and who was asked, under the same agreement, and with kOutsideOccasion where it answers
  // another question.
  static Result<Evaluation> begin_answer(const DocumentSet& documents,
                                         const record::Disclosure& what, ByteView question,
                                         Instant now);

  // begin_unasked() is for what a source keeps so that it can answer, and for whoever explains an
  // agreement: of() tells what the answer to a question that covers the record would hold. Nothing
  // leaves by it: kOutsideOccasion where the occasion is no enquiry.
  static Result<Evaluation> begin_unasked(const DocumentSet& documents,
                                          const record::Disclosure& what, Instant now);

  // begin_as_disclosed() is for what was disclosed before: it asks neither whether the agreement is
  // in force now nor how it stands, so that of() tells whether the clause itself still leads a
  // record to the recipient.
  static Result<Evaluation> begin_as_disclosed(const DocumentSet& documents,
                                               const record::Disclosure& what, Instant now);

  // begin_as_answered() is the same of a record in the answer to a question, however old that is:
  // of() says kOutsideOccasion of a record that the question does not cover.
  static Result<Evaluation> begin_as_answered(const DocumentSet& documents,
                                              const record::Disclosure& what,
                                              record::Question asked, Instant now);

  // of() decides one record: kNoClause (of another type), kMissingField (no home), kUnknownHome,
  // kNotRouted, kOutsideOccasion, of notifications kNoChild, kPlacingNotKnown, kInArea, kNoOffence,
  // or a Grant. Of several clauses about one type and occasion the first that lets the record go
  // decides, and to every other it is kNotRouted.
  Result<Grant> of(const record::Envelope& envelope) const;

  const Agreement& agreement() const { return *agreement_; }
  const Clause& clause() const { return *clause_; }

 private:
  static Result<Evaluation> begin_in_force(const DocumentSet& documents,
                                           const record::Disclosure& what, Instant now);
  Evaluation(const DocumentSet& documents, const Agreement& agreement, const Clause& clause,
             const record::Disclosure& what, Instant now);
  Result<Grant> of_home(const record::Envelope& envelope, Day day) const;
  Status routed(const Clause& clause, const record::Envelope& envelope, const HomeEntry& home,
                Day day) const;
  Status out_of_area(const record::Envelope& envelope, const HomeEntry& home, Day day) const;
  bool serves(const AreaCode& authority, Day day) const;
  void answers(record::Question asked);
  Error refused(Reason reason, record::Field field) const;
  Status asked_for(const record::Envelope& envelope, Day day) const;
  Grant granted(const HomeEntry* home, record::PlacingDistance distance, Day day) const;
  std::string named() const;

  const DocumentSet* documents_;
  const Agreement* agreement_;
  const Clause* clause_;
  const Agency* source_;
  const Agency* recipient_;
  record::Occasion occasion_;
  Instant now_;
  std::optional<record::Question> question_ = std::nullopt;  // of an answer
  std::vector<HomeId> asked_homes_ = {};                     // the numbers of its home
  std::optional<Hash> question_digest_ = std::nullopt;
};

// granted_before() is what a correction may carry to a recipient who was given the record under
// this clause: it does not ask whether the clause would let the record go now, nor whether the
// agreement has ended (design section 7). The treatments are the clause's, but for what says who
// the child is, where the change carries facts; else none. Facts and annotations wait while the
// agreement is suspended (kSuspended); restrictions and withdrawals do not. Who the child is, in
// answer to a request, nobody was told before: that alone is granted there, sealed, while the
// two still share (check_still_agreed()), and that it was asked for and approved is for
// the caller to see (identity_asked.h). Fails with kStale, kNoAgreement, kWrongParty,
// kUnknownAgency or kNoClause. That the record was given is for the caller to see.
Result<Grant> granted_before(const DocumentSet& documents, const record::Disclosure& what,
                             Instant now);

// granted_to_exercise() is what an exercise may carry to whom the agreement lets be notified: no
// field at all. The clause is one about notifications, and the agreement in force: fails as
// Evaluation::begin(), kNoClause where nobody is notified under it.
Result<Grant> granted_to_exercise(const DocumentSet& documents, record::Disclosure what,
                                  Instant now);

// home_month_minute() is what the envelope of a home's month carries: the first minute of the month
// on which the home is on the signed list; nothing when it is on it on no day of the month.
std::optional<std::int64_t> home_month_minute(const DocumentSet& documents, const HomeId& home,
                                              const Month& month);
// month_minute() is the first minute of the month: of a return manifest.
std::int64_t month_minute(const Month& month);

// subject_epoch() is the text of the quarter within which a child's pseudonym is stable, and
// subject_scope() what it is scoped to: the home, under PSEUDONYM_EVENT the one event, or, in an
// answer, the question: its enquiry will not do, which who asks chooses and may use again.
std::string subject_epoch(const Grant& grant);
std::string subject_scope(const Grant& grant, const record::Origin& event);

}  // namespace stile::agreement
