#pragma once

#include <grpcpp/channel.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/wire/consignment_codec.h"
#include "gateway/service/exchange_service.h"
#include "gateway/service/ledger_service.h"
#include "gateway/service/link_service.h"
#include "gateway/service/receipts.h"
#include "gateway/service/scheme_service.h"
#include "gateway/store/checkpoint_file.h"
#include "gateway/store/sqlite_store.h"
#include "gateway/transport/tls_server.h"
#include "tests/adversary/counted_store.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"
#include "tests/support/temporary_folder.h"

namespace stile::test {

// Which agreement of TwoForces' scheme is which (Scheme::agreement_hash).
inline constexpr std::size_t kOwnAgreement = 0;      // testshire to Ofsted
inline constexpr std::size_t kOthersAgreement = 2;   // othershire to Ofsted
inline constexpr std::size_t kOthersSuspended = 3;   // othershire to CIW, suspended
inline constexpr std::size_t kOthersTurnedAway = 4;  // othershire to CIW, which nobody lists

// scheme_of_two_forces() is the invented world where both forces have agreements.
support::Scheme scheme_of_two_forces();

// TwoForces is one gateway, whole but for its main: store, ledger, documents, services, TLS on
// loopback with real certificates. Two forces send through it, each
// with a certificate, a key and an agreement of its own, to one recipient. An error in its store
// ends the test. Any thread, once made.
class TwoForces {
 public:
  explicit TwoForces(const support::Scheme& scheme = scheme_of_two_forces());
  ~TwoForces();

  // dial() is a connection of its own with that agency's certificate.
  std::shared_ptr<grpc::Channel> dial(const char* agency) const;
  // hand() makes consignments of that force to Ofsted under its own agreement.
  support::SourceHand hand(const char* force) const;
  // deny() is the directory's deny list, without another directory.
  void deny(const char* agency);

  // notify() makes the newest parcel that waits for Ofsted a notification's, its force's
  // `number`th: as yet nobody is given both kinds.
  void notify(std::uint64_t number);

  // It is support::kNow until the clock is put forward. look() is what the gateway does every
  // minute: it looks at what waits.
  Instant now() const { return now_; }
  void put_forward(Instant seconds) { now_ += seconds; }
  void look();

  // delete_texts() deletes those of all leaves below that index, as at their date.
  void delete_texts(std::uint64_t below);

  // settle() returns when all that was said until now is durable.
  void settle() const;

  const support::Scheme& scheme() const { return scheme_; }
  const CountedStore& store() const { return store_; }
  const gateway::Fetched& fetched() const { return ledger_->fetched(); }
  std::uint64_t tree_size() const { return committer_->newest().tree_size; }

 private:
  std::string documents_folder() const;
  void begin_ledger();
  void record(gateway::Entry entry) const;
  Status admit(const AgencyId& agency) const;

  const support::Scheme scheme_;
  const support::TemporaryFolder folder_;
  mutable std::mutex mutex_;
  std::set<std::string> denied_;
  std::atomic<Instant> now_ = support::kNow;
  const std::unique_ptr<gateway::SqliteStore> sqlite_;
  CountedStore store_;
  std::unique_ptr<gateway::TwoSlotCheckpointFile> second_;
  std::unique_ptr<gateway::Documents> documents_;
  gateway::CallGate gate_;
  gateway::Wakeups attached_;
  gateway::Wakeups submitting_;
  gateway::Wakeups notifying_;
  gateway::Witnesses witnesses_;
  gateway::ShownTo shown_;
  std::unique_ptr<gateway::Committer> committer_;
  std::unique_ptr<gateway::Shared> shared_;
  std::unique_ptr<gateway::ExchangeService> exchange_;
  std::unique_ptr<gateway::LinkService> link_;
  std::unique_ptr<gateway::SchemeService> documents_service_;
  std::unique_ptr<gateway::LedgerService> ledger_;
  std::unique_ptr<gateway::TlsServer> server_;
};

// What a source says otherwise than is true, before it signs.
support::Lies citing(const Hash& agreement);
support::Lies claiming_to_be(const char* agency);
support::Lies naming_recipient(const char* agency);
support::Lies of_home(const char* home);
support::Lies of_contact(const char* contact);
// of_othershire() is no lie: what othershire's rows have to say of it.
support::Lies of_othershire();

// Ofsted is the recipient of both forces.
class Ofsted {
 public:
  explicit Ofsted(const TwoForces& world) : channel_(world.dial(support::kOfsted)) {}
  // store() signs for what waits, in order, until it has signed for so many of this force's
  // parcels, and gives what was in all of them.
  std::vector<wire::Parcel> store(std::size_t parcels, const char* of_force) const;

 private:
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace stile::test
