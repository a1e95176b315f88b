#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/ledger/log.h"
#include "core/ledger/merkle.h"
#include "gateway/pipeline/ports.h"
#include "gateway/pipeline/recorded.h"

namespace stile::gateway {

// Recorder is the one door to the ledger: it takes a group of entries and makes them durable
// together, before any of them is answered (design I2). One thread uses it.
class Recorder {
 public:
  // open() takes up where the store ends. kIntegrity when the store, the second place of the
  // checkpoint, or the log key do not fit together: then nothing may be signed; kConflict where the
  // store is of a ledger that was closed, whose successor has not begun (succession.h).
  static Result<Recorder> open(Store& store, CheckpointFile& second, crypto::NoteSigner log_key,
                               crypto::Random random, std::string build,
                               std::vector<ledger::ClosedLog> closed = {});

  // Kept is told of a new checkpoint and its tree size as soon as the ledger has it, before the
  // second place does.
  using Kept = std::function<void(const std::string& checkpoint, std::uint64_t tree_size)>;
  // record() writes the group in one transaction: leaves, tree, parcels, numbers; one
  // checkpoint signature; then the second place; then the outcomes, in the order of the
  // entries. After an error the state of the store is unknown: the caller must stop.
  Result<std::vector<Outcome>> record(std::vector<Entry> group, Instant now,
                                      const Kept& kept = nullptr);

  const std::string& checkpoint() const { return checkpoint_; }
  std::uint64_t tree_size() const { return frontier_.size(); }

 private:
  struct Draft;
  struct Flood {
    Instant minute = 0;
    std::uint32_t recorded = 0;
    std::uint32_t counted = 0;
  };
  using FloodKey = std::pair<std::string, Reason>;

  Recorder(Store& store, CheckpointFile& second, crypto::NoteSigner log_key, crypto::Random random,
           std::string build, std::vector<ledger::ClosedLog> closed);
  Status restore();
  Status take_up_second();

  // Each adds one outcome to the draft.
  Status take(Entry entry, Draft& draft);
  Status admit(Pseudonymised entry, Draft& draft);
  Status repeat(Pseudonymised entry, std::uint64_t last, Draft& draft);
  // put_parcel() has it wait for its recipient.
  void put_parcel(Pseudonymised entry, const ledger::Leaf& leaf, std::uint64_t index, Draft& draft);
  // is_next() is whether an entry of a number above the last may be taken: the next, or in a
  // successor one before which its source leaves out just those between.
  bool is_next(const Pseudonymised& entry, std::uint64_t last) const;
  // lost_with_parcel() is the leaf of a number whose parcel was lost with a ledger that was closed,
  // and nothing of any other; is_of() whether such a leaf says what this one says of the
  // consignment. Only a peer has said which one it was.
  Result<std::optional<ledger::Leaf>> lost_with_parcel(const Taken& taken,
                                                       const Draft& draft) const;
  static bool is_of(const ledger::Leaf& given_back, const ledger::Leaf& own);
  Status refuse(Refusal refusal, std::uint64_t last_number, Draft& draft);
  Status deliver(Acknowledged word, Draft& draft);
  Status take_question(Asked asked, Draft& draft);
  // taken_question() is the one recorded before, in the draft or in the store.
  Result<std::optional<TakenQuestion>> taken_question(const Hash& digest, const Draft& draft) const;
  Status take_identity_request(IdentityAsked asked, Draft& draft);
  // why_unasked() is why nobody waits for an answer: kOutsideOccasion where its question or request
  // was not recorded before, or has expired, kConflict where it is answered. Nothing of all else.
  Result<std::optional<Reason>> why_unasked(const Pseudonymised& entry, const Draft& draft) const;
  // asked_today() is how many questions the draft and the store have of an agreement.
  Result<std::uint64_t> asked_today(const std::string& agreement_id, const Draft& draft) const;
  Status hold(Held held, Draft& draft);
  Status challenge(Challenged entry, Draft& draft);
  Status note_event(Event event, Draft& draft);
  Status flush_floods(Draft& draft);
  // waiting() is a parcel while the draft leaves it there, marked as the draft has it.
  Result<std::optional<Parcel>> waiting(std::uint64_t parcel, const std::string& recipient,
                                        const Draft& draft) const;
  static void forget(std::uint64_t parcel, Draft& draft);
  // pass_on() records a word and leaves it for its source.
  Status pass_on(const Acknowledged& word, Draft& draft);
  // notice_of() is what stays of the notification that a word is about, as the draft has it.
  Result<std::optional<Notice>> notice_of(const Acknowledged& word, const Draft& draft) const;
  std::uint64_t last_number(const StreamKey& stream, const Draft& draft) const;
  Result<std::uint64_t> add_leaf(ledger::Leaf leaf, Draft& draft);
  std::uint64_t next_counter(const Hash& agreement, Draft& draft);
  Status commit(Draft& draft, const Kept& kept);

  Store* store_;
  CheckpointFile* second_;
  ledger::Log log_;
  crypto::NoteSigner log_key_;
  crypto::Random random_;
  std::string build_;
  ledger::Frontier frontier_;
  std::string checkpoint_;
  std::map<StreamKey, Taken> last_;
  std::map<Hash, std::uint64_t> counters_;
  std::map<FloodKey, Flood> floods_;
};

}  // namespace stile::gateway
