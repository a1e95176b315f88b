#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/recipient/challenge.h"
#include "agents/recipient/change_audit.h"
#include "agents/recipient/disposal_audit.h"
#include "agents/recipient/exercise.h"
#include "agents/recipient/hold_audit.h"
#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/notice_reader.h"
#include "agents/recipient/own_identity_request.h"
#include "agents/report/reporter.h"
#include "core/agreement/document_set.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log_view.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"

namespace stile::agent {

// InboxAudit holds all that an inbox keeps against what was signed: each statement against its
// source's key, each receipt against the log, each row against the hash the source signed and
// what it is selected by against what it says, the numbers against each other, how many rows
// there are, what became of each notice against the words that were signed here, and what followed
// a record against its marker (change_audit.h): rows of an event that was returned or withdrawn, or
// that nobody may keep any more (disposal_audit.h), are rightly gone, and no others. Whoever edits
// the file without those keys is found. Every fault is a line of the report. One use; one thread;
// borrows what it is made of.
class InboxAudit {
 public:
  InboxAudit(const AgencyId& self, const crypto::NoteVerifier& own_key,
             const agreement::DocumentSet* documents, const ledger::LogView& view, Instant now,
             Reporter& reporter);

  // run() fails when the inbox cannot be read; what it finds is in faults().
  Status run(InboxReader& reader);

  std::uint64_t consignments() const { return parcels_.size(); }
  std::uint64_t rows() const { return rows_; }
  std::uint64_t faults() const { return faults_; }
  // held() is how many rows legal holds keep that would be destroyed by now.
  std::uint64_t held() const { return holds_.held(); }
  // earlier_keys() counts the notes signed by keys that are no longer in the directory; they
  // were checked against the key that was when they came.
  std::uint64_t earlier_keys() const { return earlier_keys_; }

 private:
  struct Parcel {
    ParcelSummary summary;
    std::optional<record::Disclosure> what;
    Bytes row_hashes;
    Bytes first;  // as in KeptParcel
    Bytes last;
  };
  using Sender = std::pair<std::string, std::string>;  // source, agreement id
  // Last is the row looked at before: only the next tells whether it is superseded.
  struct Last {
    std::int64_t source = 0;
    Token event_token{};
    bool superseded = false;
    std::int64_t parcel = 0;
  };

  Status take_notice(const Notice& notice);
  Status check_word(const KeptNoticeWord& kept);
  Result<Notice> spoken_of(const Word& word);
  Result<bool> is_signed_here(const crypto::Note& note) const;
  // check_asked() is of what we have said of our own accord, once the parcels are taken:
  // challenges, requests to be told who a child is, and the identities that are kept of these.
  Status check_asked(const storage::Database& database);
  Status check_challenge(const OwnChallenge& one);
  Status check_identity_request(const OwnIdentityRequest& one, const KeptHolds& holds);
  Status check_identities(const storage::Database& database, const KeptHolds& holds);
  void check_states();
  void check_exercises();
  ParcelSummary about(std::int64_t parcel) const;
  bool is_returned_parcel(std::int64_t parcel) const;
  Status take_parcel(KeptParcel kept);
  Status take_row(const KeptRow& kept);
  Status check_parcel(const KeptParcel& kept);
  Status check_statement(const KeptParcel& kept, const crypto::Note& note,
                         const record::Statement& statement);
  Status check_signature(const KeptParcel& kept, const crypto::Note& note);
  Status check_leaf(const KeptParcel& kept, const record::Statement& statement) const;
  Status check_acknowledgement(const KeptParcel& kept);
  void check_numbers();
  void check_selection(const KeptRow& kept, const Parcel& parcel);
  void check_superseded(const KeptRow* next);
  void check_row_counts();
  void fault(const ParcelSummary& about, Reason reason, std::string_view what);

  const AgencyId& self_;
  const crypto::NoteVerifier& own_key_;
  const agreement::DocumentSet* documents_;
  const ledger::LogView& view_;
  Reporter& reporter_;

  // Event is what was said of an event: with a word for it, none of its rows may be there.
  using Event = std::pair<std::string, Token>;  // source, event token
  struct Said {
    Notice notice;
    NoticeState word = NoticeState::kStored;  // the last
  };

  // Exercised is what its contacts have answered, and what was said of it last.
  struct Exercised {
    std::vector<ExerciseContact> contacts;
    NoticeState word = NoticeState::kStored;
  };

  ChangeAudit changes_;
  DisposalAudit disposals_;
  HoldAudit holds_;
  std::map<std::int64_t, Exercised> exercises_;  // by parcel
  std::map<std::int64_t, Said> notices_;         // by parcel
  std::set<Event> returned_;
  std::map<std::int64_t, Parcel> parcels_;
  std::map<Sender, std::set<std::uint64_t>> numbers_;
  std::map<std::string, std::uint64_t> added_;  // by source: rows that must be there
  std::map<std::string, std::uint64_t> kept_;   // by source: rows that are
  std::optional<Last> last_;
  std::uint64_t rows_ = 0;
  std::uint64_t faults_ = 0;
  std::uint64_t earlier_keys_ = 0;
};

}  // namespace stile::agent
