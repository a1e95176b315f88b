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

}  // namespace

std::span<const Treatment> allowed(RecordType type, Relation relation, Occasion occasion,
                                   Field field) {
  const bool is_regulator_return =
      relation == Relation::kRegulatorOfHome && occasion == Occasion::kReturn;
  return is_regulator_return ? regulator_return(type, field) : Allowed{};
}

}  // namespace stile::agreement
