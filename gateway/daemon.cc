#include "gateway/daemon.h"

#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/agreement/log_retention.h"
#include "core/log/log.h"
#include "core/notify/notify.h"
#include "core/tls/identity_files.h"
#include "gateway/metrics.h"
#include "gateway/opening.h"
#include "gateway/service/exchange_service.h"
#include "gateway/service/holding.h"
#include "gateway/service/ledger_service.h"
#include "gateway/service/link_service.h"
#include "gateway/service/receipts.h"
#include "gateway/service/scheme_service.h"
#include "gateway/store/checkpoint_file.h"
#include "gateway/store/ledger_check.h"
#include "gateway/store/sqlite_store.h"
#include "gateway/text_retention.h"
#include "gateway/tile_files.h"
#include "gateway/transport/grpc_log.h"
#include "gateway/transport/tls_server.h"

#ifndef STILE_VERSION
#define STILE_VERSION "dev"
#endif

namespace stile::gateway {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(50);
constexpr int kPollsPerReload = 20;
constexpr int kPollsPerHolding = 30 * kPollsPerReload;
constexpr int kPollsPerTiles = 60 * kPollsPerReload;
constexpr int kPollsPerForgetting = 60 * 60 * kPollsPerReload;
constexpr int kPollsPerCheck = 24 * kPollsPerForgetting;
constexpr auto kGrace = std::chrono::milliseconds(2000);
constexpr int kExitIo = 4;
constexpr int kExitIntegrity = 5;

// Nothing may be signed or answered any more: leave without unwinding, the store is consistent
// at its last commit. A disk that was full may be better after a restart; what was altered is not.
[[noreturn]] void stop_at_once(const Error& error) {
  const bool altered = error.reason == Reason::kIntegrity;
  log_problem(altered ? "integrity_stop" : "store_stop", error.reason, error.detail);
  std::_Exit(altered ? kExitIntegrity : kExitIo);
}

// Opened is everything on disk, verified against each other.
struct Opened {
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<TwoSlotCheckpointFile> second;
  std::unique_ptr<Documents> documents;
  crypto::NoteVerifier log_key;
  std::optional<TileFiles> tiles;
  Recorder recorder;
};

Result<std::optional<TileFiles>> open_tiles(const Config& config, const crypto::NoteVerifier& log,
                                            const SqliteStore& store) {
  if (config.tiles.empty()) return std::optional<TileFiles>();
  STILE_TRY(const std::uint64_t size, store.tree_size());
  auto tiles = TileFiles::open(config.tiles, log, store, size);
  if (!tiles.ok()) return Error{tiles.reason(), "tiles: " + tiles.error().detail};
  return std::optional(std::move(tiles).value());
}

Result<Opened> open_all(const Config& config) {
  STILE_TRY(auto second, TwoSlotCheckpointFile::open(config.checkpoint_file));
  STILE_TRY(auto own, open_documented(config));
  const auto log = own.log();
  STILE_TRY(auto tiles, open_tiles(config, log.key, *own.store));
  STILE_TRY(auto recorder, Recorder::open(*own.store, *second, std::move(own.signer),
                                          crypto::system_random(), STILE_VERSION, log.closed));
  return Opened{std::move(own.store), std::move(second),  std::move(own.documents), log.key,
                std::move(tiles),     std::move(recorder)};
}

void log_turned_away(const Documents& documents) {
  for (const auto& [hash, error] : documents.current()->turned_away()) {
    log_problem("document_turned_away", error.reason, error.detail);
  }
}

Event event_of(const AgencyId& gateway, ledger::Op op, std::string decision) {
  Event event;
  event.leaf.op = op;
  event.leaf.from = gateway.text();
  event.leaf.decision = std::move(decision);
  return event;
}

// check_on() has the whole ledger checked behind what is served, a step at each poll, from the
// start on and anew every day. `check` is the one under way.
Status check_on(const Config& config, const Shared& shared, int polls,
                std::unique_ptr<LedgerCheck>& check) {
  if (check == nullptr) {
    if (polls % kPollsPerCheck != 0) return ok();
    STILE_TRY(check, LedgerCheck::open(config.store, shared.log_key));
  }
  STILE_TRY(const bool done, check->step(kLeavesPerStep));
  if (!done) return ok();
  check.reset();
  log_event("ledger_checked");
  return ok();
}

// forget_keys() destroys the keys of pseudonyms whose agreements' days are over, but not by a clock
// by which the documents are not in force. What readers hold up is done an hour later.
void forget_keys(Shared& shared, const AgencyId& gateway) {
  if (!shared.documents.current()->current(now()).ok()) return;
  const auto destroyed = shared.store.destroy_pseudonym_keys(now());
  if (!destroyed.ok()) {
    shared.log("keys_not_destroyed", destroyed.reason(), destroyed.error().detail);
  } else if (destroyed.value() > 0) {
    log_event("keys_destroyed", std::to_string(destroyed.value()));
    Event event = event_of(gateway, ledger::Op::kKey, "destroyed");
    event.leaf.rows = static_cast<std::uint32_t>(destroyed.value());
    shared.committer.submit(std::move(event), Urgency::kBulk, nullptr);
  }
}

// text_retention() deletes the texts of leaves at their date, and says so in the ledger.
TextRetention text_retention(const Config& config, SqliteStore& store, Shared& shared,
                             const AgencyId& gateway) {
  return {config.log_retention_days,
          store,
          {.record =
               [&shared, gateway](ledger::Leaf leaf) {
                 leaf.from = gateway.text();
                 shared.committer.submit(Event{std::move(leaf)}, Urgency::kBulk, nullptr);
               },
           .log = log_event,
           .problem = shared.log}};
}

// publish_tiles() begins with the newest checkpoint once a minute, and goes on at each poll. `said`
// is why it cannot.
void publish_tiles(Shared& shared, int polls, TileFiles& tiles, std::string& said) {
  const bool due = polls % kPollsPerTiles == 0;
  Status done = due ? tiles.publish(shared.committer.newest().checkpoint) : ok();
  if (done.ok()) done = tiles.step();
  if (done.ok()) return said.clear();
  if (done.reason() == Reason::kIntegrity) stop_at_once(done.error());
  if (done.error().detail == said) return;
  said = done.error().detail;
  shared.log("tiles_not_written", done.reason(), said);
}

// Chores are what is done beside serving.
struct Chores {
  TextRetention texts;
  const Fetched& fetched;
  std::optional<TileFiles> tiles;
  std::string tiles_said;
};

// keep_watch() polls for new documents until it is time to stop. What is refused stays refused
// until somebody mends it, and is said once.
void keep_watch(const Config& config, Shared& shared, const AgencyId& gateway, Chores chores,
                const std::function<bool()>& stopping) {
  Heartbeat heartbeat;
  std::string refused;
  std::unique_ptr<LedgerCheck> check;
  for (int polls = 0; !stopping(); ++polls) {
    heartbeat.beat();
    std::this_thread::sleep_for(kPoll);
    const auto checked = check_on(config, shared, polls, check);
    if (!checked.ok()) stop_at_once(checked.error());
    if (polls % kPollsPerHolding == 0) look_after_waiting(shared);
    if (polls % kPollsPerForgetting == 0) forget_keys(shared, gateway);
    chores.texts.look(*shared.documents.current(), chores.fetched, now());
    if (chores.tiles) publish_tiles(shared, polls, *chores.tiles, chores.tiles_said);
    if (polls % kPollsPerReload != 0) continue;
    const auto reloaded = shared.documents.reload();
    if (!reloaded.ok()) {
      if (reloaded.error().detail == refused) continue;
      refused = reloaded.error().detail;
      shared.log("documents_refused", reloaded.reason(), refused);
    } else if (reloaded.value()) {
      refused.clear();
      log_event("documents_taken");
      log_turned_away(shared.documents);
      shared.committer.submit(event_of(gateway, ledger::Op::kDocument, "taken"),
                              Urgency::kInteractive, nullptr);
      shared.attached.wake_all();
      look_after_waiting(shared);
    }
  }
}

// serve() opens the port and closes it again; the services end before what they share.
Status serve(const Config& config, SqliteStore& store, Shared& shared, const AgencyId& gateway,
             std::optional<TileFiles> tiles, const std::function<bool()>& stopping) {
  ExchangeService exchange(shared);
  LinkService link(shared);
  SchemeService scheme(shared.gate, shared.documents);
  LedgerService ledger(shared);
  grpc::Service* const services[] = {&exchange, &link, &scheme, &ledger};
  STILE_TRY(const auto server,
            TlsServer::open(shared.gate, server_options(config, shared.documents), services));
  STILE_CHECKED(write_address(config, server->port()));
  shared.committer.submit(event_of(gateway, ledger::Op::kAdministration, "started"),
                          Urgency::kInteractive, nullptr);
  log_event("serving");
  notify_ready();
  keep_watch(
      config, shared, gateway,
      {text_retention(config, store, shared, gateway), ledger.fetched(), std::move(tiles), {}},
      stopping);
  notify_stopping();
  log_event("stopping");
  server->set_serving(false);
  shared.submitting.supersede_all();
  shared.notifying.supersede_all();
  shared.attached.supersede_all();
  server->close(kGrace);
  shared.committer.close();
  return ok();
}

}  // namespace

Status initialise(const Config& config) {
  return TwoSlotCheckpointFile::create(config.checkpoint_file);
}

Status check(const Config& config) {
  STILE_TRY(const auto opened, open_all(config));
  STILE_TRY(const auto identity, tls::own_identity(tls::IdentityFiles::in_folder(config.identity)));
  if (identity != opened.documents->current()->directory().gateway) {
    return Error{Reason::kWrongPeer, "identity: not the gateway that the directory names"};
  }
  log_turned_away(*opened.documents);
  const Status longer =
      agreement::outlasts(config.log_retention_days, *opened.documents->current());
  if (!longer.ok()) return Error{longer.reason(), "log_retention_days: " + longer.error().detail};
  return LedgerCheck::whole(config.store, opened.log_key);
}

Status run(const Config& config, const std::function<bool()>& stopping) {
  route_grpc_log([](std::string_view line) { log_event("grpc", line); });
  STILE_TRY(auto opened, open_all(config));
  const auto gateway = opened.documents->current()->directory().gateway;
  log_turned_away(*opened.documents);
  Counts counts;
  const auto problem = [&counts](const std::string& event, Reason reason,
                                 const std::string& detail) {
    count_problem(counts, event);
    log_problem(event, reason, detail);
  };
  CallGate gate = gate_of(*opened.documents, problem);
  Wakeups attached;
  Wakeups submitting;
  Wakeups notifying;
  Witnesses witnesses;
  ShownTo shown;
  Committer committer(
      std::move(opened.recorder), now, stop_at_once,
      [&counts](const auto& outcomes, auto took) { count(counts, outcomes, took); },
      [&store = *opened.store] { store.tidy(); });
  Shared shared{gate,       *opened.store, *opened.documents, committer, attached,
                submitting, notifying,     witnesses,         shown,     opened.log_key,
                now,        problem,       stop_at_once};
  STILE_TRY(const auto metrics, open_metrics(config, counts, shared));
  return serve(config, *opened.store, shared, gateway, std::move(opened.tiles), stopping);
}

}  // namespace stile::gateway
