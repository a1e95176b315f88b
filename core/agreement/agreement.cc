#include "core/agreement/agreement.h"

#include <algorithm>

#include "core/agreement/least_fields.h"
#include "core/record/measures.h"

namespace stile::agreement {
namespace {

using record::RecordType;

Error fault(const Agreement& agreement, Reason reason, const std::string& what) {
  return {reason, "agreement " + agreement.id.text() + ": " + what};
}

Status check_parties(const Agreement& agreement) {
  const auto kind = agreement.recipient.agency.kind();
  if (kind == AgencyKind::kForce) {
    return fault(agreement, Reason::kForceAsRecipient, "recipient: no force may receive");
  }
  if (kind != AgencyKind::kRegulator) {
    return fault(agreement, Reason::kWidens, "recipient: a return goes to a regulator only");
  }
  if (agreement.source.agency.kind() != AgencyKind::kForce) {
    return fault(agreement, Reason::kWrongParty, "source: only a force sends call-outs");
  }
  if (agreement.processor.kind() != AgencyKind::kGateway) {
    return fault(agreement, Reason::kWrongParty, "processor: must be a gateway's identity");
  }
  if (agreement.source.legal_grounds.empty() || agreement.recipient.legal_grounds.empty()) {
    return fault(agreement, Reason::kGroundMissing,
                 "legal_ground: state at least one for the source and one for the recipient");
  }
  return ok();
}

Status check_terms(const Agreement& agreement) {
  if (agreement.version == 0) return fault(agreement, Reason::kMissingField, "version: from 1");
  if (agreement.from > agreement.until || agreement.review > agreement.until ||
      agreement.review < agreement.from) {
    return fault(agreement, Reason::kMalformed,
                 "from, review and until must follow each other in this order");
  }
  if (agreement.dpia_reference.empty()) {
    return fault(agreement, Reason::kMissingField, "dpia_reference: name the assessment");
  }
  if (agreement.retention_days == 0 || agreement.pseudonym_key_days == 0) {
    return fault(agreement, Reason::kMissingField, "retention_days and pseudonym_key_days: from 1");
  }
  if (agreement.clauses.empty()) {
    return fault(agreement, Reason::kMissingField,
                 "clause: an agreement without one shares nothing");
  }
  return ok();
}

Status check_clause(const Agreement& agreement, const Clause& clause) {
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<record::Field>(i);
    const auto treatment = clause.treatments.of(field);
    if (!treatment) continue;
    const auto most = allowed(clause.record, clause.relation, clause.occasion, field);
    if (std::find(most.begin(), most.end(), *treatment) == most.end()) {
      return fault(agreement, Reason::kWidens,
                   "clause " + clause.name + " grants " + std::string(record::name(field)) +
                       " as " + std::string(record::name(*treatment)) +
                       ", which the table of least fields does not allow");
    }
  }
  for (const auto field : {record::Field::kHome, record::Field::kEventReference}) {
    const bool has_none = clause.record == RecordType::kReturnManifest;
    if (clause.treatments.grants(field) || (has_none && field == record::Field::kHome)) continue;
    return fault(agreement, Reason::kMissingField,
                 "clause " + clause.name + " must grant " + std::string(record::name(field)));
  }
  return ok();
}

// check_counted() refuses a clause about records that no other clause lets go: what it would count
// is nothing, and whoever reads a count of nothing takes it for a quiet month.
Status check_counted(const Agreement& agreement, const Clause& clause) {
  if (clause.record < RecordType::kHomeMonth) return ok();
  const auto sends = [&](const auto& fits) {
    return std::ranges::any_of(agreement.clauses, [&](const Clause& other) {
      return other.record < RecordType::kHomeMonth && fits(other.record);
    });
  };
  if (!sends([](RecordType) { return true; })) {
    return fault(agreement, Reason::kMissingField,
                 "clause " + clause.name +
                     " counts records, and no clause lets any go: add theirs, or leave it out");
  }
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<record::Field>(i);
    if (clause.treatments.of(field) != record::Treatment::kCount) continue;
    if (sends([&](RecordType type) { return record::adds_to(type, field); })) continue;
    return fault(agreement, Reason::kMissingField,
                 "clause " + clause.name + " counts " + std::string(record::name(field)) +
                     ", and no clause lets a record go that has it: add that, or leave it out");
  }
  return ok();
}

bool same_case(const Clause& a, const Clause& b) {
  return a.name == b.name || (a.record == b.record && a.occasion == b.occasion);
}

}  // namespace

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

std::string_view name(Occasion occasion) {
  switch (occasion) {
    case Occasion::kReturn: return "return";
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

Status check(const Agreement& agreement) {
  STILE_CHECKED(check_parties(agreement));
  STILE_CHECKED(check_terms(agreement));
  for (std::size_t i = 0; i < agreement.clauses.size(); ++i) {
    const auto& clause = agreement.clauses[i];
    STILE_CHECKED(check_clause(agreement, clause));
    STILE_CHECKED(check_counted(agreement, clause));
    const auto before = agreement.clauses.begin() + static_cast<std::ptrdiff_t>(i);
    const bool repeated = std::any_of(agreement.clauses.begin(), before, [&](const Clause& other) {
      return same_case(clause, other);
    });
    if (repeated) {
      return fault(agreement, Reason::kMalformed,
                   "clause " + clause.name + " repeats a name, or a record type and occasion");
    }
  }
  return ok();
}

}  // namespace stile::agreement
