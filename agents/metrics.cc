#include "agents/metrics.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <system_error>

#include "agents/notice_handing.h"
#include "core/log/log.h"
#include "core/tls/identity_files.h"

namespace stile::agent {
namespace {

constexpr Metric kProblems = {"stile_agent_problems_total",
                              "Lines of the log that name a problem, by event.", "event"};
constexpr Metric kAttached = {"stile_agent_attached", "1 while the gateway is attached, else 0."};
constexpr Metric kProven = {"stile_agent_ledger_proven_age_seconds",
                            "How long ago the gateway last proved, at attaching, that its ledger "
                            "extends what was seen; absent while it is not attached."};
constexpr Metric kDirectory = {"stile_agent_directory_validity_seconds",
                               "How long the directory in force is still valid."};
constexpr Metric kCertificate = {"stile_agent_certificate_validity_seconds",
                                 "How long the agent's certificate is still valid."};
constexpr Metric kStore = {"stile_agent_store_bytes", "Size of the store and of its log.", "store"};
constexpr Metric kRows = {"stile_agent_rows",
                          "Rows sent: queued here, admitted by the gateway, or stored at the "
                          "recipient.",
                          "state"};
constexpr Metric kLast = {"stile_agent_last_return_rows",
                          "What became of the rows of the last return since the start.", "fate"};
constexpr Metric kWithheld = {"stile_agent_withheld_rows",
                              "Rows of the latest month that no agreement lets go, by reason.",
                              "reason"};
constexpr Metric kRefusedRoutes = {"stile_agent_refused_routes",
                                   "Agreements whose consignments the gateway refuses at present."};
constexpr Metric kStopped = {"stile_agent_sending_stopped",
                             "1 once sending has ended because somebody altered something."};
constexpr Metric kNotices = {"stile_agent_notices",
                             "Notifications that nobody has opened and changes that nobody has "
                             "closed, and those of them which are overdue.",
                             "state"};
constexpr Metric kLedgerAlarms = {"stile_agent_ledger_alarms",
                                  "Kinds of what in the ledger has to be looked into."};
constexpr Metric kInbox = {"stile_agent_inbox_consignments", "Consignments stored in the inbox."};

// store_bytes() leaves out what is not there.
void store_bytes(const std::string& path, std::string_view store, Gauges& gauges) {
  double bytes = 0;
  for (const auto* ending : {"", "-wal"}) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path + ending, error);
    if (!error) bytes += static_cast<double>(size);
  }
  gauges.set(kStore, bytes, store);
}

void read_link(const Attachment& attachment, Gauges& gauges) {
  const auto proven = attachment.proven();
  gauges.set(kAttached, proven ? 1 : 0);
  if (!proven) return;
  const std::chrono::duration<double> age = std::chrono::steady_clock::now() - *proven;
  gauges.set(kProven, age.count());
}

void read_validity(const Config& config, const DocumentKeeper& documents, Instant now,
                   Gauges& gauges) {
  gauges.set(kDirectory, static_cast<double>(documents.current()->directory().valid_until - now));
  const auto expiry = tls::own_expiry(tls::IdentityFiles::in_folder(config.identity));
  if (expiry.ok()) gauges.set(kCertificate, static_cast<double>(expiry.value() - now));
}

void read_source(const Source& source, Gauges& gauges) {
  const auto figures = source.figures();
  if (!figures.ok()) return;
  const auto set = [&gauges](const Metric& metric, std::uint64_t rows, std::string_view value) {
    gauges.set(metric, static_cast<double>(rows), value);
  };
  set(kRows, figures->queued, "queued");
  set(kRows, figures->admitted, "admitted");
  set(kRows, figures->stored, "stored");
  const ReturnTotals& last = figures->last_return;
  set(kLast, last.sent, "sent");
  set(kLast, last.revised, "revised");
  set(kLast, last.unchanged, "unchanged");
  set(kLast, last.withheld, "withheld");
  set(kLast, last.rejected, "rejected");
  for (const auto& [reason, rows] : figures->withheld) set(kWithheld, rows, reason);
  gauges.set(kRefusedRoutes, static_cast<double>(figures->refused_routes));
  gauges.set(kStopped, figures->stopped ? 1 : 0);
}

void read_notices(const Inbox& inbox, Gauges& gauges) {
  const auto figures = inbox.notice_figures();
  if (!figures.ok()) return;
  gauges.set(kNotices, static_cast<double>(figures->unread), "unread");
  gauges.set(kNotices, static_cast<double>(figures->overdue), "overdue");
}

void read(const Config& config, const Measured& measured, Gauges& gauges) {
  read_link(*measured.attachment, gauges);
  read_validity(config, *measured.documents, measured.clock(), gauges);
  if (measured.watch != nullptr) {
    const auto alarms = measured.watch->alarms();
    if (alarms.ok()) gauges.set(kLedgerAlarms, static_cast<double>(alarms->size()));
  }
  if (measured.source != nullptr) {
    store_bytes(config.source->store, "intake", gauges);
    read_source(*measured.source, gauges);
  }
  if (measured.inbox == nullptr) return;
  store_bytes(config.recipient->store, "inbox", gauges);
  const auto stored = measured.inbox->consignments();
  if (stored.ok()) gauges.set(kInbox, static_cast<double>(stored.value()));
  read_notices(*measured.inbox, gauges);
}

}  // namespace

void count_problem(Counts& counts, std::string_view event) { counts.add(kProblems, 1, event); }

Result<std::unique_ptr<MetricsPage>> open_metrics(const Config& config, const Counts& counts,
                                                  const Measured& measured) {
  if (config.metrics.empty()) return std::unique_ptr<MetricsPage>();
  STILE_TRY(auto page, MetricsPage::open(config.metrics, counts, [&config, measured](Gauges& now) {
              read(config, measured, now);
            }));
  log_event("metrics", "port " + std::to_string(page->port()));
  return page;
}

}  // namespace stile::agent
