#include "agents/ledger_watching.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <utility>

#include "agents/recipient/received_leaves.h"
#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/sent_leaves.h"

namespace stile::agent {
namespace {

// The name does not begin as a store's files do, which are moved away together when one is put
// back.
std::string store_beside(const std::string& store) {
  const std::filesystem::path path(store);
  return (path.parent_path() / (path.stem().string() + "-ledger.db")).string();
}

std::optional<AttachedNow> attached_now(const Attachment& attachment, Instant now) {
  const auto proven = attachment.proven();
  if (!proven) return std::nullopt;
  const auto since = std::chrono::steady_clock::now() - *proven;
  return AttachedNow{.proven = *proven,
                     .at = now - std::chrono::duration_cast<std::chrono::seconds>(since).count(),
                     .spent = 0,
                     .clock_right = attachment.gateways_time() && !attachment.wrong_clock()};
}

Result<std::vector<std::unique_ptr<OwnLeaves>>> open_sides(const Config& config) {
  std::vector<std::unique_ptr<OwnLeaves>> sides;
  if (config.source) {
    STILE_TRY(sides.emplace_back(), open_sent_leaves(config.source->store));
  }
  if (config.recipient) {
    STILE_TRY(sides.emplace_back(), open_received_leaves(config.recipient->store));
  }
  return sides;
}

}  // namespace

Result<std::vector<HeldLeaf>> leaves_with_receipts(const Config& config, std::uint64_t first,
                                                   std::uint64_t end) {
  STILE_TRY(const auto sides, open_sides(config));
  std::vector<HeldLeaf> all;
  for (const auto& side : sides) {
    STILE_TRY(auto held, side->with_receipts(first, end));
    std::ranges::move(held, std::back_inserter(all));
  }
  return all;
}

Result<std::unique_ptr<LedgerWatch>> make_ledger_watch(
    const Config& config, GatewayClient& gateway, LogKeeper& log, Attachment& attachment,
    std::function<Instant()> clock,
    std::function<void(std::string_view, const Error&)> log_problem) {
  WatchPorts ports{
      .store = store_beside(config.recipient ? config.recipient->store : config.source->store),
      .self = config.agency,
      .gateway = &gateway,
      .log = &log,
      .sides = {},
      .clock = clock,
      .attached = [&attachment, clock] { return attached_now(attachment, clock()); },
      .falsehood = [&attachment](const Error& error) { attachment.condemn(error); },
      .log_problem = std::move(log_problem)};
  STILE_TRY(ports.sides, open_sides(config));
  return LedgerWatch::open(std::move(ports));
}

ExitCode say_ledger_alarms(LedgerWatch& watch, Reporter& reporter) {
  const auto alarms = watch.alarms();
  if (!alarms.ok()) return failed(alarms.error(), reporter);
  for (const auto& alarm : *alarms) {
    const std::string said = words(alarm);
    reporter.line("ledger: " + said, JsonObject()
                                         .text("ledger", said)
                                         .number("leaves", alarm.leaves)
                                         .number("first", alarm.first)
                                         .number("last", alarm.last)
                                         .text("raised", utc_minute_text(alarm.raised))
                                         .done());
  }
  return alarms->empty() ? ExitCode::kOk : ExitCode::kFaults;
}

ExitCode answer_ledger_alarms(LedgerWatch& watch, Source* source, Inbox* inbox,
                              const Person& person, const v1::ControlRequest& asked,
                              Reporter& reporter) {
  const Status logged = [&]() -> Status {
    STILE_TRY(const auto alarms, watch.alarms());
    const std::string occasion = asked.audit_alarms().seen() ? "audit-alarms/seen" : "audit-alarms";
    if (source != nullptr) {
      return source->log_consultation(occasion, alarms.size(), person.account, "audit");
    }
    if (inbox == nullptr) return ok();
    return inbox->log_consultation(person.account, occasion, alarms.size(), "audit");
  }();
  if (!logged.ok()) return failed(logged.error(), reporter);
  const ExitCode said = say_ledger_alarms(watch, reporter);
  if (said == ExitCode::kOk) reporter.message("nothing in the ledger has to be looked into");
  if (said != ExitCode::kFaults || !asked.audit_alarms().seen()) return said;
  const Status seen = watch.seen(person.account);
  if (!seen.ok()) return failed(seen.error(), reporter);
  reporter.message("it is written down that this account has looked into them");
  return ExitCode::kOk;
}

}  // namespace stile::agent
