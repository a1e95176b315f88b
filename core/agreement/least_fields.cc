#include "core/agreement/least_fields.h"

#include <array>

namespace stile::agreement {
namespace {

using record::Field;
using record::Treatment;

constexpr std::array kKeep{Treatment::kKeep};
constexpr std::array kBand{Treatment::kBand};
constexpr std::array kCoarsen{Treatment::kCoarsen};
constexpr std::array kPseudonym{Treatment::kPseudonym};
constexpr std::array kHomeAndQuarter{Treatment::kPseudonymHomeAndQuarter};

// The regulator's monthly return of call-outs. A child's role is counted in home_month and
// does not stand in a row; identity and the exact time never go to a regulator.
std::span<const Treatment> regulator_return(Field field) {
  switch (field) {
    case Field::kHome:
    case Field::kCategory:
    case Field::kDeployment:
    case Field::kChannel:
    case Field::kCallerRole:
    case Field::kAppropriateness:
    case Field::kLevel:
    case Field::kContact: return kKeep;
    case Field::kEventReference: return kPseudonym;
    case Field::kChildPseudonym: return kHomeAndQuarter;
    case Field::kAge: return kBand;
    case Field::kTime:
    case Field::kPlacingAuthority: return kCoarsen;
    case Field::kChildIdentity:
    case Field::kChildRole: return {};
  }
  __builtin_trap();
}

}  // namespace

std::span<const Treatment> allowed(record::RecordType type, Relation relation, Occasion occasion,
                                   Field field) {
  const bool is_regulator_return = type == record::RecordType::kCallOut &&
                                   relation == Relation::kRegulatorOfHome &&
                                   occasion == Occasion::kReturn;
  return is_regulator_return ? regulator_return(field) : std::span<const Treatment>{};
}

}  // namespace stile::agreement
