#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "agents/config.h"
#include "agents/control/people.h"
#include "agents/link/attachment.h"
#include "agents/link/gateway_client.h"
#include "agents/ports/log_keeper.h"
#include "agents/recipient/inbox.h"
#include "agents/report/exit_code.h"
#include "agents/report/reporter.h"
#include "agents/source/source.h"
#include "agents/watch/ledger_watch.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "stile/v1/control.pb.h"

namespace stile::agent {

// make_ledger_watch() joins the watch to the link and to the stores, which are there. Its own store
// stands beside that of what was received, or else of what was sent: "inbox-ledger.db". A proven
// falsehood ends the attachment for good. All outlive the watch. Fails as LedgerWatch::open().
// leaves_with_receipts() are all that this agency's stores keep of these places in the ledger.
Result<std::vector<HeldLeaf>> leaves_with_receipts(const Config& config, std::uint64_t first,
                                                   std::uint64_t end);

Result<std::unique_ptr<LedgerWatch>> make_ledger_watch(
    const Config& config, GatewayClient& gateway, LogKeeper& log, Attachment& attachment,
    std::function<Instant()> clock,
    std::function<void(std::string_view, const Error&)> log_problem);

// say_ledger_alarms() says each at which nobody has looked: kFaults where there is one.
ExitCode say_ledger_alarms(LedgerWatch& watch, Reporter& reporter);

// answer_ledger_alarms() says them to a data officer, who may say that they were looked into: once
// either is in the log of operations of `source`, or, where that is null, of `inbox`.
ExitCode answer_ledger_alarms(LedgerWatch& watch, Source* source, Inbox* inbox,
                              const Person& person, const v1::ControlRequest& asked,
                              Reporter& reporter);

}  // namespace stile::agent
