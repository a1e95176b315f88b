#include "tests/adversary/watch_bench.h"

#include <utility>

#include "agents/recipient/received_leaves.h"
#include "agents/source/sent_leaves.h"

namespace stile::test {

using support::kNow;

WatchBench::WatchBench(HostileGateway& gateway, SourceBench& force)
    : gateway_(gateway), self_(support::kTestshire), log_(force.source().log()), now_(kNow) {
  open(agent::open_sent_leaves(force.store()).value());
}

WatchBench::WatchBench(HostileGateway& gateway, RecipientBench& recipient)
    : gateway_(gateway), self_(support::kOfsted), log_(recipient.inbox()), now_(kNow) {
  open(agent::open_received_leaves(recipient.store()).value());
}

void WatchBench::open(std::unique_ptr<agent::OwnLeaves> side) {
  agent::WatchPorts ports{.store = folder_.file("ledger.db"),
                          .self = support::agency(self_),
                          .gateway = this,
                          .log = &log_,
                          .sides = {},
                          .clock = [this] { return now_; },
                          .attached = [] { return std::nullopt; },
                          .falsehood = [](const Error&) {},
                          .log_problem = [](std::string_view, const Error&) {}};
  ports.sides.push_back(std::move(side));
  watch_ = agent::LedgerWatch::open(std::move(ports)).value();
}

Status WatchBench::look(Instant spent) {
  const auto before = log_.view();
  auto seen = before;
  STILE_CHECKED(
      seen.see(gateway_.checkpoint(), gateway_.consistency(before.size(), gateway_.size())));
  STILE_CHECKED(log_.keep(before, seen));
  gateway_.continue_from(log_.view().size());
  const auto looked = watch_->look({{}, now_, spent, true});
  return looked.ok() ? ok() : Status(looked.error());
}

Status WatchBench::stay(int hours) {
  for (int i = 0; i < hours * 6; ++i) {
    now_ += 600;
    STILE_CHECKED(look(600));
  }
  return ok();
}

std::string WatchBench::said() {
  std::string said;
  const auto alarms = watch_->alarms().value();
  for (const auto& alarm : alarms) said += words(alarm) + '\n';
  return said;
}

Result<std::vector<agent::ListedLeaf>> WatchBench::leaves(std::uint64_t first, std::size_t most) {
  std::vector<agent::ListedLeaf> listed;
  for (const auto& [index, leaf] : gateway_.leaves()) {
    const bool names = leaf.from == self_ || leaf.to == self_;
    if (!names || index < first || hidden_.contains(index) || listed.size() == most) continue;
    listed.push_back({index, ledger::leaf_text(leaf).value()});
  }
  return listed;
}

Result<std::vector<Hash>> WatchBench::inclusion(std::uint64_t index, std::uint64_t size) {
  return gateway_.inclusion(index, size);
}

}  // namespace stile::test
