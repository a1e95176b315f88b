#include "agents/daemon.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "agents/awaited_documents.h"
#include "agents/control/permission.h"
#include "agents/control/server.h"
#include "agents/control_handler.h"
#include "agents/documents/document_keeper.h"
#include "agents/documents/witness.h"
#include "agents/drop/folder_drop.h"
#include "agents/handing/hands.h"
#include "agents/ledger_watching.h"
#include "agents/link/attachment.h"
#include "agents/link/gateway_client.h"
#include "agents/live_files.h"
#include "agents/metrics.h"
#include "agents/notice_handing.h"
#include "agents/ports/log_keeper.h"
#include "agents/recipient/inbox.h"
#include "agents/source/notify_status.h"
#include "agents/source/source.h"
#include "agents/transport/channel.h"
#include "core/crypto/cosigner.h"
#include "core/crypto/key_file.h"
#include "core/log/log.h"
#include "core/notify/notify.h"
#include "core/tls/identity_files.h"

namespace stile::agent {
namespace {

constexpr auto kPoll = std::chrono::milliseconds(50);

Instant now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

template <typename Key>
Result<Key> read_key(const std::string& path, Result<Key> (*read)(ByteView)) {
  STILE_TRY(Bytes secret, crypto::read_key_file(path));
  auto key = read(secret);
  crypto::wipe(secret);
  if (!key.ok()) return Error{key.reason(), path + ": " + key.error().detail};
  return key;
}

// Opened is everything of this agency that does not depend on the documents.
struct Opened {
  std::shared_ptr<const crypto::NoteSigner> signer;
  std::unique_ptr<DocumentKeeper> documents;
  std::unique_ptr<LiveFiles> files;
  std::unique_ptr<Witness> witness;
};

void log_turned_away(const Error& error) {
  log_problem("document_turned_away", error.reason, error.detail);
}

Result<Opened> open_own(const Config& config) {
  const auto files = tls::IdentityFiles::in_folder(config.identity);
  STILE_TRY(const AgencyId identity, tls::own_identity(files));
  if (identity != config.agency) {
    return Error{Reason::kWrongPeer, "identity: the certificate is not this agency's"};
  }
  STILE_TRY(auto seed, read_key(config.signing_key, &crypto::SigningKey::from_seed));
  STILE_TRY(auto cosigner, crypto::Cosigner::of(config.signing_key_name, seed));
  STILE_TRY(auto signer, crypto::NoteSigner::make(config.signing_key_name, std::move(seed)));
  STILE_TRY(auto live, LiveFiles::open(config));
  STILE_TRY(auto documents,
            DocumentKeeper::open({config.documents, config.areas, config.roots, log_turned_away}));
  STILE_TRY(auto witness,
            Witness::open({.file = std::filesystem::path(config.documents) / "witnessed",
                           .self = config.agency,
                           .key = std::make_shared<const crypto::Cosigner>(std::move(cosigner)),
                           .documents = [keeper = documents.get()] { return keeper->current(); },
                           .clock = now}));
  return Opened{std::make_shared<const crypto::NoteSigner>(std::move(signer)), std::move(documents),
                std::move(live), std::move(witness)};
}

// check_directory() holds what this agency says of itself against the directory.
Status check_directory(const Config& config, const Opened& own) {
  const auto documents = own.documents->current();
  const auto& directory = documents->directory();
  const auto* agency = directory.find(config.agency);
  if (agency == nullptr) {
    return Error{Reason::kUnknownAgency, "agency: not in the directory; ask for enrolment"};
  }
  if (agency->signing_key.vkey() != own.signer->verifier().vkey()) {
    return Error{Reason::kNotInDirectory, "signing_key: not the key that the directory names"};
  }
  if (directory.gateway != config.gateway_identity) {
    return Error{Reason::kNotInDirectory, "gateway_identity: not the directory's gateway"};
  }
  if (config.source && !agency->has_contact(config.source->contact)) {
    return Error{Reason::kUnknownValue, "source.contact: not a contact of this agency"};
  }
  return ok();
}

std::function<std::shared_ptr<const agreement::DocumentSet>()> documents_of(const Opened& own) {
  return [keeper = own.documents.get()] { return keeper->current(); };
}

// source_options() reads every file of the source's side but its store.
Result<SourceOptions> source_options(const Config& config, const Opened& own) {
  const SourceFiles& files = *config.source;
  STILE_TRY(auto tokens, read_key(files.token_key, &crypto::TokenKey::from_bytes));
  return SourceOptions{.store = files.store,
                       .exports = files.exports,
                       .contact = files.contact,
                       .self = config.agency,
                       .signer = own.signer,
                       .tokens = std::make_shared<const crypto::TokenKey>(std::move(tokens)),
                       .column_maps = [live = own.files.get()] { return live->column_maps(); },
                       .log = own.documents->current()->directory().log(),
                       .documents = documents_of(own),
                       .clock = now,
                       .random = crypto::system_random(),
                       .unwitnessed = [witness = own.witness.get()] { return witness->overdue(); }};
}

// problem_to() counts what it is told and writes it into the log.
std::function<void(std::string_view, const Error&)> problem_to(Counts& counts) {
  return [&counts](std::string_view event, const Error& error) {
    count_problem(counts, event);
    log_problem(event, error.reason, error.detail);
  };
}

Result<std::unique_ptr<Inbox>> open_inbox(const Config& config, const Opened& own,
                                          GatewayClient& gateway, Counts& counts) {
  const RecipientFiles& files = *config.recipient;
  return Inbox::open({.store = files.store,
                      .sealing_key = files.sealing_key,
                      .out = files.out,
                      .self = config.agency,
                      .signer = own.signer,
                      .log = own.documents->current()->directory().log(),
                      .documents = documents_of(own),
                      .clock = now,
                      .random = crypto::system_random(),
                      .log_problem = problem_to(counts),
                      .questions = &gateway,
                      .prover = &gateway,
                      .unwitnessed = [witness = own.witness.get()] { return witness->overdue(); }});
}

// Sides is the agent proper; either may be null.
struct Sides {
  std::unique_ptr<Source> source;
  std::unique_ptr<Inbox> inbox;
  std::unique_ptr<BothLogs> logs;  // where neither is null
};

// ring_for() tells this force's control room of an alarm, where it can be told anything. What is
// for the data officer alone is in the log, and goes to nobody else (X6).
AlarmWatch::Raised ring_for(const Config& config, const Opened& own, Hands* hands) {
  return [self = config.agency, documents = own.documents.get(), hands](const Alarm& alarm) {
    if (alarm.kind == AlarmKind::kUnapproved) return log_event("approval_due");
    log_event("notification_alarm", words(alarm.kind));
    const auto current = documents->current();
    const auto* agency = current == nullptr ? nullptr : current->agency(self);
    if (hands == nullptr || agency == nullptr) return;
    const auto* contact = agency->contact(agency->control_room);
    if (contact == nullptr) return log_event("control_room_not_marked");
    Handing handing{.id = reference_of(alarm),
                    .kind = Handing::Kind::kControlRoom,
                    .to = *contact,
                    .time = alarm.raised};
    static_cast<void>(hands->give(handing));
  };
}

Result<Sides> open_sides(const Config& config, const Opened& own, GatewayClient& gateway,
                         Hands* hands, Counts& counts) {
  Sides sides;
  if (config.source) {
    STILE_TRY(SourceOptions options, source_options(config, own));
    STILE_TRY(sides.source,
              Source::open(std::move(options), gateway, ring_for(config, own, hands)));
  }
  if (config.recipient) {
    STILE_TRY(sides.inbox, open_inbox(config, own, gateway, counts));
  }
  if (config.source && config.recipient) {
    sides.logs = std::make_unique<BothLogs>(*sides.inbox, sides.source->log(), gateway);
  }
  return sides;
}

AttachPorts ports_of(const Config& config, const Sides& sides, const Opened& own, Counts& counts) {
  AttachPorts ports;
  ports.documents = own.documents.get();
  ports.witness = own.witness.get();
  ports.parcels = sides.inbox.get();
  ports.log_event = problem_to(counts);
  ports.clock = now;
  if (sides.source != nullptr) {
    ports.notes = &sides.source->notes();
    ports.holdings = &sides.source->holdings();
    ports.questions = &sides.source->questions();
    ports.log = &sides.source->log();
  }
  if (sides.inbox != nullptr) {
    ports.log = sides.inbox.get();
    ports.words = sides.inbox.get();
    ports.sealing_key = [inbox = sides.inbox.get()] { return inbox->sealing_key_note(); };
  }
  if (sides.logs != nullptr) ports.log = sides.logs.get();
  ports.documents_changed = [source = sides.source.get()] {
    log_event("documents_taken");
    if (source != nullptr) source->documents_changed();
  };
  ports.lost_leaves = [&config](std::uint64_t first, std::uint64_t end) {
    return leaves_with_receipts(config, first, end);
  };
  ports.alarm = [problem = problem_to(counts), source = sides.source.get()](const Error& error) {
    problem("integrity_alarm", error);
    if (source != nullptr) source->alarm(error);
  };
  return ports;
}

using Drops = std::vector<std::unique_ptr<FolderDrop>>;

// open_drop() adds one that looks into its folder, where there is one, on a thread of its own, so
// that no return holds up what people are to be told at once.
Status open_drop(const std::string& folder, const Opened& own, const DropLine& line, Counts& counts,
                 Drops& to) {
  if (folder.empty()) return ok();
  STILE_TRY(to.emplace_back(),
            FolderDrop::open({.folder = folder,
                              .clock = now,
                              .sender_of =
                                  [files = own.files.get()](std::uint32_t owner) {
                                    return sender_of(owner, *files->people());
                                  },
                              .log_event = log_event,
                              .log_problem = problem_to(counts)},
                             line));
  return ok();
}

Result<Drops> open_drops(const Config& config, const Opened& own, const Sides& sides,
                         Counts& counts) {
  Drops drops;
  if (!config.source) return drops;
  const SourceFiles& files = *config.source;
  STILE_CHECKED(open_drop(files.drop, own, return_line(*sides.source), counts, drops));
  STILE_CHECKED(open_drop(files.notify_drop, own, notify_line(*sides.source), counts, drops));
  return drops;
}

// open_hands() is null where nobody is to be told. The log says by which means and of what kind,
// never the reference (X8).
Result<std::unique_ptr<Hands>> open_hands(const Config& config, Counts& counts, GivenRelay& told) {
  if (!config.handing) return std::unique_ptr<Hands>();
  const auto problem = problem_to(counts);
  return Hands::open(
      {.settings = *config.handing,
       .given =
           [problem, &told](const Handing& handing, Means means, const Status& status) {
             if (status.ok()) told(handing);
             const std::string what =
                 std::string(name(means)) + " " + std::string(name(handing.kind));
             if (status.ok()) return log_event("handed_on", what);
             problem("handing_failed", {status.reason(), what + ": " + status.error().detail});
           },
       .acknowledged =
           [](const HandingName& what) { log_event("handing_acknowledged", name(what.kind)); },
       .log_problem = problem});
}

// keep_watch() reads the live files again when that is asked for, until it is time to stop, or to
// begin anew: true where the directory names another ledger than the one that is followed.
bool keep_watch(const Opened& own, const ledger::Log& log, const Signals& signals) {
  LiveFiles& files = *own.files;
  Heartbeat heartbeat;
  while (!signals.stopping()) {
    heartbeat.beat();
    std::this_thread::sleep_for(kPoll);
    if (!own.documents->current()->directory().log().same(log)) return true;
    if (!signals.reload_asked()) continue;
    files.reload([](std::string_view file, const Status& taken) {
      if (taken.ok()) return log_event("file_taken", file);
      log_problem("file_refused", taken.reason(), taken.error().detail);
    });
  }
  return false;
}

// Telling is how people of this agency are told of what waits.
struct Telling {
  GivenRelay told;
  std::unique_ptr<Hands> hands;  // null where there are no means
};

// watch_notices() is null at an agency that receives nothing. Where nobody is told of single events
// it tells of what follows records of returns.
std::unique_ptr<NoticeWatch> watch_notices(const Config& config, const Opened& own,
                                           const Sides& sides, const Attachment& attachment,
                                           const Telling& telling, Counts& counts) {
  if (sides.inbox == nullptr) return nullptr;
  if (telling.hands == nullptr && is_notified(config.agency.kind())) {
    log_event("handing_not_configured");
  }
  return make_notice_watch(
      config, *sides.inbox, *own.documents, telling.hands.get(), now,
      [&attachment] { return attachment.gateways_time(); }, problem_to(counts));
}

Result<bool> serve(const Config& config, const Opened& own, Sides sides, GatewayClient& gateway,
                   Telling& telling, Counts& counts, const Signals& signals) {
  const AttachPorts ports = ports_of(config, sides, own, counts);
  Attachment attachment(gateway, ports, crypto::system_random());
  STILE_TRY(const auto ledger,
            make_ledger_watch(config, gateway, *ports.log, attachment, now, problem_to(counts)));
  STILE_TRY(const auto control,
            ControlServer::listen(
                config.socket, [files = own.files.get()] { return files->people(); },
                control_handler(config.agency, sides.source.get(), sides.inbox.get(), attachment,
                                *ledger, *own.witness, *own.documents)));
  STILE_TRY(const auto metrics, open_metrics(config, counts,
                                             {own.documents.get(), &attachment, sides.source.get(),
                                              sides.inbox.get(), ledger.get(), now}));
  STILE_TRY(Drops drops, open_drops(config, own, sides, counts));
  if (sides.inbox != nullptr) sides.inbox->on_word([&attachment] { attachment.wake(); });
  if (sides.source != nullptr) {
    sides.source->use_gateways_time([&attachment] { return attachment.gateways_time(); });
    sides.source->start();
  }
  for (const auto& drop : drops) drop->start();
  const auto watch = watch_notices(config, own, sides, attachment, telling, counts);
  telling.told.pass_to(watch.get());
  if (telling.hands != nullptr) telling.hands->start();
  if (watch != nullptr) watch->start();
  attachment.start();
  ledger->start();
  log_event("serving");
  notify_ready();
  const bool anew = keep_watch(own, ports.log->view().log(), signals);
  if (!anew) notify_stopping();
  log_event(anew ? "ledger_is_another" : "stopping");
  if (sides.source != nullptr) sides.source->stop();
  drops.clear();
  telling.told.pass_to(nullptr);
  if (watch != nullptr) watch->stop();
  ledger->stop();
  attachment.stop();
  return anew;
}

// run_once() is the agent until it stops; true where it has to begin anew.
Result<bool> run_once(const Config& config, const Signals& signals) {
  STILE_TRY(const Opened own, open_own(config));
  GatewayClient gateway(dial(config.gateway, tls::IdentityFiles::in_folder(config.identity),
                             config.gateway_identity));
  const Status ready = await_documents(gateway, *own.documents, signals.stopping);
  if (!ready.ok()) return signals.stopping() ? Result<bool>(false) : Result<bool>(ready.error());
  STILE_CHECKED(check_directory(config, own));
  Counts counts;
  Telling telling;
  STILE_TRY(telling.hands, open_hands(config, counts, telling.told));
  STILE_TRY(Sides sides, open_sides(config, own, gateway, telling.hands.get(), counts));
  return serve(config, own, std::move(sides), gateway, telling, counts, signals);
}

}  // namespace

Status run(const Config& config, const Signals& signals) {
  for (bool anew = true; anew;) {
    STILE_TRY(anew, run_once(config, signals));
  }
  return ok();
}

Status check(const Config& config) {
  STILE_TRY(const Opened own, open_own(config));
  if (own.documents->current() == nullptr) return ok();
  STILE_CHECKED(check_directory(config, own));
  if (config.source) STILE_CHECKED(source_options(config, own));
  return config.handing ? check(*config.handing) : ok();
}

}  // namespace stile::agent
