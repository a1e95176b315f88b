#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/code_texts.h"

namespace stile::agreement {

enum class Purpose {
  kRegulationOfChildrensHomes = 1,
  kSafeguardingOfAPlacedChild,
  kDiversionFromCriminalJustice,
  kPreInspectionEnquiry,
  kOversightStatistics,
  kDataProtectionAudit,
};
std::string_view name(Purpose purpose);

// Relation is what the recipient must be to the record.
enum class Relation { kRegulatorOfHome = 1 };

// Occasion is on what ground of time rows are sent.
enum class Occasion { kReturn = 1 };
std::string_view name(Occasion occasion);

// Treatments gives each field its treatment; an empty one is not granted.
class Treatments {
 public:
  std::optional<record::Treatment> of(record::Field field) const {
    return treatment_[static_cast<std::size_t>(field)];
  }
  void grant(record::Field field, record::Treatment how) {
    treatment_[static_cast<std::size_t>(field)] = how;
  }
  void withhold(record::Field field) { treatment_[static_cast<std::size_t>(field)].reset(); }
  bool grants(record::Field field) const { return of(field).has_value(); }
  // names() lists the granted fields in the order of the table, for leaves and people.
  std::vector<std::string> names() const;

 private:
  std::array<std::optional<record::Treatment>, record::kFieldCount + 1> treatment_{};
};

// Clause lets one type of record go on one occasion to a recipient in one relation.
struct Clause {
  std::string name;
  record::RecordType record = record::RecordType::kCallOut;
  Relation relation = Relation::kRegulatorOfHome;
  Occasion occasion = Occasion::kReturn;
  Treatments treatments;
};

struct Controller {
  AgencyId agency;
  std::vector<std::string> legal_grounds;
};

// Agreement is a data-sharing agreement as its parties signed it. One that exists as a value
// has passed check(): it names no force as recipient, grants nothing beyond the table of least
// fields, and its dates are in order. Days are local and `until` is its last day.
struct Agreement {
  AgreementId id;
  std::uint32_t version = 0;
  std::string title;
  Purpose purpose = Purpose::kRegulationOfChildrensHomes;
  Controller source;
  Controller recipient;
  AgencyId processor;
  std::string dpia_reference;
  Day from = 0;
  Day until = 0;
  Day review = 0;
  std::vector<Clause> clauses;
  std::uint32_t retention_days = 0;
  std::uint32_t pseudonym_key_days = 0;
};

// check() refuses what no agreement may say, whoever signed it: kForceAsRecipient (X1),
// kWidens (a field or precision beyond the table of least fields), kGroundMissing, kMissingField
// (no clause; one without home or event; one that counts what no clause lets go), kMalformed
// (dates out of order, two clauses for one record and occasion). The detail names clause and
// field.
Status check(const Agreement& agreement);

}  // namespace stile::agreement
