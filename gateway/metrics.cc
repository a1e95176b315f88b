#include "gateway/metrics.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/log/log.h"
#include "core/tls/identity_files.h"

namespace stile::gateway {
namespace {

constexpr Metric kAdmitted = {"stile_gateway_consignments_admitted_total",
                              "Consignments admitted and recorded in the ledger."};
constexpr Metric kRepeated = {"stile_gateway_consignments_repeated_total",
                              "Consignments sent again, which got the same receipt."};
constexpr Metric kRows = {"stile_gateway_rows_admitted_total",
                          "Rows in the consignments admitted."};
constexpr Metric kRefused = {"stile_gateway_refusals_total",
                             "Consignments and acknowledgements refused, by reason.", "reason"};
constexpr Metric kDelivered = {"stile_gateway_parcels_delivered_total",
                               "Parcels that their recipient has signed for."};
constexpr Metric kWords = {"stile_gateway_words_taken_total",
                           "Words of recipients about what they have stored."};
constexpr Metric kAsked = {"stile_gateway_questions_taken_total",
                           "Questions of regulators that were taken for a source."};
constexpr Metric kProblems = {"stile_gateway_problems_total",
                              "Lines of the log that name a problem, by event.", "event"};
constexpr Metric kCommit = {"stile_gateway_commit_seconds",
                            "How long a group of entries took to become durable."};
constexpr Metric kLeaves = {"stile_gateway_ledger_leaves", "Leaves in the ledger."};
constexpr Metric kWaiting = {"stile_gateway_parcels_waiting",
                             "Parcels that their recipients have not stored yet."};
constexpr Metric kOldest = {"stile_gateway_oldest_parcel_age_seconds",
                            "Age of the oldest parcel that waits; 0 while none does."};
constexpr Metric kAttached = {"stile_gateway_agents_attached", "Agents attached at the moment."};
constexpr Metric kStore = {"stile_gateway_store_bytes", "Size of the store and of its log."};
constexpr Metric kDirectory = {"stile_gateway_directory_validity_seconds",
                               "How long the directory in force is still valid."};
constexpr Metric kCertificate = {"stile_gateway_certificate_validity_seconds",
                                 "How long the gateway's certificate is still valid."};

void count(Counts& counts, const Outcome& outcome) {
  if (const auto* recorded = std::get_if<Recorded>(&outcome)) {
    counts.add(recorded->fresh() ? kAdmitted : kRepeated);
    if (recorded->fresh()) counts.add(kRows, recorded->rows());
  } else if (const auto* refused = std::get_if<RecordedRefusal>(&outcome)) {
    counts.add(kRefused, 1, name(refused->refusal().reason));
  } else if (const auto* delivered = std::get_if<Delivered>(&outcome)) {
    const bool stored = delivered->state() == record::DisclosureState::kStored;
    counts.add(stored ? kDelivered : kWords);
  } else if (std::holds_alternative<WordPassed>(outcome)) {
    counts.add(kWords);
  } else if (const auto* asked = std::get_if<RecordedQuestion>(&outcome)) {
    if (asked->fresh()) counts.add(kAsked);
  }
}

// size_of() is 0 for a file that is not there.
double size_of(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<double>(size);
}

void read(const Config& config, Shared& shared, Gauges& gauges) {
  const Instant now = shared.clock();
  gauges.set(kLeaves, static_cast<double>(shared.committer.newest().tree_size));
  gauges.set(kAttached, static_cast<double>(shared.attached.attached()));
  gauges.set(kStore, size_of(config.store) + size_of(config.store + "-wal"));
  gauges.set(kDirectory,
             static_cast<double>(shared.documents.current()->directory().valid_until - now));
  const auto expiry = tls::own_expiry(tls::IdentityFiles::in_folder(config.identity));
  if (expiry.ok()) gauges.set(kCertificate, static_cast<double>(expiry.value() - now));
  const auto waiting = shared.store.waiting();
  if (!waiting.ok()) return;
  gauges.set(kWaiting, static_cast<double>(waiting->parcels));
  const Instant since = waiting->parcels == 0 ? now : waiting->oldest;
  gauges.set(kOldest, static_cast<double>(std::max<Instant>(now - since, 0)));
}

}  // namespace

void count(Counts& counts, const std::vector<Outcome>& outcomes,
           std::chrono::duration<double> took) {
  counts.took(kCommit, took.count());
  for (const auto& outcome : outcomes) count(counts, outcome);
}

void count_problem(Counts& counts, std::string_view event) { counts.add(kProblems, 1, event); }

Result<std::unique_ptr<MetricsPage>> open_metrics(const Config& config, const Counts& counts,
                                                  Shared& shared) {
  if (config.metrics.empty()) return std::unique_ptr<MetricsPage>();
  STILE_TRY(auto page, MetricsPage::open(config.metrics, counts,
                                         [&](Gauges& gauges) { read(config, shared, gauges); }));
  log_event("metrics", "port " + std::to_string(page->port()));
  return page;
}

}  // namespace stile::gateway
