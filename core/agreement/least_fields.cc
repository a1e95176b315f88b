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

}  // namespace

Allowed allowed(const Clause& clause, Field field) {
  const bool notifies = clause.occasion == record::OccasionKind::kNotify;
  if (notifies && clause.record >= RecordType::kHomeMonth) return {};
  switch (clause.relation) {
    case Relation::kRegulatorOfHome:
      return notifies ? Allowed() : regulator_return(clause.record, field);
    case Relation::kPlacingAuthority:
    case Relation::kAreaAuthority:
      return notifies ? authority_notification(clause.record, field) : Allowed();
    case Relation::kHostYjs:
    case Relation::kHomeYjs:
      return notifies
                 ? yjs_notification(clause.record, clause.has(Condition::kOffenceAlleged), field)
                 : Allowed();
  }
  __builtin_trap();
}

}  // namespace stile::agreement
