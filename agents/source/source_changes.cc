#include <algorithm>
#include <mutex>
#include <string>

#include "agents/report/failed.h"
#include "agents/source/change_run.h"
#include "agents/source/change_words.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source.h"
#include "core/record/code_texts.h"

// What becomes of a record that was sent.
namespace stile::agent {
namespace {

std::string named_kept(const RecordOrder& order) {
  return order.reference + " was sent to nobody; what is kept of it to answer enquiries ";
}

}  // namespace

ExitCode Source::preview_change(const RecordOrder& order, Reporter& reporter) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return agent::failed(reader.error(), reporter);
  const auto planned = plan_change(options_, **reader, order);
  if (!planned.ok()) return agent::failed(planned.error(), reporter);
  if (is_unseen(order, *planned)) reporter.message(named_kept(order) + "would be deleted");
  say_planned(order, planned.value(), true, reporter);
  return ExitCode::kOk;
}

ExitCode Source::change(const RecordOrder& order, std::string_view account, Reporter& reporter) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return agent::failed(reader.error(), reporter);
  const auto planned = plan_change(options_, **reader, order);
  if (!planned.ok()) return agent::failed(planned.error(), reporter);
  return enter(order, planned.value(), account, reporter);
}

// Between a plan and what is entered an answer could take the record along: so none is made, and
// what is entered is planned again. What is said to a challenge is about no answer.
Result<Entered> Source::enter_as_it_is(const RecordOrder& order,
                                       const std::vector<PlannedChange>& planned,
                                       std::string_view account) {
  const auto paused = answerer_.pause();
  const Entering by{.account = account, .now = options_.clock(), .tokens = options_.tokens.get()};
  if (record::kind_of(order.reason) == record::ChangeKind::kAnswered) {
    return enter_changes(*store_, order, planned, by);
  }
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(const auto again, plan_change(options_, *reader, order));
  return enter_changes(*store_, order, again, by);
}

ExitCode Source::enter(const RecordOrder& order, const std::vector<PlannedChange>& planned,
                       std::string_view account, Reporter& reporter) {
  say_planned(order, planned, false, reporter);
  // A run that read the record before would send it again, as it was, behind its withdrawal.
  std::unique_lock notifying(notifying_);
  std::unique_lock running(running_, std::defer_lock);
  const auto of_return = [](const PlannedChange& one) { return one.record.month > kNotifiedKey; };
  if (std::ranges::any_of(planned, of_return)) running.lock();
  const auto entered = enter_as_it_is(order, planned, account);
  if (!entered.ok()) return agent::failed(entered.error(), reporter);
  if (running) running.unlock();
  notifying.unlock();
  if (is_unseen(order, planned)) reporter.message(named_kept(order) + "is deleted");
  if (entered->all == 0) return ExitCode::kOk;
  const auto released = corrections_.release();
  if (!released.ok()) return agent::failed(released.error(), reporter);
  if (entered->seen.empty()) return ExitCode::kOk;
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return agent::failed(reader.error(), reporter);
  return await_changes(**reader, entered->seen, reporter);
}

// What the gateway refuses is no longer under way: it waits.
ExitCode Source::await_changes(IntakeReader& reader, const std::vector<std::int64_t>& ids,
                               Reporter& reporter) {
  Standing standing;
  for (int looks = 0; looks < kPatience; ++looks) {
    const std::uint64_t changes = notifier_.changes();
    const auto now = standing_of(reader, ids);
    if (!now.ok()) return agent::failed(now.error(), reporter);
    standing = now.value();
    if (standing.queued == 0 || stopping_ || notifier_.state().stopped) break;
    notifier_.wait_for_change(changes);
  }
  if (standing.anew > 0) {
    reporter.message(
        "the gateway did not let it go: by its directory one of the officers who approved it is no "
        "data officer any more; mend with: `stile reidentify asked`, and two who are approve it "
        "anew");
    return ExitCode::kRefused;
  }
  if (standing.waiting > 0) {
    reporter.message(std::to_string(standing.waiting) + " wait, and go by themselves: `stile " +
                     "record changes` says for what");
  }
  if (standing.queued > 0) return judge(notifier_.state(), standing.queued, reporter);
  if (standing.waiting == 0) reporter.message("all of it is admitted by the gateway");
  return ExitCode::kOk;
}

ExitCode Source::changes(bool all, Reporter& reporter, Sight sight) {
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return agent::failed(reader.error(), reporter);
  return say_changes(**reader, all, sight, options_.clock(), reporter);
}

}  // namespace stile::agent
