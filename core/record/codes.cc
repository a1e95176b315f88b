#include "core/record/codes.h"

namespace stile::record {

std::string_view name(RecordType value) {
  switch (value) {
    case RecordType::kCallOut: return "call-out";
  }
  __builtin_trap();
}

std::string_view name(Field value) {
  switch (value) {
    case Field::kHome: return "home";
    case Field::kEventReference: return "event-reference";
    case Field::kChildPseudonym: return "child-pseudonym";
    case Field::kChildIdentity: return "child-identity";
    case Field::kAge: return "age";
    case Field::kTime: return "time";
    case Field::kCategory: return "category";
    case Field::kDeployment: return "deployment";
    case Field::kChannel: return "channel";
    case Field::kCallerRole: return "caller-role";
    case Field::kAppropriateness: return "appropriateness";
    case Field::kLevel: return "level";
    case Field::kChildRole: return "child-role";
    case Field::kPlacingAuthority: return "placing-authority";
    case Field::kContact: return "contact";
  }
  __builtin_trap();
}

std::string_view name(Treatment value) {
  switch (value) {
    case Treatment::kKeep: return "keep";
    case Treatment::kBand: return "band";
    case Treatment::kCoarsen: return "coarsen";
    case Treatment::kPseudonym: return "pseudonym";
    case Treatment::kPseudonymHomeAndQuarter: return "pseudonym-home-and-quarter";
    case Treatment::kSeal: return "seal";
  }
  __builtin_trap();
}

std::string_view name(PartOfDay value) {
  switch (value) {
    case PartOfDay::kNight: return "night";
    case PartOfDay::kMorning: return "morning";
    case PartOfDay::kAfternoon: return "afternoon";
    case PartOfDay::kEvening: return "evening";
  }
  __builtin_trap();
}

std::string_view name(AgeBand value) {
  switch (value) {
    case AgeBand::kUnder1: return "under-1";
    case AgeBand::kFrom1To4: return "1-4";
    case AgeBand::kFrom5To9: return "5-9";
    case AgeBand::kFrom10To15: return "10-15";
    case AgeBand::kFrom16: return "16-and-over";
    case AgeBand::kNotKnown: return "not-known";
    case AgeBand::kNoChild: return "no-child";
  }
  __builtin_trap();
}

std::string_view name(Category value) {
  switch (value) {
    case Category::kMissing: return "missing";
    case Category::kAllegedCrime: return "alleged-crime";
    case Category::kSafeguarding: return "safeguarding";
    case Category::kOther: return "other";
  }
  __builtin_trap();
}

std::string_view name(Channel value) {
  switch (value) {
    case Channel::k999: return "999";
    case Channel::k101: return "101";
    case Channel::kOnline: return "online";
    case Channel::kOther: return "other";
  }
  __builtin_trap();
}

std::string_view name(CallerRole value) {
  switch (value) {
    case CallerRole::kStaff: return "staff";
    case CallerRole::kChild: return "child";
    case CallerRole::kAgency: return "agency";
    case CallerRole::kPublic: return "public";
    case CallerRole::kNotKnown: return "not-known";
  }
  __builtin_trap();
}

std::string_view name(Deployment value) {
  switch (value) {
    case Deployment::kDeployed: return "deployed";
    case Deployment::kResolvedByTelephone: return "not-deployed-resolved-by-telephone";
    case Deployment::kForTheHome: return "not-deployed-for-the-home";
    case Deployment::kOtherAgency: return "not-deployed-other-agency";
    case Deployment::kDuplicate: return "not-deployed-duplicate";
    case Deployment::kOther: return "not-deployed-other";
    case Deployment::kNotKnown: return "not-known";
  }
  __builtin_trap();
}

std::string_view name(HomeTold value) {
  switch (value) {
    case HomeTold::kYes: return "yes";
    case HomeTold::kNo: return "no";
    case HomeTold::kNotKnown: return "not-known";
    case HomeTold::kNotApplicable: return "not-applicable";
  }
  __builtin_trap();
}

std::string_view name(Appropriateness value) {
  switch (value) {
    case Appropriateness::kAppropriate: return "appropriate";
    case Appropriateness::kInappropriate: return "inappropriate";
    case Appropriateness::kNotAssessed: return "not-assessed";
  }
  __builtin_trap();
}

std::string_view name(Level value) {
  switch (value) {
    case Level::k1: return "1";
    case Level::k2: return "2";
    case Level::k3: return "3";
    case Level::kNotSet: return "not-set";
  }
  __builtin_trap();
}

std::string_view name(LevelSetBy value) {
  switch (value) {
    case LevelSetBy::kHome: return "home";
    case LevelSetBy::kForce: return "force";
    case LevelSetBy::kNobody: return "nobody";
  }
  __builtin_trap();
}

std::string_view name(ChildRole value) {
  switch (value) {
    case ChildRole::kAlleged: return "alleged";
    case ChildRole::kVictim: return "victim";
    case ChildRole::kWitness: return "witness";
    case ChildRole::kMissing: return "missing";
    case ChildRole::kNone: return "none";
  }
  __builtin_trap();
}

std::string_view name(PlacingDistance value) {
  switch (value) {
    case PlacingDistance::kInArea: return "in-area";
    case PlacingDistance::kAdjoining: return "adjoining";
    case PlacingDistance::kDistant: return "distant";
    case PlacingDistance::kNotKnown: return "not-known";
  }
  __builtin_trap();
}

std::string_view name(LookedAfter value) {
  switch (value) {
    case LookedAfter::kYes: return "yes";
    case LookedAfter::kNo: return "no";
    case LookedAfter::kNotAsked: return "not-asked";
    case LookedAfter::kNotKnown: return "not-known";
  }
  __builtin_trap();
}

std::string_view name(CareHome value) {
  switch (value) {
    case CareHome::kYes: return "yes";
    case CareHome::kNo: return "no";
    case CareHome::kNotAsked: return "not-asked";
  }
  __builtin_trap();
}

}  // namespace stile::record
