#include "agents/source/route.h"

#include <algorithm>
#include <map>

#include "core/agreement/minimise.h"
#include "core/record/code_texts.h"
#include "core/record/measures.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::Field;

constexpr Instant kSecondsPerMinute = 60;

// What evaluation refuses for a reason of the home is the home's field.
std::string field_of(Reason reason) {
  switch (reason) {
    case Reason::kUnknownHome:
    case Reason::kNotRouted: return std::string(record::name(Field::kHome));
    case Reason::kOutsideOccasion: return std::string(record::name(Field::kTime));
    case Reason::kInArea:
    case Reason::kPlacingNotKnown: return std::string(record::name(Field::kPlacingAuthority));
    case Reason::kNoOffence: return std::string(record::name(Field::kChildRole));
    default: return {};
  }
}

struct Version {
  Hash hash{};
  const agreement::Agreement* agreement = nullptr;
};

// versions() are the agreements of this source by id, the newest version first.
std::map<AgreementId, std::vector<Version>> versions(const agreement::DocumentSet& documents,
                                                     const AgencyId& self) {
  std::map<AgreementId, std::vector<Version>> found;
  for (const Hash& hash : documents.agreements_of_source(self)) {
    const auto agreement = documents.agreement(hash);
    if (agreement.ok()) found[agreement.value()->id].push_back({hash, agreement.value()});
  }
  for (auto& [id, all] : found) {
    std::ranges::sort(all, [](const Version& a, const Version& b) {
      return a.agreement->version > b.agreement->version;
    });
  }
  return found;
}

// open_all() opens a version's route for each clause about the occasion, by type of record; else it
// is why there is none.
std::optional<Reason> open_all(const SourceOptions& options,
                               const std::shared_ptr<const agreement::DocumentSet>& documents,
                               const Version& version, const record::Occasion& occasion,
                               std::vector<Route>& to) {
  std::optional<Reason> refused = Reason::kNoClause;
  std::vector<const agreement::Clause*> clauses;
  for (const auto& clause : version.agreement->clauses) {
    if (clause.occasion == occasion.kind) clauses.push_back(&clause);
  }
  std::ranges::stable_sort(clauses, {}, &agreement::Clause::record);
  for (const auto* clause : clauses) {
    auto route = Route::open(options, documents, version.hash, occasion, *clause);
    if (!route.ok()) return route.reason();
    to.push_back(std::move(route).value());
    refused.reset();
  }
  return refused;
}

}  // namespace

Result<Route> Route::open(const SourceOptions& options,
                          std::shared_ptr<const agreement::DocumentSet> documents,
                          const Hash& agreement, const record::Occasion& occasion,
                          const agreement::Clause& clause) {
  STILE_TRY(const auto* signed_one, documents->agreement(agreement));
  record::Disclosure disclosure{.agreement = agreement,
                                .from = options.self,
                                .to = signed_one->recipient.agency,
                                .occasion = occasion,
                                .record = clause.record,
                                .clause = clause.name};
  const auto begin =
      occasion.enquires() ? agreement::Evaluation::begin_unasked : agreement::Evaluation::begin;
  STILE_TRY(auto evaluation, begin(*documents, disclosure, options.clock()));
  return Route(options, std::move(documents), std::move(disclosure), std::move(evaluation));
}

Result<Route> Route::open_answer(const SourceOptions& options,
                                 std::shared_ptr<const agreement::DocumentSet> documents,
                                 const record::Question& question, ByteView note,
                                 const agreement::Clause& clause) {
  record::Disclosure disclosure{.agreement = question.agreement,
                                .from = options.self,
                                .to = question.from,
                                .occasion = record::answer_to(question.enquiry),
                                .record = clause.record,
                                .clause = clause.name};
  STILE_TRY(auto evaluation,
            agreement::Evaluation::begin_answer(*documents, disclosure, note, options.clock()));
  return Route(options, std::move(documents), std::move(disclosure), std::move(evaluation));
}

const agreement::Clause* Route::clause_of(const agreement::Agreement& agreement,
                                          record::RecordType type) {
  const auto found = std::ranges::find(agreement.clauses, type, &agreement::Clause::record);
  return found == agreement.clauses.end() ? nullptr : &*found;
}

bool Route::counts(record::Measure measure) const {
  return months_ != nullptr &&
         months_->treatments.of(record::field_of(measure)) == record::Treatment::kCount;
}

std::optional<agreement::Grant> Route::grant(const record::Envelope& envelope,
                                             Withheld& withheld) const {
  const auto grant = evaluation_.of(envelope);
  if (grant.ok()) return grant.value();
  withheld = {grant.reason(), agreement_id(), evaluation_.clause().name, field_of(grant.reason())};
  return std::nullopt;
}

std::optional<TreatedRow> Route::home_month(const HomeId& home,
                                            const std::vector<record::Count>& counts,
                                            record::Envelope& envelope, Withheld& withheld) const {
  const auto minute = agreement::home_month_minute(*documents_, home, disclosure_.occasion.month);
  envelope.type = record::RecordType::kHomeMonth;
  envelope.home = home;
  envelope.event_minute = minute.value_or(agreement::month_minute(disclosure_.occasion.month));
  const auto grant = this->grant(envelope, withheld);
  if (!grant) return std::nullopt;
  return TreatedRow{
      wire::encode_fields(agreement::minimise_home_month(counts, *grant, options_->contact)),
      grant->event_day,
      {}};
}

std::optional<TreatedRow> Route::manifest(std::uint32_t revision,
                                          const std::vector<record::Collection>& collections,
                                          record::Envelope& envelope, Withheld& withheld) const {
  envelope.type = record::RecordType::kReturnManifest;
  envelope.event_minute = agreement::month_minute(disclosure_.occasion.month);
  const auto grant = this->grant(envelope, withheld);
  if (!grant) return std::nullopt;
  const auto treated =
      agreement::minimise_manifest(revision, collections, *grant, options_->contact);
  return TreatedRow{wire::encode_fields(treated), grant->event_day, {}};
}

std::optional<TreatedRow> Route::treat(const record::Event& event, const record::Envelope& envelope,
                                       SubjectTokens& subjects, Withheld& withheld) const {
  const auto grant = this->grant(envelope, withheld);
  if (!grant) return std::nullopt;
  TreatedRow row;
  row.event_day = grant->event_day;
  const auto& contact = event.contact.empty() ? options_->contact : event.contact;
  row.fields = wire::encode_fields(agreement::minimise(event, *grant, contact));
  if (grant->treatments.grants(Field::kChildPseudonym) && event.child_involved) {
    row.subject_token = Bytes(view(subjects.of(*grant, recipient(), event.origin)));
  }
  if (grant->treatments.grants(Field::kChildIdentity) && event.child_involved) {
    row.identity = event.identity;
  }
  return row;
}

Result<Bytes> Route::keep(const record::Event& event, const record::Envelope& envelope) const {
  STILE_TRY(const auto grant, evaluation_.of(envelope));
  return wire::encode_fields(agreement::minimise(event, grant, options_->contact));
}

Result<std::optional<TreatedRow>> Route::answer(ByteView fields, const record::Envelope& envelope,
                                                std::string_view child,
                                                SubjectTokens& subjects) const {
  STILE_TRY(const record::Treated kept, wire::decode_fields(fields));
  const auto grant = evaluation_.of(envelope);
  if (!grant.ok()) return std::optional<TreatedRow>();
  const record::Treated treated = agreement::narrowed(kept, grant->treatments);
  // What was kept under narrower terms lacks what is granted now, and the gateway would refuse it.
  if (!agreement::faults(treated, envelope, *grant).empty()) return std::optional<TreatedRow>();
  // Mostly what is granted is what was kept.
  TreatedRow row{
      treated == kept ? Bytes(fields) : wire::encode_fields(treated), grant->event_day, {}};
  if (grant->treatments.grants(Field::kChildPseudonym) && envelope.child_involved) {
    const record::Origin digested{{}, {}, std::string(child)};
    row.subject_token = Bytes(view(subjects.of(*grant, recipient(), digested)));
  }
  return std::optional(std::move(row));
}

// The row is of the first day of the month that was asked about on which the home was the source's
// to speak of.
std::optional<TreatedRow> Route::answer_month(const record::Question& question, const HomeId& home,
                                              const Month& month,
                                              const std::vector<record::Count>& counts,
                                              record::Envelope& envelope) const {
  envelope.type = record::RecordType::kHomeMonth;
  envelope.home = home;
  Day day = std::max(question.first, to_day({month.year, month.month, 1}));
  for (; day <= question.last && month_of(day) == month; ++day) {
    envelope.event_minute = to_instant({to_civil(day), 0, 0}).value() / kSecondsPerMinute;
    const auto grant = evaluation_.of(envelope);
    if (!grant.ok()) continue;
    return TreatedRow{
        wire::encode_fields(agreement::minimise_home_month(counts, *grant, options_->contact)),
        grant->event_day,
        {}};
  }
  return std::nullopt;
}

std::optional<TreatedRow> Route::answer_manifest(Day last,
                                                 const std::vector<record::Collection>& collections,
                                                 record::Envelope& envelope,
                                                 std::optional<record::Declined> declined) const {
  const auto midnight = to_instant({to_civil(last), 0, 0});
  envelope.type = record::RecordType::kReturnManifest;
  envelope.event_minute = midnight.value() / kSecondsPerMinute;
  const auto grant = evaluation_.of(envelope);
  if (!grant.ok()) return std::nullopt;
  const auto treated =
      agreement::minimise_manifest(1, collections, *grant, options_->contact, declined);
  return TreatedRow{wire::encode_fields(treated), grant->event_day, {}};
}

Result<Routes> routes_of(const SourceOptions& options, const record::Occasion& occasion) {
  const auto documents = options.documents();
  if (documents == nullptr) {
    return Error{Reason::kUnavailable, "there are no signed documents here yet"};
  }
  STILE_CHECKED(documents->current(options.clock()));
  Routes routes;
  for (const auto& [id, all] : versions(*documents, options.self)) {
    std::optional<Withheld> closed;
    for (const Version& version : all) {
      const auto refused = open_all(options, documents, version, occasion, routes.open);
      if (!refused) {
        closed.reset();
        break;
      }
      if (!closed) closed = Withheld{*refused, id.text(), {}, {}};
    }
    if (closed) routes.closed.push_back(*std::move(closed));
  }
  return routes;
}

}  // namespace stile::agent
