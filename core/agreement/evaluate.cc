#include "core/agreement/evaluate.h"

#include <algorithm>

#include "core/agreement/asked.h"
#include "core/agreement/identity_asked.h"
#include "core/agreement/least_fields.h"
#include "core/crypto/encoding.h"

namespace stile::agreement {
namespace {

constexpr Instant kSecondsPerMinute = 60;

const Clause* clause_for(const Agreement& agreement, const record::Disclosure& what) {
  const auto found = std::ranges::find(agreement.clauses, what.clause, &Clause::name);
  const bool fits = found != agreement.clauses.end() && found->record == what.record &&
                    found->occasion == what.occasion.kind;
  return fits ? &*found : nullptr;
}

Status check_party(const DocumentSet& documents, const AgencyId& id, Day today) {
  const auto* agency = documents.agency(id);
  if (agency == nullptr || !agency->valid_on(today)) {
    return Error{Reason::kUnknownAgency, id.short_text() + " is not in the directory today"};
  }
  return ok();
}

// An agreement between others is as one that is not there.
Status check_known(const DocumentSet& documents, const record::Disclosure& what, Instant now) {
  STILE_CHECKED(documents.current(now));
  if (documents.is_party(what.from, what.agreement)) return ok();
  return Error{Reason::kNoAgreement, what.from.short_text() + " has no agreement of that hash"};
}

Status check_parties(const DocumentSet& documents, const Agreement& agreement,
                     const record::Disclosure& what, Instant now) {
  if (agreement.source.agency != what.from || agreement.recipient.agency != what.to) {
    return Error{Reason::kWrongParty, "agreement " + agreement.id.text() + " is not between these"};
  }
  const auto today = local_day(now);
  STILE_CHECKED(check_party(documents, what.from, today));
  return check_party(documents, what.to, today);
}

Error no_clause(const Agreement& agreement) {
  return {Reason::kNoClause, "agreement " + agreement.id.text() + " has no clause for this"};
}

bool waits_while_suspended(record::ChangeReason why) {
  const auto kind = record::kind_of(why);
  return kind == record::ChangeKind::kCorrected || kind == record::ChangeKind::kAnnotated;
}

}  // namespace

Evaluation::Evaluation(const DocumentSet& documents, const Agreement& agreement,
                       const Clause& clause, const record::Disclosure& what, Instant now)
    : documents_(&documents),
      agreement_(&agreement),
      clause_(&clause),
      source_(documents.agency(what.from)),
      recipient_(documents.agency(what.to)),
      occasion_(what.occasion),
      now_(now) {}

Result<Evaluation> Evaluation::begin(const DocumentSet& documents, const record::Disclosure& what,
                                     Instant now) {
  if (what.occasion.enquires()) return Error{Reason::kOutsideOccasion, "no question asks for it"};
  return begin_in_force(documents, what, now);
}

Result<Evaluation> Evaluation::begin_answer(const DocumentSet& documents,
                                            const record::Disclosure& what, ByteView question,
                                            Instant now) {
  STILE_TRY(record::Question asked, verify_question(question, documents, now));
  if (asked.from != what.to || asked.to != what.from) {
    return Error{Reason::kWrongParty, "the question is between others"};
  }
  if (asked.agreement != what.agreement) {
    return Error{Reason::kNoAgreement, "the question is under another agreement"};
  }
  if (what.occasion.enquiry != asked.enquiry) {
    return Error{Reason::kOutsideOccasion, "another question than the one that it answers"};
  }
  STILE_TRY(auto evaluation, begin_in_force(documents, what, now));
  evaluation.answers(std::move(asked));
  return evaluation;
}

void Evaluation::answers(record::Question asked) {
  question_digest_ = record::question_digest(record::question_text(asked));
  asked_homes_ = documents_->numbers(asked.home);
  question_ = std::move(asked);
}

Result<Evaluation> Evaluation::begin_unasked(const DocumentSet& documents,
                                             const record::Disclosure& what, Instant now) {
  if (!what.occasion.enquires()) return Error{Reason::kOutsideOccasion, "not of an enquiry"};
  return begin_in_force(documents, what, now);
}

Result<Evaluation> Evaluation::begin_in_force(const DocumentSet& documents,
                                              const record::Disclosure& what, Instant now) {
  STILE_CHECKED(check_known(documents, what, now));
  STILE_CHECKED(documents.in_force(what.agreement, now));
  return begin_as_disclosed(documents, what, now);
}

Result<Evaluation> Evaluation::begin_as_disclosed(const DocumentSet& documents,
                                                  const record::Disclosure& what, Instant now) {
  STILE_CHECKED(check_known(documents, what, now));
  STILE_TRY(const auto* agreement, documents.agreement(what.agreement));
  STILE_CHECKED(check_parties(documents, *agreement, what, now));
  const auto* clause = clause_for(*agreement, what);
  if (clause == nullptr) return no_clause(*agreement);
  return Evaluation(documents, *agreement, *clause, what, now);
}

Result<Evaluation> Evaluation::begin_as_answered(const DocumentSet& documents,
                                                 const record::Disclosure& what,
                                                 record::Question asked, Instant now) {
  STILE_TRY(auto evaluation, begin_as_disclosed(documents, what, now));
  evaluation.answers(std::move(asked));
  return evaluation;
}

std::string Evaluation::named() const {
  return "agreement " + agreement_->id.text() + " clause " + clause_->name;
}

Error Evaluation::refused(Reason reason, record::Field field) const {
  return {reason, named() + " field " + std::string(record::name(field))};
}

Result<Grant> Evaluation::of(const record::Envelope& envelope) const {
  if (envelope.type != clause_->record) return Error{Reason::kNoClause, named()};
  const Instant event = envelope.event_minute * kSecondsPerMinute;
  const Day day = local_day(event);
  const bool is_return = occasion_.kind == record::OccasionKind::kReturn;
  if (event > now_ || (is_return && month_of(day) != occasion_.month)) {
    return Error{Reason::kOutsideOccasion, named()};
  }
  STILE_CHECKED(asked_for(envelope, day));
  if (envelope.type != record::RecordType::kReturnManifest) return of_home(envelope, day);
  if (envelope.home) return refused(Reason::kExcessField, record::Field::kHome);
  if (!recipient_->regulates) return Error{Reason::kNotRouted, named()};
  return granted(nullptr, record::PlacingDistance::kNotKnown, day);
}

// asked_for(): what says that an answer is whole has no home, and is of a day of the period.
Status Evaluation::asked_for(const record::Envelope& envelope, Day day) const {
  if (!question_) return ok();
  const bool of_home =
      !envelope.home || std::ranges::find(asked_homes_, *envelope.home) != asked_homes_.end();
  if (of_home && record::covers(*question_, day)) return ok();
  return Error{Reason::kOutsideOccasion, named() + ": not asked for"};
}

Grant Evaluation::granted(const HomeEntry* home, record::PlacingDistance distance, Day day) const {
  Grant grant{agreement_, clause_, clause_->treatments, home, distance, day, day};
  if (!question_) return grant;
  grant.epoch_day = local_day(question_->made);
  grant.question = question_digest_;
  return grant;
}

Result<Grant> Evaluation::of_home(const record::Envelope& envelope, Day day) const {
  if (!envelope.home) return refused(Reason::kMissingField, record::Field::kHome);
  const bool is_return = occasion_.kind == record::OccasionKind::kReturn;
  // A regulator's own numbers are told from another's before anything is looked up.
  if ((is_return || occasion_.enquires()) && recipient_->regulates != envelope.home->scheme()) {
    return refused(Reason::kNotRouted, record::Field::kHome);
  }
  const auto* home = documents_->home(*envelope.home, day);
  if (home == nullptr) return refused(Reason::kUnknownHome, record::Field::kHome);
  STILE_CHECKED(routed(*clause_, envelope, *home, day));
  for (const Clause& earlier : agreement_->clauses) {
    if (&earlier == clause_) break;
    const bool same = earlier.record == clause_->record && earlier.occasion == clause_->occasion;
    if (same && routed(earlier, envelope, *home, day).ok()) {
      return Error{Reason::kNotRouted, named() + ": clause " + earlier.name + " decides"};
    }
  }
  Grant grant = granted(
      home, documents_->areas().distance(home->authority, envelope.placing_authority, day), day);
  if (is_return && home->places <= kSmallHomePlaces) {
    grant.treatments.withhold(record::Field::kAge);
    grant.treatments.withhold(record::Field::kChildPseudonym);
  }
  return grant;
}

// routed() is whether the clause leads this record from its source to its recipient.
Status Evaluation::routed(const Clause& clause, const record::Envelope& envelope,
                          const HomeEntry& home, Day day) const {
  const bool at_home = source_->id.kind() == AgencyKind::kForce
                           ? source_->has_area(home.force)
                           : documents_->areas().is_among(home.authority, source_->areas, day);
  if (!at_home) return refused(Reason::kNotRouted, record::Field::kHome);
  if (clause.relation == Relation::kRegulatorOfHome || clause.relation == Relation::kRequester) {
    return ok();
  }
  if (!envelope.child_involved) return Error{Reason::kNoChild, named()};
  const auto& placing = envelope.placing_authority;
  switch (clause.relation) {
    case Relation::kRegulatorOfHome:
    case Relation::kRequester: break;
    case Relation::kPlacingAuthority:
    case Relation::kHomeYjs:
      if (!placing) return refused(Reason::kPlacingNotKnown, record::Field::kPlacingAuthority);
      if (!serves(*placing, day)) {
        return refused(Reason::kNotRouted, record::Field::kPlacingAuthority);
      }
      break;
    case Relation::kAreaAuthority:
      if (placing) return refused(Reason::kNotRouted, record::Field::kPlacingAuthority);
      if (!serves(home.authority, day)) return refused(Reason::kNotRouted, record::Field::kHome);
      break;
    case Relation::kHostYjs:
      if (!serves(home.authority, day)) return refused(Reason::kNotRouted, record::Field::kHome);
      break;
  }
  if (clause.has(Condition::kOutOfArea)) STILE_CHECKED(out_of_area(envelope, home, day));
  if (clause.has(Condition::kOffenceAlleged) &&
      envelope.child_role != record::ChildRole::kAlleged) {
    return refused(Reason::kNoOffence, record::Field::kChildRole);
  }
  return ok();
}

Status Evaluation::out_of_area(const record::Envelope& envelope, const HomeEntry& home,
                               Day day) const {
  const auto& placing = envelope.placing_authority;
  const auto& areas = documents_->areas();
  const auto distance = areas.distance(home.authority, placing, day);
  if (distance == record::PlacingDistance::kNotKnown) {
    return refused(Reason::kPlacingNotKnown, record::Field::kPlacingAuthority);
  }
  const auto& counted = agreement_->in_area;
  const bool in_area =
      distance == record::PlacingDistance::kInArea ||
      (areas.is_among(home.authority, counted, day) && areas.is_among(*placing, counted, day));
  if (in_area) return refused(Reason::kInArea, record::Field::kPlacingAuthority);
  return ok();
}

// A duty team of its own acts for the authorities that the agreement names.
bool Evaluation::serves(const AreaCode& authority, Day day) const {
  const auto& areas = documents_->areas();
  if (areas.is_among(authority, recipient_->areas, day)) return true;
  return std::ranges::any_of(agreement_->acting_for, [&](const AgencyId& id) {
    const auto* agency = documents_->agency(id);
    return agency != nullptr && agency->valid_on(day) &&
           areas.is_among(authority, agency->areas, day);
  });
}

Result<Grant> granted_before(const DocumentSet& documents, const record::Disclosure& what,
                             Instant now) {
  const auto why = what.occasion.change;
  if (!why) return Error{Reason::kOutsideOccasion, "not a correction"};
  STILE_CHECKED(check_known(documents, what, now));
  STILE_TRY(const auto* agreement, documents.agreement(what.agreement));
  STILE_CHECKED(check_parties(documents, *agreement, what, now));
  const auto clause = std::ranges::find(agreement->clauses, what.clause, &Clause::name);
  if (clause == agreement->clauses.end() || clause->record != what.record) {
    return no_clause(*agreement);
  }
  const auto in_force = documents.was_in_force(what.agreement, now);
  if (waits_while_suspended(*why) && !in_force.ok() && in_force.reason() == Reason::kSuspended) {
    return in_force.error();
  }
  Grant grant;
  grant.agreement = agreement;
  grant.clause = &*clause;
  if (what.occasion.identifies()) {
    STILE_CHECKED(check_still_agreed(what.agreement, documents, now));
    grant.treatments.grant(record::Field::kChildIdentity, record::Treatment::kSeal);
    return grant;
  }
  if (record::kind_of(*why) != record::ChangeKind::kCorrected) return grant;
  grant.treatments = clause->treatments;
  grant.treatments.withhold(record::Field::kChildPseudonym);
  grant.treatments.withhold(record::Field::kChildIdentity);
  return grant;
}

Result<Grant> granted_to_exercise(const DocumentSet& documents, record::Disclosure what,
                                  Instant now) {
  what.occasion = record::notification();
  STILE_TRY(const auto evaluation, Evaluation::begin(documents, what, now));
  Grant grant;
  grant.agreement = &evaluation.agreement();
  grant.clause = &evaluation.clause();
  return grant;
}

std::int64_t month_minute(const Month& month) {
  const auto midnight = to_instant({{month.year, month.month, 1}, 0, 0});
  return midnight.value() / kSecondsPerMinute;
}

std::optional<std::int64_t> home_month_minute(const DocumentSet& documents, const HomeId& home,
                                              const Month& month) {
  for (Day day = to_day({month.year, month.month, 1}); month_of(day) == month; ++day) {
    if (documents.home(home, day) == nullptr) continue;
    const auto midnight = to_instant({to_civil(day), 0, 0});
    return midnight.value() / kSecondsPerMinute;
  }
  return std::nullopt;
}

std::string subject_epoch(const Grant& grant) { return to_text(quarter_of(grant.epoch_day)); }

// A home's text has a ':' and a system's code none: no event is scoped as a home. A question's
// digest has neither ':' nor '/'.
std::string subject_scope(const Grant& grant, const record::Origin& event) {
  if (grant.question) return crypto::hex(*grant.question);
  const auto how = grant.treatments.of(record::Field::kChildPseudonym);
  const bool one_event = how == record::Treatment::kPseudonymEvent;
  return one_event ? event.system + "/" + event.reference : grant.home->id.text();
}

}  // namespace stile::agreement
