#include "gateway/service/link_service.h"

#include <chrono>
#include <memory>
#include <thread>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/merkle.h"
#include "core/wire/strict.h"
#include "gateway/service/outflow.h"
#include "gateway/service/receipts.h"
#include "gateway/service/status_map.h"
#include "gateway/service/word_answers.h"

namespace stile::gateway {
namespace {

constexpr std::uint64_t kLargestMessage = 64 * 1024;
constexpr auto kLongestAttachment = std::chrono::minutes(10);

// verified_size() is how much of the ledger the agent has seen. An agent that shows a
// checkpoint which we signed and cannot extend proves that our history was altered.
Result<std::uint64_t> verified_size(Shared& shared, const v1::Hello& hello) {
  if (hello.last_checkpoint().empty()) return std::uint64_t{0};
  STILE_TRY(const auto seen, ledger::verify_checkpoint(hello.last_checkpoint(), shared.log_key));
  const auto newest = shared.committer.newest().tree_size;
  const auto root = seen.size <= newest ? ledger::root_at(seen.size, shared.store)
                                        : Result<Hash>(Reason::kIntegrity);
  if (root.ok() && root.value() == seen.root) return seen.size;
  const Error altered{Reason::kIntegrity,
                      "an agent holds a checkpoint that this store cannot extend"};
  shared.integrity(altered);
  return altered;
}

Result<v1::AttachDown> welcome(Shared& shared, const AgencyId& agency, std::uint64_t seen_size,
                               const Committer::Newest& newest) {
  v1::AttachDown down;
  auto& wire = *down.mutable_welcome();
  wire.set_checkpoint(newest.checkpoint);
  wire.set_directory_serial(shared.documents.current()->directory().serial);
  wire.set_time(static_cast<std::uint64_t>(shared.clock()));
  wire.set_consignment_rows(static_cast<std::uint32_t>(limits::kConsignmentRows));
  if (newest.tree_size > 0) {
    STILE_TRY(const auto proof,
              ledger::consistency_proof(seen_size, newest.tree_size, shared.store));
    shared.shown.note(agency.text(), newest.tree_size);
    for (const auto& hash : proof) wire.add_consistency(std::string(view(hash)));
  }
  STILE_TRY(const auto taken, shared.store.last_taken());
  for (const auto& last : taken) {
    if (last.stream.source != agency.text()) continue;
    auto& number = *wire.add_last_number();
    number.set_agreement_id(last.stream.agreement_id);
    number.set_recipient(last.stream.recipient);
    number.set_number(last.number);
    number.set_digest(std::string(view(last.digest)));
  }
  return down;
}

// Inflow is the upward half of one attached stream, on the handler's thread.
class Inflow {
 public:
  Inflow(Shared& shared, Peer peer, Outflow& outflow, std::shared_ptr<WordAnswers> words)
      : shared_(shared), peer_(std::move(peer)), outflow_(outflow), words_(std::move(words)) {}

  // take() handles one message; a reason ends the stream.
  Status take(const v1::AttachUp& up) {
    STILE_CHECKED(wire::check_strict(up));
    if (up.has_parcel_stored()) return stored(up.parcel_stored());
    if (up.has_parcel_rejected()) return rejected(up.parcel_rejected());
    if (up.has_note_stored()) return note_stored(up.note_stored().note());
    if (up.has_word()) return word(up.word().note());
    if (up.has_cosignature()) return cosigned(up.cosignature());
    return Reason::kMalformed;
  }

 private:
  Status stored(const v1::ParcelStored& stored) {
    outflow_.answered();
    STILE_TRY(const auto parcel, shared_.store.parcel(stored.parcel(), peer_.id.text()));
    if (!parcel) return ok();  // said before and done, or no parcel of this agency's
    auto verdict = acknowledge(stored.acknowledgement(), disclosed(*parcel), peer_,
                               *shared_.documents.current());
    if (!verdict.passed()) return refuse(std::move(verdict).refusal());
    if (verdict->what().state != record::DisclosureState::kStored) {
      return refuse({peer_, Reason::kUnknownValue, {}, {}, 0, 0, {}, "a later state"});
    }
    const auto done = [&shared = shared_](const Outcome& outcome) {
      const auto* delivered = std::get_if<Delivered>(&outcome);
      if (delivered != nullptr) shared.attached.wake(delivered->source());
    };
    return submitted(std::move(verdict).take(), done);
  }

  // done_with() answers a word once what became of it is durable, and tells its source.
  Committer::Done done_with(const Bytes& note) {
    return [&shared = shared_, words = words_, agency = peer_.id.text(),
            digest = crypto::sha256(note)](const Outcome& outcome) {
      const auto* refused = std::get_if<RecordedRefusal>(&outcome);
      words->give(
          {digest, refused == nullptr ? std::nullopt : std::optional(refused->refusal().reason)});
      shared.attached.wake(agency);
      const auto* delivered = std::get_if<Delivered>(&outcome);
      if (delivered != nullptr) shared.attached.wake(delivered->source());
      const auto* challenged = std::get_if<WordPassed>(&outcome);
      if (challenged != nullptr) shared.attached.wake(challenged->source());
    };
  }

  // A word is answered whatever becomes of it, once that is durable, so that it is said no more.
  Status word(const Bytes& note) {
    if (!words_->expect()) return Reason::kFlood;
    if (record::is_challenge(note)) return challenged(note);
    if (record::is_identity_request(note)) return identity_asked(note);
    STILE_TRY(const auto about, spoken_of(note, peer_, shared_.store));
    auto verdict = acknowledge(note, about, peer_, *shared_.documents.current());
    if (verdict.passed() && verdict->what().state != record::DisclosureState::kStored) {
      return submitted(std::move(verdict).take(), done_with(note));
    }
    auto refusal = verdict.passed() ? Refusal{peer_, Reason::kUnknownValue, {}, {}, 0, 0,
                                              {},    "not a later state"}
                                    : std::move(verdict).refusal();
    return refuse_word(note, std::move(refusal));
  }

  Status challenged(const Bytes& note) {
    STILE_TRY(const auto about, given_to(note, peer_, shared_.store));
    auto verdict = challenge(note, about, peer_, *shared_.documents.current());
    if (!verdict.passed()) return refuse_word(note, std::move(verdict).refusal());
    return submitted(std::move(verdict).take(), done_with(note));
  }

  Status identity_asked(const Bytes& note) {
    STILE_TRY(const auto about, given_to(note, peer_, shared_.store));
    STILE_TRY(const bool known, is_known(note, shared_.store));
    auto verdict =
        ask_identity(note, about, known, peer_, *shared_.documents.current(), shared_.clock());
    if (!verdict.passed()) return refuse_word(note, std::move(verdict).refusal());
    return submitted(std::move(verdict).take(), done_with(note));
  }

  Status refuse_word(const Bytes& note, Refusal refusal) {
    shared_.log("word_refused", refusal.reason, peer_.id.short_text());
    return submitted(std::move(refusal), done_with(note));
  }

  Status refuse(Refusal refusal, const char* event = "acknowledgement_refused") {
    const Reason reason = refusal.reason;
    shared_.log(event, reason, peer_.id.short_text());
    STILE_CHECKED(submitted(std::move(refusal), nullptr));
    return reason;
  }

  // A rejected parcel stays, and the alarm is in the ledger: the recipient found it altered.
  Status rejected(const v1::ParcelRejected& rejected) {
    outflow_.answered();
    STILE_TRY(const auto parcel, shared_.store.parcel(rejected.parcel(), peer_.id.text()));
    if (!parcel) return Reason::kNotFound;
    const auto reason = static_cast<Reason>(rejected.reason() - 1);
    if (rejected.reason() < 1 || reason > Reason::kUsage) return Reason::kUnknownValue;
    shared_.log("parcel_rejected", reason, peer_.id.short_text());
    Event event;
    event.leaf.op = ledger::Op::kState;
    event.leaf.from = peer_.id.text();
    event.leaf.to = parcel->source;
    event.leaf.agreement = parcel->agreement;
    event.leaf.decision = "rejected";
    event.leaf.reason = std::string(name(reason));
    event.leaf.peer_certificate = peer_.certificate;
    return submitted(std::move(event), nullptr);
  }

  Status note_stored(std::uint64_t note) {
    STILE_TRY(const bool belongs, shared_.store.note_belongs(note, peer_.id.text()));
    return belongs ? submitted(NoteTaken{note}, nullptr) : ok();
  }

  Status cosigned(const v1::Cosignature& given) {
    const auto documents = shared_.documents.current();
    const auto taken = shared_.witnesses.take(documents->directory(), peer_.id, given.size(),
                                              given.line(), shared_.clock());
    if (!taken.ok()) {
      return refuse({peer_, taken.reason(), {}, {}, 0, 0, {}, taken.error().detail},
                    "cosignature_refused");
    }
    if (taken.value()) shared_.attached.wake_all();
    return ok();
  }

  Status submitted(Entry entry, Committer::Done done) {
    const bool queued =
        shared_.committer.submit(std::move(entry), Urgency::kInteractive, std::move(done));
    return queued ? ok() : Status(Reason::kUnavailable);
  }

  Shared& shared_;
  Peer peer_;
  Outflow& outflow_;
  const std::shared_ptr<WordAnswers> words_;
};

Status read_all(Call& call, Inflow inflow, LinkService::Stream& stream) {
  v1::AttachUp up;
  while (stream.Read(&up)) {
    call.received(up.ByteSizeLong());
    STILE_CHECKED(inflow.take(up));
  }
  return ok();
}

// begin() answers Hello; what comes back is the size of the tree that the agent now knows.
Result<std::uint64_t> begin(Shared& shared, const AgencyId& agency, const v1::Hello& hello,
                            LinkService::Stream& stream) {
  STILE_TRY(const std::uint64_t seen, verified_size(shared, hello));
  if (!hello.sealing_key().empty()) {
    const auto before = shared.documents.current();
    STILE_CHECKED(shared.documents.take_sealing_key(hello.sealing_key(), agency));
    // Sources seal identities to a key: they have to hear of a new one.
    if (shared.documents.current() != before) shared.attached.wake_all();
  }
  const auto newest = shared.committer.newest();
  STILE_TRY(const auto down, welcome(shared, agency, seen, newest));
  if (!stream.Write(down)) return Reason::kUnavailable;
  return newest.tree_size;
}

}  // namespace

grpc::Status LinkService::Attach(grpc::ServerContext* context, Stream* stream) {
  auto call = shared_.gate.enter(*context, kLargestMessage);
  if (!call.ok()) return status_of(call.reason());
  v1::AttachUp up;
  if (!stream->Read(&up) || !up.has_hello()) return status_of(Reason::kMalformed);
  call->received(up.ByteSizeLong());
  const auto size = begin(shared_, call->peer(), up.hello(), *stream);
  if (!size.ok()) {
    shared_.log("attach_refused", size.reason(), call->peer().short_text());
    return status_of(size.reason());
  }
  const auto words = std::make_shared<WordAnswers>();
  Outflow outflow(shared_, call->peer(), size.value(), *stream, *words);
  const auto listener = std::make_shared<Wakeups::Listener>(
      Wakeups::Listener{[&outflow] { outflow.wake(); }, [context] { context->TryCancel(); }});
  shared_.attached.attach(call->peer().text(), listener);
  // gRPC ends a call whose own deadline is over, by a clock of its own.
  const auto deadline = Witnesses::Clock::now() + kLongestAttachment;
  std::thread writing([&] {
    if (outflow.run(deadline)) context->TryCancel();  // wakes the reader, which ends the call
  });
  const auto status = read_all(
      *call, Inflow(shared_, {call->peer(), call->fingerprint()}, outflow, words), *stream);
  shared_.attached.detach(call->peer().text(), listener);
  outflow.stop();
  writing.join();
  return status.ok() ? grpc::Status::OK : status_of(status.reason());
}

}  // namespace stile::gateway
