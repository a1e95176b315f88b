#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "agents/config.h"
#include "agents/documents/document_keeper.h"
#include "agents/link/attachment.h"
#include "agents/recipient/inbox.h"
#include "agents/source/source.h"
#include "agents/watch/ledger_watch.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/metrics/metrics.h"

namespace stile::agent {

// Measured is what the operator's numbers are about; what is null this agent does not do.
struct Measured {
  const DocumentKeeper* documents = nullptr;  // never null, and holds a set
  const Attachment* attachment = nullptr;     // never null
  const Source* source = nullptr;
  const Inbox* inbox = nullptr;
  LedgerWatch* watch = nullptr;
  std::function<Instant()> clock;
};

// count_problem() adds an event that the log calls a problem.
void count_problem(Counts& counts, std::string_view event);

// open_metrics() lets those who run the agent read the counts, and how it is at the moment, where
// the configuration says; null where it says nowhere. Ends before what it is given. Fails as
// MetricsPage::open() does.
Result<std::unique_ptr<MetricsPage>> open_metrics(const Config& config, const Counts& counts,
                                                  const Measured& measured);

}  // namespace stile::agent
