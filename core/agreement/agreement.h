#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/record/challenge.h"
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

// Relation is what the recipient must be to the record: the regulator of the home; the authority
// that placed the child, or, where nobody knows which did, the home's own; the youth justice
// service where the child is placed, or that of the placing authority. The requester is the
// regulator of the home too, and has asked about it (core/record/question.h).
enum class Relation {
  kRegulatorOfHome = 1,
  kPlacingAuthority,
  kAreaAuthority,
  kHostYjs,
  kHomeYjs,
  kRequester,
};

// Condition is what else must hold of a record.
enum class Condition { kOutOfArea = 1, kOffenceAlleged };

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

// Clause lets one type of record go on one occasion to a recipient in one relation, where all
// conditions hold.
struct Clause {
  std::string name;
  record::RecordType record = record::RecordType::kCallOut;
  Relation relation = Relation::kRegulatorOfHome;
  record::OccasionKind occasion = record::OccasionKind::kReturn;
  std::set<Condition> conditions = {};
  Treatments treatments = {};

  bool has(Condition condition) const { return conditions.contains(condition); }
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
  // Of notifications. Authorities whose areas count as one area (R6); authorities for which the
  // recipient, a duty team, acts; and how long a notification may stay unread before the next
  // contact is told.
  std::vector<AreaCode> in_area = {};
  std::vector<AgencyId> acting_for = {};
  std::uint32_t read_within_minutes = 0;
  // By when the source answers what the recipient challenges.
  std::uint32_t answer_challenges_within_days = record::kAnswerDaysUnlessAgreed;
  // Of enquiries: how many questions the recipient may ask on one local day; and how long each
  // waits at the source until a person there approves it. 0: it is answered at once.
  std::uint32_t questions_per_day = 0;
  std::uint32_t approval_hours = 0;

  // occasion() is what all of its clauses are about.
  record::OccasionKind occasion() const { return clauses.front().occasion; }
  bool returns() const { return occasion() == record::OccasionKind::kReturn; }
  bool notifies() const { return occasion() == record::OccasionKind::kNotify; }
  bool answers() const { return occasion() == record::OccasionKind::kEnquiry; }
  bool needs_approval() const { return approval_hours != 0; }
};

// check() refuses what no agreement may say, whoever signed it: kForceAsRecipient (X1),
// kWidens (a field or precision beyond the table of least fields, a relation that the recipient's
// kind cannot have, in-area children's notifications), kGroundMissing, kMissingField
// (no clause; one without home or event; one that counts what no clause lets go; enquiries without
// a quota, or without what says that an answer is whole), kMalformed (dates out of order, two
// clauses for one case, one that is never reached, two occasions, diversion from criminal justice
// as the purpose of what is not of an alleged offence: X4, a pre-inspection enquiry as that of
// anything but enquiries, approval of anything else or for longer than a question may wait). The
// detail names clause and field.
Status check(const Agreement& agreement);

}  // namespace stile::agreement
