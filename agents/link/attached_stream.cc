#include "agents/link/attached_stream.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "agents/link/clock_difference.h"
#include "agents/link/gateway_client.h"
#include "agents/link/proof_hashes.h"
#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/proof.h"
#include "core/wire/strict.h"

namespace stile::agent {
namespace {

constexpr std::size_t kReadAhead = 64;
constexpr std::size_t kNotesAtOnce = 64;
constexpr std::size_t kWordsAtOnce = 16;  // unanswered; the gateway allows twice as many

Error malformed(const char* what) { return {Reason::kMalformed, what}; }

Error lost() { return {Reason::kUnavailable, "the connection was lost"}; }

std::vector<LastNumber> numbers_of(const v1::Welcome& welcome) {
  std::vector<LastNumber> numbers;
  for (const auto& last : welcome.last_number()) {
    numbers.push_back({last.agreement_id(), last.recipient(), last.number(), last.digest()});
  }
  return numbers;
}

}  // namespace

Result<std::uint64_t> AttachedStream::size_of(const std::string& checkpoint_note) {
  STILE_TRY(const auto note, crypto::parse_note(checkpoint_note));
  STILE_TRY(const auto checkpoint, ledger::parse_checkpoint_text(note.text));
  return checkpoint.size;
}

Status AttachedStream::greet() {
  const auto before = ports_->log->view();
  v1::AttachUp up;
  auto& hello = *up.mutable_hello();
  hello.set_last_checkpoint(before.note());
  if (ports_->sealing_key) {
    STILE_TRY(*hello.mutable_sealing_key(), ports_->sealing_key());
  }
  lost_ = !wire_->Write(up);
  if (lost_) return lost();
  v1::AttachDown down;
  lost_ = !wire_->Read(&down);
  if (lost_) return lost();
  STILE_CHECKED(wire::check_strict(down));
  if (!down.has_welcome()) return malformed("the gateway did not begin with a welcome");
  return welcome(before, down.welcome());
}

Status AttachedStream::welcome(const ledger::LogView& before, const v1::Welcome& welcome) {
  if (welcome.directory_serial() < ports_->documents->serial()) {
    return Error{Reason::kRolledBack, "the gateway's directory is older than ours"};
  }
  STILE_CHECKED(compare_clocks(welcome.time()));
  auto seen = before;
  if (!welcome.checkpoint().empty()) {
    STILE_TRY(const auto proof, proof_hashes(welcome.consistency()));
    const Status extends = seen.see(welcome.checkpoint(), proof);
    // A directory that could not be taken here may name the key of the ledger's successor.
    const bool newer = welcome.directory_serial() > ports_->documents->serial();
    if (!extends.ok() && newer && extends.reason() == Reason::kBadSignature) {
      return Error{Reason::kUnavailable,
                   "the gateway's directory is newer, and its ledger another"};
    }
    if (!extends.ok()) return Error{Reason::kIntegrity, extends.error().detail};
    STILE_CHECKED(keep_seen(*ports_->log, before, seen, *gateway_));
  } else if (before.size() > 0) {
    return Error{Reason::kIntegrity, "the gateway's ledger is empty and was not"};
  }
  if (ports_->notes == nullptr) return ok();
  ports_->notes->limit(welcome.consignment_rows());
  return ports_->notes->compare(numbers_of(welcome));
}

// Nothing that is taken or said depends on it, so that a wrong clock holds nothing up.
Status AttachedStream::compare_clocks(std::uint64_t gateways) {
  constexpr std::uint64_t kLatest = 253'402'300'799;  // 9999-12-31T23:59:59Z
  if (gateways > kLatest) return malformed("the gateway's clock shows no time");
  gateways_time_ = static_cast<Instant>(gateways);
  if (!ports_->clock || gateways == 0) return ok();
  wrong_clock_ = clock_difference(ports_->clock(), static_cast<Instant>(gateways));
  if (wrong_clock_) ports_->log_event("clock_differs", {Reason::kUnavailable, *wrong_clock_});
  return ok();
}

Status AttachedStream::run() {
  std::thread taking([this] { take_all(); });
  while (read_one()) {
  }
  taking.join();
  const grpc::Status status = wire_->Finish();
  const std::lock_guard lock(mutex_);
  if (!result_.ok()) return result_;
  if (status.ok() || status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) return ok();
  return error_of(status);
}

bool AttachedStream::read_one() {
  v1::AttachDown down;
  const bool read = wire_->Read(&down);
  std::unique_lock lock(mutex_);
  if (!read) {
    read_all_ = true;
    changed_.notify_all();
    return false;
  }
  changed_.wait(lock, [&] { return ended_ || messages_.size() < kReadAhead; });
  if (!ended_) messages_.push_back(std::move(down));
  lock.unlock();
  changed_.notify_all();
  return true;
}

void AttachedStream::take_all() {
  Status taken;
  while (taken.ok()) {
    std::deque<v1::AttachDown> messages;
    bool woken = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return read_all_ || woken_ || !messages_.empty(); });
      if (read_all_ && messages_.empty()) break;
      woken = std::exchange(woken_, false);
      messages.swap(messages_);
      changed_.notify_all();
    }
    if (woken) taken = answer_parcels();
    if (woken && taken.ok()) taken = say_words();
    while (taken.ok() && !messages.empty()) taken = take(messages);
    const Status answered = taken.ok() && more_to_take() ? ok() : answer_parcels();
    if (taken.ok()) taken = answered;
  }
  end(std::move(taken));
}

bool AttachedStream::more_to_take() {
  const std::lock_guard lock(mutex_);
  return !messages_.empty();
}

void AttachedStream::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

void AttachedStream::end(Status result) {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
  if (result.ok()) return;
  result_ = std::move(result);
  context_->TryCancel();
}

// Notes and parcels that have come one after the other are taken together.
Status AttachedStream::take(std::deque<v1::AttachDown>& messages) {
  if (messages.front().has_delivery()) return take_deliveries(messages);
  STILE_CHECKED(answer_parcels());
  if (messages.front().has_note()) return take_notes(messages);
  auto down = std::move(messages.front());
  messages.pop_front();
  STILE_CHECKED(wire::check_strict(down));
  if (down.has_word_taken() || down.has_word_refused()) return take_word_answer(down);
  if (down.has_holding()) return take_holding(std::move(down));
  if (down.has_question()) return take_question(std::move(down));
  if (down.has_offered() || down.has_cosigned()) return take_checkpoint(down);
  if (!down.has_documents_changed()) return malformed("the gateway sent what has no place here");
  const auto changed = take_documents(*gateway_, *ports_->documents);
  if (!changed.ok()) {
    ports_->log_event("documents_not_taken", changed.error());
  } else if (changed.value() && ports_->documents_changed) {
    ports_->documents_changed();
  }
  return ok();
}

Status AttachedStream::say_words() {
  if (ports_->words == nullptr) return ok();
  STILE_TRY(const auto words, ports_->words->untaken(kWordsAtOnce));
  for (const auto& word : words) {
    if (!said_.insert(crypto::sha256(word)).second) continue;
    v1::AttachUp up;
    up.mutable_word()->set_note(word);
    STILE_CHECKED(write(up));
  }
  return ok();
}

// An answer makes room for the next word.
Status AttachedStream::take_word_answer(const v1::AttachDown& down) {
  const bool taken = down.has_word_taken();
  Hash digest{};
  const bool reads =
      copy_exact(taken ? down.word_taken().digest() : down.word_refused().digest(), digest);
  if (!reads || said_.erase(digest) == 0) return malformed("the gateway answers a word not said");
  if (taken) {
    STILE_CHECKED(ports_->words->taken(digest));
    return say_words();
  }
  Reason reason{};
  STILE_CHECKED(read_reason(down.word_refused().reason(), reason));
  ports_->log_event("word_refused", {reason, "the gateway refused a word about a record"});
  STILE_CHECKED(ports_->words->refused(digest, reason));
  return say_words();
}

Status AttachedStream::take_holding(v1::AttachDown&& down) {
  if (ports_->holdings == nullptr) {
    return malformed("the gateway tells of a consignment, and we send nothing");
  }
  auto& wire = *down.mutable_holding();
  HeldConsignment held;
  held.number = wire.number();
  if (!copy_exact(wire.digest(), held.digest)) return malformed("a digest is 32 bytes");
  held.leaf = std::move(*wire.mutable_leaf());
  held.receipt = std::move(*wire.mutable_receipt());
  STILE_TRY(auto proof, proof_of(wire));
  STILE_CHECKED(see(held.leaf, held.receipt, std::move(proof)));
  STILE_TRY(const bool kept, ports_->holdings->take(held));
  return kept ? note_stored(wire.note()) : ok();
}

Status AttachedStream::take_question(v1::AttachDown&& down) {
  if (ports_->questions == nullptr) {
    return malformed("the gateway brings a question, and we send nothing");
  }
  auto& wire = *down.mutable_question();
  GivenQuestion question;
  question.note = std::move(*wire.mutable_question());
  if (!copy_exact(wire.salt(), question.salt)) return malformed("a salt is 32 bytes");
  question.leaf = std::move(*wire.mutable_leaf());
  question.receipt = std::move(*wire.mutable_receipt());
  STILE_TRY(auto proof, proof_of(wire));
  STILE_CHECKED(see(question.leaf, question.receipt, std::move(proof)));
  STILE_TRY(const bool kept, ports_->questions->take(question));
  return kept ? note_stored(wire.note()) : ok();
}

Status AttachedStream::note_stored(std::uint64_t note) {
  v1::AttachUp up;
  up.mutable_note_stored()->set_note(note);
  return write(up);
}

// see() proves that a leaf is in the ledger as this agency has seen it, and keeps what was seen.
Status AttachedStream::see(const std::string& leaf, const std::string& receipt_text, Proof proof) {
  STILE_TRY(const auto receipt, ledger::parse_receipt(receipt_text));
  const auto believe = [&](ledger::LogView& view, const std::vector<Hash>& hashes) {
    return view.see_receipt(receipt, leaf, hashes);
  };
  return see_at(receipt.checkpoint, believe, std::move(proof));
}

Status AttachedStream::see_at(
    const std::string& checkpoint,
    const std::function<Status(ledger::LogView&, const std::vector<Hash>&)>& believe, Proof given) {
  STILE_TRY(const std::uint64_t size, size_of(checkpoint));
  const auto before = ports_->log->view();
  const auto [low, high] = std::minmax({before.size(), size});
  std::vector<Hash> proof;
  if (low != 0 && low != high && before.size() == given.from) {
    proof = std::move(given.hashes);
  } else if (low != 0 && low != high) {
    STILE_TRY(proof, gateway_->consistency(low, high));
  }
  auto seen = before;
  const Status believed = believe(seen, proof);
  if (!believed.ok()) return Error{Reason::kIntegrity, believed.error().detail};
  return keep_seen(*ports_->log, before, seen, *gateway_);
}

Status AttachedStream::take_notes(std::deque<v1::AttachDown>& messages) {
  std::vector<std::uint64_t> ids;
  std::vector<Bytes> notes;
  while (!messages.empty() && messages.front().has_note() && ids.size() < kNotesAtOnce) {
    auto down = std::move(messages.front());
    messages.pop_front();
    STILE_CHECKED(wire::check_strict(down));
    ids.push_back(down.note().note());
    notes.push_back(std::move(*down.mutable_note()->mutable_text()));
  }
  if (ports_->notes == nullptr) return malformed("the gateway sent a note, and we send nothing");
  STILE_TRY(const auto taken, ports_->notes->take(notes));
  for (const std::size_t place : taken) STILE_CHECKED(note_stored(ids[place]));
  return ok();
}

Status AttachedStream::write(const v1::AttachUp& up) {
  return wire_->Write(up) ? ok() : Status(lost());
}

}  // namespace stile::agent
