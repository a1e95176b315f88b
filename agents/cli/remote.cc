#include "agents/cli/remote.h"

#include <iostream>
#include <sstream>
#include <utility>

#include "agents/cli/challenges.h"
#include "agents/cli/event_prompt.h"
#include "agents/cli/key.h"
#include "agents/cli/remote_asked.h"
#include "agents/cli/verdicts.h"
#include "agents/control/client.h"
#include "agents/ingest/column_map_file.h"
#include "core/crypto/secret.h"
#include "core/storage/file.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {
namespace {

void fill(v1::OwnCopyName& to, const OwnCopyNamed& record) {
  to.set_system(record.system);
  to.set_type(record.type);
  to.set_reference(record.reference);
  to.set_child(record.child.value_or(""));
  to.set_has_child(record.child.has_value());
}

void fill(v1::ReturnRequest& request, const std::string& month, const std::string& file) {
  request.set_month(month);
  request.set_file(file);
}

Result<Bytes> read_events(const std::string& file) {
  if (file != "-") return storage::read_whole(file);
  std::ostringstream all;
  all << std::cin.rdbuf();
  return std::move(all).str();
}

void fill(v1::InboxSelection& selection, const InboxQuery& query) {
  selection.set_force(query.force);
  selection.set_home(query.home);
  selection.set_type(query.type);
}

void fill(v1::RecordChangeRequest& asking, const RecordChange& change) {
  asking.set_system(change.system);
  asking.set_type(change.type);
  asking.set_reference(change.reference);
  asking.set_child(change.child.value_or(""));
  asking.set_has_child(change.child.has_value());
  asking.set_change(change.change);
  asking.set_reason(change.reason);
  asking.set_only(change.only);
}

}  // namespace

Result<ExitCode> asked(const Agent& agent, const v1::ControlRequest& request, Reporter& reporter) {
  if (agent.socket.empty()) {
    return Error{Reason::kUsage, "which agent? Give --socket PATH or set STILE_SOCKET"};
  }
  return ask(agent.socket, request, reporter);
}

Result<ExitCode> return_preview(const Agent& agent, const std::string& month,
                                const std::string& file, Reporter& reporter) {
  v1::ControlRequest request;
  fill(*request.mutable_return_preview(), month, file);
  return asked(agent, request, reporter);
}

Result<ExitCode> return_send(const Agent& agent, const std::string& month, const std::string& file,
                             Reporter& reporter) {
  v1::ControlRequest request;
  fill(*request.mutable_return_send(), month, file);
  return asked(agent, request, reporter);
}

Result<ExitCode> return_status(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_return_status();
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_preview(const Agent& agent, const std::string& file, Reporter& reporter) {
  v1::ControlRequest request;
  STILE_TRY(*request.mutable_notify_preview()->mutable_events(), read_events(file));
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_send(const Agent& agent, const std::string& file, Reporter& reporter) {
  v1::ControlRequest request;
  STILE_TRY(*request.mutable_notify_send()->mutable_events(), read_events(file));
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_enter(const Agent& agent, const std::string& map, std::istream& from,
                              std::ostream& to, Reporter& reporter) {
  STILE_TRY(const ColumnMap read_with, load_column_map_file(map));
  EventPrompt prompt(read_with, from, to);
  auto events = prompt.ask();
  if (!events) {
    reporter.message("nothing was entered, and nobody is told");
    return ExitCode::kFaults;
  }
  v1::ControlRequest preview;
  preview.mutable_notify_preview()->set_events(*events);
  v1::ControlRequest send;
  send.mutable_notify_send()->set_events(*events);
  crypto::wipe(*events);
  STILE_TRY(const ExitCode previewed, asked(agent, preview, reporter));
  // What nobody is to be told of is entered all the same: that is a decision, and is kept.
  if (previewed != ExitCode::kOk && previewed != ExitCode::kRefused) return previewed;
  if (prompt.confirm("Tell those named above?")) return asked(agent, send, reporter);
  reporter.message("nobody is told");
  return ExitCode::kFaults;
}

Result<ExitCode> notify_status(const Agent& agent, bool all, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_notify_status()->set_all(all);
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_alarms(const Agent& agent, bool all, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_notify_alarms()->set_all(all);
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_rang(const Agent& agent, std::uint64_t alarm, const std::string& contact,
                             Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_notify_rang()->set_alarm(alarm);
  request.mutable_notify_rang()->set_contact(contact);
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_exercise(const Agent& agent, const std::string& agency,
                                 Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_notify_exercise()->set_agency(agency);
  return asked(agent, request, reporter);
}

Result<ExitCode> notify_exercises(const Agent& agent, bool all, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_notify_exercises()->set_all(all);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_exercises(const Agent& agent, bool all, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_exercises()->set_all(all);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_answer(const Agent& agent, const std::string& reference,
                              Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_answer()->set_reference(reference);
  return asked(agent, request, reporter);
}

Result<ExitCode> record_change(const Agent& agent, const RecordChange& change, Reporter& reporter) {
  v1::ControlRequest request;
  fill(change.preview ? *request.mutable_record_preview() : *request.mutable_record_change(),
       change);
  return asked(agent, request, reporter);
}

Result<ExitCode> record_answer(const Agent& agent, const RecordChange& answer, Reporter& reporter) {
  v1::ControlRequest request;
  fill(*request.mutable_record_answer(), answer);
  return asked(agent, request, reporter);
}

Result<ExitCode> record_challenges(const Agent& agent, bool all,
                                   const std::filesystem::path& officer_key, Instant now,
                                   Reporter& reporter) {
  STILE_TRY(const crypto::SealingKey officer, read_officer_key(officer_key));
  v1::ControlRequest request;
  request.mutable_record_challenges()->set_all(all);
  HandedOut handed(reporter);
  STILE_TRY(const ExitCode done, asked(agent, request, handed));
  if (done != ExitCode::kOk) return done;
  return open_challenges(handed.lines(), officer, now, reporter);
}

Result<ExitCode> record_changes(const Agent& agent, bool all, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_record_changes()->set_all(all);
  return asked(agent, request, reporter);
}

Result<ExitCode> record_release(const Agent& agent, const OwnCopyNamed& record,
                                Reporter& reporter) {
  v1::ControlRequest request;
  fill(*request.mutable_record_release()->mutable_record(), record);
  request.mutable_record_release()->set_preview(record.preview);
  return asked(agent, request, reporter);
}

Result<ExitCode> record_forget(const Agent& agent, const OwnCopyNamed& record, Reporter& reporter) {
  v1::ControlRequest request;
  fill(*request.mutable_record_forget()->mutable_record(), record);
  return asked(agent, request, reporter);
}

// Without the key nobody is asked: what is handed out is a consultation.
Result<ExitCode> record_verdicts(const Agent& agent, const std::filesystem::path& officer_key,
                                 Instant now, Reporter& reporter) {
  STILE_TRY(const crypto::SealingKey officer, read_officer_key(officer_key));
  v1::ControlRequest request;
  request.mutable_record_verdicts();
  HandedOut handed(reporter);
  STILE_TRY(const ExitCode done, asked(agent, request, handed));
  if (done != ExitCode::kOk) return done;
  return open_verdicts(handed.lines(), officer, now, reporter);
}

Result<ExitCode> inbox_list(const Agent& agent, const InboxQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::InboxListRequest& list = *request.mutable_inbox_list();
  list.set_month(query.month);
  list.set_language(query.language);
  fill(*list.mutable_selection(), query);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_export(const Agent& agent, const InboxQuery& query, Reporter& reporter) {
  v1::ControlRequest request;
  v1::InboxExportRequest& exported = *request.mutable_inbox_export();
  exported.set_month(query.month);
  exported.set_folder(query.folder);
  fill(*exported.mutable_selection(), query);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_completeness(const Agent& agent, const InboxQuery& query,
                                    Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_completeness()->set_month(query.month);
  request.mutable_inbox_completeness()->set_language(query.language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_notices(const Agent& agent, bool all, const std::string& language,
                               Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_notices()->set_all(all);
  request.mutable_inbox_notices()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_open(const Agent& agent, const std::string& reference,
                            const std::string& language, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_open()->set_reference(reference);
  request.mutable_inbox_open()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_acknowledge(const Agent& agent, const std::string& reference,
                                   Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_acknowledge()->set_reference(reference);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_return(const Agent& agent, const std::string& reference,
                              const std::string& word, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_return()->set_reference(reference);
  request.mutable_inbox_return()->set_word(word);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_changes(const Agent& agent, bool all, const std::string& language,
                               Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_changes()->set_all(all);
  request.mutable_inbox_changes()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_close(const Agent& agent, const std::string& reference,
                             const std::string& word, const std::string& language,
                             Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_close()->set_reference(reference);
  request.mutable_inbox_close()->set_word(word);
  request.mutable_inbox_close()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_pass_on(const Agent& agent, const std::string& reference,
                               const std::string& authority, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_pass_on()->set_reference(reference);
  request.mutable_inbox_pass_on()->set_placing_authority(authority);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_challenge(const Agent& agent, const RecordChallenge& challenge,
                                 Reporter& reporter) {
  v1::ControlRequest request;
  v1::InboxChallengeRequest& asking = *request.mutable_inbox_challenge();
  asking.set_reference(challenge.reference);
  asking.set_reason(challenge.reason);
  for (const auto& field : challenge.fields) asking.add_field(field);
  asking.set_language(challenge.language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_challenges(const Agent& agent, bool all, const std::string& language,
                                  Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_challenges()->set_all(all);
  request.mutable_inbox_challenges()->set_language(language);
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_breaches(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_breaches();
  return asked(agent, request, reporter);
}

Result<ExitCode> inbox_retention(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_inbox_retention();
  return asked(agent, request, reporter);
}

Result<ExitCode> agent_status(const Agent& agent, Reporter& reporter) {
  v1::ControlRequest request;
  request.mutable_agent_status();
  return asked(agent, request, reporter);
}

}  // namespace stile::agent
