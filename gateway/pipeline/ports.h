#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/pseudonym.h"
#include "core/ledger/merkle.h"
#include "core/record/acknowledgement.h"

// The seams between the pipeline and the machine: what the pipeline needs to keep, as values.
namespace stile::gateway {

// Urgency is whether somebody waits for it, as for a notification. What somebody waits for goes
// before bulk, wherever the two meet.
enum class Urgency { kInteractive = 1, kBulk };

// StreamKey names one gap-free sequence of consignment numbers.
struct StreamKey {
  std::string agreement_id;
  std::string source;  // SPIFFE identities
  std::string recipient;
  auto operator<=>(const StreamKey&) const = default;
};

// Taken is a consignment number that has been admitted: all the gateway keeps to answer the
// same receipt again.
struct Taken {
  StreamKey stream;
  std::uint64_t number = 0;  // from 1
  Hash digest{};             // SHA-256 of the statement's text
  std::uint64_t leaf_index = 0;
  std::uint64_t tree_size = 0;  // of the checkpoint that was answered
};

// LeafBody is a leaf's text with its parties, who alone may have it. `to` may be empty.
struct LeafBody {
  std::string from;
  std::string to;
  std::string text;
};

// Parcel waits for its recipient. Its id is the index of its leaf.
struct Parcel {
  std::uint64_t id = 0;
  std::string source;
  std::string recipient;
  Hash digest{};  // of the consignment
  Hash agreement{};
  Instant admitted = 0;
  Bytes sealed;
  Urgency urgency = Urgency::kBulk;
  std::uint64_t number = 0;  // of the consignment
  bool corrects = false;     // it follows a disclosure, so that no agreement holds it
  bool frozen = false;       // its agreement was suspended
  bool uncollected = false;  // its source was told that nobody collects it, or never is: answers
};

// WaitingParcel is what of a parcel decides whether it may still go.
struct WaitingParcel {
  std::uint64_t id = 0;
  std::string source;
  std::string recipient;
  Hash agreement{};
  Instant admitted = 0;
  Urgency urgency = Urgency::kBulk;
  bool corrects = false;
  bool frozen = false;
  bool uncollected = false;
};

// ParcelMark is what a parcel that waits is marked with from now on.
struct ParcelMark {
  std::uint64_t id = 0;
  bool frozen = false;
  bool uncollected = false;
};

// Notice is what stays of a notification, so that the recipient's later words about it are checked
// against facts when its parcel is gone. It is there from admission on, because a word may be
// heard while the one before is still being written; one whose state is final goes with the
// body of its leaf.
struct Notice {
  std::uint64_t id = 0;  // its parcel's
  std::string source;
  std::string recipient;
  std::uint64_t number = 0;
  Hash digest{};  // of the consignment
  Hash agreement{};
  std::optional<record::DisclosureState> state = std::nullopt;  // last said; nothing until stored
};

// Note waits for an agency that must be told: a recipient's signed acknowledgement on its way
// to the source; a signed question on its way to the source that is asked, with the salt that opens
// its leaf's commitment to it; or, without a text, what the gateway itself did with the consignment
// of this number and digest, which the leaf says. Its id is the index of the leaf that recorded it.
struct Note {
  std::uint64_t id = 0;
  std::string agency;
  Bytes text;
  std::uint64_t number = 0;
  Hash digest{};
  std::optional<Hash> salt = std::nullopt;
};

// TakenQuestion is a question that was recorded: all the gateway keeps to answer the same receipt
// again, and to count what was asked under an agreement on a local day.
struct TakenQuestion {
  Hash digest{};  // of its text
  std::string agreement_id;
  Day day = 0;
  std::uint64_t leaf_index = 0;
  std::uint64_t tree_size = 0;  // of the checkpoint that was answered
};

// ChallengedRow is a row that its recipient has challenged, of the consignment that the leaf
// `admission` admitted; `note` is the SHA-256 of what it signed. It goes with that leaf's body.
struct ChallengedRow {
  std::uint64_t admission = 0;
  Hash row{};
  Hash note{};
};

// TakenIdentityRequest is a request for the identity of the child of a row, of the consignment that
// the leaf `admission` admitted. It goes with the body of its own leaf.
struct TakenIdentityRequest {
  Hash digest{};  // record::identity_request_digest()
  std::uint64_t admission = 0;
  Hash row{};
  std::uint64_t leaf_index = 0;
  Instant expires = 0;
  bool answered = false;
};

// Waiting is how much waits for all recipients together.
struct Waiting {
  std::uint64_t parcels = 0;
  Instant oldest = 0;  // when the oldest parcel was admitted; 0 while none waits
};

struct Counter {
  Hash agreement{};
  std::uint64_t last = 0;
};

// Batch is everything that one group commit changes. The leaves get the indices
// tree_size - leaf.size() .. tree_size - 1 in order; `hash` continues the stored hashes in the
// storage order of core/ledger/merkle.h from `first_hash`.
struct Batch {
  std::vector<LeafBody> leaf;
  std::uint64_t first_hash = 0;
  std::vector<Hash> hash;
  std::uint64_t tree_size = 0;  // after this batch
  std::string checkpoint;       // signed note at tree_size
  std::vector<Taken> taken;
  std::vector<Counter> counter;
  std::vector<Parcel> parcel;
  std::vector<std::uint64_t> parcel_done;  // delivered, to be deleted for good
  std::vector<Note> note;
  std::vector<std::uint64_t> note_done;
  std::vector<Notice> notice;  // new ones, and those there are with the state that was said
  std::vector<std::uint64_t> notice_done;  // of parcels given up
  std::vector<ParcelMark> parcel_mark;
  std::vector<ChallengedRow> challenge;
  std::vector<TakenQuestion> question;
  std::vector<TakenIdentityRequest> identity_request;
  std::vector<Hash> identity_answered;  // digests of requests, each once and for good
  bool succeeds = false;  // it begins a successor (succession.h): what was given back is used up
};

// Store keeps what the gateway must not lose. Reading is safe from any thread; commit() and
// pseudonym_key() serialise themselves. A failed read is kIo, or kIntegrity when what is stored
// cannot be what was written.
class Store : public ledger::HashReader {
 public:
  ~Store() override = default;

  // commit() makes the whole batch durable (it survives power loss once this returns) or none
  // of it. After an error the caller must treat the store's state as unknown and stop. A batch
  // that does not continue the tree, a number or a question already taken, a parcel that is not
  // there, a notice whose state would go back, a row challenged twice or a request answered twice
  // is kIntegrity, and nothing is changed.
  virtual Status commit(const Batch& batch) = 0;

  virtual Result<std::uint64_t> tree_size() const = 0;
  virtual Result<std::optional<std::string>> checkpoint_at(std::uint64_t tree_size) const = 0;
  // leaf_text() is nothing once the leaf's body was deleted at its retention date.
  virtual Result<std::optional<std::string>> leaf_text(std::uint64_t index) const = 0;
  // leaves_naming() gives the indices, from `first` on, of at most `most` leaves whose from or
  // to is `agency`.
  virtual Result<std::vector<std::uint64_t>> leaves_naming(const std::string& agency,
                                                           std::uint64_t first,
                                                           std::size_t most) const = 0;

  virtual Result<std::optional<Taken>> taken(const StreamKey& stream,
                                             std::uint64_t number) const = 0;
  // last_taken() is the highest taken number of every stream.
  virtual Result<std::vector<Taken>> last_taken() const = 0;
  virtual Result<std::vector<Counter>> counters() const = 0;

  // parcels() and notes() give what waits for an agency, oldest first, with ids >= first.
  virtual Result<std::vector<Parcel>> parcels(const std::string& recipient, Urgency urgency,
                                              std::uint64_t first, std::size_t most) const = 0;
  // parcel() is that parcel while it waits for that recipient, without what is sealed in it. One
  // that waits for another agency and one that is not there are one answer, found the same way, so
  // that no answer made of it can tell them apart.
  virtual Result<std::optional<Parcel>> parcel(std::uint64_t id,
                                               const std::string& recipient) const = 0;
  // waiting_parcels() are all, of every recipient, in the order of their ids.
  virtual Result<std::vector<WaitingParcel>> waiting_parcels() const = 0;
  virtual Result<std::vector<Note>> notes(const std::string& agency, std::uint64_t first,
                                          std::size_t most) const = 0;
  // waiting_questions() are the notes that are signed questions, for every source, in the order of
  // their ids.
  virtual Result<std::vector<Note>> waiting_questions() const = 0;
  // notice() is that notification of that recipient's, found by all four together; another
  // agency's is as one that is not there, like parcel().
  virtual Result<std::optional<Notice>> notice(const std::string& recipient,
                                               const std::string& source, std::uint64_t number,
                                               const Hash& digest) const = 0;
  // question() is the one of that digest; questions_on() how many were recorded under an agreement
  // on that local day.
  virtual Result<std::optional<TakenQuestion>> question(const Hash& digest) const = 0;
  virtual Result<std::uint64_t> questions_on(const std::string& agreement_id, Day day) const = 0;
  virtual Result<Waiting> waiting() const = 0;
  // admitted() is that consignment to that recipient, found by all four together as notice() is.
  virtual Result<std::optional<Taken>> admitted(const std::string& recipient,
                                                const std::string& source, std::uint64_t number,
                                                const Hash& digest) const = 0;
  // challenges() are those of rows of the consignment that this leaf admitted.
  virtual Result<std::vector<ChallengedRow>> challenges(std::uint64_t admission) const = 0;
  // identity_request() is the one of that digest; identity_requests() are those of rows of the
  // consignment that this leaf admitted.
  virtual Result<std::optional<TakenIdentityRequest>> identity_request(
      const Hash& digest) const = 0;
  virtual Result<std::vector<TakenIdentityRequest>> identity_requests(
      std::uint64_t admission) const = 0;
  // note_belongs() says whether that note waits for that agency.
  virtual Result<bool> note_belongs(std::uint64_t id, const std::string& agency) const = 0;

  // pseudonym_key() is the key of (agreement id, epoch): a random one is made and durable
  // before it is first returned. destroy_pseudonym_keys() overwrites those whose `expires` lies
  // before `now`, and says how many. No call uses them after it; where a reader holds up the
  // store's log they are in it until the next call.
  virtual Result<const crypto::PseudonymKey*> pseudonym_key(const std::string& agreement_id,
                                                            const std::string& epoch,
                                                            Instant expires) = 0;
  virtual Result<std::uint64_t> destroy_pseudonym_keys(Instant now) = 0;

  // directory_serial() and document hashes guard against a rolled-back document set.
  virtual Result<std::uint64_t> directory_serial() const = 0;
  virtual Status keep_directory_serial(std::uint64_t serial) = 0;
};

// CheckpointFile is the second place of the last checkpoint, so that a store restored from a
// backup is noticed (design section 9). Used by one thread.
class CheckpointFile {
 public:
  virtual ~CheckpointFile() = default;
  // last() is the newest checkpoint note written, empty before the first.
  virtual Result<std::string> last() const = 0;
  // advance() replaces `expected` by `next` durably; kIntegrity if the file holds something else.
  virtual Status advance(const std::string& expected, const std::string& next) = 0;
};

}  // namespace stile::gateway
