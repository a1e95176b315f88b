#include "agents/source/disclosure_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "agents/ports/inspection_days.h"
#include "agents/report/proof_files.h"
#include "agents/source/admission.h"
#include "agents/source/intake_types.h"
#include "agents/source/sent_consignment.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/storage/statement.h"
#include "core/wire/row_codec.h"

namespace stile::agent {

using storage::Rows;
using storage::Statement;

// What is kept of one consignment; `holding` is the leaf of what the gateway did last with it
// itself. `bytes` is empty once its rows have gone.
struct DisclosureReader::Kept {
  ConsignmentHead head = {};
  std::string agreement_id = {};
  std::string recipient = {};
  std::string leaf = {};
  std::string receipt = {};
  std::string holding = {};
  Bytes bytes = {};
  std::int64_t word = 0;  // the last that its recipient said; 0: none
  std::uint64_t words = 0;
  bool answers = false;        // an enquiry, as the store has it
  bool withdrawn = false;      // a notification
  std::string reference = {};  // of the one record that it is about, where it is of one
};

namespace {

constexpr std::string_view kSent =
    "SELECT c.id, c.route, c.number, c.month, c.rows, c.digest, c.state, r.agreement_id,"
    " r.recipient, coalesce(p.leaf, ''), coalesce(p.receipt, ''),"
    " coalesce((SELECT h.leaf FROM holding AS h WHERE h.id = c.id ORDER BY h.idx DESC LIMIT 1),"
    " ''), coalesce(b.bytes, x''),"
    " coalesce((SELECT max(a.state) FROM acknowledgement AS a WHERE a.id = c.id), 0),"
    " (SELECT count(*) FROM acknowledgement AS a WHERE a.id = c.id) +"
    "  coalesce(d.challenges, 0),"
    " c.month = -3,"
    " EXISTS (SELECT 1 FROM notification AS n WHERE n.id = c.id AND n.withdrawn = 1),"
    " coalesce((SELECT h.reference FROM change AS h WHERE h.consignment = c.id LIMIT 1),"
    "  (SELECT n.reference FROM notification AS n WHERE n.id = c.id), '')"
    " FROM consignment AS c JOIN route AS r ON r.id = c.route"
    " LEFT JOIN receipt AS p ON p.id = c.id LEFT JOIN consignment_bytes AS b ON b.id = c.id"
    " LEFT JOIN (SELECT consignment, count(*) AS challenges FROM"
    "  (SELECT consignment FROM challenge UNION ALL SELECT consignment FROM identity_request)"
    "  GROUP BY consignment) AS d ON d.consignment = c.id"
    " ORDER BY c.id";

// A refused consignment is no more; its agreement's name is, since it was written down with it.
constexpr std::string_view kRefused =
    "SELECT o.time, o.agreement_id, o.occasion, o.rows, o.reason,"
    " coalesce((SELECT iif(min(r.recipient) = max(r.recipient), min(r.recipient), '')"
    "  FROM route AS r WHERE r.agreement_id = o.agreement_id), ''),"
    " o.occasion = 'enquiry' OR (o.agreement_id = '' AND o.occasion LIKE 'correction%') OR"
    "  o.agreement_id IN (SELECT r.agreement_id FROM route AS r JOIN consignment AS c"
    "   ON c.route = r.id WHERE c.month = -3)"
    " FROM operation_log AS o WHERE o.op = 'refusal' ORDER BY o.id";

constexpr std::string_view kReferences = "SELECT route, event_token, reference FROM record";

constexpr std::string_view kHoldings =
    "SELECT r.agreement_id, r.recipient, h.idx, h.leaf, h.receipt FROM holding AS h"
    " JOIN consignment AS c ON c.id = h.id JOIN route AS r ON r.id = c.route";

Reach reach_of(ConsignmentState state, std::int64_t word, const std::string& holding) {
  if (state == ConsignmentState::kQueued) return Reach::kQueued;
  if (word == static_cast<std::int64_t>(record::DisclosureState::kClosed)) return Reach::kClosed;
  if (word == static_cast<std::int64_t>(record::DisclosureState::kOpened)) return Reach::kOpened;
  if (state == ConsignmentState::kStored) return Reach::kStored;
  const auto leaf = ledger::parse_leaf(holding);
  const auto held = leaf.ok() ? record::named<record::Holding>(leaf->decision) : std::nullopt;
  if (held == record::Holding::kFrozen) return Reach::kFrozen;
  if (held == record::Holding::kUncollected) return Reach::kUncollected;
  if (held == record::Holding::kEnded) return Reach::kEnded;
  return Reach::kAdmitted;
}

bool is_embargoed(bool enquired, Instant time, Instant now) {
  return enquired && now - time < kEmbargo;
}

// without_statement() is on what occasion a consignment went whose rows have gone, and with them
// its statement: of a correction, and of an answer, nobody knows more than the leaf.
std::optional<record::Occasion> without_statement(const ConsignmentHead& head) {
  if (head.corrects() || head.answers()) return std::nullopt;
  return head.exercises() ? record::exercise() : occasion_of_key(head.month);
}

void hold(const std::string& agreement_id, const ledger::Leaf& leaf, std::uint64_t index,
          DisclosureAccount& to) {
  if (!leaf.agreement || !leaf.counter) return;
  NumberedLeaves& leaves = to.numbered[*leaf.agreement];
  leaves.agreement_id = agreement_id;
  leaves.counters.hold(*leaf.counter, index);
}

}  // namespace

DisclosureQuery DisclosureReader::whenever(DisclosureQuery query) {
  query.first = DisclosureQuery().first;
  query.last = DisclosureQuery().last;
  return query;
}

std::string DisclosureReader::id_of(const std::string& named,
                                    const agreement::DocumentSet* documents) {
  const auto bytes = crypto::unhex(named);
  Hash hash{};
  if (documents == nullptr || !bytes.ok() || !copy_exact(bytes.value(), hash)) return named;
  const auto agreement = documents->agreement(hash);
  return agreement.ok() ? (*agreement)->id.text() : named;
}

Result<DisclosureAccount> DisclosureReader::account(const DisclosureQuery& query) {
  DisclosureAccount all{.documents = options_.documents(),
                        .self = options_.self.text(),
                        .log = log_keys(options_.log),
                        .now = options_.clock()};
  STILE_CHECKED(read_sent(query, all));
  STILE_CHECKED(read_refused(query, all));
  STILE_CHECKED(read_holdings(query, all));
  STILE_CHECKED(read_withheld(query, all));
  if (query.names_all()) STILE_CHECKED(read_untold(query, all));
  if (query.only == "withheld" || query.only == "held") {
    STILE_CHECKED(read_kept_back(query, all));
    STILE_CHECKED(read_decided(query, all));
  }
  std::ranges::stable_sort(all.listed, {}, &ListedDisclosure::time);
  return all;
}

Status DisclosureReader::read_sent(const DisclosureQuery& query, DisclosureAccount& to) {
  Statement statement(database_, kSent);
  const DisclosureQuery ever = whenever(query);
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    Kept kept;
    std::int64_t state = 0;
    std::int64_t answers = 0;
    std::int64_t withdrawn = 0;
    STILE_CHECKED(rows.read(kept.head.id, kept.head.route, kept.head.number, kept.head.month,
                            kept.head.rows, kept.head.digest, state, kept.agreement_id,
                            kept.recipient, kept.leaf, kept.receipt, kept.holding, kept.bytes,
                            kept.word, kept.words, answers, withdrawn, kept.reference));
    kept.head.state = static_cast<ConsignmentState>(state);
    kept.answers = answers != 0;
    kept.withdrawn = withdrawn != 0;
    ListedDisclosure one = listed_of(kept);
    std::set<std::size_t> revised;
    if (query.only == "corrected" && may_revise(one)) revised = revised_in(kept);
    Status proven = prove(kept);
    const bool enquired = is_enquired(kept, one);
    if (proven.ok() && enquired && one.agreement) enquired_.insert(*one.agreement);
    if (proven.ok() && is_embargoed(enquired, one.time, to.now)) continue;
    if (proven.ok() && !admits(ever, one)) continue;
    if (proven.ok() && one.leaf && !enquired) count(kept, *one.leaf, to);
    if (proven.ok() && !admits(query, one)) continue;
    if (proven.ok()) proven = read_rows(kept, to, one);
    if (!proven.ok()) one.fault = proven.error().detail;
    const agreement::Clause* clause = clause_of(to.documents.get(), one);
    if (!one.record && clause != nullptr) one.record = clause->record;
    if (query.proofs) one.reference.clear();  // that is for outsiders
    if (query.proofs && proven.ok() && one.leaf) {
      to.leaves.push_back({*one.leaf, std::move(kept.leaf), std::move(kept.receipt)});
    }
    if (proven.ok() && !revised.empty()) {
      STILE_CHECKED(list_revised(kept, revised, one, to));
      continue;
    }
    to.listed.push_back(std::move(one));
  }
}

std::set<std::size_t> DisclosureReader::revised_in(const Kept& kept) {
  std::set<std::size_t> places;
  const auto consignment = agent::read_sent(kept.bytes);
  if (!consignment.ok()) return places;  // prove() says so
  for (std::size_t place = 0; place < consignment->rows.size(); ++place) {
    const auto& token = consignment->rows[place].event_token;
    if (token && !seen_.emplace(kept.head.route, *token).second) places.insert(place);
  }
  return places;
}

Status DisclosureReader::list_revised(const Kept& kept, const std::set<std::size_t>& places,
                                      const ListedDisclosure& one, DisclosureAccount& to) {
  STILE_TRY(const auto consignment, agent::read_sent(kept.bytes));
  for (const std::size_t place : places) {
    ListedDisclosure& record = to.listed.emplace_back(one);
    record.rows = record.kept_rows = record.revised = 1;
    record.reason = kRevisedReason;
    STILE_TRY(record.reference,
              reference_of(kept.head.route, *consignment.rows[place].event_token));
  }
  return ok();
}

// A record that is gone, or that was withdrawn and given anew, has no reference here.
Result<std::string> DisclosureReader::reference_of(std::int64_t route, const Token& event_token) {
  if (!references_) {
    references_.emplace();
    Statement statement(database_, kReferences);
    STILE_TRY(Rows rows, statement.start());
    for (;;) {
      STILE_TRY(const bool more, rows.next());
      if (!more) break;
      std::int64_t of = 0;
      Token token{};
      std::string reference;
      STILE_CHECKED(rows.read(of, token, reference));
      if (seen_.contains({of, token})) references_->emplace(std::pair(of, token), reference);
    }
  }
  const auto found = references_->find({route, event_token});
  return found == references_->end() ? std::string() : found->second;
}

// is_enquired() goes by the leaf, which is proven, where there is one: whoever could write the
// store would else hide a consignment as an answer. Of what waits it goes by either.
bool DisclosureReader::is_enquired(const Kept& kept, const ListedDisclosure& one) const {
  const auto documents = options_.documents();
  const auto leaf = ledger::parse_leaf(kept.leaf);
  if (leaf.ok()) return is_about_enquiries(leaf.value(), documents.get());
  return kept.answers || (one.agreement && is_about_enquiries(*one.agreement, documents.get()));
}

void DisclosureReader::count(const Kept& kept, std::uint64_t index, DisclosureAccount& to) const {
  const auto leaf = ledger::parse_leaf(kept.leaf);
  if (!leaf.ok() || !leaf->agreement) return;
  hold(kept.agreement_id, leaf.value(), index, to);
  to.numbered[*leaf->agreement].counters.add_words(kept.words);
}

// listed_of() is what leaf and head say; of what is still queued, its statement.
ListedDisclosure DisclosureReader::listed_of(const Kept& kept) const {
  ListedDisclosure one{.from = options_.self.text(),
                       .to = kept.recipient,
                       .agreement_id = kept.agreement_id,
                       .number = kept.head.number,
                       .rows = kept.head.rows,
                       .reach = reach_of(kept.head.state, kept.word, kept.holding),
                       .reference = kept.reference,
                       .gone = kept.withdrawn};
  if (const auto pending = read_pending(kept.head, kept.bytes); pending.ok()) {
    const record::Statement& statement = pending->statement;
    one.time = statement.made;
    one.occasion = statement.disclosure.occasion;
    one.record = statement.disclosure.record;
    one.agreement = statement.disclosure.agreement;
    one.clause = statement.disclosure.clause;
  }
  const auto leaf = ledger::parse_leaf(kept.leaf);
  if (!leaf.ok()) return one;
  one.time = leaf->time;
  one.agreement = leaf->agreement;
  one.clause = leaf->clause;
  one.purpose = leaf->purpose;
  if (!one.occasion) one.occasion = without_statement(kept.head);
  if (!one.occasion) one.refused = leaf->occasion;
  if (const auto receipt = ledger::parse_receipt(kept.receipt); receipt.ok()) {
    one.leaf = receipt->index;
  }
  return one;
}

Status DisclosureReader::prove(const Kept& kept) const {
  // What was lost with a ledger is queued again, with the leaf that it had.
  const bool has_left = !kept.leaf.empty();
  if (!has_left && kept.head.state != ConsignmentState::kQueued) {
    return Error{Reason::kIntegrity, "its state and its receipt disagree"};
  }
  if (has_left) {
    STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
    STILE_CHECKED(ledger::verify_receipt(receipt, kept.leaf, options_.log));
    STILE_CHECKED(check_parties(kept));
  }
  if (kept.bytes.empty()) return ok();
  STILE_TRY(const Pending pending, read_pending(kept.head, kept.bytes));
  return has_left ? check_leaf(pending, kept.leaf) : ok();
}

// To whom it went, under which agreement, and how many rows, stands in tables that prove nothing.
Status DisclosureReader::check_parties(const Kept& kept) const {
  STILE_TRY(const auto leaf, ledger::parse_leaf(kept.leaf));
  const auto documents = options_.documents();
  bool same = leaf.from == options_.self.text() && leaf.to == kept.recipient &&
              leaf.rows == kept.head.rows && leaf.agreement;
  if (same && documents != nullptr) {
    const auto agreement = documents->agreement(*leaf.agreement);
    same = !agreement.ok() || (*agreement)->id.text() == kept.agreement_id;
  }
  if (same) return ok();
  return Error{Reason::kIntegrity, "the leaf is of another consignment"};
}

// read_rows() adds what the rows say, which are those that were signed.
Status DisclosureReader::read_rows(const Kept& kept, const DisclosureAccount& with,
                                   ListedDisclosure& one) const {
  if (kept.bytes.empty()) return ok();
  STILE_TRY(const Pending pending, read_pending(kept.head, kept.bytes));
  STILE_TRY(const auto consignment, agent::read_sent(kept.bytes));
  if (record::row_list_hash(consignment.hashes()) != pending.statement.row_list) {
    return Error{Reason::kIntegrity, "the rows are not those that were signed"};
  }
  const agreement::Clause* clause = clause_of(with.documents.get(), one);
  for (const auto& [hash, event_token, row] : consignment.rows) {
    if (!row) continue;
    STILE_TRY(auto treated, wire::decode_fields(row->row.fields));
    add_row({std::move(treated), !row->row.sealed_identity.empty(), !row->subject_token.empty()},
            clause, one);
  }
  return ok();
}

Status DisclosureReader::read_refused(const DisclosureQuery& query, DisclosureAccount& to) {
  Statement statement(database_, kRefused);
  DisclosureQuery by_id = query;  // a refusal has its agreement's id alone
  by_id.agreement = id_of(query.agreement, to.documents.get());
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    ListedDisclosure one{.from = options_.self.text(), .reach = Reach::kRefused};
    std::int64_t enquired = 0;
    STILE_CHECKED(
        rows.read(one.time, one.agreement_id, one.refused, one.rows, one.reason, one.to, enquired));
    if (is_embargoed(enquired != 0, one.time, to.now) || !admits(by_id, one)) continue;
    to.listed.push_back(std::move(one));
  }
}

Status DisclosureReader::read_holdings(const DisclosureQuery& query, DisclosureAccount& to) {
  Statement statement(database_, kHoldings);
  const DisclosureQuery ever = whenever(query);
  STILE_TRY(Rows rows, statement.start());
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return ok();
    ListedDisclosure about{.from = options_.self.text()};
    LeafProof proof;
    STILE_CHECKED(rows.read(about.agreement_id, about.to, proof.index, proof.leaf, proof.receipt));
    const auto leaf = ledger::parse_leaf(proof.leaf);
    const auto receipt = ledger::parse_receipt(proof.receipt);
    const bool proven = leaf.ok() && receipt.ok() && receipt->index == proof.index &&
                        leaf->to == about.to &&
                        ledger::verify_receipt(receipt.value(), proof.leaf, options_.log).ok();
    if (!proven) {
      about.fault = "what the gateway says that it did with it does not verify";
      to.listed.push_back(std::move(about));
      continue;
    }
    about.agreement = leaf->agreement;
    about.time = leaf->time;
    if (!about.agreement || enquired_.contains(*about.agreement)) continue;
    if (admits(ever, about)) hold(about.agreement_id, leaf.value(), proof.index, to);
    if (query.proofs && admits(query, about)) to.leaves.push_back(std::move(proof));
  }
}

}  // namespace stile::agent
