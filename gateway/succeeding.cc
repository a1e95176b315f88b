#include "gateway/succeeding.h"

#include <chrono>
#include <thread>

#include "core/ledger/checkpoint.h"
#include "core/log/log.h"
#include "core/notify/notify.h"
#include "gateway/opening.h"
#include "gateway/pipeline/succession.h"
#include "gateway/service/collecting_service.h"
#include "gateway/service/scheme_service.h"
#include "gateway/store/checkpoint_file.h"
#include "gateway/transport/grpc_log.h"

namespace stile::gateway {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(50);
constexpr auto kGrace = std::chrono::milliseconds(2000);

// awaits_successor() is whether the store ends where a closed ledger was kept to.
Status awaits_successor(const Documented& own) {
  const auto log = own.log();
  STILE_TRY(const std::uint64_t size, own.store->tree_size());
  if (!log.closed.empty() && size == log.closed.back().kept) return ok();
  if (!log.closed.empty() && size >= log.begins()) {
    return Error{Reason::kConflict, "the successor has begun already; mend with: starting it"};
  }
  return Error{Reason::kConflict, "the store has " + std::to_string(size) +
                                      " leaves, and the directory closes no ledger that was kept "
                                      "to there; mend with: `stile directory next --close-log`"};
}

// ranges_text() is of ascending numbers: "128, 131-139".
std::string ranges_text(const std::vector<std::uint64_t>& numbers) {
  std::string text;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[first]);
    if (last != first) text += "-" + std::to_string(numbers[last]);
    first = last + 1;
  }
  return text;
}

}  // namespace

Result<std::string> last_checkpoint(const Config& config) {
  STILE_TRY(const auto second, TwoSlotCheckpointFile::open(config.checkpoint_file));
  STILE_TRY(std::string note, second->last());
  if (note.empty()) return Error{Reason::kNotFound, config.checkpoint_file + ": no checkpoint yet"};
  return note;
}

Status collect(const Config& config, const std::function<bool()>& stopping) {
  route_grpc_log([](std::string_view line) { log_event("grpc", line); });
  STILE_TRY(const auto own, open_documented(config));
  STILE_CHECKED(awaits_successor(own));
  CallGate gate = gate_of(*own.documents, log_problem);
  SchemeService scheme(gate, *own.documents);
  CollectingService collecting(
      gate, own.documents->current(),
      {.keep = [&store = *own.store](auto given) { return store.give_back(given); },
       .given =
           [](const AgencyId& agency, std::uint64_t leaves) {
             log_event("given_back", agency.short_text() + " " + std::to_string(leaves));
           },
       .refused =
           [](const AgencyId& agency, const Error& error) {
             log_problem("not_given_back", error.reason, agency.short_text() + ": " + error.detail);
           }});
  grpc::Service* const services[] = {&scheme, &collecting};
  STILE_TRY(const auto server,
            TlsServer::open(gate, server_options(config, *own.documents), services));
  STILE_CHECKED(write_address(config, server->port()));
  log_event("collecting");
  notify_ready();
  Heartbeat heartbeat;
  while (!stopping()) {
    heartbeat.beat();
    std::this_thread::sleep_for(kPoll);
  }
  notify_stopping();
  server->set_serving(false);
  server->close(kGrace);
  return ok();
}

Status succeed(const Config& config) {
  STILE_TRY(const auto own, open_documented(config));
  STILE_TRY(const auto second, TwoSlotCheckpointFile::open(config.checkpoint_file));
  STILE_TRY(const std::string last, second->last());
  // Nothing begins twice under one key: what it has signed once would be another tree.
  STILE_TRY(const std::uint64_t size, own.store->tree_size());
  if (size < own.log().begins() && ledger::verify_checkpoint(last, own.signer.verifier()).ok()) {
    return Error{Reason::kConflict,
                 "the successor has begun before, and its store is not this one; mend with: its "
                 "store, or closing it in turn for another key and name"};
  }
  STILE_TRY(const auto given, own.store->given_back());
  STILE_TRY(const auto done,
            gateway::succeed(*own.store, given, *own.documents->current(), own.signer));
  std::string said = std::to_string(done.lost - done.gone.size()) + " of " +
                     std::to_string(done.lost) + " lost leaves were given back";
  if (!done.gone.empty()) said += "; gone: " + ranges_text(done.gone);
  log_event("ledger_succeeds", said + "; back up the store now, before anything else is lost");
  return ok();
}

}  // namespace stile::gateway
