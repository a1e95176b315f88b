#include "core/agreement/evaluate.h"

#include <algorithm>

#include "core/agreement/least_fields.h"

namespace stile::agreement {
namespace {

constexpr Instant kSecondsPerMinute = 60;

const Clause* clause_for(const Agreement& agreement, record::RecordType type, Occasion occasion) {
  const auto found = std::find_if(
      agreement.clauses.begin(), agreement.clauses.end(),
      [&](const Clause& clause) { return clause.record == type && clause.occasion == occasion; });
  return found == agreement.clauses.end() ? nullptr : &*found;
}

Status check_party(const DocumentSet& documents, const AgencyId& id, Day today) {
  const auto* agency = documents.agency(id);
  if (agency == nullptr || !agency->valid_on(today)) {
    return Error{Reason::kUnknownAgency, id.short_text() + " is not in the directory today"};
  }
  return ok();
}

bool related(Relation relation, const Agency& recipient, const HomeId& home) {
  switch (relation) {
    case Relation::kRegulatorOfHome: return recipient.regulates == home.scheme();
  }
  __builtin_trap();
}

}  // namespace

Evaluation::Evaluation(const DocumentSet& documents, const Agreement& agreement,
                       const Clause& clause, const record::Disclosure& what, Instant now)
    : documents_(&documents),
      agreement_(&agreement),
      clause_(&clause),
      source_(documents.agency(what.from)),
      recipient_(documents.agency(what.to)),
      month_(what.month),
      now_(now) {}

Result<Evaluation> Evaluation::begin(const DocumentSet& documents, const record::Disclosure& what,
                                     Instant now) {
  STILE_CHECKED(documents.current(now));
  if (!documents.is_party(what.from, what.agreement)) {
    return Error{Reason::kNoAgreement, what.from.short_text() + " has no agreement of that hash"};
  }
  STILE_TRY(const auto* agreement, documents.in_force(what.agreement, now));
  if (agreement->source.agency != what.from || agreement->recipient.agency != what.to) {
    return Error{Reason::kWrongParty,
                 "agreement " + agreement->id.text() + " is not between these"};
  }
  const auto today = local_day(now);
  STILE_CHECKED(check_party(documents, what.from, today));
  STILE_CHECKED(check_party(documents, what.to, today));
  const auto* clause = clause_for(*agreement, what.record, Occasion::kReturn);
  if (clause == nullptr) {
    return Error{Reason::kNoClause,
                 "agreement " + agreement->id.text() + " has no clause for this"};
  }
  return Evaluation(documents, *agreement, *clause, what, now);
}

std::string Evaluation::named() const {
  return "agreement " + agreement_->id.text() + " clause " + clause_->name;
}

Result<Grant> Evaluation::of(const record::Envelope& envelope) const {
  if (envelope.type != clause_->record) return Error{Reason::kNoClause, named()};
  const Instant event = envelope.event_minute * kSecondsPerMinute;
  const Day day = local_day(event);
  if (month_of(day) != month_ || event > now_) return Error{Reason::kOutsideOccasion, named()};
  if (envelope.type != record::RecordType::kReturnManifest) return of_home(envelope, day);
  if (envelope.home) return Error{Reason::kExcessField, named() + " field home"};
  if (!recipient_->regulates) return Error{Reason::kNotRouted, named()};
  return Grant{
      agreement_, clause_, clause_->treatments, nullptr, record::PlacingDistance::kNotKnown, day};
}

Result<Grant> Evaluation::of_home(const record::Envelope& envelope, Day day) const {
  if (!envelope.home) return Error{Reason::kMissingField, named() + " field home"};
  const Error not_routed{Reason::kNotRouted, named() + " field home"};
  if (!related(clause_->relation, *recipient_, *envelope.home)) return not_routed;
  const auto* home = documents_->home(*envelope.home, day);
  if (home == nullptr) return Error{Reason::kUnknownHome, named() + " field home"};
  if (!source_->has_area(home->force)) return not_routed;
  Grant grant{agreement_,
              clause_,
              clause_->treatments,
              home,
              documents_->areas().distance(home->authority, envelope.placing_authority, day),
              day};
  if (home->places <= kSmallHomePlaces) {
    grant.treatments.withhold(record::Field::kAge);
    grant.treatments.withhold(record::Field::kChildPseudonym);
  }
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

std::string subject_epoch(const Grant& grant) { return to_text(quarter_of(grant.event_day)); }

std::string subject_scope(const Grant& grant) { return grant.home->id.text(); }

}  // namespace stile::agreement
