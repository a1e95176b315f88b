#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agents/ports/log_keeper.h"
#include "agents/ports/parcel_sink.h"
#include "agents/ports/question_road.h"
#include "agents/ports/word_source.h"
#include "agents/recipient/challenge.h"
#include "agents/recipient/exercise.h"
#include "agents/recipient/notice.h"
#include "agents/recipient/notice_reader.h"
#include "agents/recipient/sealing_keys.h"
#include "agents/recipient/selection.h"
#include "agents/report/labels.h"
#include "agents/report/reporter.h"
#include "core/agreement/document_set.h"
#include "core/base/civil_time.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/note_key.h"
#include "core/crypto/random.h"
#include "core/ledger/log_view.h"
#include "core/record/acknowledgement.h"
#include "core/record/question.h"

namespace stile::agent {

struct AsOf;
class InboxStore;
class VerifiedParcel;
struct Arrival;
struct Change;
struct CitedRecord;
struct CitedRow;
struct IdentityOrder;
struct OwnIdentityRequest;
struct ShownIdentity;
struct KeptHolds;
struct LegalHold;
struct ReceivedHoldAct;
struct ReceivedHoldOrder;
struct DisclosureAccount;
struct DisclosureQuery;
struct ProofFile;
struct ProofOrder;
struct NoticeContent;
struct InboxOperation;
struct EnquiryOrder;
struct OwnQuestion;
struct OpenedNotice;

struct InboxOptions {
  std::string store;                  // the SQLite file
  std::filesystem::path sealing_key;  // the newest private half; renewed and aged beside it
  std::filesystem::path out;          // folder for exports
  AgencyId self;
  std::shared_ptr<const crypto::NoteSigner> signer;  // this agency's signing key
  ledger::Log log;
  // documents() are the signed documents as they are now; null while there are none.
  std::function<std::shared_ptr<const agreement::DocumentSet>()> documents;
  std::function<Instant()> clock;
  crypto::Random random;
  // log_problem() tells those who run the agent; an error names no person, home or reference.
  std::function<void(std::string_view event, const Error& error)> log_problem = {};
  // Of a regulator: how its questions reach the gateway. Null: nobody can be asked.
  QuestionRoad* questions = nullptr;
  ConsistencyProver* prover = nullptr;
  // unwitnessed() is why questions wait for the ledger's witnesses; nothing while they need not.
  std::function<std::optional<std::string>()> unwitnessed = [] { return std::nullopt; };
};

// Inbox is what the recipient holds: rows whose origin, agreement and place in the ledger were
// all verified before they were stored, each once. Any thread; parcels are taken one at a time,
// and people read beside that. After a failure that leaves the file in an unknown state it takes
// nothing more. A single event that comes becomes a notice (notice.h); of one that was returned no
// later revision is kept: it goes back with the same word. What follows a record (change.h) is done
// in the transaction that stores it: of a record that was withdrawn nothing stays but the marker.
class Inbox : public ParcelSink, public LogKeeper, public WordSource {
 public:
  // open() makes the store and the sealing key where there are none yet.
  static Result<std::unique_ptr<Inbox>> open(InboxOptions options);
  ~Inbox() override;

  // take() verifies a parcel (parcel.h), stores its rows, keeps the ledger's checkpoint and
  // returns the signed acknowledgement, all durable. A parcel taken before gives the same
  // acknowledgement and changes nothing. What does not verify is written to the operation log
  // and stores no row; kIo and kUnavailable say nothing about the parcel: offer it again.
  // take_together() makes several durable in one transaction, or none.
  Result<Bytes> take(const ParcelDelivery& parcel) override;
  Result<std::vector<Bytes>> take_together(std::span<const ParcelDelivery> parcels) override;

  ledger::LogView view() override;
  Status keep(const ledger::LogView& before, const ledger::LogView& seen) override;

  // sealing_key_note() is the signed document of the key to seal to from now on.
  Result<Bytes> sealing_key_note();

  // list() says the newest revision of each selected record; export_month() writes those of a
  // month as CSV and CSVW metadata, one of each a type, into a folder of that plain name in the
  // out folder, replacing each file as a whole, without what is restricted and with a file of what
  // was withdrawn; completeness() says whether all that the month's
  // manifests promise is here, and ends with kFaults unless it is. Each is a consultation by
  // `account`, and logged. verify() checks all that is kept against its signatures, receipts and
  // hashes: ExitCode::kIntegrity when anything is amiss.
  ExitCode list(std::string_view account, const Selection& selection, Language language,
                Reporter& reporter);
  ExitCode export_month(std::string_view account, const Month& month, Selection selection,
                        std::string_view folder, Reporter& reporter);
  ExitCode completeness(std::string_view account, const Month& month, Language language,
                        Reporter& reporter);
  ExitCode verify(std::string_view account, Reporter& reporter);
  // operations() are the entries of the log of operations, once it is there that this account
  // looked into it, and for which purpose (purpose.h).
  Result<std::vector<LoggedOperation>> operations(const OperationQuery& query,
                                                  std::string_view purpose,
                                                  std::string_view account);
  // disclosures() are what came, as a query asks for it (listed_disclosure.h), and prove() what an
  // outsider needs to prove one of them (proof_files.h), each once it is in that log: of a row that
  // is opened, as a disclosure. kNotFound where nothing of that leaf came here.
  Result<DisclosureAccount> disclosures(const DisclosureQuery& query, std::string_view account);
  Result<std::vector<ProofFile>> prove(const ProofOrder& order, std::string_view account);

  // What people do with notices. list_notices() says those that wait for somebody, or all, in the
  // order in which they came; open_notice() the newest revision of one, with the child's identity
  // once that was proven to be its source's, for this agency and of this very row; what is not is
  // not shown, and written down. acknowledge_notice() and return_notice() say what a person has
  // decided, once it was opened: the first that it is this agency's, and to its source's data
  // officers alone, where its identity is not proven, that; the second, kNotOurs or kWrongChild,
  // that it is not. What was returned is gone when this returns. Each is logged with who asked; a
  // word that was said before is said once.
  ExitCode list_notices(const Asker& asker, bool all, Language language, Reporter& reporter);
  ExitCode open_notice(const Asker& asker, std::string_view reference, Language language,
                       Reporter& reporter);
  ExitCode acknowledge_notice(const Asker& asker, std::string_view reference, Reporter& reporter);
  ExitCode return_notice(const Asker& asker, std::string_view reference, NoticeState word,
                         Reporter& reporter);
  // to_pass_on() is what open_notice() shows, for the authority that placed the child
  // (agents/source/pass_on.h): of a notice that somebody has opened, that came because nobody knew
  // who placed it, that is neither returned nor withdrawn nor restricted, and whose identity was
  // proven. Fails with what of that it is not, and how to mend it.
  Result<OpenedNotice> to_pass_on(const Asker& asker, std::string_view reference);
  // What people do with changes. list_changes() says those that wait for somebody, or all, in the
  // order in which they came, and which records may stand in files that were exported.
  // close_change() says what a person has decided of all that wait of an event: kConfirmed, or, of
  // copies that stay, kKeptByLaw or kOwnRecord. It is said once; another decision is kConflict.
  ExitCode list_changes(const Asker& asker, bool all, Language language, Reporter& reporter);
  ExitCode close_change(const Asker& asker, std::string_view reference, NoticeState decision,
                        Language language, Reporter& reporter);
  // What people hold against records. challenge() tells the data officers of the record's source,
  // by the row that came last of it; a record has one challenge at a time, and the same one again
  // is none. Of what was never sent, returned, withdrawn or not read yet, of a field that it has
  // not, and where the source has no data officer, it says how to mend that. list_challenges() says
  // those that wait for an answer, or all.
  ExitCode challenge(const Challenger& by, std::string_view reference, record::Doubt doubt,
                     Language language, Reporter& reporter);
  ExitCode list_challenges(const Challenger& by, bool all, Language language, Reporter& reporter);
  // What a data officer asks about a child whom this agency knows by a pseudonym.
  // ask_identity() asks the data officers of the record's source, two of whom have to approve it
  // before they say anything; a record has one such request open at a time. What cannot be asked it
  // says, and how to mend that. list_identity_requests() says those that are open or were answered
  // by what is still here, or all. show_identity() says who the child is, once that was proven to
  // be the source's answer to just that request; it is logged before anybody sees it. kIntegrity
  // where it is not proven, which is written down, and kFaults where the key to it was destroyed.
  ExitCode ask_identity(std::string_view account, const IdentityOrder& order, Language language,
                        Reporter& reporter);
  ExitCode list_identity_requests(std::string_view account, bool all, Language language,
                                  Reporter& reporter);
  ExitCode show_identity(std::string_view account, std::string_view reference, Language language,
                         Reporter& reporter);
  // What people do with exercises. list_exercises() says, contact by contact, the newest of each
  // force, or all; answer_exercise() that the contact with that reference was reached, and who
  // answered. It is said once; the first to answer stands.
  ExitCode list_exercises(bool all, Reporter& reporter);
  ExitCode answer_exercise(std::string_view account, std::string_view reference,
                           Reporter& reporter);
  // open_exercises() are the contacts of the last day who have not answered; tell_exercise() makes
  // durable that one of them was told.
  Result<std::vector<ExerciseContact>> open_exercises();
  Status tell_exercise(std::string_view reference);

  // What an inspector asks before an inspection (enquiry.h, proto/ENQUIRIES.md). ask() asks every
  // force in whose area the home was in the period, by the agreements about enquiries, and says
  // whom, and whom it cannot ask; `preview` only says. kRefused where nobody is asked.
  // list_enquiries() says how each question stands; show_enquiry() the rows that have come, and
  // kFaults unless every such force has answered whole. A question that was altered in the store
  // ends both with kIntegrity. All are consultations by `account`, and logged:
  // also a preview, and an attempt at what nobody can be asked.
  ExitCode ask(std::string_view account, EnquiryOrder order, bool preview, Reporter& reporter);
  ExitCode list_enquiries(std::string_view account, Reporter& reporter);
  ExitCode show_enquiry(std::string_view account, std::string_view enquiry, Language language,
                        Reporter& reporter);

  // report_enquiry() says what has come as a file, in pieces that end with a line, which are to be
  // joined: `text` is the page (enquiry_report.h) or, where `csv` names a file, the rows as a CSV
  // of that name, whose metadata is `json`. It is a consultation, logged before the first piece,
  // and ends as show_enquiry() does.
  ExitCode report_enquiry(std::string_view account, std::string_view enquiry, Language language,
                          const std::string& csv, Reporter& reporter);

  // record_inspection() says on which day the inspection of an enquiry began, which its questions
  // have been asked before and which is not to come; another day takes its place. It is logged.
  ExitCode record_inspection(std::string_view account, std::string_view enquiry, Day day,
                             Reporter& reporter);

  // look_for_questions() asks again, as it was signed, what was written down and did not reach the
  // gateway: at once after a start, then ever more seldom while the gateway is away. What goes
  // wrong is told to log_problem. By one thread; waits for the gateway.
  Status look_for_questions();

  // look_for_disposals() destroys what its agreement does not let this agency keep any more
  // (disposal.h), a consignment at a time, once its time is over by this machine's clock and by
  // `gateways`, what the gateway's shows: no wrong clock destroys anything. It looks when it is
  // called first and then every hour, and does a few at each call until none is left. Notices of it
  // are in no list any more. By one thread.
  Status look_for_disposals(Instant gateways);
  // list_retention() says, for each source and agreement, until when what is kept here may be, what
  // was destroyed since, and which files of that were written before: kFaults while anything is
  // here longer than it may be, or nobody knows how long that is.
  ExitCode list_retention(std::string_view account, Reporter& reporter);

  // place_hold() keeps what is here of an event, whatever clock, withdrawal or return would destroy
  // it, until lift_hold() lets it go (received_holds.h), which destroys at once what would be gone
  // by then: for a data officer alone, and in the log of operations. kNotFound where nothing of
  // that event is here, kUsage where there is no such hold. list_holds() says which are in force;
  // it is logged.
  ExitCode place_hold(const ReceivedHoldOrder& order, std::string_view account, Reporter& reporter);
  ExitCode lift_hold(std::int64_t hold, std::string_view purpose, std::string_view account,
                     Reporter& reporter);
  ExitCode list_holds(std::string_view account, Reporter& reporter);

  // list_breaches() says what came here and was somebody else's, until when a data officer has to
  // have decided, and what did not verify of a notice.
  ExitCode list_breaches(std::string_view account, Reporter& reporter);

  // unread() are the newest revisions that nobody has opened, in the order in which they came, and
  // what follows an event and nobody has closed, the newest of each event; told() the contacts who
  // were told of one. tell() makes durable that another was. notice_figures() counts the unread,
  // and the changes that wait.
  Result<std::vector<ListedNotice>> unread();
  Result<std::set<std::string>> told(std::int64_t parcel);
  Status tell(std::int64_t parcel, std::string_view contact);
  Result<NoticeFigures> notice_figures() const;

  Result<std::vector<Bytes>> untaken(std::size_t most) override;
  Status taken(const Hash& digest) override;
  Status refused(const Hash& digest, Reason reason) override;
  // look_for_words() tells of words that have become due since it was called before: one that goes
  // back by itself is said at a random second within the agreement's limit. It tidies the store's
  // log up meanwhile.
  Status look_for_words();
  // on_word() is called, by any thread, whenever there is a new word. Set it before anything else.
  void on_word(std::function<void()> told) { told_ = std::move(told); }

  // consignments() is how many were ever stored here; fails when the store cannot be read.
  Result<std::uint64_t> consignments() const;

  // log_consultation() writes down that an account has asked for so many things, and why.
  Status log_consultation(std::string_view account, const std::string& occasion, std::uint64_t rows,
                          std::string reason = {});

 private:
  Inbox(InboxOptions options, SealingKeys keys, std::unique_ptr<InboxStore> store,
        ledger::LogView view);
  Result<Bytes> take_one(const ParcelDelivery& parcel);
  Result<std::vector<Bytes>> take_several(std::span<const ParcelDelivery> parcels);
  // verified() moves `next` on, whatever it finds behind the leaf.
  Result<VerifiedParcel> verified(const ParcelDelivery& delivery,
                                  const agreement::DocumentSet& documents, Instant now,
                                  ledger::LogView& next) const;
  Result<Bytes> take_verified(const ParcelDelivery& delivery, Result<VerifiedParcel> verified,
                              Instant now, const ledger::LogView& next);
  Result<Bytes> store(const ParcelDelivery& delivery, const VerifiedParcel& parcel, Instant now,
                      const ledger::LogView& next);
  Status add_notice(const VerifiedParcel& parcel, Instant now, Arrival& arrival,
                    std::vector<InboxOperation>& operations);
  Status add_change(const VerifiedParcel& parcel, Instant now, Arrival& arrival,
                    std::vector<InboxOperation>& operations);
  // add_identity() refuses, as kOutsideOccasion, an answer that nobody here waits for.
  Status add_identity(const VerifiedParcel& parcel, const Change& change, Arrival& arrival,
                      std::vector<InboxOperation>& operations);
  void add_exercise(const VerifiedParcel& parcel, Instant now, Arrival& arrival) const;
  Status add_answer(const VerifiedParcel& parcel, Arrival& arrival);
  // check_asked() refuses, as kOutsideOccasion, a row that the question does not cover.
  Status check_asked(const VerifiedParcel& parcel, const OwnQuestion& kept) const;
  ExitCode ask_force(std::string_view account, record::Question question,
                     const std::vector<HomeId>& numbers, Reporter& reporter);
  Status write_down(const OwnQuestion& question, const std::vector<HomeId>& numbers);
  Status send_question(OwnQuestion& question);
  Status keep_receipt(const OwnQuestion& question, const GivenReceipt& given,
                      const ledger::LogView& before);
  Status answered(std::string_view account, std::string_view reference);
  Status inspected(std::string_view account, const Token& enquiry, Day day);
  Status schedule_disposals();
  Result<bool> dispose_next(Instant now);
  Instant below(Instant most) const;  // a random number of seconds
  // `proven` is false of what is acknowledged though its identity could not be shown.
  Word word_of(const Notice& notice, NoticeState state, std::string_view account, Instant now,
               bool proven = true);
  std::vector<Word> words_of(const std::vector<Notice>& notices, NoticeState state,
                             std::string_view account, Instant now, bool proven = true);
  Result<bool> is_proven(const Notice& notice);
  Result<std::vector<Notice>> notices_of(const Asker& asker, std::string_view reference);
  Status check_kept(const Notice& notice);
  Result<OpenedNotice> opened(const Asker& asker, std::string_view reference);
  Result<OpenedNotice> opened_now(const Asker& asker, std::string_view reference);  // under mutex_
  Status read_content(const NoticeContent& content, OpenedNotice& opened);
  Status read_identity(const NoticeContent& content, OpenedNotice& opened);
  Status say(const std::vector<Word>& words, const std::vector<InboxOperation>& operations);
  Status acknowledged(const Asker& asker, std::string_view reference);
  Status returned(const Asker& asker, std::string_view reference, NoticeState word);
  Result<std::vector<Change>> changes_of(const Asker& asker, std::string_view reference);
  // bury_erased() forgets by what name a record was known that was erased, and confirmed to be.
  Status bury_erased(const std::vector<Change>& changes);
  // What follows is under mutex_, but for holds_in_force(). check_confirmable() and
  // check_returnable() refuse what would say, or do, that something that is held is destroyed.
  Result<KeptHolds> kept_holds() const;
  Result<std::vector<LegalHold>> holds_in_force() const;
  Status check_confirmable(const std::vector<Change>& changes);
  Status check_returnable(const Notice& notice);
  Result<ReceivedHoldAct> add_hold_act(ReceivedHoldAct act, const KeptHolds& holds,
                                       InboxOperation operation);
  Status close_all(const Notice& notice, std::string_view account, Instant now);
  Result<std::vector<Change>> closed(const Asker& asker, std::string_view reference,
                                     NoticeState decision);
  // cited_record() is one that is here and was read, and that this person may see.
  Result<CitedRecord> cited_record(const Challenger& by, std::string_view reference);
  Result<OwnChallenge> challenge_of(const Challenger& by, std::string_view reference,
                                    record::Doubt doubt, CitedRow& cited);
  Status seal(OwnChallenge& one, const CitedRow& cited);
  // challenged() is false where `one` is a challenge that is open already.
  Result<bool> challenged(const Challenger& by, std::string_view reference, record::Doubt doubt,
                          OwnChallenge& one);
  Result<OwnIdentityRequest> identity_asked(std::string_view account, const IdentityOrder& order);
  Status seal(OwnIdentityRequest& one, const CitedRow& cited);
  Result<ShownIdentity> identity_shown(std::string_view account, std::string_view reference);
  void tell_of_words();
  void wipe();
  void problem(std::string_view event, const Error& error) const;
  Status check_force(const std::string& force, const SelectedRecords& records) const;
  Status export_files(std::string_view account, const Month& month, const Selection& selection,
                      std::string_view folder, Reporter& reporter);
  Status log_export(std::string_view account, std::string occasion, std::uint64_t rows,
                    const AsOf& as_of);

  const InboxOptions options_;
  std::mutex mutex_;  // over what follows
  SealingKeys keys_;
  std::unique_ptr<InboxStore> store_;
  ledger::LogView view_;
  bool to_wipe_ = true;  // what was deleted may still be in the store's log
  Instant looked_ = 0;
  std::atomic<bool> word_added_ = false;
  std::atomic<bool> unsent_ = true;  // a question may not have reached the gateway
  // Of look_for_disposals() alone: when it was done last, and whether it has looked since what new
  // consignments there are.
  std::optional<Instant> disposed_;
  bool scheduled_ = false;
  // Of look_for_questions() alone.
  Instant ask_again_ = 0;
  Instant ask_again_after_ = 0;  // seconds
  std::function<void()> told_;
};

}  // namespace stile::agent
