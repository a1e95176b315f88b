#include "agents/source/follow_up.h"

#include <utility>

#include "agents/source/time_over.h"
#include "core/agreement/evaluate.h"
#include "core/agreement/minimise.h"
#include "core/crypto/note.h"
#include "core/record/question.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::ChangeReason;

// evaluation_of() decides as when it was disclosed; of an answer within its question.
Result<agreement::Evaluation> evaluation_of(const agreement::DocumentSet& documents,
                                            const Disclosed& before, Instant now) {
  if (!before.what.occasion.enquires()) {
    return agreement::Evaluation::begin_as_disclosed(documents, before.what, now);
  }
  STILE_TRY(const auto note, crypto::parse_note(before.question));
  STILE_TRY(auto asked, record::parse_question(note.text));
  return agreement::Evaluation::begin_as_answered(documents, before.what, std::move(asked), now);
}

// fields_of() is what a correction would say of the record. Answers name no other contact than this
// agency's (Route::keep()).
Bytes fields_of(const SourceOptions& options, const Disclosed& before, const record::Event& event,
                agreement::Grant grant) {
  grant.treatments.withhold(record::Field::kChildPseudonym);
  grant.treatments.withhold(record::Field::kChildIdentity);
  const bool own = event.contact.empty() || before.what.occasion.enquires();
  return wire::encode_fields(
      agreement::minimise(event, grant, own ? options.contact : event.contact));
}

// leads_no_more() is also of what its question does not cover any more.
bool leads_no_more(const SentRecord& sent, Reason reason) {
  return no_longer_leads(reason) || (sent.is_answered() && reason == Reason::kOutsideOccasion);
}

Result<std::optional<ChangeOrder>> judged(const SourceOptions& options, Disclosures& disclosures,
                                          const std::optional<Bytes>& corrected,
                                          const SentRecord& sent, const record::Event& event,
                                          const record::Envelope& envelope) {
  std::optional<ChangeOrder> order;
  ChangeOrder withdrawn = order_for(sent, ChangeReason::kNoLongerQualifies);
  if (sent.known.withdrawn) return order;
  if (event.hold != record::Hold::kNone) return std::optional(std::move(withdrawn));
  STILE_TRY(const auto before,
            disclosures.last(sent.key.route, sent.consignment, sent.known.event_token));
  const auto documents = options.documents();
  const Instant now = options.clock();
  if (!before || documents == nullptr || is_over(*before, *documents, now)) return order;
  const auto evaluation = evaluation_of(*documents, *before, now);
  if (!evaluation.ok()) return order;
  const auto grant = evaluation->of(envelope);
  if (!grant.ok()) {
    if (leads_no_more(sent, grant.reason())) order = std::move(withdrawn);
    return order;
  }
  const auto in_force = documents->was_in_force(before->what.agreement, now);
  const bool ended = !in_force.ok() && in_force.reason() == Reason::kEnded;
  if (!ended && !sent.is_answered()) return order;
  Bytes fields = fields_of(options, *before, event, grant.value());
  if (fields == corrected.value_or(before->row.fields)) return order;
  order = std::move(withdrawn);
  order->reason = ChangeReason::kInaccurate;
  order->fields = std::move(fields);
  return order;
}

}  // namespace

bool no_longer_leads(Reason reason) {
  return reason == Reason::kNotRouted || reason == Reason::kNoChild ||
         reason == Reason::kPlacingNotKnown || reason == Reason::kInArea ||
         reason == Reason::kNoOffence;
}

Result<std::optional<ChangeOrder>> follow_up(const SourceOptions& options, IntakeReader& reader,
                                             const SentRecord& sent, const record::Event& event,
                                             const record::Envelope& envelope) {
  STILE_TRY(const auto corrected, reader.corrected(sent.known.event_token));
  return judged(options, reader.disclosures(), corrected, sent, event, envelope);
}

Result<bool> follow_answers(const SourceOptions& options, IntakeTables& tables,
                            const RecordKey& key, const record::Event& event,
                            const record::Envelope& envelope, std::string_view account) {
  bool any = false;
  auto& changes = tables.changes();
  STILE_TRY(const auto answers, changes.answers(key));
  for (const SentRecord& sent : answers) {
    STILE_TRY(const auto corrected, changes.corrected(sent.known.event_token));
    STILE_TRY(const auto order,
              judged(options, changes.disclosures(), corrected, sent, event, envelope));
    if (!order) continue;
    STILE_TRY(const auto entered, enter_change(tables, *order, account, options.clock()));
    any = any || entered;
  }
  return any;
}

}  // namespace stile::agent
