#pragma once

// The closed code lists of a record. Values equal those of proto/stile/v1/record.proto (the
// codec asserts it); zero is not a value. code_texts.h has the text of each.
namespace stile::record {

// clang-format off
enum class RecordType { kCallOut = 1, kMissingEpisode, kArrest, kConcern, kHomeMonth,
    kReturnManifest };

// Field is a column of the table of least fields.
enum class Field { kHome = 1, kEventReference, kChildPseudonym, kChildIdentity, kAge, kTime,
    kCategory, kDeployment, kChannel, kCallerRole, kAppropriateness, kLevel, kChildRole,
    kPlacingAuthority, kContact, kExploitation, kOffence, kMissingDuration, kMissingRisk,
    kReturnInterview, kChildView, kCompleteness, kChildNow };

enum class Treatment { kKeep = 1, kBand, kCoarsen, kPseudonym, kPseudonymHomeAndQuarter, kSeal,
    kDay, kMonth, kCount, kPseudonymEvent, kPseudonymEnquiry };

// OccasionKind is on what ground a consignment goes. No clause is about two of them: a correction
// follows what was disclosed before, and an exercise discloses nothing.
enum class OccasionKind { kReturn = 1, kNotify, kCorrection, kExercise, kEnquiry };

enum class PartOfDay { kNight = 1, kMorning, kAfternoon, kEvening };
enum class AgeBand { kUnder1 = 1, kFrom1To4, kFrom5To9, kFrom10To15, kFrom16, kNotKnown, kNoChild };
enum class Category { kMissing = 1, kAllegedCrime, kSafeguarding, kOther };
enum class Channel { k999 = 1, k101, kOnline, kOther };
enum class CallerRole { kStaff = 1, kChild, kAgency, kPublic, kNotKnown };
enum class Deployment { kDeployed = 1, kResolvedByTelephone, kForTheHome, kOtherAgency,
    kDuplicate, kOther, kNotKnown };
enum class HomeTold { kYes = 1, kNo, kNotKnown, kNotApplicable };
enum class Appropriateness { kAppropriate = 1, kInappropriate, kNotAssessed };
enum class Level { k1 = 1, k2, k3, kNotSet };
enum class LevelSetBy { kHome = 1, kForce, kNobody };
enum class ChildRole { kAlleged = 1, kVictim, kWitness, kMissing, kNone };
enum class PlacingDistance { kInArea = 1, kAdjoining, kDistant, kNotKnown };
enum class Absence { kMissing = 1, kUnauthorised, kLocationKnown, kLate };
enum class MissingRisk { kNoApparent = 1, kLow, kMedium, kHigh, kNotAssessed };
enum class DurationBand { kUnder8Hours = 1, kFrom8To16Hours, kFrom16To24Hours, kFrom1To2Days,
    kFrom2To7Days, kFrom7To28Days, kFrom28Days, kStillMissing };
enum class PoliceResponse { kSearch = 1, kTransportOnly, kNone, kNotKnown };
enum class Answer { kYes = 1, kNo, kNotAsked, kNotKnown };
enum class Kind { kArrested = 1, kVoluntaryInterview, kWarrantOrBreach, kSexualExploitation,
    kCriminalExploitation, kSubstanceMisuse, kSelfHarm, kAbuseOrNeglect, kCareInTheHome, kOther };
enum class Measure { kCallsByStaff = 1, kCallsByChild, kCallsByAgency, kCallsByPublic,
    kCallsCallerNotKnown, kStaffCallsAppropriate, kStaffCallsInappropriate,
    kStaffCallsNotAssessed, kChildAlleged, kChildVictim, kChildWitness, kChildMissing,
    kChildNoRole, kExploitationConcern, kExploitationNone, kExploitationNotKnown, kHarmYes,
    kHarmNo, kHarmNotKnown, kOffenceViolence, kOffenceSexual, kOffenceRobbery, kOffenceTheft,
    kOffenceDamageOrArson, kOffenceDrugs, kOffenceWeapons, kOffencePublicOrder, kOffenceOther,
    kOffenceNotKnown, kArrests, kOutcomeNotYetAssigned, kOutcomeFormal, kOutcomeOutOfCourt,
    kOutcomeInformal, kOutcome20, kOutcome21, kOutcome22, kOutcomeNoFurtherAction, kInterviewDue,
    kInterviewOffered, kInterviewAccepted, kViewRecorded, kDisputed };

// ChildNow is where the child is when a notification is sent.
enum class ChildNow { kAtHome = 1, kWithPolice, kInCustody, kAppropriateAdultNeeded, kInHospital,
    kStillMissing, kNotKnown };
// OffenceGroup follows the Home Office's groups of notifiable offences.
enum class OffenceGroup { kViolence = 1, kSexual, kRobbery, kTheft, kDamageOrArson, kDrugs,
    kWeapons, kPublicOrder, kOther, kNotKnown, kNone };
// OutcomeGroup is R11's: outcomes 20, 21 and 22 stand apart from formal ones.
enum class OutcomeGroup { kNotYetAssigned = 1, kFormal, kOutOfCourt, kInformal, k20, k21, k22,
    kNoFurtherAction, kNoCrime };

// Declined is why a source answers a question with nothing. It says something of the question, and
// never of what the source has (R17). The first four are a person's, the others the agent's own.
enum class Declined { kReferenceUnconfirmed = 1, kWiderThanNeeded, kAskedBefore, kOtherGround,
    kExpired, kNotAnswerable };

// What follows is known at the source only.

// Asked at intake and mandatory (R1): "not-asked" is a visible gap, never a blank.
enum class LookedAfter { kYes = 1, kNo, kNotAsked, kNotKnown };
enum class CareHome { kYes = 1, kNo, kNotAsked };
// Outcome is the Home Office outcome framework's number plus one (0 is "not yet assigned");
// kNoCrime where no crime was recorded.
enum class Outcome { k0 = 1, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11, k12, k13, k14, k15,
    k16, k17, k18, k19, k20, k21, k22, kNoCrime };
// Hold (R17) keeps a record from its recipients for a reason of this closed list.
enum class Hold { kNone = 1, kDetrimentalToChild, kPrejudiceToInvestigation,
    kAllegationAgainstRecipientsPeople, kSecrecyOrder };

// clang-format on

// is_kind_of() is whether a record of that type can be of this kind: an arrest and a concern have
// kinds of their own, and "other" is of both.
constexpr bool is_kind_of(Kind kind, RecordType type) {
  const bool of_arrest = kind <= Kind::kWarrantOrBreach;
  return kind == Kind::kOther || of_arrest == (type == RecordType::kArrest);
}

}  // namespace stile::record
