#include "agents/source/release.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "agents/report/failed.h"
#include "agents/source/intake_digest.h"
#include "agents/source/notify_run.h"
#include "agents/source/own_copy.h"
#include "agents/source/source.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

// Ways out where nothing can be released.
constexpr std::string_view kOtherwise =
    "; mend with: an export that leaves the placing authority out, and ring the duty number of the "
    "home's own authority until then";

std::string named(const ReleaseOrder& order) {
  return std::string(record::name(order.type)) + " " + order.reference + " of system " +
         order.system;
}

Error usage(std::string what) { return {Reason::kUsage, std::move(what)}; }

Error gone(const ReleaseOrder& order) {
  return usage("there is no own copy of the " + named(order) + " (any more): one is kept for " +
               std::to_string(kOwnCopyDays) + " days at most, where the home's own authority may " +
               "be told, until it is forgotten or withdrawn" + std::string(kOtherwise));
}

Error not_whole(const ReleaseOrder& order, std::string_view why) {
  return {Reason::kIntegrity, "the own copy of the " + named(order) + " " + std::string(why) +
                                  ": somebody altered the store" + std::string(kOtherwise)};
}

Operation operation(std::string_view op, std::string_view occasion, std::string_view account,
                    Instant now) {
  return {.op = std::string(op),
          .time = now,
          .account = std::string(account),
          .agreement_id = {},
          .occasion = std::string(occasion),
          .rows = 1,
          .reason = {}};
}

// find_copy() is the one copy that the order names.
Result<OwnCopy> find_copy(const SourceOptions& options, IntakeReader& reader,
                          const ReleaseOrder& order) {
  STILE_TRY(const auto system, reader.system(order.system, order.type));
  STILE_TRY(auto copies, reader.releases().copies(system, order.reference));
  const Day last = local_day(options.clock()) - kOwnCopyDays;
  std::erase_if(copies, [&](const OwnCopy& copy) { return copy.day <= last; });
  if (order.child) {
    const auto child = IntakeDigests(*options.tokens).child(order.system, *order.child);
    std::erase_if(copies, [&](const OwnCopy& copy) { return copy.key.child != child; });
  }
  if (copies.empty()) return gone(order);
  if (copies.size() == 1) return std::move(copies.front());
  return usage("the " + named(order) + " is about " + std::to_string(copies.size()) +
               " children; mend with: --child, one at a time");
}

// check_decided() fails while nobody who was told has decided: then nobody can have denied it.
Status check_decided(IntakeReader& reader, const OwnCopy& copy, const ReleaseOrder& order) {
  STILE_TRY(const auto sent, reader.records(copy.key.system, copy.key.reference));
  STILE_TRY(const auto words, reader.closed_words());
  for (const SentRecord& one : sent) {
    const auto recipient = AgencyId::parse(one.recipient);
    const bool authority = recipient.ok() && recipient->kind() == AgencyKind::kAuthority;
    if (one.key.child != copy.key.child || one.unlisted || !authority) continue;
    const bool decided = std::ranges::any_of(words, [&](const ClosedWord& word) {
      return !word.change && word.event_token == one.known.event_token;
    });
    if (decided) return ok();
  }
  return usage("no authority that was told of the " + named(order) +
               " has decided yet whose it is; mend with: `stile record verdicts`, which says "
               "not-ours of what may be released");
}

// open_copy() is the event, proven to be of that record.
Result<record::Event> open_copy(const SourceOptions& options, OwnKeys& keys, const OwnCopy& copy,
                                const ReleaseOrder& order) {
  const auto key = keys.to_open(copy.day);
  if (!key.ok()) return key.reason() == Reason::kNotFound ? gone(order) : key.error();
  auto event = open_event(*key, copy.sealed);
  if (!event.ok()) return not_whole(order, "does not open");
  const auto& origin = event->origin;
  const auto child = IntakeDigests(*options.tokens).child(origin.system, origin.child);
  if (event->type == order.type && origin.system == order.system &&
      origin.reference == order.reference && child == copy.key.child) {
    return event;
  }
  record::wipe(event->identity);
  return not_whole(order, "is of another record");
}

Error nobody(Reason why, const ReleaseOrder& order) {
  if (why == Reason::kUnavailable) {
    return {why,
            "the agent of the home's own authority has no sealing key in the documents; mend "
            "with: ring its duty number, and release it again when it has"};
  }
  return {why, "nothing lets the " + named(order) + " go to the home's own authority" +
                   std::string(kOtherwise)};
}

}  // namespace

ExitCode Source::release(const ReleaseOrder& order, bool preview, std::string_view account,
                         Reporter& reporter) {
  std::unique_lock notifying(notifying_);
  NotifyWords words(reporter);
  NotifyQueue outlet(options_, *store_, own_keys_, std::string(account),
                     [this] { notifier_.wake(); });
  NotifyTotals totals;
  const Status ran = [&]() -> Status {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(const OwnCopy copy, find_copy(options_, *reader, order));
    STILE_CHECKED(check_decided(*reader, copy, order));
    STILE_CHECKED(log_consultation("release", 1, account));
    ReadEvent read{.line = 0, .event = {}};
    STILE_TRY(read.event, open_copy(options_, own_keys_, copy, order));
    const auto documents = options_.documents();
    const auto* self = documents == nullptr ? nullptr : documents->agency(options_.self);
    if (self == nullptr || !self->has_contact(read.event.contact)) read.event.contact.clear();
    NotifyRun run(options_, order.system, *reader, words, stopping_);
    const auto why = run.release(read, preview ? nullptr : &outlet);
    record::wipe(read.event.identity);
    STILE_CHECKED(why);
    totals = run.totals();
    return *why ? Status(nobody(**why, order)) : ok();
  }();
  notifying.unlock();  // whoever waits for the gateway's answer holds nobody up
  if (!ran.ok()) return agent::failed(ran.error(), reporter);
  if (totals.sent + totals.revised == 0) {
    reporter.message("the home's own authority has it as it is: there is nothing to do");
  }
  const auto first = outlet.first_released();
  return first ? await(notifier_, *first, reporter, Sight::kOfficer) : ExitCode::kOk;
}

ExitCode Source::forget(const ReleaseOrder& order, std::string_view account, Reporter& reporter) {
  const std::lock_guard notifying(notifying_);
  const Status forgotten = [&]() -> Status {
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(const OwnCopy copy, find_copy(options_, *reader, order));
    return store_->change(
        [&](IntakeTables& tables) -> Status {
          STILE_CHECKED(tables.releases().forget(copy.key));
          return tables.add_operation(operation("erasure", "own-copy", account, options_.clock()));
        },
        Urgency::kInteractive);
  }();
  if (!forgotten.ok()) return agent::failed(forgotten.error(), reporter);
  reporter.message("the own copy of the " + named(order) + " is deleted");
  return ExitCode::kOk;
}

// The keys first: without them a copy is nothing, wherever it still stands. A key that stays is
// said once a day.
Status Source::sweep_own_copies() {
  const Instant now = options_.clock();
  const Day last = local_day(now) - kOwnCopyDays;
  if (swept_ == last) return ok();
  swept_ = last;
  const Status destroyed = own_keys_.destroy_until(last);
  return store_->change([&](IntakeTables& tables) -> Status {
    STILE_CHECKED(tables.releases().forget_until(last));
    STILE_CHECKED(tables.identity_requests().forget(now));
    to_wipe_ = true;
    if (destroyed.ok()) return ok();
    auto entry = operation("integrity", {}, {}, now);
    entry.rows = 0;
    entry.reason = "a key of own copies is not destroyed: " + destroyed.error().detail;
    return tables.add_operation(entry);
  });
}

}  // namespace stile::agent
