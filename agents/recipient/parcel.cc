#include "agents/recipient/parcel.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "core/agreement/minimise.h"
#include "core/base/limits.h"
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

// agreement_of() is the agreement under which a consignment was admitted. A correction follows its
// record though the agreement has ended; only facts and annotations wait while it is suspended. Who
// the child is nobody was told before: that comes under one in force, as all else does.
//
// A suspension binds from a minute on, and the gateway may have admitted something in it before it
// knew of that: this waits, and goes once both have let it go again, which counts then.
Result<const agreement::Agreement*> agreement_of(const record::Disclosure& what, Instant admitted,
                                                 Instant now,
                                                 const agreement::DocumentSet& documents) {
  auto in_force = documents.was_in_force(what.agreement, admitted);
  if (!in_force.ok() && in_force.reason() == Reason::kSuspended) {
    in_force = documents.was_in_force(what.agreement, now);
  }
  if (!what.occasion.corrects() || what.occasion.identifies()) return in_force;
  const auto kind = record::kind_of(*what.occasion.change);
  const bool waits =
      kind == record::ChangeKind::kCorrected || kind == record::ChangeKind::kAnnotated;
  if (waits && !in_force.ok() && in_force.reason() == Reason::kSuspended) return in_force;
  return documents.agreement(what.agreement);
}

// carried() are the treatments that the leaf says a consignment has: all that its clause grants, or
// of a correction of facts some of it, never who the child is; of any other correction, and of an
// exercise, none. Of what answers a request, who the child is and nothing else.
Result<agreement::Treatments> carried(const agreement::Clause& clause, const ledger::Leaf& leaf,
                                      const record::Occasion& occasion) {
  agreement::Treatments treatments = clause.treatments;
  const bool facts = occasion.corrects()
                         ? record::kind_of(*occasion.change) == record::ChangeKind::kCorrected
                         : !occasion.exercises();
  if (!facts) treatments = {};
  if (occasion.corrects()) {
    treatments.withhold(Field::kChildPseudonym);
    treatments.withhold(Field::kChildIdentity);
    for (int i = 1; i <= record::kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      if (std::ranges::count(leaf.fields, record::name(field)) == 0) treatments.withhold(field);
    }
  }
  if (occasion.identifies()) {
    treatments.grant(Field::kChildIdentity, record::Treatment::kSeal);
  }
  if (leaf.fields == treatments.names()) return treatments;
  return altered("the leaf names other fields than the agreement");
}

// clause_of() is the clause that leaf and statement name.
Result<const agreement::Clause*> clause_of(const agreement::Agreement& agreement,
                                           const ledger::Leaf& leaf,
                                           const record::Disclosure& what) {
  const auto named = std::ranges::find_if(agreement.clauses, [&](const agreement::Clause& clause) {
    const std::string_view of =
        what.occasion.exercises() ? record::name(record::OccasionKind::kNotify) : leaf.occasion;
    const bool on_occasion = what.occasion.corrects() || record::name(clause.occasion) == of;
    return clause.name == leaf.clause && on_occasion;
  });
  if (named == agreement.clauses.end()) {
    return Error{Reason::kNoClause, "the agreement has no clause as the leaf names it"};
  }
  if (leaf.purpose != agreement::name(agreement.purpose)) {
    return altered("the leaf names another purpose than the agreement");
  }
  if (named->record != what.record || named->name != what.clause ||
      leaf.occasion != record::name(what.occasion.kind)) {
    return altered("the leaf names another clause");
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
// A correction stays where the record was filed first, and an answer, which is of many months, is
// filed where it came.
Month month_of_parcel(const OpenedParcel& opened, const std::vector<record::Treated>& rows,
                      const ledger::Leaf& leaf) {
  const record::Occasion& occasion = opened.statement.disclosure.occasion;
  if (occasion.kind == record::OccasionKind::kReturn) return occasion.month;
  if (occasion.enquires()) return month_of(local_day(leaf.time));
  if (occasion.corrects()) return month_of_event(opened.parcel.rows.front().row.event_token);
  return month_of_row(rows.front()).value_or(month_of(local_day(leaf.time)));
}

bool alleges(const agreement::Clause& clause, const record::Treated& row) {
  return clause.has(agreement::Condition::kOffenceAlleged) &&
         row.child_role.value_or(record::ChildRole::kAlleged) == record::ChildRole::kAlleged;
}

// The clause says that an offence is alleged, and the row has to agree: police seconded to a youth
// justice service see these, and a source that mistakes a victim shows them none (X1, X4).
std::optional<NotifyTerms> notify_terms_of(const agreement::Agreement& agreement,
                                           const agreement::Clause& clause,
                                           const record::Occasion& occasion,
                                           const record::Treated& row) {
  if (occasion.kind != record::OccasionKind::kNotify) return std::nullopt;
  return NotifyTerms{alleges(clause, row), agreement.read_within_minutes * kSecondsPerMinute};
}

std::optional<ChangeTerms> change_terms_of(const agreement::Agreement& agreement,
                                           const agreement::Clause& clause,
                                           const record::Occasion& occasion,
                                           const record::Treated& row) {
  if (!occasion.corrects()) return std::nullopt;
  const Instant within = agreement.notifies() ? agreement.read_within_minutes * kSecondsPerMinute
                                              : kReturnChangeSeconds;
  return ChangeTerms{*occasion.change, agreement.notifies(), alleges(clause, row), within};
}

Error excess(Field field) { return {Reason::kExcessField, std::string(record::name(field))}; }

Status contact_is_known(const record::Treated& treated, const agreement::Agency& source) {
  if (!treated.contact || source.has_contact(*treated.contact)) return ok();
  return Error{Reason::kUnknownValue, std::string(record::name(Field::kContact))};
}

// Every sealed identity has one length, by which it tells nothing.
Status identity_is_granted(const Bytes& sealed, const agreement::Grant& grant) {
  if (!grant.treatments.grants(Field::kChildIdentity)) {
    return sealed.empty() ? ok() : Status(excess(Field::kChildIdentity));
  }
  if (sealed.size() == limits::kSealedIdentityBytes) return ok();
  const Reason why = sealed.empty() ? Reason::kMissingField : Reason::kMalformed;
  return Error{why, std::string(record::name(Field::kChildIdentity))};
}

// correction_is_granted() checks what would say who the child is first.
Status correction_is_granted(const wire::ParcelRow& row, const record::Treated& treated,
                             const agreement::Grant& grant) {
  if (treated.type != grant.clause->record)
    return Error{Reason::kNoClause, "a row of another type"};
  if (!row.pseudonym.empty()) return excess(Field::kChildPseudonym);
  STILE_CHECKED(identity_is_granted(row.row.sealed_identity, grant));
  const auto faults = agreement::faults_of_correction(treated, grant);
  if (faults.empty()) return ok();
  return Error{faults.front().reason, std::string(record::name(faults.front().field))};
}

// Of an exercise nothing is granted.
Status row_is_granted(const wire::ParcelRow& row, const record::Treated& treated,
                      const agreement::Grant& grant, const record::Occasion& occasion) {
  if (treated.type != grant.clause->record) {
    return Error{Reason::kNoClause, "a row of another type"};
  }
  const agreement::Treatments& treatments = grant.treatments;
  const auto beyond = agreement::excess(treated, treatments);
  if (!beyond.empty()) return excess(beyond.front().field);
  if (!row.pseudonym.empty() && !treatments.grants(Field::kChildPseudonym)) {
    return excess(Field::kChildPseudonym);
  }
  if (!row.row.sealed_identity.empty() && !treatments.grants(Field::kChildIdentity)) {
    return excess(Field::kChildIdentity);
  }
  if (treated.declined && !occasion.enquires()) return excess(Field::kCompleteness);
  const std::optional<Month> of = month_of_row(treated);
  const bool is_return = occasion.kind == record::OccasionKind::kReturn;
  if (is_return && of && *of != occasion.month)
    return Error{Reason::kOutsideOccasion, "a row's time"};
  return ok();
}

}  // namespace

Month month_of_event(const Token& event_token) {
  return month_of(Day{event_token[0]} * 256 + Day{event_token[1]});
}

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
                               const Terms& terms)
    : opened_(std::move(opened)),
      treated_(std::move(treated)),
      row_hashes_(std::move(row_hashes)),
      agreement_id_(std::move(agreement_id)),
      source_key_(std::move(source_key)),
      month_(month),
      terms_(terms) {}

Result<VerifiedParcel> verify_parcel(OpenedParcel opened, const ledger::Leaf& leaf,
                                     const AgencyId& self, Instant now,
                                     const agreement::DocumentSet& documents) {
  const record::Statement& statement = opened.statement;
  STILE_CHECKED(leaf_is_of(leaf, opened, self));
  const Hash opening = ledger::commitment(opened.parcel.salt, "rows", view(statement.row_list));
  if (leaf.commit_rows != opening) return altered("the leaf commits to other rows");
  STILE_TRY(crypto::NoteVerifier source_key, source_key_of(opened, documents));
  STILE_TRY(std::vector<Hash> row_hashes, hashed_rows(opened));
  const record::Disclosure& what = statement.disclosure;
  STILE_TRY(const agreement::Agreement* agreement, agreement_of(what, leaf.time, now, documents));
  STILE_CHECKED(parties_are(*agreement, what));
  STILE_TRY(const agreement::Clause* clause, clause_of(*agreement, leaf, what));
  STILE_TRY(const agreement::Treatments treatments, carried(*clause, leaf, what.occasion));
  agreement::Grant grant;
  grant.agreement = agreement;
  grant.clause = clause;
  grant.treatments = treatments;
  const agreement::Agency& source = *documents.agency(what.from);
  std::vector<record::Treated> treated;
  treated.reserve(opened.parcel.rows.size());
  for (const wire::ParcelRow& row : opened.parcel.rows) {
    STILE_TRY(record::Treated fields, wire::decode_fields(row.row.fields));
    const Status granted = what.occasion.corrects()
                               ? correction_is_granted(row, fields, grant)
                               : row_is_granted(row, fields, grant, what.occasion);
    if (!granted.ok()) return granted.error();
    STILE_CHECKED(contact_is_known(fields, source));
    treated.push_back(std::move(fields));
  }
  const Month month = month_of_parcel(opened, treated, leaf);
  const VerifiedParcel::Terms terms{
      notify_terms_of(*agreement, *clause, what.occasion, treated.front()),
      change_terms_of(*agreement, *clause, what.occasion, treated.front())};
  return VerifiedParcel(std::move(opened), std::move(treated), std::move(row_hashes), agreement->id,
                        std::move(source_key), month, terms);
}

}  // namespace stile::agent
