#include "tests/unit/agents/source/submitter_hand.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <utility>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/record/code_texts.h"
#include "core/record/question.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::agent {
namespace {

Taken read(const Bytes& bytes) {
  auto consignment = wire::decode_consignment(bytes).value();
  const auto note = crypto::parse_note(consignment.statement).value();
  auto statement = record::parse_statement(note.text).value();
  return {bytes, std::move(consignment), std::move(statement), note.text};
}

// numbering_of() is whose numbers these are: answers to a recipient's questions, and what follows
// them, are under another agreement than its returns, and have their own (enquiry_clause()).
std::string numbering_of(const record::Disclosure& what) {
  return what.to.text() + (what.clause.starts_with("asked-") ? " asked" : "");
}

ledger::Leaf leaf_of(const Taken& one) {
  const auto& what = one.statement.disclosure;
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kDisclosure;
  leaf.time = support::kNow;
  leaf.nonce = crypto::random_token(crypto::system_random());
  leaf.from = what.from.text();
  leaf.to = what.to.text();
  leaf.agreement = what.agreement;
  leaf.counter = one.statement.number;
  leaf.occasion = record::name(what.occasion.kind);
  leaf.clause = what.clause;
  leaf.purpose = "regulation-of-childrens-homes";
  leaf.rows = one.statement.rows;
  // All there are: the clause bounds what a correction may carry.
  for (int i = 1; i <= record::kFieldCount; ++i) {
    leaf.fields.emplace_back(record::name(static_cast<record::Field>(i)));
  }
  leaf.decision = "admitted";
  leaf.commit_rows = ledger::commitment(one.consignment.salt, "rows", view(one.statement.row_list));
  leaf.commit_actor = one.statement.actor;
  leaf.build = "test";
  return leaf;
}

}  // namespace

class SubmitterHand::Stream : public SubmitStream {
 public:
  Stream(SubmitterHand& own, std::uint64_t shown) : own_(own), shown_(shown) {}

  Status send(const Bytes& consignment) override {
    const std::lock_guard lock(mutex_);
    if (ended_) return Error{Reason::kUnavailable, "ended"};
    if (refused_) return ok();  // never answered
    if (!wire::decode_consignment(consignment).ok()) return Error{Reason::kIntegrity, "damaged"};
    bool lost = false;
    auto answer = own_.answer(consignment, shown_, lost);
    refused_ = std::holds_alternative<GivenRefusal>(answer.outcome);
    if (!lost) answers_.push_back(std::move(answer));
    lost_ = lost;
    ended_ = lost;
    changed_.notify_all();
    return ok();
  }
  void finish_sending() override { end(false); }
  void cancel() override { end(true); }
  Result<std::optional<Answer>> receive() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ || !answers_.empty(); });
    if (!answers_.empty()) {
      std::optional<Answer> answer(std::move(answers_.front()));
      answers_.pop_front();
      return answer;
    }
    if (lost_) return Error{Reason::kUnavailable, "lost"};
    return std::optional<Answer>();
  }

 private:
  void end(bool lost) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    lost_ = lost_ || lost;
    changed_.notify_all();
  }

  SubmitterHand& own_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Answer> answers_;
  std::uint64_t shown_;
  // After a refusal the stream takes whatever comes and waits for the source to end it, as the
  // gateway's does.
  bool refused_ = false;
  bool ended_ = false;
  bool lost_ = false;
};

SubmitterHand::SubmitterHand() : log_(support::signer_named(support::kLog)) {}

void SubmitterHand::refuse(Refuse refuse) {
  const std::lock_guard lock(mutex_);
  refuse_ = std::move(refuse);
}

void SubmitterHand::lose_after(std::size_t consignments) {
  const std::lock_guard lock(mutex_);
  lose_after_ = consignments;
}

void SubmitterHand::be_away(bool away) {
  const std::lock_guard lock(mutex_);
  away_ = away;
}

void SubmitterHand::go_on_from(const std::string& recipient, std::uint64_t last) {
  const std::lock_guard lock(mutex_);
  last_[recipient] = last;
}

ledger::Log SubmitterHand::succeed(const char* next, bool given_back) {
  const std::lock_guard lock(mutex_);
  const ledger::ClosedLog closed{
      log_.verifier(), {log_.verifier().name(), tree_.size(), tree_.root()}, 0, support::kNow};
  if (!given_back) {
    places_.clear();
    last_.clear();
    taken_.clear();
    tree_ = ledger::MemoryTree(closed.last.size);
  }
  tree_.append(ledger::succession_leaf_text(closed));
  log_ = support::signer_named(next);
  closed_.push_back(closed);
  return {log_.verifier(), closed_};
}

std::vector<Taken> SubmitterHand::came() const {
  const std::lock_guard lock(mutex_);
  return came_;
}

std::vector<Taken> SubmitterHand::taken() const {
  const std::lock_guard lock(mutex_);
  return taken_;
}

HeldConsignment SubmitterHand::hold(const Taken& one,
                                    const std::function<void(ledger::Leaf&)>& lie) {
  const std::lock_guard lock(mutex_);
  auto leaf = leaf_of(one);
  leaf.op = ledger::Op::kState;
  leaf.decision = "frozen";
  leaf.clause = leaf.purpose = {};
  leaf.commit_actor.reset();
  leaf.rows = 0;
  if (lie) lie(leaf);
  const auto text = ledger::leaf_text(leaf).value();
  tree_.append(text);
  std::uint64_t shown = 0;
  auto receipt = shown_at(tree_.size() - 1, text, shown);
  return {one.statement.number, record::consignment_digest(one.note), text,
          std::move(receipt.receipt)};
}

std::string SubmitterHand::checkpoint() const {
  const ledger::Checkpoint now{log_.verifier().name(), tree_.size(), tree_.root()};
  return crypto::sign_note(ledger::checkpoint_text(now), log_);
}

GivenQuestion SubmitterHand::ask(const std::string& note,
                                 const std::function<void(ledger::Leaf&)>& lie) {
  const std::lock_guard lock(mutex_);
  const auto text = crypto::parse_note(note)->text;
  const auto what = record::parse_question(text).value();
  const Hash salt = crypto::sha256("salt");
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kConsultation;
  leaf.time = support::kNow;
  leaf.nonce = crypto::random_token(crypto::system_random());
  leaf.from = what.from.text();
  leaf.to = what.to.text();
  leaf.agreement = what.agreement;
  leaf.counter = 1;
  leaf.occasion = "enquiry";
  leaf.purpose = "pre-inspection-enquiry";
  leaf.decision = "asked";
  leaf.commit_actor = what.actor;
  const Hash digest = record::question_digest(text);
  leaf.commit_reason = ledger::commitment(salt, "question", view(digest));
  leaf.build = "test";
  if (lie) lie(leaf);
  const auto leaf_text = ledger::leaf_text(leaf).value();
  tree_.append(leaf_text);
  std::uint64_t shown = 0;
  auto receipt = shown_at(tree_.size() - 1, leaf_text, shown);
  return {note, salt, leaf_text, std::move(receipt.receipt)};
}

void SubmitterHand::grow(std::size_t leaves) {
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < leaves; ++i) tree_.append("another " + std::to_string(i));
}

Result<std::unique_ptr<SubmitStream>> SubmitterHand::begin(std::uint64_t verified_size, Urgency) {
  const std::lock_guard lock(mutex_);
  if (away_) return Error{Reason::kUnavailable, "away"};
  return std::unique_ptr<SubmitStream>(std::make_unique<Stream>(*this, verified_size));
}

Result<std::vector<Hash>> SubmitterHand::consistency(std::uint64_t old_size,
                                                     std::uint64_t new_size) {
  const std::lock_guard lock(mutex_);
  return ledger::consistency_proof(old_size, new_size, tree_);
}

Answer SubmitterHand::answer(const Bytes& bytes, std::uint64_t& shown, bool& lost) {
  const std::lock_guard lock(mutex_);
  const Taken one = read(bytes);
  came_.push_back(one);
  const std::uint64_t number = one.statement.number;
  if (refuse_) {
    auto refused = refuse_(one);
    if (refused) return {number, *std::move(refused)};
  }
  const std::string recipient = numbering_of(one.statement.disclosure);
  const auto known = places_[recipient].find(number);
  const Hash digest = record::consignment_digest(one.note);
  if (known != places_[recipient].end() && known->second.digest == digest) {
    return {number, shown_at(known->second.index, known->second.leaf, shown)};
  }
  auto& last = last_[recipient];
  if (number <= last) return {number, GivenRefusal{Reason::kConflict, {}, last}};
  const std::uint64_t ahead = number - last - 1;
  if (ahead > 0 && (closed_.empty() || ahead > one.consignment.passes)) {
    return {number, GivenRefusal{Reason::kNumberSkipped, {}, last}};
  }
  last = number;
  const Answer answer{number, receipt(one, shown)};
  if (lose_after_ && --*lose_after_ == 0) {
    lose_after_.reset();
    lost = true;
  }
  return answer;
}

GivenReceipt SubmitterHand::receipt(const Taken& one, std::uint64_t& shown) {
  taken_.push_back(one);
  const std::uint64_t index = tree_.size();
  const std::string leaf = ledger::leaf_text(leaf_of(one)).value();
  tree_.append(leaf);
  places_[numbering_of(one.statement.disclosure)][one.statement.number] = {
      record::consignment_digest(one.note), index, leaf};
  return shown_at(index, leaf, shown);
}

GivenReceipt SubmitterHand::shown_at(std::uint64_t index, const std::string& leaf,
                                     std::uint64_t& shown) const {
  const std::uint64_t size = tree_.size();
  const auto proof = ledger::inclusion_proof(index, size, tree_).value();
  auto grown = ledger::consistency_proof(shown, size, tree_).value();
  shown = size;
  return {leaf, ledger::receipt_text({index, proof, checkpoint()}), std::move(grown)};
}

}  // namespace stile::agent
