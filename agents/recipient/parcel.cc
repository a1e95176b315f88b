#include "agents/recipient/parcel.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "core/agreement/minimise.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "core/wire/row_codec.h"

namespace stile::agent {
namespace {

using record::Field;

constexpr Instant kSecondsPerMinute = 60;

Error altered(std::string what) { return {Reason::kIntegrity, std::move(what)}; }

Status leaf_is_of(const ledger::Leaf& leaf, const OpenedParcel& opened, const AgencyId& self) {
  const record::Statement& statement = opened.statement;
  const record::Disclosure& what = statement.disclosure;
  if (what.to != self || leaf.to != self.text()) return altered("not addressed to this agency");
  if (leaf.op != ledger::Op::kDisclosure || leaf.decision != "admitted") {
    return altered("the leaf admits no disclosure");
  }
  if (leaf.from != what.from.text() || leaf.agreement != what.agreement ||
      leaf.rows != statement.rows || opened.parcel.rows.size() != statement.rows) {
    return altered("leaf, statement and rows are not of one consignment");
  }
  return ok();
}

Result<crypto::NoteVerifier> source_key_of(const OpenedParcel& opened,
                                           const agreement::DocumentSet& documents) {
  const agreement::Agency* source = documents.agency(opened.statement.disclosure.from);
  if (source == nullptr) return Error{Reason::kUnknownAgency, "the source is not in the directory"};
  STILE_TRY(const auto signers,
            crypto::verified_names(opened.note, std::span(&source->signing_key, 1)));
  if (signers.empty()) return Error{Reason::kUnsigned, "the statement is not signed by its source"};
  return source->signing_key;
}

Result<std::vector<Hash>> hashed_rows(const OpenedParcel& opened) {
  std::vector<Hash> hashes;
  hashes.reserve(opened.parcel.rows.size());
  for (const auto& row : opened.parcel.rows) hashes.push_back(record::row_hash(row.row));
  if (record::row_list_hash(hashes) != opened.statement.row_list) {
    return altered("the rows are not those that the source signed");
  }
  return hashes;
}

// clause_of() is the clause that the leaf names, if what the leaf says of it is true.
Result<const agreement::Clause*> clause_of(const agreement::Agreement& agreement,
                                           const ledger::Leaf& leaf) {
  const auto named = std::ranges::find_if(agreement.clauses, [&](const agreement::Clause& clause) {
    return clause.name == leaf.clause && record::name(clause.occasion) == leaf.occasion;
  });
  if (named == agreement.clauses.end()) {
    return Error{Reason::kNoClause, "the agreement has no clause as the leaf names it"};
  }
  if (leaf.purpose != agreement::name(agreement.purpose) ||
      leaf.fields != named->treatments.names()) {
    return altered("the leaf names another purpose or other fields than the agreement");
  }
  return &*named;
}

Status parties_are(const agreement::Agreement& agreement, const record::Disclosure& what) {
  if (agreement.source.agency == what.from && agreement.recipient.agency == what.to) return ok();
  return Error{Reason::kWrongParty, "the agreement is between others"};
}

std::optional<Month> month_of_row(const record::Treated& row) {
  if (row.month) return row.month;
  if (row.event_day) return month_of(*row.event_day);
  if (row.event_minute) return month_of(local_day(*row.event_minute * kSecondsPerMinute));
  return std::nullopt;
}

// An agreement may grant no time at all: then the notification counts where it came.
Month month_of_parcel(const record::Occasion& occasion, const std::vector<record::Treated>& rows,
                      const ledger::Leaf& leaf) {
  if (occasion.kind == record::OccasionKind::kReturn) return occasion.month;
  return month_of_row(rows.front()).value_or(month_of(local_day(leaf.time)));
}

// The clause says that an offence is alleged, and the row has to agree: police seconded to a youth
// justice service see these, and a source that mistakes a victim shows them none (X1, X4).
std::optional<NotifyTerms> terms_of(const agreement::Agreement& agreement,
                                    const agreement::Clause& clause,
                                    const std::vector<record::Treated>& rows) {
  if (clause.occasion != record::OccasionKind::kNotify) return std::nullopt;
  const bool alleged =
      rows.front().child_role.value_or(record::ChildRole::kAlleged) == record::ChildRole::kAlleged;
  return NotifyTerms{clause.has(agreement::Condition::kOffenceAlleged) && alleged,
                     agreement.read_within_minutes * kSecondsPerMinute};
}

Status row_is_granted(const wire::ParcelRow& row, const record::Treated& treated,
                      const agreement::Clause& clause, const agreement::Agency& source,
                      const record::Occasion& occasion) {
  if (treated.type != clause.record) return Error{Reason::kNoClause, "a row of another type"};
  const auto excess = agreement::excess(treated, clause.treatments);
  if (!excess.empty()) {
    return Error{Reason::kExcessField, std::string(record::name(excess.front().field))};
  }
  if (!row.pseudonym.empty() && !clause.treatments.grants(Field::kChildPseudonym)) {
    return Error{Reason::kExcessField, std::string(record::name(Field::kChildPseudonym))};
  }
  if (!row.row.sealed_identity.empty() && !clause.treatments.grants(Field::kChildIdentity)) {
    return Error{Reason::kExcessField, std::string(record::name(Field::kChildIdentity))};
  }
  if (treated.contact && !source.has_contact(*treated.contact)) {
    return Error{Reason::kUnknownValue, std::string(record::name(Field::kContact))};
  }
  const std::optional<Month> of = month_of_row(treated);
  const bool is_return = occasion.kind == record::OccasionKind::kReturn;
  if (is_return && of && *of != occasion.month)
    return Error{Reason::kOutsideOccasion, "a row's time"};
  return ok();
}

}  // namespace

Result<ledger::Leaf> see_leaf(std::string_view leaf_text, std::string_view receipt_text,
                              const std::vector<Hash>& consistency, ledger::LogView& view) {
  STILE_TRY(ledger::Leaf leaf, ledger::parse_leaf(leaf_text));
  STILE_TRY(const ledger::Receipt receipt, ledger::parse_receipt(receipt_text));
  STILE_CHECKED(view.see_receipt(receipt, leaf_text, consistency));
  return leaf;
}

Result<OpenedParcel> open_parcel(ByteView sealed, const SealingKeys& keys) {
  STILE_TRY(const Bytes plain, keys.open_sealed(sealed));
  STILE_TRY(wire::Parcel parcel, wire::decode_parcel(plain));
  STILE_TRY(crypto::Note note, crypto::parse_note(parcel.statement));
  STILE_TRY(record::Statement statement, record::parse_statement(note.text));
  const Hash digest = record::consignment_digest(note.text);
  return OpenedParcel{std::move(parcel), std::move(note), std::move(statement), digest};
}

VerifiedParcel::VerifiedParcel(OpenedParcel opened, std::vector<record::Treated> treated,
                               std::vector<Hash> row_hashes, AgreementId agreement_id,
                               crypto::NoteVerifier source_key, const Month& month,
                               std::optional<NotifyTerms> notify_terms)
    : opened_(std::move(opened)),
      treated_(std::move(treated)),
      row_hashes_(std::move(row_hashes)),
      agreement_id_(std::move(agreement_id)),
      source_key_(std::move(source_key)),
      month_(month),
      notify_terms_(notify_terms) {}

Result<VerifiedParcel> verify_parcel(OpenedParcel opened, const ledger::Leaf& leaf,
                                     const AgencyId& self,
                                     const agreement::DocumentSet& documents) {
  const record::Statement& statement = opened.statement;
  STILE_CHECKED(leaf_is_of(leaf, opened, self));
  const Hash opening = ledger::commitment(opened.parcel.salt, "rows", view(statement.row_list));
  if (leaf.commit_rows != opening) return altered("the leaf commits to other rows");
  STILE_TRY(crypto::NoteVerifier source_key, source_key_of(opened, documents));
  STILE_TRY(std::vector<Hash> row_hashes, hashed_rows(opened));
  STILE_TRY(const agreement::Agreement* agreement,
            documents.was_in_force(statement.disclosure.agreement, leaf.time));
  STILE_CHECKED(parties_are(*agreement, statement.disclosure));
  STILE_TRY(const agreement::Clause* clause, clause_of(*agreement, leaf));
  const record::Disclosure& what = statement.disclosure;
  if (clause->record != what.record || clause->name != what.clause ||
      clause->occasion != what.occasion.kind) {
    return altered("the leaf names another clause");
  }
  const agreement::Agency& source = *documents.agency(what.from);
  std::vector<record::Treated> treated;
  treated.reserve(opened.parcel.rows.size());
  for (const wire::ParcelRow& row : opened.parcel.rows) {
    STILE_TRY(record::Treated fields, wire::decode_fields(row.row.fields));
    STILE_CHECKED(row_is_granted(row, fields, *clause, source, what.occasion));
    treated.push_back(std::move(fields));
  }
  const Month month = month_of_parcel(what.occasion, treated, leaf);
  const auto terms = terms_of(*agreement, *clause, treated);
  return VerifiedParcel(std::move(opened), std::move(treated), std::move(row_hashes), agreement->id,
                        std::move(source_key), month, terms);
}

}  // namespace stile::agent
