#include "agents/source/follow_up.h"

#include <utility>

#include "core/agreement/evaluate.h"
#include "core/agreement/minimise.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::ChangeReason;

// as_corrected() is what a correction would say of the record; nothing where it says what the
// recipient has.
Result<std::optional<Bytes>> as_corrected(const SourceOptions& options, IntakeReader& reader,
                                          const Disclosed& before, const record::Event& event,
                                          agreement::Grant grant) {
  grant.treatments.withhold(record::Field::kChildPseudonym);
  grant.treatments.withhold(record::Field::kChildIdentity);
  const auto& contact = event.contact.empty() ? options.contact : event.contact;
  Bytes fields = wire::encode_fields(agreement::minimise(event, grant, contact));
  STILE_TRY(const auto corrected, reader.corrected(before.row.event_token));
  const bool same = fields == corrected.value_or(before.row.fields);
  return same ? std::optional<Bytes>() : std::optional(std::move(fields));
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
  std::optional<ChangeOrder> order;
  ChangeOrder withdrawn{.key = sent.key,
                        .reason = ChangeReason::kNoLongerQualifies,
                        .agreement_id = sent.agreement_id};
  if (sent.known.withdrawn) return order;
  if (event.hold != record::Hold::kNone) return std::optional(std::move(withdrawn));
  STILE_TRY(const auto before,
            reader.disclosures().last(sent.key.route, sent.consignment, sent.known.event_token));
  const auto documents = options.documents();
  if (!before || documents == nullptr) return order;
  const Instant now = options.clock();
  const auto evaluation = agreement::Evaluation::begin_as_disclosed(*documents, before->what, now);
  if (!evaluation.ok()) return order;
  const auto grant = evaluation->of(envelope);
  if (!grant.ok()) {
    if (no_longer_leads(grant.reason())) order = std::move(withdrawn);
    return order;
  }
  const auto in_force = documents->was_in_force(before->what.agreement, now);
  if (in_force.ok() || in_force.reason() != Reason::kEnded) return order;
  STILE_TRY(auto fields, as_corrected(options, reader, *before, event, grant.value()));
  if (!fields) return order;
  order = std::move(withdrawn);
  order->reason = ChangeReason::kInaccurate;
  order->fields = *std::move(fields);
  return order;
}

}  // namespace stile::agent
