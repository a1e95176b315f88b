#include "gateway/pipeline/cited.h"

#include <algorithm>

#include "core/ledger/leaf.h"
#include "core/record/code_texts.h"
#include "core/record/row.h"
#include "core/wire/row_codec.h"

namespace stile::gateway {
namespace {

// At most 2^62 leaves have a place in the tree.
constexpr std::uint64_t kLeavesMost = std::uint64_t{1} << 62;

// The leaf is looked up by its hash, which stays when its body is deleted.
Result<ledger::Leaf> disclosure_cited(const wire::Citation& cited, const ledger::HashReader& tree) {
  const Error unknown{Reason::kNotFound, "the ledger has no disclosure as cited"};
  if (cited.index >= kLeavesMost) return unknown;
  STILE_TRY(const Hash stored, tree.stored_hash(ledger::stored_hash_index(0, cited.index)));
  if (stored != ledger::leaf_hash(cited.leaf)) return unknown;
  STILE_TRY(ledger::Leaf leaf, ledger::parse_leaf(cited.leaf));
  if (leaf.op != ledger::Op::kDisclosure || leaf.decision != "admitted") return unknown;
  // An exercise disclosed no record that anything could follow.
  if (leaf.occasion == record::name(record::OccasionKind::kExercise)) return unknown;
  return leaf;
}

Status check_same_parties(const ledger::Leaf& leaf, const record::Disclosure& what) {
  if (leaf.from != what.from.text() || leaf.to != what.to.text()) {
    return Error{Reason::kWrongParty, "the disclosure cited is between others"};
  }
  if (leaf.agreement != what.agreement) {
    return Error{Reason::kNoAgreement, "the disclosure cited is under another agreement"};
  }
  if (leaf.clause != what.clause) {
    return Error{Reason::kNoClause, "the disclosure cited is by another clause"};
  }
  return ok();
}

Status check_same_record(const ReceivedRow& row, const ledger::Leaf& leaf,
                         const record::Disclosure& what) {
  const wire::Citation& cited = *row.cited;
  const Hash list = record::row_list_hash(cited.row_hashes);
  if (leaf.commit_rows != ledger::commitment(cited.salt, "rows", view(list))) {
    return Error{Reason::kEnvelopeMismatch, "the disclosure cited is of other rows"};
  }
  if (std::ranges::count(cited.row_hashes, record::row_hash(cited.row)) == 0) {
    return Error{Reason::kEnvelopeMismatch, "the record cited was not disclosed there"};
  }
  STILE_TRY(const record::Treated before, wire::decode_fields(cited.row.fields));
  const bool follows = row.wire.row.event_token == cited.row.event_token &&
                       row.wire.row.revision > cited.row.revision &&
                       before.type == row.treated.type && before.type == what.record;
  if (follows) return ok();
  return Error{Reason::kEnvelopeMismatch, "the row is about another record than the one cited"};
}

}  // namespace

Result<agreement::Grant> grant_of_cited(const ReceivedRow& row, const record::Disclosure& what,
                                        const agreement::DocumentSet& documents,
                                        const ledger::HashReader& tree, Instant now) {
  STILE_TRY(agreement::Grant grant, agreement::granted_before(documents, what, now));
  STILE_TRY(const ledger::Leaf leaf, disclosure_cited(*row.cited, tree));
  STILE_CHECKED(check_same_parties(leaf, what));
  STILE_CHECKED(check_same_record(row, leaf, what));
  if (what.occasion.identifies()) return grant;  // of what nobody was told before
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<record::Field>(i);
    const bool disclosed = std::ranges::count(leaf.fields, record::name(field)) > 0;
    if (!disclosed) grant.treatments.withhold(field);
  }
  return grant;
}

}  // namespace stile::gateway
