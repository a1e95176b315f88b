#include "gateway/pipeline/succession.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include "core/agreement/document_set.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"
#include "core/record/question.h"
#include "core/record/statement.h"

namespace stile::gateway {
namespace {

bool is_admission(const ledger::Leaf& leaf) {
  return leaf.op == ledger::Op::kDisclosure && leaf.decision == "admitted";
}

// name_consignment() adds number and digest as the consignment's source has signed them, where the
// leaf is of that.
void name_consignment(const ledger::Leaf& leaf, const agreement::DocumentSet& documents,
                      GivenBack& given) {
  given.number = 0;
  const auto note = crypto::parse_note(given.note);
  const auto from = AgencyId::parse(leaf.from);
  const auto* source = from.ok() ? documents.agency(from.value()) : nullptr;
  if (!note.ok() || source == nullptr) return;
  const auto signers = crypto::verified_names(*note, std::span(&source->signing_key, 1));
  const auto said = record::parse_statement(note->text);
  if (!signers.ok() || signers->empty() || !said.ok()) return;
  const auto& what = said->disclosure;
  const bool same =
      what.from.text() == leaf.from && what.to.text() == leaf.to &&
      what.agreement == leaf.agreement &&
      leaf.commit_rows == ledger::commitment(given.salt, "rows", view(said->row_list));
  if (!same) return;
  given.number = said->number;
  given.digest = record::consignment_digest(note->text);
}

// is_of() is whether the leaf says that this question was asked.
bool is_of(const ledger::Leaf& leaf, const GivenBack& given) {
  const auto note = crypto::parse_note(given.note);
  if (!note.ok() || leaf.op != ledger::Op::kConsultation || leaf.decision != "asked") return false;
  const Hash digest = record::question_digest(note->text);
  return leaf.commit_reason == ledger::commitment(given.salt, "question", view(digest));
}

// Building is the one batch by which the successor begins.
class Building {
 public:
  Building(const Store& store, std::uint64_t size, ledger::Frontier frontier, std::uint64_t end,
           const std::vector<Taken>& last)
      : store_(store), frontier_(std::move(frontier)), end_(end) {
    batch_.first_hash = ledger::stored_hash_count(size);
    batch_.succeeds = true;
    for (const Taken& taken : last) numbers_[taken.stream] = taken.number;
  }

  void add(LeafBody body) {
    frontier_.append(ledger::leaf_hash(body.text), batch_.hash);
    batch_.leaf.push_back(std::move(body));
  }

  void add_lost(const std::string& text) {
    add(LeafBody{{}, {}, text});
    ++lost_;
  }

  Status add(const GivenBack& given) {
    STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(given.leaf));
    add(LeafBody{leaf.from, leaf.to, given.leaf});
    if (leaf.agreement && leaf.counter) counted_[*leaf.agreement] = {*leaf.counter, lost_};
    if (!given.note.empty()) return add_question(given, leaf);
    const StreamKey stream{given.agreement_id, leaf.from, leaf.to};
    if (!follows(stream, given.number)) return ok();
    batch_.taken.push_back({stream, given.number, given.digest, given.index, end_});
    const bool notifies = leaf.occasion != record::name(record::OccasionKind::kReturn) &&
                          leaf.occasion != record::name(record::OccasionKind::kEnquiry);
    if (!notifies || !leaf.agreement) return ok();
    batch_.notice.push_back(
        {given.index, leaf.from, leaf.to, given.number, given.digest, *leaf.agreement});
    return ok();
  }

  // Every leaf that stays lost may have had the next number of any agreement: none is given twice.
  Batch finish(const std::vector<Counter>& before, const std::vector<Hash>& listed,
               const crypto::NoteSigner& signer) && {
    for (const auto& counter : before)
      counted_.try_emplace(counter.agreement, Counted{counter.last, 0});
    for (const Hash& agreement : listed) counted_.try_emplace(agreement, Counted{});
    for (const auto& [agreement, counted] : counted_) {
      batch_.counter.push_back({agreement, counted.last + lost_ - counted.lost});
    }
    batch_.tree_size = frontier_.size();
    batch_.checkpoint = crypto::sign_note(
        ledger::checkpoint_text({signer.verifier().name(), batch_.tree_size, frontier_.root()}),
        signer);
    return std::move(batch_);
  }

 private:
  // follows() takes the number that comes next: a source has each of its consignments taken once,
  // and one with a number behind a gap would never let those in the gap in.
  bool follows(const StreamKey& stream, std::uint64_t number) {
    std::uint64_t& last = numbers_[stream];
    if (number == 0 || number != last + 1) return false;
    last = number;
    return true;
  }

  // Its source may have it already, and says so.
  Status add_question(const GivenBack& given, const ledger::Leaf& leaf) {
    STILE_TRY(const auto note, crypto::parse_note(given.note));
    const Hash digest = record::question_digest(note.text);
    STILE_TRY(const auto kept, store_.question(digest));
    if (kept || !questions_.insert(digest).second) return ok();
    batch_.question.push_back(
        {digest, given.agreement_id, local_day(leaf.time), given.index, end_});
    batch_.note.push_back({given.index, leaf.to, given.note, 0, digest, given.salt});
    return ok();
  }

  const Store& store_;
  ledger::Frontier frontier_;
  std::map<StreamKey, std::uint64_t> numbers_;  // the last that is taken
  std::set<Hash> questions_;
  const std::uint64_t end_;  // size of the tree when it has begun
  Batch batch_;
  struct Counted {
    std::uint64_t last = 0;  // number that a leaf has
    std::uint64_t lost = 0;  // leaves that stay lost, before it
  };
  std::map<Hash, Counted> counted_;  // by agreement
  std::uint64_t lost_ = 0;
};

std::vector<Hash> agreements_of(const agreement::DocumentSet& documents) {
  std::vector<Hash> all;
  for (const auto& agency : documents.directory().agencies) {
    std::ranges::copy(documents.agreements_of_source(agency.id), std::back_inserter(all));
  }
  return all;
}

}  // namespace

Result<GivenBack> take_back(GivenBack given, std::string_view receipt, const AgencyId& peer,
                            const agreement::DocumentSet& documents) {
  const ledger::Log log = documents.directory().log();
  if (log.closed.empty()) return Error{Reason::kOutOfScope, "no ledger was closed"};
  const ledger::ClosedLog& closed = log.closed.back();
  STILE_TRY(const auto proof, ledger::parse_receipt(receipt));
  if (proof.index < closed.kept || proof.index >= closed.last.size) {
    return Error{Reason::kOutOfScope, "a leaf that was not lost"};
  }
  // A successor's own key proves nothing yet.
  STILE_CHECKED(ledger::verify_checkpoint(proof.checkpoint, closed.key));
  STILE_CHECKED(ledger::verify_receipt(proof, given.leaf, log));
  STILE_TRY(const ledger::Leaf leaf, ledger::parse_leaf(given.leaf));
  if (leaf.from != peer.text() && leaf.to != peer.text()) {
    return Error{Reason::kWrongParty, "a leaf that does not name the peer"};
  }
  given.index = proof.index;
  const auto agreement = leaf.agreement ? documents.agreement(*leaf.agreement)
                                        : Result<const agreement::Agreement*>(Reason::kNotFound);
  if (agreement.ok()) given.agreement_id = agreement.value()->id.text();
  if (!agreement.ok() || !is_admission(leaf)) {
    given.number = 0;
  } else if (leaf.from != peer.text()) {
    name_consignment(leaf, documents, given);
  }
  if (given.number == 0) given.digest = {};
  if (!agreement.ok() || !is_of(leaf, given)) {
    given.note.clear();
    given.salt = {};
  }
  return given;
}

Result<Succeeded> succeed(Store& store, const std::map<std::uint64_t, GivenBack>& given,
                          const agreement::DocumentSet& documents,
                          const crypto::NoteSigner& signer) {
  const ledger::Log log = documents.directory().log();
  STILE_TRY(const std::uint64_t size, store.tree_size());
  if (!log.closed.empty() && size >= log.begins()) {
    return Error{Reason::kConflict, "the successor has begun already"};
  }
  if (log.closed.empty() || size != log.closed.back().kept) {
    return Error{Reason::kConflict,
                 "the store has " + std::to_string(size) +
                     " leaves, which is not what the directory says that it kept; mend with: a "
                     "directory with --log-kept " +
                     std::to_string(size)};
  }
  const ledger::ClosedLog& closed = log.closed.back();
  STILE_TRY(auto frontier, ledger::Frontier::restore(size, store));
  STILE_TRY(const auto counters, store.counters());
  STILE_TRY(const auto taken, store.last_taken());
  Building building(store, size, std::move(frontier), closed.last.size + 1, taken);
  const std::string lost = ledger::lost_leaf_text(closed);
  Succeeded done{closed.last.size - size};
  for (std::uint64_t index = size; index < closed.last.size; ++index) {
    const auto found = given.find(index);
    if (found == given.end()) {
      building.add_lost(lost);
      done.gone.push_back(index);
      continue;
    }
    STILE_CHECKED(building.add(found->second));
  }
  building.add(LeafBody{{}, {}, ledger::succession_leaf_text(closed)});
  STILE_CHECKED(
      store.commit(std::move(building).finish(counters, agreements_of(documents), signer)));
  return done;
}

}  // namespace stile::gateway
