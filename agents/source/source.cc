#include "agents/source/source.h"

#include <algorithm>
#include <utility>

#include "agents/report/exit_code.h"
#include "agents/report/failed.h"
#include "agents/source/export_file.h"
#include "agents/source/export_map.h"
#include "agents/source/intake_reader.h"
#include "agents/source/month_figures.h"
#include "agents/source/return_queue.h"
#include "agents/source/return_run.h"
#include "agents/source/source_audit.h"
#include "agents/source/status_words.h"

namespace stile::agent {
namespace {

template <typename Words>
ExitCode failed(const Error& error, Words& words) {
  words.failed(error);
  return exit_code_of(error.reason);
}

ExitCode outcome_of(const ReturnTotals& totals, bool closed, ReturnWords& words,
                    const Month& month) {
  words.totals(totals, month);
  if (closed) return ExitCode::kRefused;
  const bool clean = totals.rejected == 0 && totals.sent_before == 0 && totals.erased == 0;
  return clean ? ExitCode::kOk : ExitCode::kFaults;
}

ExitCode outcome_of(const NotifyTotals& totals, bool preview, NotifyWords& words) {
  words.totals(totals, preview);
  if (totals.rejected > 0 || totals.erased > 0) return ExitCode::kFaults;
  return totals.untold > 0 ? ExitCode::kRefused : ExitCode::kOk;
}

ExitCode busy(Reporter& reporter) {
  reporter.message("another preview or return is running; try again when it has ended");
  return ExitCode::kIo;
}

}  // namespace

Source::Source(SourceOptions options, std::unique_ptr<IntakeStore> store, Readers readers,
               Submitter& submitter, AlarmWatch::Raised raised)
    : options_(std::move(options)),
      store_(std::move(store)),
      sender_(options_, *store_, std::move(readers.returns), submitter,
              record::OccasionKind::kReturn),
      notifier_(options_, *store_, std::move(readers.notifications), submitter,
                record::OccasionKind::kNotify),
      corrections_(options_, *store_,
                   [this] {
                     // What was refused on their routes has to be asked again, so that they pass
                     // it.
                     sender_.retry();
                     notifier_.retry();
                   }),
      watch_(options_, *store_, std::move(readers.watch), std::move(raised), [this]() -> Status {
        const auto released = corrections_.release();
        const Status swept = sweep_own_copies();
        static_cast<void>(continue_erasures());
        static_cast<void>(look_for_due());
        return released.ok() ? swept : Status(released.error());
      }) {
  sender_.wakes(notifier_);
  notifier_.wakes(sender_);
}

Source::~Source() { stop(); }

Result<std::unique_ptr<Source>> Source::open(SourceOptions options, Submitter& submitter,
                                             AlarmWatch::Raised raised) {
  STILE_TRY(auto store, IntakeStore::open(options.store, options.log));
  Readers readers;
  for (auto* one : {&readers.returns, &readers.notifications, &readers.watch}) {
    STILE_TRY(*one, IntakeReader::open(options.store));
  }
  if (!raised) raised = [](const Alarm&) {};
  return std::unique_ptr<Source>(new Source(std::move(options), std::move(store),
                                            std::move(readers), submitter, std::move(raised)));
}

void Source::start() {
  sender_.start();
  notifier_.start();
  watch_.start();
  answerer_.start();
}

void Source::stop() {
  stopping_ = true;
  answerer_.stop();
  sender_.stop();
  notifier_.stop();
  watch_.stop();
}

// A store that fails stops the senders, which say so.
void Source::documents_changed() {
  ++document_changes_;
  sender_.retry();
  notifier_.retry();
  answerer_.wake();
  static_cast<void>(corrections_.release(Corrections::Refused::kNow));
}

void Source::alarm(const Error& error) {
  sender_.alarm(error);
  notifier_.alarm(error);
  const Status recorded = store_->change([&](IntakeTables& tables) {
    return tables.add_operation({.op = "integrity",
                                 .time = options_.clock(),
                                 .account = {},
                                 .agreement_id = {},
                                 .occasion = {},
                                 .rows = 0,
                                 .reason = error.detail});
  });
  if (!recorded.ok()) sender_.alarm(recorded.error());
}

ExitCode Source::preview(const Month& month, std::string_view file, Reporter& reporter) {
  const std::unique_lock running(running_, std::try_to_lock);
  if (!running) return busy(reporter);
  ReturnWords words(reporter, true);
  auto in = open_export(options_.exports, file);
  if (!in.ok()) return failed(in.error(), words);
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return failed(reader.error(), words);
  auto map = map_of(*options_.column_maps(), in.value());
  if (!map.ok()) return failed(map.error(), words);
  ReturnRun run(options_, std::move(map).value(), **reader, month, words, stopping_);
  if (const Status ran = run.run(in.value(), nullptr); !ran.ok()) return failed(ran.error(), words);
  return outcome_of(run.totals(), run.closed().has_value(), words, month);
}

ExitCode Source::send(const Month& month, std::string_view file, std::string_view account,
                      Reporter& reporter) {
  const std::unique_lock running(running_, std::try_to_lock);
  if (!running) return busy(reporter);
  ReturnWords words(reporter, false);
  auto in = open_export(options_.exports, file);
  if (!in.ok()) return failed(in.error(), words);
  Queued made;
  const Status done = queue(month, in.value(), account, words, nullptr, made);
  const ExitCode queued = done.ok() ? outcome_of(made.totals, made.closed.has_value(), words, month)
                                    : failed(done.error(), words);
  // With nothing new to send, what was queued before still has to be admitted.
  if (!made.first && queued != ExitCode::kOk) return queued;
  const ExitCode admitted = await(sender_, made.first.value_or(0), reporter);
  return admitted == ExitCode::kOk ? queued : admitted;
}

Status Source::deliver(const Month& month, std::istream& from, std::string_view account,
                       Reporter& reporter, RejectedRows& rejected, Delivered& to) {
  const std::lock_guard running(running_);
  ReturnWords words(reporter, false);
  Queued made;
  const Status done = queue(month, from, account, words, &rejected, made);
  to = {std::move(made.totals), std::move(made.closed), {}};
  if (!made.first) return done;
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(to.queued, reader->numbers(*made.first));
  return done;
}

Status Source::queue(const Month& month, std::istream& from, std::string_view account,
                     ReturnWords& words, RejectedRows* rejected, Queued& to) {
  STILE_TRY(auto reader, IntakeReader::open(options_.store));
  sender_.retry();
  const auto wake = [this] { sender_.wake(); };
  STILE_TRY(auto map, map_of(*options_.column_maps(), from));
  ReturnRun run(options_, std::move(map), *reader, month, words, stopping_);
  {
    ReturnQueue outlet(options_, *store_, std::string(account), run.system(), month, wake);
    outlet.begin();
    const Status ran = run.run(from, &outlet, rejected);
    const Status drained = outlet.drain();
    to.totals = run.totals();
    to.first = outlet.first();
    STILE_CHECKED(ran);
    STILE_CHECKED(drained);
    STILE_CHECKED(outlet.finish(run.totals(), run.types()));
    if (run.totals().changed > 0 || outlet.followed()) STILE_CHECKED(corrections_.release());
  }
  to.closed = run.closed();
  ReturnQueue outlet(options_, *store_, std::string(account), run.system(), month, wake);
  MonthFigures figures(options_, *reader, outlet, words, month);
  Status counted = figures.run();
  if (const Status drained = outlet.drain(); counted.ok()) counted = drained;
  if (!to.first) to.first = outlet.first();
  STILE_CHECKED(counted);
  const std::lock_guard lock(last_mutex_);
  last_return_ = run.totals();
  return ok();
}

// A sender that is stopped, or whose routes are all refused, changes nothing any more.
ExitCode Source::await(Sender& sender, std::int64_t first, Reporter& reporter, Sight sight) {
  auto reader = this->reader();
  std::uint64_t left = 0;
  for (int unchanged = 0; reader.ok() && unchanged < kPatience; ++unchanged) {
    const std::uint64_t changes = sender.changes();
    const auto now = (*reader)->unanswered(first, sender.kind(), sight);
    if (!now.ok() || now.value() == 0) break;
    if (now.value() != left) unchanged = 0;
    left = now.value();
    const SenderState state = sender.state();
    const bool stays =
        stopping_ || state.stopped || !state.halted.empty() || (state.unwitnessed && unchanged > 0);
    if (stays) return judge(state, left, reporter);
    sender.wait_for_change(changes);
  }
  if (!reader.ok()) return exit_code_of(reader.reason());
  const auto now = (*reader)->unanswered(first, sender.kind(), sight);
  if (now.ok()) keep(std::move(reader).value());
  return judge(sender.state(), now.ok() ? now.value() : left, reporter);
}

// One stays open: to open it and to prepare what it asks takes as long as a few signatures.
Result<std::unique_ptr<IntakeReader>> Source::reader() {
  const std::lock_guard lock(spare_mutex_);
  if (spare_ != nullptr) return std::exchange(spare_, nullptr);
  return IntakeReader::open(options_.store);
}

void Source::keep(std::unique_ptr<IntakeReader> reader) {
  const std::lock_guard lock(spare_mutex_);
  spare_ = std::move(reader);
}

ExitCode Source::judge(const SenderState& state, std::uint64_t left, Reporter& reporter) const {
  if (left == 0) {
    reporter.message("all of it is admitted by the gateway and recorded in its ledger");
    return ExitCode::kOk;
  }
  const std::string count = std::to_string(left) + " consignments are not admitted yet";
  if (state.stopped) {
    reporter.message(count + ", and sending has stopped: " +
                     std::string(name(state.stopped->reason)) + ": " + state.stopped->detail);
    return exit_code_of(state.stopped->reason);
  }
  if (!state.halted.empty()) {
    const Reason reason = state.halted.begin()->second;
    reporter.message(count + ": the gateway refuses them: " + std::string(name(reason)) +
                     ". They are kept, and sent once that is mended.");
    return ExitCode::kRefused;
  }
  if (state.unwitnessed) {
    reporter.message(count + ": " + *state.unwitnessed);
    return ExitCode::kIo;
  }
  reporter.message(count + "; the agent goes on sending in the background");
  return ExitCode::kIo;
}

ExitCode Source::preview_notify(std::istream& from, Reporter& reporter) {
  NotifyWords words(reporter);
  auto map = map_of(*options_.column_maps(), from);
  if (!map.ok()) return failed(map.error(), words);
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return failed(reader.error(), words);
  NotifyRun run(options_, std::move(map).value(), **reader, words, stopping_);
  if (const Status ran = run.run(from, nullptr); !ran.ok()) return failed(ran.error(), words);
  return outcome_of(run.totals(), true, words);
}

ExitCode Source::notify(std::istream& from, std::string_view account, Reporter& reporter) {
  NotifyWords words(reporter);
  Told told;
  const std::uint64_t changes = notifier_.changes();
  const Status ran = tell(from, account, NotifyRun::Which::kAll, words, nullptr, told);
  if (!ran.ok()) return failed(ran.error(), words);
  const ExitCode outcome = outcome_of(told.totals, false, words);
  if (!told.first) return outcome;
  // To ask at once would only take the processor from what is under way.
  notifier_.wait_for_change(changes);
  const ExitCode sent = await(notifier_, *told.first, reporter);
  return std::max(outcome, sent);
}

Status Source::deliver_events(std::istream& from, std::string_view account, NotifyRun::Which which,
                              Reporter& reporter, RejectedRows& rejected, NotifyTotals& to) {
  NotifyWords words(reporter);
  Told told;
  Status ran = tell(from, account, which, words, &rejected, told);
  to = told.totals;
  return ran;
}

// Whoever waits for the gateway's answer holds nobody up who tells of something else.
Status Source::tell(std::istream& from, std::string_view account, NotifyRun::Which which,
                    NotifyWords& words, RejectedRows* rejected, Told& to) {
  STILE_TRY(auto map, map_of(*options_.column_maps(), from));
  const std::lock_guard notifying(notifying_);
  STILE_TRY(auto reader, this->reader());
  NotifyQueue outlet(options_, *store_, own_keys_, std::string(account),
                     [this] { notifier_.wake(); });
  NotifyRun run(options_, std::move(map), *reader, words, stopping_);
  Status ran = run.run(from, &outlet, rejected, which);
  to = {run.totals(), outlet.first()};
  STILE_CHECKED(ran);
  if (outlet.not_kept()) words.not_kept(*outlet.not_kept());
  if (run.totals().changed > 0) STILE_CHECKED(corrections_.release());
  keep(std::move(reader));
  return ok();
}

ExitCode Source::status(Reporter& reporter) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return exit_code_of(reader.reason());
  return say_status(**reader, sender_.state(), reporter);
}

Result<SourceFigures> Source::figures() const {
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  SourceFigures figures;
  STILE_CHECKED(read_figures(*reader, figures));
  const SenderState state = sender_.state();
  figures.refused_routes = state.halted.size();
  figures.stopped = state.stopped.has_value();
  const std::lock_guard lock(last_mutex_);
  figures.last_return = last_return_;
  return figures;
}

ExitCode Source::verify(Reporter& reporter) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return exit_code_of(reader.reason());
  return audit_source(options_, **reader, reporter);
}

}  // namespace stile::agent
