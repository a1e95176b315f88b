#include "agents/recipient/received_reader.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/ports/inspection_days.h"
#include "agents/recipient/each_row.h"
#include "agents/report/proof_files.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "core/record/statement.h"
#include "core/storage/statement.h"
#include "core/wire/row_codec.h"

namespace stile::agent {

using storage::Rows;
using storage::Statement;

// What is kept of one parcel. `words` are those said here that have a leaf of their own.
struct ReceivedReader::Kept {
  std::int64_t id = 0;
  std::string source = {};
  std::string agreement_id = {};
  std::uint64_t number = 0;
  std::uint64_t rows = 0;
  std::string leaf = {};
  std::string receipt = {};
  std::string statement = {};
  Hash salt{};
  Bytes row_hashes = {};
  std::int64_t state = 0;
  std::uint64_t words = 0;
};

struct ReceivedReader::Listed {
  std::int64_t parcel = 0;
  Bytes row_hashes = {};
  ListedDisclosure one = {};
};

namespace {

constexpr std::string_view kParcels =
    "SELECT parcel.id, agency, agreement_id, number, rows, leaf, receipt, statement, salt,"
    " row_hashes, coalesce((SELECT max(state) FROM word WHERE word.parcel = parcel.id), 1),"
    " 1 + (SELECT count(*) FROM word WHERE word.parcel = parcel.id AND answer <> '') +"
    "  coalesce(doubted.challenges, 0),"
    " EXISTS (SELECT 1 FROM notice WHERE notice.parcel = parcel.id AND (EXISTS (SELECT 1 FROM "
    "change"
    "   WHERE change.source = notice.source AND change.event_token = notice.event_token"
    "   AND kind = 5) OR EXISTS (SELECT 1 FROM disposed_event AS gone WHERE"
    "   gone.source = notice.source AND gone.event_token = notice.event_token)))"
    " FROM parcel JOIN stream ON stream.id = stream JOIN source ON source.id = source"
    " LEFT JOIN (SELECT parcel, count(*) AS challenges FROM (SELECT parcel, sent FROM challenge"
    "   UNION ALL SELECT parcel, sent FROM identity_request) WHERE sent <> ''"
    "  GROUP BY parcel) AS doubted ON doubted.parcel = parcel.id"
    " ORDER BY parcel.id";

constexpr std::string_view kRows =
    "SELECT parcel, position, event_token, revision, salt, fields, sealed_identity,"
    " pseudonym <> x'', ?1 AND EXISTS (SELECT 1 FROM row AS o WHERE o.source = row.source"
    "  AND o.event_token = row.event_token AND o.revision < row.revision) FROM row"
    " UNION ALL SELECT told.parcel, 0, event_token, revision, told.salt, told.fields, sealed, 0, 0"
    " FROM identity_answer AS told JOIN answer ON answer.parcel = told.parcel WHERE sealed <> x''"
    " AND NOT EXISTS (SELECT 1 FROM gone_event AS gone WHERE gone.source = answer.source AND"
    "  gone.event_token = answer.event_token)";

Reach reach_of(std::int64_t state) {
  const auto said = static_cast<NoticeState>(state);
  if (said == NoticeState::kStored) return Reach::kStored;
  return said == NoticeState::kOpened ? Reach::kOpened : Reach::kClosed;
}

// said_in() is what the source signed.
Result<record::Statement> said_in(const std::string& statement) {
  STILE_TRY(const auto note, crypto::parse_note(statement));
  return record::parse_statement(note.text);
}

std::vector<Hash> split(ByteView hashes) {
  std::vector<Hash> list(hashes.size() / sizeof(Hash));
  for (std::size_t i = 0; i < list.size(); ++i) {
    copy_exact(hashes.substr(i * sizeof(Hash), sizeof(Hash)), list[i]);
  }
  return list;
}

bool is_row(ByteView hashes, std::size_t position, const record::Row& row) {
  return position < hashes.size() / sizeof(Hash) &&
         hashes.substr(position * sizeof(Hash), sizeof(Hash)) == view(record::row_hash(row));
}

}  // namespace

Result<DisclosureAccount> ReceivedReader::account(const DisclosureQuery& query) {
  DisclosureAccount all{.documents = options_.documents(),
                        .self = options_.self.text(),
                        .log = log_keys(options_.log),
                        .now = options_.clock()};
  std::vector<Listed> listed;
  STILE_CHECKED(read_parcels(query, all, listed));
  STILE_CHECKED(read_rows(query, all, listed));
  std::set<std::uint64_t> faulty;
  for (const Listed& one : listed) {
    if (!one.one.fault.empty() && one.one.leaf) faulty.insert(*one.one.leaf);
  }
  std::erase_if(all.leaves, [&](const LeafProof& one) { return faulty.contains(one.index); });
  for (Listed& one : listed) all.listed.push_back(std::move(one.one));
  std::ranges::stable_sort(all.listed, {}, &ListedDisclosure::time);
  return all;
}

Status ReceivedReader::read_parcels(const DisclosureQuery& query, DisclosureAccount& to,
                                    std::vector<Listed>& listed) {
  Statement statement(database_, kParcels);
  DisclosureQuery ever = query;
  ever.first = DisclosureQuery().first;
  ever.last = DisclosureQuery().last;
  return for_each(statement, [&](const Rows& rows) -> Status {
    Kept kept;
    int gone = 0;
    STILE_CHECKED(rows.read(kept.id, kept.source, kept.agreement_id, kept.number, kept.rows,
                            kept.leaf, kept.receipt, kept.statement, kept.salt, kept.row_hashes,
                            kept.state, kept.words, gone));
    ListedDisclosure one = listed_of(kept);
    one.gone = gone != 0;
    const Status proven = prove(kept);
    const auto leaf = ledger::parse_leaf(kept.leaf);
    const bool enquired = leaf.ok() && is_about_enquiries(leaf.value(), to.documents.get());
    if (proven.ok() && enquired && to.now - one.time < kEmbargo) return ok();
    if (proven.ok() && !admits(ever, one)) return ok();
    if (proven.ok() && !enquired) count(kept, one, to);
    if (proven.ok() && !admits(query, one)) return ok();
    if (!proven.ok()) one.fault = proven.error().detail;
    if (query.proofs && proven.ok() && one.leaf) {
      to.leaves.push_back({*one.leaf, std::move(kept.leaf), std::move(kept.receipt)});
    }
    listed.push_back({kept.id, std::move(kept.row_hashes), std::move(one)});
    return ok();
  });
}

void ReceivedReader::count(const Kept& kept, const ListedDisclosure& one, DisclosureAccount& to) {
  const auto leaf = ledger::parse_leaf(kept.leaf);
  if (!leaf.ok() || !leaf->agreement || !leaf->counter || !one.leaf) return;
  NumberedLeaves& leaves = to.numbered[*leaf->agreement];
  leaves.agreement_id = kept.agreement_id;
  leaves.counters.hold(*leaf->counter, *one.leaf);
  leaves.counters.add_words(kept.words);
}

ListedDisclosure ReceivedReader::listed_of(const Kept& kept) const {
  ListedDisclosure one{.from = kept.source,
                       .to = options_.self.text(),
                       .agreement_id = kept.agreement_id,
                       .number = kept.number,
                       .rows = kept.rows,
                       .reach = reach_of(kept.state)};
  if (const auto said = said_in(kept.statement); said.ok()) {
    one.time = said->made;
    one.occasion = said->disclosure.occasion;
    one.record = said->disclosure.record;
    one.agreement = said->disclosure.agreement;
    one.clause = said->disclosure.clause;
  }
  if (const auto receipt = ledger::parse_receipt(kept.receipt); receipt.ok()) {
    one.leaf = receipt->index;
  }
  const auto leaf = ledger::parse_leaf(kept.leaf);
  if (!leaf.ok()) return one;
  one.time = leaf->time;
  one.agreement = leaf->agreement;
  one.clause = leaf->clause;
  one.purpose = leaf->purpose;
  return one;
}

bool ReceivedReader::is_of_stream(const ledger::Leaf& leaf, const Kept& kept) const {
  const auto documents = options_.documents();
  if (documents == nullptr || !leaf.agreement) return true;
  const auto agreement = documents->agreement(*leaf.agreement);
  return !agreement.ok() || (*agreement)->id.text() == kept.agreement_id;
}

Status ReceivedReader::prove(const Kept& kept) const {
  STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
  STILE_CHECKED(ledger::verify_receipt(receipt, kept.leaf, options_.log));
  STILE_TRY(const auto leaf, ledger::parse_leaf(kept.leaf));
  STILE_TRY(const auto said, said_in(kept.statement));
  const Hash rows = record::row_list_hash(split(kept.row_hashes));
  if (leaf.from == kept.source && leaf.to == options_.self.text() && rows == said.row_list &&
      said.rows == kept.rows && said.number == kept.number && leaf.rows == kept.rows &&
      is_of_stream(leaf, kept) &&
      leaf.commit_rows == ledger::commitment(kept.salt, "rows", view(rows))) {
    return ok();
  }
  return Error{Reason::kIntegrity, "the leaf is of another consignment"};
}

// Rows that were destroyed, or never kept, are not among them.
Status ReceivedReader::read_rows(const DisclosureQuery& query, const DisclosureAccount& with,
                                 std::vector<Listed>& listed) {
  std::map<std::int64_t, Listed*> by_parcel;
  for (Listed& one : listed) by_parcel.emplace(one.parcel, &one);
  Statement statement(database_, kRows);
  const auto take = [&](const Rows& rows) -> Status {
    std::int64_t parcel = 0;
    std::uint64_t position = 0;
    record::Row row;
    int pseudonym = 0;
    int revises = 0;
    STILE_CHECKED(rows.read(parcel, position, row.event_token, row.revision, row.salt, row.fields,
                            row.sealed_identity, pseudonym, revises));
    const auto found = by_parcel.find(parcel);
    if (found == by_parcel.end()) return ok();
    ListedDisclosure& one = found->second->one;
    auto treated = wire::decode_fields(row.fields);
    if (!treated.ok() || !is_row(found->second->row_hashes, position, row)) {
      one.fault = "row " + std::to_string(position + 1) + " is not as its source signed it";
      return ok();
    }
    add_row({std::move(treated).value(), !row.sealed_identity.empty(), pseudonym != 0},
            clause_of(with.documents.get(), one), one);
    if (revises == 0 || !may_revise(one)) return ok();
    one.reason = kRevisedReason;
    ++one.revised;
    return ok();
  };
  return for_each(statement, take, query.only == "corrected" ? 1 : 0);
}

}  // namespace stile::agent
