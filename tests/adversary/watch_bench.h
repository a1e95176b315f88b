#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "agents/watch/ledger_watch.h"
#include "tests/adversary/hostile_gateway.h"
#include "tests/adversary/recipient_bench.h"
#include "tests/adversary/source_bench.h"
#include "tests/support/temporary_folder.h"

namespace stile::test {

// WatchBench is the real watch of an agency's ledger, beside its real store, attached to a gateway
// that may lie. Its clock begins at kNow.
class WatchBench : private agent::LeafLister {
 public:
  WatchBench(HostileGateway& gateway, SourceBench& force);
  WatchBench(HostileGateway& gateway, RecipientBench& recipient);

  // hide() leaves a leaf out of every list.
  void hide(std::uint64_t index) { hidden_.insert(index); }
  // look() attaches, which proves the gateway's ledger, and looks at all there is, after that many
  // seconds of attachment.
  Status look(Instant spent = 0);
  // stay() stays attached for that many hours.
  Status stay(int hours);
  Instant now() const { return now_; }
  // said() is what has to be looked into, each on a line.
  std::string said();

 private:
  void open(std::unique_ptr<agent::OwnLeaves> side);
  Result<std::vector<agent::ListedLeaf>> leaves(std::uint64_t first, std::size_t most) override;
  Result<std::vector<Hash>> inclusion(std::uint64_t index, std::uint64_t size) override;
  Result<Bytes> tile(const ledger::Tile&) override { return Reason::kUnavailable; }

  HostileGateway& gateway_;
  const std::string self_;
  agent::LogKeeper& log_;
  support::TemporaryFolder folder_;
  std::set<std::uint64_t> hidden_;
  Instant now_;
  std::unique_ptr<agent::LedgerWatch> watch_;
};

}  // namespace stile::test
