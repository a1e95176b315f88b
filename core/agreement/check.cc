#include <algorithm>

#include "core/agreement/agreement.h"
#include "core/agreement/least_fields.h"
#include "core/record/measures.h"

namespace stile::agreement {
namespace {

using record::RecordType;

constexpr std::uint32_t kReadWithinMost = 24 * 60;
constexpr std::uint32_t kAnswerDaysMost = 365;
constexpr std::uint32_t kApprovalHoursMost = 720;

Error fault(const Agreement& agreement, Reason reason, const std::string& what) {
  return {reason, "agreement " + agreement.id.text() + ": " + what};
}

Status check_parties(const Agreement& agreement) {
  if (agreement.recipient.agency.kind() == AgencyKind::kForce) {
    return fault(agreement, Reason::kForceAsRecipient, "recipient: no force may receive");
  }
  if (agreement.recipient.agency == agreement.source.agency) {
    return fault(agreement, Reason::kWrongParty, "recipient: nobody sends to itself");
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

// check_relation() holds a clause's relation against the kinds of the parties: who sends and who
// receives in it.
Status check_relation(const Agreement& agreement, const Clause& clause) {
  const auto wrong_recipient = [&](std::string_view who) {
    return fault(agreement, Reason::kWidens,
                 "recipient: clause " + clause.name + " goes to " + std::string(who) + " only");
  };
  const auto recipient = agreement.recipient.agency.kind();
  switch (clause.relation) {
    case Relation::kRegulatorOfHome:
    case Relation::kRequester:
      if (recipient != AgencyKind::kRegulator) return wrong_recipient("a regulator");
      break;
    case Relation::kPlacingAuthority:
    case Relation::kAreaAuthority:
      if (recipient != AgencyKind::kAuthority) return wrong_recipient("an authority");
      break;
    case Relation::kHostYjs:
    case Relation::kHomeYjs:
      if (recipient != AgencyKind::kYjs) return wrong_recipient("a youth justice service");
      break;
  }
  // An area authority passes on what it got as such; all else begins with a force.
  const auto source = agreement.source.agency.kind();
  const bool passes_on =
      source == AgencyKind::kAuthority && clause.relation == Relation::kPlacingAuthority;
  if (source == AgencyKind::kForce || passes_on) return ok();
  return fault(agreement, Reason::kWrongParty,
               "source: only a force sends what clause " + clause.name + " lets go");
}

// check_conditions(): who is told of a single event is told because the child is placed out of its
// area (R5). Where nobody knows who placed it, nobody can say so.
Status check_conditions(const Agreement& agreement, const Clause& clause) {
  if (clause.occasion != record::OccasionKind::kNotify) {
    if (clause.conditions.empty()) return ok();
    return fault(agreement, Reason::kMalformed,
                 "clause " + clause.name + ": only a notification has a condition: leave it out");
  }
  const bool placing_unknown = clause.relation == Relation::kAreaAuthority;
  if (clause.has(Condition::kOutOfArea) != placing_unknown) return ok();
  return placing_unknown
             ? fault(agreement, Reason::kMalformed,
                     "clause " + clause.name +
                         ": who is told because the placing authority is not known cannot be told "
                         "only out of area: leave OUT_OF_AREA out")
             : fault(agreement, Reason::kWidens,
                     "clause " + clause.name +
                         " is told of children placed in their own area: add "
                         "condition: OUT_OF_AREA");
}

// check_purpose(): the purpose stands in the leaf of every record. Of a child of whom no offence is
// alleged it must not say that one is (X4).
Status check_purpose(const Agreement& agreement, const Clause& clause) {
  const bool enquires = agreement.purpose == Purpose::kPreInspectionEnquiry;
  if (enquires != (clause.occasion == record::OccasionKind::kEnquiry)) {
    return fault(agreement, Reason::kMalformed,
                 "purpose: PRE_INSPECTION_ENQUIRY is that of enquiries, and clause " + clause.name +
                     (enquires ? " is of none" : " is of one"));
  }
  if (agreement.purpose != Purpose::kDiversionFromCriminalJustice ||
      clause.has(Condition::kOffenceAlleged)) {
    return ok();
  }
  return fault(agreement, Reason::kMalformed,
               "purpose: clause " + clause.name +
                   " is not of alleged offences alone: add condition: OFFENCE_ALLEGED, or state "
                   "SAFEGUARDING_OF_A_PLACED_CHILD");
}

Status check_notifying(const Agreement& agreement) {
  if (!agreement.notifies()) {
    if (agreement.in_area.empty() && agreement.acting_for.empty() &&
        agreement.read_within_minutes == 0) {
      return ok();
    }
    return fault(
        agreement, Reason::kMalformed,
        "in_area, acting_for and read_within_minutes are of notifications: leave them out");
  }
  if (agreement.read_within_minutes == 0) {
    return fault(agreement, Reason::kMissingField, "read_within_minutes: from 1; 60 is usual");
  }
  if (agreement.read_within_minutes > kReadWithinMost) {
    return fault(agreement, Reason::kMalformed, "read_within_minutes: at most a day, 1440");
  }
  for (const AgencyId& authority : agreement.acting_for) {
    if (authority.kind() == AgencyKind::kAuthority &&
        agreement.recipient.agency.kind() == AgencyKind::kAuthority) {
      continue;
    }
    return fault(
        agreement, Reason::kMalformed,
        "acting_for: only a duty team of authorities acts for others, and for authorities");
  }
  return ok();
}

// check_answering(): a source without a limit could be asked for all that it has, and an answer of
// which nobody says that it is whole looks like a quiet home.
Status check_answering(const Agreement& agreement) {
  if (!agreement.answers()) {
    const char* of_enquiries = agreement.questions_per_day != 0 ? "questions_per_day"
                               : agreement.approval_hours != 0  ? "approval_hours"
                                                                : nullptr;
    if (of_enquiries == nullptr) return ok();
    return fault(agreement, Reason::kMalformed,
                 std::string(of_enquiries) + ": is of enquiries: leave it out");
  }
  if (agreement.questions_per_day == 0) {
    return fault(agreement, Reason::kMissingField, "questions_per_day: from 1");
  }
  if (agreement.approval_hours > kApprovalHoursMost) {
    return fault(agreement, Reason::kMalformed,
                 "approval_hours: 1 to 720, as long as a question may be answered; leave it out "
                 "where nobody has to approve");
  }
  const bool says_whole = std::ranges::any_of(agreement.clauses, [](const Clause& clause) {
    return clause.record == RecordType::kReturnManifest &&
           clause.treatments.grants(record::Field::kCompleteness);
  });
  if (says_whole) return ok();
  return fault(
      agreement, Reason::kMissingField,
      "clause: enquiries need one of RETURN_MANIFEST that grants COMPLETENESS: nothing else "
      "says that an answer is whole");
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
  if (agreement.answer_challenges_within_days == 0 ||
      agreement.answer_challenges_within_days > kAnswerDaysMost) {
    return fault(agreement, Reason::kMalformed,
                 "answer_challenges_within_days: 1 to 365; leave it out for 30");
  }
  if (agreement.clauses.empty()) {
    return fault(agreement, Reason::kMissingField,
                 "clause: an agreement without one shares nothing");
  }
  return ok();
}

Status check_clause(const Agreement& agreement, const Clause& clause) {
  STILE_CHECKED(check_relation(agreement, clause));
  STILE_CHECKED(check_conditions(agreement, clause));
  STILE_CHECKED(check_purpose(agreement, clause));
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<record::Field>(i);
    const auto treatment = clause.treatments.of(field);
    if (!treatment) continue;
    const auto most = allowed(clause, field);
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
  return a.name == b.name || (a.record == b.record && a.occasion == b.occasion &&
                              a.relation == b.relation && a.conditions == b.conditions);
}

// hides() is whether `earlier` applies wherever `later` would: the first that applies decides.
bool hides(const Clause& earlier, const Clause& later) {
  return earlier.record == later.record && earlier.occasion == later.occasion &&
         earlier.relation == later.relation &&
         std::ranges::includes(later.conditions, earlier.conditions);
}

}  // namespace

Status check(const Agreement& agreement) {
  STILE_CHECKED(check_parties(agreement));
  STILE_CHECKED(check_terms(agreement));
  STILE_CHECKED(check_notifying(agreement));
  STILE_CHECKED(check_answering(agreement));
  for (std::size_t i = 0; i < agreement.clauses.size(); ++i) {
    const auto& clause = agreement.clauses[i];
    STILE_CHECKED(check_clause(agreement, clause));
    STILE_CHECKED(check_counted(agreement, clause));
    if (clause.occasion != agreement.clauses.front().occasion) {
      return fault(
          agreement, Reason::kMalformed,
          "clause " + clause.name + ": returns, notifications and enquiries are agreed apart");
    }
    const auto before = agreement.clauses.begin() + static_cast<std::ptrdiff_t>(i);
    const bool repeated = std::any_of(agreement.clauses.begin(), before, [&](const Clause& other) {
      return same_case(clause, other);
    });
    if (repeated) {
      return fault(agreement, Reason::kMalformed,
                   "clause " + clause.name + " repeats a name, or a case of another clause");
    }
    const auto hidden = std::find_if(agreement.clauses.begin(), before,
                                     [&](const Clause& other) { return hides(other, clause); });
    if (hidden != before) {
      return fault(agreement, Reason::kMalformed,
                   "clause " + clause.name + " is never reached: put it before " + hidden->name);
    }
  }
  return ok();
}

}  // namespace stile::agreement
