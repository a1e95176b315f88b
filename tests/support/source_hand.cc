#include "tests/support/source_hand.h"

#include "core/agreement/minimise.h"
#include "core/crypto/random.h"
#include "core/crypto/token.h"
#include "core/record/code_texts.h"
#include "core/wire/row_codec.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::support {
namespace {

constexpr Instant kSecondsPerMinute = 60;

// sign() commits to the rows as they are now, as an honest source does last.
void sign(wire::Consignment& consignment, record::Statement statement, const Lies& lies) {
  std::vector<Hash> hashes;
  std::vector<record::EnvelopeBytes> envelopes;
  for (const auto& row : consignment.rows) {
    hashes.push_back(record::row_hash(row.row));
    envelopes.push_back({row.envelope, row.subject_token});
  }
  statement.rows = static_cast<std::uint32_t>(consignment.rows.size());
  statement.row_list = record::row_list_hash(hashes);
  statement.envelopes = record::envelopes_hash(envelopes);
  if (lies.statement) lies.statement(statement);
  std::string text = record::statement_text(statement);
  if (lies.text) lies.text(text);
  const auto& from = statement.disclosure.from.text();
  consignment.statement = signed_by({lies.signer.empty() ? from : lies.signer}, text);
}

}  // namespace

record::Event call_out(std::string_view home_text, std::string_view utc_minute,
                       std::string_view reference, std::string_view child) {
  record::Event record;
  record.origin = {"command-and-control", std::string(reference), std::string(child)};
  record.home = home(home_text);
  record.time = parse_utc_minute(utc_minute).value();
  record.child_involved = true;
  record.date_of_birth = to_day({2012, 5, 4});
  record.looked_after = record::LookedAfter::kYes;
  record.care_home = record::CareHome::kYes;
  record.category = record::Category::kMissing;
  record.deployment = record::Deployment::kDeployed;
  record.home_told = record::HomeTold::kNotApplicable;
  record.channel = record::Channel::k101;
  record.caller_role = record::CallerRole::kStaff;
  record.appropriateness = record::Appropriateness::kAppropriate;
  record.level = record::Level::k2;
  record.level_set_by = record::LevelSetBy::kHome;
  record.child_role = record::ChildRole::kMissing;
  record.placing_authority = area(kDistantAuthority);
  return record;
}

record::Disclosure disclosure_to(std::string_view recipient, const Hash& agreement,
                                 record::RecordType type) {
  return {.agreement = agreement,
          .from = agency(kTestshire),
          .to = agency(recipient),
          .occasion = record::return_of(kMonth),
          .record = type,
          .clause = std::string(return_clause(type))};
}

SourceHand::SourceHand(std::shared_ptr<const agreement::DocumentSet> documents,
                       record::Disclosure disclosure, Bytes question)
    : documents_(std::move(documents)),
      disclosure_(std::move(disclosure)),
      question_(std::move(question)) {}

agreement::Grant SourceHand::grant_of(const record::Envelope& envelope) const {
  using agreement::Evaluation;
  const auto evaluation = question_.empty()
                              ? Evaluation::begin(*documents_, disclosure_, kNow)
                              : Evaluation::begin_answer(*documents_, disclosure_, question_, kNow);
  return evaluation.value().of(envelope).value();
}

Token SourceHand::subject_token(const record::Event& record) const {
  const auto grant = grant_of(record::envelope_of(record));
  const auto scope = agreement::subject_scope(grant, record.origin);
  const auto epoch = agreement::subject_epoch(grant);
  return crypto::subject_token(token_key_named(disclosure_.from.text()),
                               {.agreement = grant.agreement->id.text(),
                                .recipient = disclosure_.to.text(),
                                .scope = scope,
                                .epoch = epoch,
                                .person = record.origin.child});
}

RowInHand SourceHand::treat(const record::Event& record) const {
  const auto grant = grant_of(record::envelope_of(record));
  RowInHand row{agreement::minimise(record, grant, kContact), record::envelope_of(record), {}, {}};
  if (grant.treatments.grants(record::Field::kChildPseudonym) && record.child_involved) {
    row.subject_token = Bytes(view(subject_token(record)));
  }
  return row;
}

std::int64_t SourceHand::figures_minute() const {
  if (!question_.empty()) return kNow / kSecondsPerMinute;
  return agreement::month_minute(disclosure_.occasion.month);
}

RowInHand SourceHand::treat(const Figures& figures) const {
  record::Envelope envelope;
  envelope.type = disclosure_.record;
  if (!figures.home.empty()) envelope.home = home(figures.home);
  envelope.event_minute = figures_minute();
  const auto grant = grant_of(envelope);
  const bool manifest = disclosure_.record == record::RecordType::kReturnManifest;
  auto treated = manifest ? agreement::minimise_manifest(figures.revision, figures.collections,
                                                         grant, kContact)
                          : agreement::minimise_home_month(figures.counts, grant, kContact);
  return {std::move(treated), envelope, {}, {}};
}

record::Row SourceHand::row_of(const record::Origin& origin, Instant time,
                               const RowInHand& treated) const {
  const auto* agreement = documents_->agreement(disclosure_.agreement).value();
  const auto token = crypto::event_token(token_key_named(disclosure_.from.text()), local_day(time),
                                         {.agreement = agreement->id.text(),
                                          .recipient = disclosure_.to.text(),
                                          .system = origin.system,
                                          .reference = origin.reference,
                                          .child = origin.child});
  return {crypto::random_token(crypto::system_random()), wire::encode_fields(treated.treated),
          token, 1, treated.sealed_identity};
}

wire::Consignment SourceHand::consign(std::span<const record::Event> records, std::uint64_t number,
                                      const Lies& lies) const {
  wire::Consignment consignment;
  consignment.salt = crypto::random_32(crypto::system_random());
  consignment.question = question_;
  for (std::size_t i = 0; i < records.size(); ++i) {
    RowInHand row = treat(records[i]);
    if (lies.row) lies.row(i, row);
    consignment.rows.push_back({row_of(records[i].origin, records[i].time, row),
                                wire::encode_envelope(row.envelope), row.subject_token});
  }
  if (lies.rows) lies.rows(consignment);
  sign(consignment, {disclosure_, number, kNow, 0, {}, {}, {}}, lies);
  return consignment;
}

wire::Consignment SourceHand::consign_figures(std::span<const Figures> figures,
                                              std::uint64_t number, const Lies& lies) const {
  wire::Consignment consignment;
  consignment.salt = crypto::random_32(crypto::system_random());
  consignment.question = question_;
  for (const Figures& figure : figures) {
    RowInHand row = treat(figure);
    if (lies.row) lies.row(consignment.rows.size(), row);
    const record::Origin origin{"figures", std::string(record::name(disclosure_.record)),
                                figure.home};
    record::Row made = row_of(origin, figures_minute() * kSecondsPerMinute, row);
    made.revision = figure.revision;
    consignment.rows.push_back({std::move(made), wire::encode_envelope(row.envelope), {}});
  }
  if (lies.rows) lies.rows(consignment);
  sign(consignment, {disclosure_, number, kNow, 0, {}, {}, {}}, lies);
  return consignment;
}

}  // namespace stile::support
