#include "core/agreement/agreement.h"

namespace stile::agreement {

std::string_view name(Purpose purpose) {
  switch (purpose) {
    case Purpose::kRegulationOfChildrensHomes: return "regulation-of-childrens-homes";
    case Purpose::kSafeguardingOfAPlacedChild: return "safeguarding-of-a-placed-child";
    case Purpose::kDiversionFromCriminalJustice: return "diversion-from-criminal-justice";
    case Purpose::kPreInspectionEnquiry: return "pre-inspection-enquiry";
    case Purpose::kOversightStatistics: return "oversight-statistics";
    case Purpose::kDataProtectionAudit: return "data-protection-audit";
  }
  __builtin_trap();
}

std::vector<std::string> Treatments::names() const {
  std::vector<std::string> names;
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<record::Field>(i);
    if (grants(field)) names.emplace_back(record::name(field));
  }
  return names;
}

}  // namespace stile::agreement
