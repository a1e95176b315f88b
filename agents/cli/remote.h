#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

// The commands that the agency's agent does, over its socket. Each fails as ask() does.
namespace stile::agent {

// Agent is where the agent listens.
struct Agent {
  std::string socket;
};

Result<ExitCode> return_preview(const Agent& agent, const std::string& month,
                                const std::string& file, Reporter& reporter);
Result<ExitCode> return_send(const Agent& agent, const std::string& month, const std::string& file,
                             Reporter& reporter);
Result<ExitCode> return_status(const Agent& agent, Reporter& reporter);

// notify_preview() and notify_send() hand over an export of events: a file, or the standard input
// for "-". kTooLarge for one that does not fit into one message.
Result<ExitCode> notify_preview(const Agent& agent, const std::string& file, Reporter& reporter);
Result<ExitCode> notify_send(const Agent& agent, const std::string& file, Reporter& reporter);
// notify_enter() asks a person at a terminal for one event, as the exports of a column map are
// written, shows who would be told, and tells them when the person says so. kFaults where the map
// has a fault, or no event was entered.
Result<ExitCode> notify_enter(const Agent& agent, const std::string& map, std::istream& from,
                              std::ostream& to, Reporter& reporter);
Result<ExitCode> notify_status(const Agent& agent, bool all, Reporter& reporter);
Result<ExitCode> notify_alarms(const Agent& agent, bool all, Reporter& reporter);
// notify_exercise() is to one agency, or to all where it is empty.
Result<ExitCode> notify_exercise(const Agent& agent, const std::string& agency, Reporter& reporter);
Result<ExitCode> notify_exercises(const Agent& agent, bool all, Reporter& reporter);
Result<ExitCode> inbox_exercises(const Agent& agent, bool all, Reporter& reporter);
Result<ExitCode> inbox_answer(const Agent& agent, const std::string& reference, Reporter& reporter);
Result<ExitCode> notify_rang(const Agent& agent, std::uint64_t alarm, const std::string& contact,
                             Reporter& reporter);

// RecordChange is what is to become of a record; texts are those of stile.v1.RecordChangeRequest.
struct RecordChange {
  std::string system;
  std::string type;
  std::string reference;
  std::optional<std::string> child;
  std::string change;
  std::string reason;
  std::string only;
  bool preview = false;
};
Result<ExitCode> record_change(const Agent& agent, const RecordChange& change, Reporter& reporter);
Result<ExitCode> record_changes(const Agent& agent, bool all, Reporter& reporter);

// OwnCopyNamed is a record of which the agent has a copy of its own, as its system writes it.
struct OwnCopyNamed {
  std::string system;
  std::string type;
  std::string reference;
  std::optional<std::string> child;
  bool preview = false;
};
// record_release() tells the home's own authority of it; record_forget() has its copy deleted.
Result<ExitCode> record_release(const Agent& agent, const OwnCopyNamed& record, Reporter& reporter);
Result<ExitCode> record_forget(const Agent& agent, const OwnCopyNamed& record, Reporter& reporter);

// record_verdicts() has what recipients decided handed out (stile.v1.SealedVerdict), and opens it
// here with a data officer's key (verdicts.h), at the instant `now`.
Result<ExitCode> record_verdicts(const Agent& agent, const std::filesystem::path& officer_key,
                                 Instant now, Reporter& reporter);

// record_challenges() has what recipients challenge handed out (stile.v1.SealedChallenge), and
// opens it here likewise (challenges.h). record_answer() answers one of these; its `change` is
// "answered".
Result<ExitCode> record_challenges(const Agent& agent, bool all,
                                   const std::filesystem::path& officer_key, Instant now,
                                   Reporter& reporter);
Result<ExitCode> record_answer(const Agent& agent, const RecordChange& answer, Reporter& reporter);

// InboxQuery is what a person asks of an inbox; what is empty does not narrow it.
struct InboxQuery {
  std::string month;
  std::string force;
  std::string home;
  std::string type;
  std::string language;
  std::string folder;  // of an export
};
Result<ExitCode> inbox_list(const Agent& agent, const InboxQuery& query, Reporter& reporter);
// inbox_completeness() asks of one month.
Result<ExitCode> inbox_completeness(const Agent& agent, const InboxQuery& query,
                                    Reporter& reporter);
Result<ExitCode> inbox_export(const Agent& agent, const InboxQuery& query, Reporter& reporter);

// Of single events: references are written as inbox_notices() writes them, and a word is
// "not-ours" or "wrong-child".
Result<ExitCode> inbox_notices(const Agent& agent, bool all, const std::string& language,
                               Reporter& reporter);
Result<ExitCode> inbox_open(const Agent& agent, const std::string& reference,
                            const std::string& language, Reporter& reporter);
Result<ExitCode> inbox_acknowledge(const Agent& agent, const std::string& reference,
                                   Reporter& reporter);
Result<ExitCode> inbox_return(const Agent& agent, const std::string& reference,
                              const std::string& word, Reporter& reporter);
// inbox_close() says a word, "confirmed", "kept-by-law" or "own-record", of what followed a record.
Result<ExitCode> inbox_changes(const Agent& agent, bool all, const std::string& language,
                               Reporter& reporter);
Result<ExitCode> inbox_close(const Agent& agent, const std::string& reference,
                             const std::string& word, const std::string& language,
                             Reporter& reporter);
// inbox_pass_on() tells the authority of that ONS code, which placed the child.
Result<ExitCode> inbox_pass_on(const Agent& agent, const std::string& reference,
                               const std::string& authority, Reporter& reporter);
// inbox_challenge() challenges a record, by name of a reason, as a whole or some of its fields.
struct RecordChallenge {
  std::string reference;
  std::string reason;
  std::vector<std::string> fields;
  std::string language;
};
Result<ExitCode> inbox_challenge(const Agent& agent, const RecordChallenge& challenge,
                                 Reporter& reporter);
Result<ExitCode> inbox_challenges(const Agent& agent, bool all, const std::string& language,
                                  Reporter& reporter);
Result<ExitCode> inbox_breaches(const Agent& agent, Reporter& reporter);
Result<ExitCode> inbox_retention(const Agent& agent, Reporter& reporter);

// EnquiryQuery is what an inspector asks before an inspection; days are written as 2026-10-31.
struct EnquiryQuery {
  std::string home;
  std::string first;
  std::string last;
  std::string inspection;
  std::string reference;
  bool preview = false;
};
Result<ExitCode> enquiry_ask(const Agent& agent, const EnquiryQuery& query, Reporter& reporter);
Result<ExitCode> enquiry_list(const Agent& agent, Reporter& reporter);
Result<ExitCode> enquiry_show(const Agent& agent, const std::string& enquiry,
                              const std::string& language, Reporter& reporter);

// enquiry_approve() and enquiry_refuse() are the data officer's at the force that was asked.
Result<ExitCode> enquiry_approve(const Agent& agent, const std::string& enquiry,
                                 Reporter& reporter);
Result<ExitCode> enquiry_refuse(const Agent& agent, const std::string& enquiry,
                                const std::string& reason, Reporter& reporter);

// EnquiryFile is which file somebody wants of an enquiry: the page or, where `is_csv`, the rows
// with their metadata beside them.
struct EnquiryFile {
  std::string enquiry;
  std::string language;
  std::filesystem::path file;
  bool is_csv = false;
};
// enquiry_report() writes it for this account alone. Where a file of that name is there already
// (kConflict) nobody is asked: to read an answer is a consultation.
Result<ExitCode> enquiry_report(const Agent& agent, const EnquiryFile& wanted, Reporter& reporter);

// enquiry_inspected() says that the inspection of an enquiry began on that day, as 2026-11-10.
Result<ExitCode> enquiry_inspected(const Agent& agent, const std::string& enquiry,
                                   const std::string& day, Reporter& reporter);

// agent_status() is kIo while the gateway is not attached, else kFaults while notifications are
// overdue. Its second line, if any, says how many.
Result<ExitCode> agent_status(const Agent& agent, Reporter& reporter);
Result<ExitCode> audit_verify(const Agent& agent, Reporter& reporter);
// audit_alarms() says what of the ledger has to be looked into, and with `seen` that it was.
Result<ExitCode> audit_alarms(const Agent& agent, bool seen, Reporter& reporter);

// LogQuery narrows the log of operations; days are local, as "2026-10-01".
struct LogQuery {
  std::string first;
  std::string last;
  std::string operation;
  std::string purpose;
  bool csv = false;
};
Result<ExitCode> audit_log(const Agent& agent, const LogQuery& query, Reporter& reporter);

// SubjectQuery is a child by an exporting system's reference.
struct SubjectQuery {
  std::string system;
  std::string child;
  std::string purpose;
  std::string language;
  std::string out;   // folder to make, with what proves it to an outsider; empty: said in words
  std::string page;  // file to write it to, as a page; likewise
};
Result<ExitCode> audit_subject(const Agent& agent, const SubjectQuery& query, Reporter& reporter);

// audit_erase() destroys all of a child whom the query names, everywhere; its language is not
// looked at. audit_erasures() is kFaults while somebody has not confirmed.
Result<ExitCode> audit_erase(const Agent& agent, const SubjectQuery& query, Reporter& reporter);
Result<ExitCode> audit_erasures(const Agent& agent, Reporter& reporter);

// audit_hold_place() keeps what is here of a child, at who sends, or of an event, at who was given
// it: one of the two is named. audit_hold_lift() lets a hold go; audit_hold_list() says which are
// in force.
struct HoldPlaced {
  std::string system;
  std::string child;
  std::string event;
  std::string ground;
  std::string matter;
  std::string purpose;
};
struct HoldLifted {
  std::string hold;
  std::string purpose;
};
Result<ExitCode> audit_hold_place(const Agent& agent, const HoldPlaced& hold, Reporter& reporter);
Result<ExitCode> audit_hold_list(const Agent& agent, Reporter& reporter);
Result<ExitCode> audit_hold_lift(const Agent& agent, const HoldLifted& hold, Reporter& reporter);

// SearchQuery is what left, or came, of an agreement, by its file or its id; days are as above.
struct SearchQuery {
  std::string first;
  std::string last;
  std::string agreement;
  std::string recipient;
  std::string source;
  std::string purpose;
  std::string only;
  bool csv = false;
};
Result<ExitCode> audit_search(const Agent& agent, const SearchQuery& query, Reporter& reporter);

// audit_export() writes the leaves of what audit_search() would say into a folder, which it makes,
// for this account alone; what does not verify is left out (kIntegrity). kConflict, and nobody is
// asked, where the folder is there already.
struct ExportQuery {
  SearchQuery what;
  std::filesystem::path out;
};
Result<ExitCode> audit_export(const Agent& agent, const ExportQuery& query, Reporter& reporter);

// ProofQuery is a consignment by its leaf, which row of it is opened, if any, and the folder, which
// is made, for what proves it.
struct ProofQuery {
  std::uint64_t leaf = 0;
  std::uint32_t row = 0;
  std::string system;
  std::string reference;
  std::string purpose;
  std::filesystem::path out;
};
// audit_prove() writes for this account alone. Where the folder is there already (kConflict) nobody
// is asked: to open a row is a disclosure.
Result<ExitCode> audit_prove(const Agent& agent, const ProofQuery& query, Reporter& reporter);

}  // namespace stile::agent
