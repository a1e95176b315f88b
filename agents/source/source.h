#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/ports/submitter.h"
#include "agents/report/operation_line.h"
#include "agents/report/reporter.h"
#include "agents/source/acknowledgements.h"
#include "agents/source/alarm_watch.h"
#include "agents/source/answerer.h"
#include "agents/source/corrections.h"
#include "agents/source/event_names.h"
#include "agents/source/figures.h"
#include "agents/source/intake_store.h"
#include "agents/source/notify_run.h"
#include "agents/source/own_keys.h"
#include "agents/source/rejected_rows.h"
#include "agents/source/sender.h"
#include "agents/source/source_options.h"

namespace stile::agent {

class NotifyQueue;
class NotifyWords;
struct DisclosureAccount;
struct DisclosureQuery;
struct Entered;
struct KeptIdentityRequest;
struct PassedOn;
struct PlannedChange;
struct HoldOrder;
struct ProofFile;
struct ProofOrder;
struct RecordOrder;
struct ReleaseOrder;
struct SubjectOrder;

// Delivered is what became of a return that came as a file of its own.
struct Delivered {
  ReturnTotals totals;
  std::optional<Withheld> closed;     // why nothing could be sent
  std::vector<QueuedNumbers> queued;  // what goes now; the sender brings it to the gateway
};

// IdentityApproval is what one data officer says to a request for an identity.
struct IdentityApproval {
  std::string request;   // record::identity_request_digest(), lower-case hex
  std::string note;      // the request, as handed out, and signed by that officer
  std::string proposed;  // record::proposed_identity_text(), likewise signed; of the second as it
                         // opened, with the first's signature
};

// Source is the sending side of an agent: it previews and sends a month's return, sends what is
// queued in the background, and proves what was sent. Any thread; one preview or return runs at a
// time.
class Source {
 public:
  // open() opens the store, or makes it. `submitter` outlives the source.
  // `raised` is told of alarms for the control room, from start() to stop().
  static Result<std::unique_ptr<Source>> open(SourceOptions options, Submitter& submitter,
                                              AlarmWatch::Raised raised = {});
  ~Source();

  // start() begins to send what is queued; stop() ends that, and every call at work soon.
  void start();
  void stop();
  // use_gateways_time() is for before start(): what was sent is destroyed once its time is over by
  // this agency's clock and by the gateway's, of which `time` says what it shows, nothing while
  // that is not known.
  void use_gateways_time(std::function<std::optional<Instant>()> time) {
    gateways_time_ = std::move(time);
  }
  // destroy_due() does that: for tests; the source does it by itself while it is started. Fails as
  // the store, and with kIntegrity where that says another time than leaf and agreement do.
  Status destroy_due(Instant gateways);

  // documents_changed() gives what was refused another chance.
  void documents_changed();
  // alarm() records that somebody altered something, and ends sending for good.
  void alarm(const Error& error);

  LogKeeper& log() { return *store_; }
  NoteSink& notes() { return acknowledgements_; }
  HoldingSink& holdings() { return acknowledgements_; }
  QuestionSink& questions() { return answerer_; }

  // preview() says row by row what sending would do; send() does it, and returns when all is
  // admitted, or says that the rest goes on in the background. `file` is a plain name inside the
  // exports folder. kFaults: rows were rejected; kRefused: an agreement, or the gateway, lets
  // nothing go; kIo, kUsage, kIntegrity as they say.
  ExitCode preview(const Month& month, std::string_view file, Reporter& reporter);
  ExitCode send(const Month& month, std::string_view file, std::string_view account,
                Reporter& reporter);

  // deliver() sends `from` as send() would, from its beginning, and returns when all that goes of
  // it is durable here. It waits while another preview or return runs. Fails where it could not be
  // sent, or not to its end: sent again, what is durable does not go twice. `to` is what became of
  // it, also where it fails: what is queued by then goes.
  Status deliver(const Month& month, std::istream& from, std::string_view account,
                 Reporter& reporter, RejectedRows& rejected, Delivered& to);

  // notify() tells, of each event of an export, those whom the agreements name, and returns when
  // all of it is admitted, or says that the rest goes on in the background; preview_notify() says
  // what it would do. kFaults: rows were rejected; kRefused: nobody at all is told, or the gateway
  // refuses; else as send().
  ExitCode preview_notify(std::istream& from, Reporter& reporter);
  ExitCode notify(std::istream& from, std::string_view account, Reporter& reporter);
  // deliver_events() tells as notify() would of `from`, and returns when all that goes of it is
  // durable here. With kUntold it is an export that was read before, of which only those events
  // are told of that are left untold since; `rejected` takes nothing then. Fails as deliver().
  // `reporter` is told of each event, `to` is what became of them, also where it fails.
  Status deliver_events(std::istream& from, std::string_view account, NotifyRun::Which which,
                        Reporter& reporter, RejectedRows& rejected, NotifyTotals& to);

  // pass_on() tells the authority that placed a child, and nobody else, what a force told this one
  // (pass_on.h). kRefused: no agreement lets it go, or more of it than was told here; kFaults: the
  // authority's code is unknown; kIo: nobody can be told there yet; else as notify(). Told before
  // and unchanged, it tells nobody again.
  ExitCode pass_on(const PassedOn& what, std::string_view account, Reporter& reporter);

  // release() tells the home's own authority of a record that who placed the child has denied, as
  // if nobody knew who did (R18). For a data officer alone, whose account stands in the log of
  // operations before the source's own copy is opened; with `preview` it only says what it would
  // do. kUsage where there is no copy, or nobody has decided about it; kIntegrity where the copy is
  // not whole; kRefused where no agreement lets it go; else as notify(). forget() deletes the copy.
  ExitCode release(const ReleaseOrder& order, bool preview, std::string_view account,
                   Reporter& reporter);
  ExitCode forget(const ReleaseOrder& order, std::string_view account, Reporter& reporter);

  // document_changes() counts how often documents_changed() was called.
  std::uint64_t document_changes() const { return document_changes_; }

  // notify_status() says of each notification whether it is queued, delivered, read or overdue, and
  // nothing else that its recipient knows (X1); those that were read only with `all`. What was
  // released is there for a data officer alone.
  ExitCode notify_status(bool all, Reporter& reporter, Sight sight = Sight::kAnybody);
  // unreadable() raises an alarm that nobody was told of what an export, or some rows of it, may
  // have said.
  Status unreadable(std::string_view name);
  // alarms() says whom the control room has to ring; rang() records that it did, by which account,
  // and which contact answered. kUsage where there is no such alarm.
  ExitCode alarms(bool all, Reporter& reporter);
  ExitCode rang(std::int64_t alarm, std::string_view contact, std::string_view account,
                Reporter& reporter);

  // exercise() sends one to `agency`, or, where that is empty, to each that may be notified:
  // nothing of anybody is in it. It returns when they are admitted, as notify(). kFaults where
  // somebody could not be sent one, kUsage where the agency may not be notified. exercises() says
  // how the newest to each agency stands, or all: kFaults unless all on duty there have answered
  // each.
  ExitCode exercise(std::string_view agency, std::string_view account, Reporter& reporter);
  ExitCode exercises(bool all, Reporter& reporter);

  // change() does to a record what a person ordered, at each of its recipients, and returns when
  // the gateway has taken that, or says that the rest goes by itself; preview_change() says what it
  // would do. It waits for a run that may have read the record. kUsage where there is no such
  // record; kOk where there is nothing to do.
  ExitCode preview_change(const RecordOrder& order, Reporter& reporter);
  ExitCode change(const RecordOrder& order, std::string_view account, Reporter& reporter);
  // changes() says how every change of a record stands at its recipients: those that nobody there
  // has confirmed, or all; what was released, and answers to challenges, to a data officer alone
  // (X1).
  ExitCode changes(bool all, Reporter& reporter, Sight sight = Sight::kAnybody);

  // challenges() hands to a data officer what recipients hold against records, sealed as it came
  // (stile.v1.SealedChallenge): what waits for an answer, or all; it is in the log of operations
  // first that this account asked. answer() answers what waits of one record at one recipient, as
  // change() changes it. kUsage where nothing does.
  ExitCode challenges(bool all, std::string_view account, Reporter& reporter);
  ExitCode answer(const RecordOrder& order, std::string_view account, Reporter& reporter);

  // identity_requests() hands to a data officer whom recipients ask for, sealed as it came
  // (stile.v1.SealedIdentityRequest): what waits, or all; it is in the log of operations first that
  // this account asked. approve_identity() is one officer's approval: of the first it keeps who the
  // child is, sealed to the officers, the last that this officer said; with the second's, of
  // another account and key, that goes to who asked, and it returns as change() does.
  // refuse_identity() is any one officer's, and says no more than that nobody is identified. kUsage
  // where there is no such request or it is of another child; kRefused where it is answered, has
  // expired, or it takes another officer; kIntegrity where something else was signed or proposed.
  ExitCode identity_requests(bool all, std::string_view account, Reporter& reporter);
  ExitCode approve_identity(const IdentityApproval& approval, std::string_view account,
                            Reporter& reporter);
  ExitCode refuse_identity(std::string_view request, std::string_view account, Reporter& reporter);

  // verdicts() hands to a data officer what recipients have decided, sealed as it came
  // (stile.v1.SealedVerdict), once it is in the log of operations that this account asked.
  ExitCode verdicts(std::string_view account, Reporter& reporter);

  // list_questions() says, to a data officer, which regulators have asked before an inspection, and
  // how each answer stands, once it is in the log of operations that this account asked.
  ExitCode list_questions(std::string_view account, Reporter& reporter);
  // questions_unapproved() is how many wait for a person here, for a data officer likewise (X6).
  Result<std::uint64_t> questions_unapproved() const;
  // decide() approves the question of an enquiry that waits for it, or refuses it for a reason that
  // is a person's (is_a_persons()): for a data officer alone, whose account stands in the log of
  // operations. kOk also where that account or another had decided just so; kUsage where there is
  // no such question; kRefused where it was decided otherwise, has expired or needs no approval.
  ExitCode decide(std::string_view enquiry, std::optional<record::Declined> refusal,
                  std::string_view account, Reporter& reporter);

  // What a data officer looks into, once it is in the log of operations that this account did, and
  // for which purpose (purpose.h). operations() are the entries of that log. account_of_subject()
  // says all that was ever sent about a child (subject_account.h). disclosures() are what left, as
  // a query asks for it (listed_disclosure.h).
  Result<std::vector<LoggedOperation>> operations(const OperationQuery& query,
                                                  std::string_view purpose,
                                                  std::string_view account);
  ExitCode account_of_subject(const SubjectOrder& order, std::string_view account,
                              Reporter& reporter);
  // prove_subject() is that account for an outsider (subject_files.h), its rows opened: in that log
  // as a disclosure, too. kNotFound where nothing about the child has gone.
  Result<std::vector<ProofFile>> prove_subject(const SubjectOrder& order, std::string_view account);
  // erase() has every record of a child destroyed, at all who were given it and here (erasure.h),
  // for a data officer alone; it is in that log before anything goes. It returns as change() does,
  // once it has said who has confirmed and who has not. kUsage where nothing of that child is here.
  // erasures() says how all of them stand: kFaults while somebody has not confirmed. What a legal
  // hold keeps here, though it is closed there, waits for nobody, and is said.
  ExitCode erase(const SubjectOrder& order, std::string_view account, Reporter& reporter);
  ExitCode erasures(std::string_view account, Reporter& reporter);
  // place_hold() keeps all that was sent of a child, whatever clock or erasure would destroy it,
  // until lift_hold() lets it go (sent_holds.h): for a data officer alone, and in that log. kUsage
  // where nothing of that child is here, and where there is no such hold. list_holds() says which
  // are in force, and how many rows each keeps; that somebody asked is in that log.
  ExitCode place_hold(const HoldOrder& order, std::string_view account, Reporter& reporter);
  ExitCode lift_hold(std::int64_t hold, std::string_view purpose, std::string_view account,
                     Reporter& reporter);
  ExitCode list_holds(std::string_view account, Reporter& reporter);
  Result<DisclosureAccount> disclosures(const DisclosureQuery& query, std::string_view account);
  // prove() is what an outsider needs to prove one of them (proof_files.h), once it is in that log:
  // of a row that is opened, as a disclosure. kNotFound where nothing of that leaf left here.
  Result<std::vector<ProofFile>> prove(const ProofOrder& order, std::string_view account);

  // log_consultation() writes down that an account has asked for so many things, for which purpose.
  Status log_consultation(std::string_view occasion, std::uint64_t rows, std::string_view account,
                          std::string_view purpose = {});

  // status() says, for each month, agreement and recipient, what became of the rows. verify()
  // proves again every statement, receipt and acknowledgement kept; kIntegrity on any fault.
  ExitCode status(Reporter& reporter);
  ExitCode verify(Reporter& reporter);

  // figures() are how sending stands; fails when the store cannot be read.
  Result<SourceFigures> figures() const;

 private:
  // Readers are a reader for each thread that has one of its own.
  struct Readers {
    std::unique_ptr<IntakeReader> returns;
    std::unique_ptr<IntakeReader> notifications;
    std::unique_ptr<IntakeReader> watch;
  };
  Source(SourceOptions options, std::unique_ptr<IntakeStore> store, Readers readers,
         Submitter& submitter, AlarmWatch::Raised raised);
  // How often nothing may change, half a second each time, before a person is no longer kept
  // waiting.
  static constexpr int kPatience = 60;

  // Queued is what of a return was read and is durable, also where it fails.
  struct Queued {
    ReturnTotals totals;
    std::optional<Withheld> closed;
    std::optional<std::int64_t> first;  // consignment, where there is one
  };
  Status queue(const Month& month, std::istream& from, std::string_view account, ReturnWords& words,
               RejectedRows* rejected, Queued& to);
  struct Told {
    NotifyTotals totals;
    std::optional<std::int64_t> first;  // consignment, where there is one
  };
  Status tell(std::istream& from, std::string_view account, NotifyRun::Which which,
              NotifyWords& words, RejectedRows* rejected, Told& to);
  ExitCode await(Sender& sender, std::int64_t first, Reporter& reporter,
                 Sight sight = Sight::kAnybody);
  // reader() is one that was kept, or opened now. keep() is for one that is in order.
  Result<std::unique_ptr<IntakeReader>> reader();
  void keep(std::unique_ptr<IntakeReader> reader);
  // enter() does what was planned, and returns as change() does; enter_as_it_is() makes it durable.
  Result<Entered> enter_as_it_is(const RecordOrder& order,
                                 const std::vector<PlannedChange>& planned,
                                 std::string_view account);
  ExitCode enter(const RecordOrder& order, const std::vector<PlannedChange>& planned,
                 std::string_view account, Reporter& reporter);
  Result<KeptIdentityRequest> waiting_identity(std::string_view request);
  Status propose_identity(const KeptIdentityRequest& one, const IdentityApproval& approval,
                          const record::IdentityRequest& request, std::string_view text,
                          std::string_view account);
  Status check_unrestricted(const KeptIdentityRequest& one, record::IdentityBasis basis);
  Result<std::int64_t> answer_identity(const KeptIdentityRequest& one, record::ChangeReason reason,
                                       std::string_view note, ByteView sealed,
                                       std::string_view account);
  Result<std::optional<std::int64_t>> approved(const IdentityApproval& approval,
                                               std::string_view account);
  // let_go() brings one change to the gateway, and returns as change() does.
  ExitCode let_go(std::int64_t change, Reporter& reporter);
  ExitCode await_changes(IntakeReader& reader, const std::vector<std::int64_t>& ids,
                         Reporter& reporter);
  ExitCode judge(const SenderState& state, std::uint64_t left, Reporter& reporter) const;
  // Begun are an erasure and the changes by which the records are withdrawn.
  struct Begun {
    std::int64_t id = 0;
    std::vector<std::int64_t> changes = {};
  };
  Result<Begun> begin_erasure(const SubjectOrder& order, std::string_view account);
  Result<bool> erase_records(const std::vector<SubjectRecord>& records, const SubjectOrder& order,
                             std::string_view account, IntakeTables& tables, Begun& to);
  // continue_erasures() destroys what is here of records that nobody is waited for any more.
  Status continue_erasures();
  Status look_for_due();
  Status schedule_due();
  Result<bool> destroy_next(Instant now);
  // learn_held() is called where something may be destroyed.
  Status learn_held(IntakeTables& tables);
  // wipe() leaves nothing that was destroyed in the write-ahead log, once nobody reads it.
  void wipe();
  // sweep_own_copies() deletes own copies that are old, and destroys their keys; and whom anybody
  // proposed in requests that have expired.
  Status sweep_own_copies();

  const SourceOptions options_;
  std::unique_ptr<IntakeStore> store_;
  Acknowledgements acknowledgements_{options_, *store_};
  OwnKeys own_keys_{std::filesystem::path(options_.store).parent_path() / "own-keys",
                    options_.random};
  // Held are the events that legal holds keep, as they were after so many acts.
  struct Held {
    std::uint64_t acts = 0;
    std::set<EventTail> tails = {};
  };
  // The watch's alone: own copies are swept until then, when it looked last for what is due, that
  // it found all of it, what was held then, and that there is something to wipe.
  std::optional<Day> swept_;
  std::optional<Instant> looked_;
  std::int64_t passed_ = 0;  // of what is due: the last that could not go
  bool scheduled_ = false;
  std::optional<Held> held_;
  std::atomic<bool> to_wipe_ = true;
  std::function<std::optional<Instant>()> gateways_time_;
  Sender sender_;    // of returns
  Sender notifier_;  // of notifications and corrections
  Corrections corrections_;
  AlarmWatch watch_;
  Answerer answerer_{options_, *store_, [this] { notifier_.retry_answers(); },
                     [this] { notifier_.wake(); }};
  std::mutex running_;    // one preview or return at a time
  std::mutex notifying_;  // one at a time, beside a return
  std::mutex spare_mutex_;
  std::unique_ptr<IntakeReader> spare_;  // may be null
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> document_changes_ = 0;
  mutable std::mutex last_mutex_;
  ReturnTotals last_return_;  // under last_mutex_
};

}  // namespace stile::agent
