#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/agreement/agreement.h"
#include "core/agreement/areas.h"
#include "core/agreement/directory.h"
#include "core/agreement/homes.h"
#include "core/agreement/signed.h"
#include "core/base/bytes.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agreement {

// Status suspends, resumes or ends an agreement from `effective` on (UTC).
enum class StatusKind { kSuspended = 1, kResumed, kEnded };
struct AgreementStatus {
  Hash agreement{};
  StatusKind kind = StatusKind::kSuspended;
  Instant effective = 0;
  std::uint64_t serial = 0;  // gap-free per agreement, from 1
};

// Documents is everything read, nothing yet believed.
struct Documents {
  Signed<Directory> directory;
  std::vector<Signed<Homes>> homes;
  std::vector<Signed<Agreement>> agreements;
  std::vector<Signed<AgreementStatus>> statuses;
  std::vector<Signed<SealingKeyDocument>> sealing_keys;
  Areas areas;
  Hash areas_hash{};
};

// Inspected is the first day of a home's last full inspection, and which list says so of which of
// the home's numbers.
struct Inspected {
  Day day = 0;
  HomeId home;
  AgencyId regulator;
  std::uint64_t serial = 0;  // of the list
};

// Trust is what the reader held before: the pinned roots and what it has seen.
struct Trust {
  std::vector<crypto::NoteVerifier> roots;  // kRoots of them
  std::uint64_t lowest_serial = 0;
  const Directory* previous = nullptr;
};

// DocumentSet is the signed documents after every check that needs no clock: holding one means
// that the directory is the roots', and that each agreement, list and key in it is signed by
// those the directory entitles and listed by it. A document that fails is not in the set; why
// is kept and answers whoever cites it (never the whole set fails for one bad agreement). Of
// several notes of one text the first that does not fail counts, wherever it stands; of the
// directory there is one note.
// Immutable; shared between threads.
class DocumentSet {
 public:
  // verify() fails when the directory, a list of homes that it lists, or the areas table cannot be
  // believed.
  static Result<DocumentSet> verify(Documents documents, const Trust& trust);

  const Directory& directory() const { return directory_; }
  const Areas& areas() const { return areas_; }
  const Agency* agency(const AgencyId& id) const { return directory_.find(id); }

  // current() is ok while the directory is valid; kStale outside its dates.
  Status current(Instant now) const;

  // agreement() is the verified agreement of that hash, else why there is none: the reason its
  // document was turned away, or kNoAgreement.
  Result<const Agreement*> agreement(const Hash& hash) const;
  // was_in_force() adds the dates and statuses at `when`: kNotYetInForce, kEnded, kSuspended. It
  // is for what was admitted then, perhaps before a newer version was known.
  Result<const Agreement*> was_in_force(const Hash& hash, Instant when) const;
  // in_force() adds kSuperseded: a higher version of the same id between the same parties has
  // begun by `now`. It stays so when that version is suspended, ended or over: nobody brings an
  // older, perhaps wider, version back by stopping the newer one.
  Result<const Agreement*> in_force(const Hash& hash, Instant now) const;
  std::vector<Hash> agreements_of_source(const AgencyId& source) const;
  // is_party() says whether the agreement or status of that hash, verified or not, is between
  // this agency and another. To anybody else it is as if it were not there.
  bool is_party(const AgencyId& agency, const Hash& document) const;

  const HomeEntry* home(const HomeId& id, Day day) const;
  // numbers() are the home's own and those that it had before, as the lists link them, newest
  // first.
  std::vector<HomeId> numbers(const HomeId& id) const;
  // later_number() is one that the home of `id` had in the period after it had been registered
  // anew, by the same regulator: its last. Nothing where `id` was.
  std::optional<HomeId> later_number(const HomeId& id, Day first, Day last) const;
  // home_between() are the home's entries, under any of its numbers, of any day from `first` to
  // `last`.
  std::vector<const HomeEntry*> home_between(const HomeId& id, Day first, Day last) const;
  // last_inspected() is the latest that the lists have under any of the home's numbers, if any.
  std::optional<Inspected> last_inspected(const HomeId& id) const;
  // sealing_key() is the agency's key valid at `now` with the latest start, if any.
  std::optional<crypto::SealingPublicKey> sealing_key(const AgencyId& agency, Instant now) const;

  // notes() are the documents that the set is made of: by the hash of its text, that of the whole
  // note. An agreement that is listed and was turned away is among them, so that its parties, who
  // are handed it, can say why; so are its statuses by those entitled, which bind if it comes back.
  const std::map<Hash, Hash>& notes() const { return notes_; }

  // turned_away() tells which documents did not verify and why, for `check` and the log. The
  // detail names the document's kind and hash.
  const std::map<Hash, Error>& turned_away() const { return turned_away_; }

 private:
  struct Parties {
    AgencyId source;
    AgencyId recipient;
  };
  explicit DocumentSet(Directory directory) : directory_(std::move(directory)) {}
  Status take_homes(std::vector<Signed<Homes>> homes);
  void take_agreement(Signed<Agreement> document);
  void take_status(const Signed<AgreementStatus>& document);
  const Agreement* successor(const Agreement& agreement, Day today) const;
  void take_sealing_key(const Signed<SealingKeyDocument>& document);
  Status check_status(const Signed<AgreementStatus>& document) const;
  template <typename T>
  bool settle(std::string_view kind, const Signed<T>& document, const Status& checked);

  Directory directory_;
  Areas areas_;
  std::map<AgencyId, Homes> homes_;
  std::map<Hash, Agreement> agreements_;
  std::map<Hash, std::vector<AgreementStatus>> statuses_;
  std::vector<SealingKeyDocument> sealing_keys_;
  std::map<Hash, Hash> notes_;
  std::map<Hash, Error> turned_away_;
  std::map<Hash, Parties> parties_;  // of agreements and statuses, also those turned away
};

}  // namespace stile::agreement
