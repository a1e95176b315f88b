#include "core/agreement/least_fields.h"

#include <array>

namespace stile::agreement {
namespace {

using record::Field;
using record::RecordType;
using record::Treatment;
using Allowed = std::span<const Treatment>;

constexpr std::array kKeep{Treatment::kKeep};
constexpr std::array kBand{Treatment::kBand};
constexpr std::array kCoarsen{Treatment::kCoarsen};
constexpr std::array kDay{Treatment::kDay};
constexpr std::array kMonth{Treatment::kMonth};
constexpr std::array kCount{Treatment::kCount};
constexpr std::array kPseudonym{Treatment::kPseudonym};
constexpr std::array kHomeAndQuarter{Treatment::kPseudonymHomeAndQuarter};
constexpr std::array kEvent{Treatment::kPseudonymEvent};
constexpr std::array kEventOrQuarter{Treatment::kPseudonymEvent,
                                     Treatment::kPseudonymHomeAndQuarter};
constexpr std::array kEnquiry{Treatment::kPseudonymEnquiry};
constexpr std::array kSeal{Treatment::kSeal};

// The regulator's monthly return. Identity and the exact time never go to a regulator; a child's
// role, exploitation, offences, return interviews and views are counted in home months and stand
// in no row.
Allowed common(Field field) {
  switch (field) {
    case Field::kHome:
    case Field::kContact: return kKeep;
    case Field::kEventReference: return kPseudonym;
    case Field::kChildPseudonym: return kHomeAndQuarter;
    case Field::kAge: return kBand;
    case Field::kTime:
    case Field::kPlacingAuthority: return kCoarsen;
    case Field::kCategory:
    case Field::kDeployment:
    case Field::kAppropriateness: return kKeep;
    default: return {};
  }
}

Allowed call_out(Field field) {
  switch (field) {
    case Field::kChannel:
    case Field::kCallerRole:
    case Field::kLevel: return kKeep;
    default: return common(field);
  }
}

Allowed missing_episode(Field field) {
  switch (field) {
    case Field::kMissingDuration: return kBand;
    case Field::kMissingRisk: return kKeep;
    default: return common(field);
  }
}

// An arrest or a concern has home, date and kind only.
Allowed arrest_or_concern(Field field) {
  switch (field) {
    case Field::kHome:
    case Field::kCategory: return kKeep;
    case Field::kEventReference: return kPseudonym;
    case Field::kTime: return kDay;
    default: return {};
  }
}

Allowed home_month(Field field) {
  switch (field) {
    case Field::kHome:
    case Field::kContact: return kKeep;
    case Field::kEventReference: return kPseudonym;
    case Field::kTime: return kMonth;
    case Field::kCallerRole:
    case Field::kAppropriateness:
    case Field::kChildRole:
    case Field::kExploitation:
    case Field::kOffence:
    case Field::kReturnInterview:
    case Field::kChildView: return kCount;
    default: return {};
  }
}

Allowed return_manifest(Field field) {
  switch (field) {
    case Field::kEventReference: return kPseudonym;
    case Field::kTime: return kMonth;
    case Field::kCompleteness:
    case Field::kContact: return kKeep;
    default: return {};
  }
}

Allowed regulator_return(RecordType type, Field field) {
  switch (type) {
    case RecordType::kCallOut: return call_out(field);
    case RecordType::kMissingEpisode: return missing_episode(field);
    case RecordType::kArrest:
    case RecordType::kConcern: return arrest_or_concern(field);
    case RecordType::kHomeMonth: return home_month(field);
    case RecordType::kReturnManifest: return return_manifest(field);
  }
  __builtin_trap();
}

// The authority that placed the child, or that passes it on. What has no meaning for a type is
// not granted for it.
Allowed authority_notification(RecordType type, Field field) {
  const bool call = type == RecordType::kCallOut;
  const bool episode = type == RecordType::kMissingEpisode;
  switch (field) {
    case Field::kEventReference: return kPseudonym;
    case Field::kChildIdentity: return kSeal;
    case Field::kHome:
    case Field::kTime:
    case Field::kChildNow:
    case Field::kExploitation:
    case Field::kCategory:
    case Field::kChildRole:
    case Field::kPlacingAuthority:
    case Field::kChildView:
    case Field::kContact: return kKeep;
    case Field::kDeployment: return call || episode ? Allowed(kKeep) : Allowed();
    case Field::kLevel: return call ? Allowed(kKeep) : Allowed();
    case Field::kOffence: return call || type == RecordType::kArrest ? Allowed(kKeep) : Allowed();
    case Field::kMissingDuration:
    case Field::kMissingRisk:
    case Field::kReturnInterview: return episode ? Allowed(kKeep) : Allowed();
    default: return {};
  }
}

// A youth justice service learns who the child is, where the child is now and what is alleged only
// of a child of whom an offence is alleged.
Allowed yjs_notification(RecordType type, bool offence_alleged, Field field) {
  if (type == RecordType::kConcern) return {};
  switch (field) {
    case Field::kEventReference: return kPseudonym;
    case Field::kChildPseudonym:
      return offence_alleged ? Allowed(kEventOrQuarter) : Allowed(kEvent);
    case Field::kAge: return kBand;
    case Field::kTime: return kCoarsen;
    case Field::kHome:
    case Field::kCategory:
    case Field::kChildRole:
    case Field::kPlacingAuthority:
    case Field::kChildView:
    case Field::kContact: return kKeep;
    case Field::kChildIdentity: return offence_alleged ? Allowed(kSeal) : Allowed();
    case Field::kChildNow:
    case Field::kOffence: return offence_alleged ? Allowed(kKeep) : Allowed();
    case Field::kLevel:
      return offence_alleged && type == RecordType::kCallOut ? Allowed(kKeep) : Allowed();
    default: return {};
  }
}

// The inspector's request. What is granted clear or banded stands in the rows; exploitation and
// return interviews are counted by home and month and stand in no row.
Allowed answer_event(RecordType type, Field field) {
  const bool call = type == RecordType::kCallOut;
  const bool episode = type == RecordType::kMissingEpisode;
  switch (field) {
    case Field::kEventReference: return kPseudonym;
    case Field::kChildPseudonym: return kEnquiry;
    case Field::kAge: return kBand;
    case Field::kTime:
    case Field::kPlacingAuthority: return kCoarsen;
    case Field::kHome:
    case Field::kCategory:
    case Field::kChildRole:
    case Field::kChildView:
    case Field::kContact: return kKeep;
    case Field::kDeployment:
    case Field::kAppropriateness: return call || episode ? Allowed(kKeep) : Allowed();
    case Field::kChannel:
    case Field::kCallerRole:
    case Field::kLevel: return call ? Allowed(kKeep) : Allowed();
    case Field::kOffence: return call || type == RecordType::kArrest ? Allowed(kKeep) : Allowed();
    case Field::kMissingDuration: return episode ? Allowed(kBand) : Allowed();
    case Field::kMissingRisk: return episode ? Allowed(kKeep) : Allowed();
    default: return {};
  }
}

Allowed answer(RecordType type, Field field) {
  if (type < RecordType::kHomeMonth) return answer_event(type, field);
  const bool month = type == RecordType::kHomeMonth;
  switch (field) {
    case Field::kEventReference: return kPseudonym;
    case Field::kContact: return kKeep;
    case Field::kHome: return month ? Allowed(kKeep) : Allowed();
    case Field::kTime: return month ? Allowed(kMonth) : Allowed();
    case Field::kExploitation:
    case Field::kReturnInterview: return month ? Allowed(kCount) : Allowed();
    case Field::kCompleteness: return month ? Allowed() : Allowed(kKeep);
    default: return {};
  }
}

// by_return() and by_notice() are the columns of these two occasions.
Allowed by_return(const Clause& clause, Field field) {
  if (clause.relation != Relation::kRegulatorOfHome) return {};
  return regulator_return(clause.record, field);
}

Allowed by_notice(const Clause& clause, Field field) {
  if (clause.record >= RecordType::kHomeMonth) return {};
  switch (clause.relation) {
    case Relation::kRegulatorOfHome:
    case Relation::kRequester: return {};
    case Relation::kPlacingAuthority:
    case Relation::kAreaAuthority: return authority_notification(clause.record, field);
    case Relation::kHostYjs:
    case Relation::kHomeYjs:
      return yjs_notification(clause.record, clause.has(Condition::kOffenceAlleged), field);
  }
  __builtin_trap();
}

}  // namespace

Allowed allowed(const Clause& clause, Field field) {
  switch (clause.occasion) {
    case record::OccasionKind::kReturn: return by_return(clause, field);
    case record::OccasionKind::kNotify: return by_notice(clause, field);
    case record::OccasionKind::kEnquiry:
      return clause.relation == Relation::kRequester ? answer(clause.record, field) : Allowed();
    case record::OccasionKind::kCorrection:
    case record::OccasionKind::kExercise: return {};  // of no clause
  }
  __builtin_trap();
}

}  // namespace stile::agreement
