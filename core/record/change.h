#pragma once

#include "core/record/code_texts.h"

// What becomes of a record after it was disclosed. It follows the disclosure: who was given the
// record is told, though the agreement has ended since (design section 7). Pure.
namespace stile::record {

// ChangeKind is what is done. Only kCorrected carries facts; the others are about the record that
// the recipient has. A restriction is that of the UK GDPR art. 18 and of the Data Protection Act
// 2018 s.47; kLifted ends it, and an annotation. kWithdrawn is for good: nothing of the record
// stays at its recipient but that there was one. kAnswered is what the source says to a challenge
// (challenge.h), or to a request to say who the child is (identity_request.h), and changes nothing
// of the record: what is upheld is corrected or withdrawn. kIdentified alone tells who the child
// is.
enum class ChangeKind { kCorrected = 1, kAnnotated, kRestricted, kLifted, kWithdrawn, kAnswered };

// ChangeReason is why, and implies the kind. kNoLongerQualifies is said alike of everything by
// which an agreement no longer leads to a recipient, so that it tells nothing of the child.
enum class ChangeReason {
  // kCorrected
  kInaccurate = 1,
  kLaterOutcome,
  // kAnnotated
  kDisputedByChild,
  kDisputedByOther,
  kUnderReview,
  // kRestricted: art. 18(1)(a) to (d), and s.47(2)
  kAccuracyContested,
  kProcessingUnlawful,
  kLegalClaim,
  kObjectionPending,
  kKeptAsEvidence,
  // kLifted
  kResolved,
  kSetByMistake,
  // kWithdrawn
  kNoLongerQualifies,
  kRecordedInError,
  kWrongChild,
  kWrongHome,
  kDuplicate,
  kErasureOrdered,
  // kAnswered: a challenge, and from kIdentified on a request for an identity
  kUpheld,
  kPartlyUpheld,
  kNotUpheld,
  kIdentified,
  kNotIdentified,
};

template <>
inline constexpr auto names<ChangeKind> = texts({"corrected", "annotated", "restricted", "lifted",
                                                 "withdrawn", "answered"});
template <>
inline constexpr auto names<ChangeReason> = texts({"inaccurate",
                                                   "later-outcome",
                                                   "disputed-by-child",
                                                   "disputed-by-other",
                                                   "under-review",
                                                   "accuracy-contested",
                                                   "processing-unlawful",
                                                   "legal-claim",
                                                   "objection-pending",
                                                   "kept-as-evidence",
                                                   "resolved",
                                                   "set-by-mistake",
                                                   "no-longer-qualifies",
                                                   "recorded-in-error",
                                                   "wrong-child",
                                                   "wrong-home",
                                                   "duplicate",
                                                   "erasure-ordered",
                                                   "upheld",
                                                   "partly-upheld",
                                                   "not-upheld",
                                                   "identified",
                                                   "not-identified"});

// kind_of() is the one kind that a reason is given for.
constexpr ChangeKind kind_of(ChangeReason reason) {
  if (reason <= ChangeReason::kLaterOutcome) return ChangeKind::kCorrected;
  if (reason <= ChangeReason::kUnderReview) return ChangeKind::kAnnotated;
  if (reason <= ChangeReason::kKeptAsEvidence) return ChangeKind::kRestricted;
  if (reason <= ChangeReason::kSetByMistake) return ChangeKind::kLifted;
  if (reason <= ChangeReason::kErasureOrdered) return ChangeKind::kWithdrawn;
  return ChangeKind::kAnswered;
}

// answers_request() is whether the answer is to a request for an identity, which it then brings
// along.
constexpr bool answers_request(ChangeReason reason) { return reason >= ChangeReason::kIdentified; }

}  // namespace stile::record
