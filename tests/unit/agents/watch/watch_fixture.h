#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agents/watch/ledger_watch.h"
#include "core/crypto/note.h"
#include "core/crypto/random.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {

// LedgerInHand is a gateway's ledger, and what this agency has seen of it. What it lists it may be
// told to change.
class LedgerInHand : public LeafLister, public LogKeeper {
 public:
  std::uint64_t add(const ledger::Leaf& leaf) { return add(ledger::leaf_text(leaf).value()); }
  std::uint64_t add(const std::string& text) {
    for (const Hash& hash : frontier_.append(ledger::leaf_hash(text))) hashes_.push_back(hash);
    texts_.push_back(text);
    return frontier_.size() - 1;
  }
  // see() is what an attachment does.
  void see() {
    const ledger::Checkpoint now{signer_.verifier().name(), frontier_.size(), frontier_.root()};
    const auto proof =
        ledger::consistency_proof(view_.size(), frontier_.size(), Tree(hashes_)).value();
    EXPECT_TRUE(view_.see(crypto::sign_note(ledger::checkpoint_text(now), signer_), proof).ok());
  }
  // succeed() closes the ledger as it is, keeps so many leaves, and of the others those that
  // `given` says; `instead` are leaves of its successor that are other than what it should have.
  void succeed(std::uint64_t kept, const std::set<std::uint64_t>& given,
               const std::map<std::uint64_t, std::string>& instead = {}) {
    const ledger::ClosedLog closed = closing(kept);
    auto all = view_.log().closed;
    all.push_back(closed);
    const std::string note = view_.note();
    const auto texts = std::exchange(texts_, {});
    frontier_ = {};
    hashes_.clear();
    for (std::uint64_t i = 0; i <= texts.size(); ++i) {
      const auto other = instead.find(i);
      if (other != instead.end()) {
        add(other->second);
      } else if (i == texts.size()) {
        add(ledger::succession_leaf_text(closed));
      } else {
        add(i < kept || given.contains(i) ? texts[i] : ledger::lost_leaf_text(closed));
      }
    }
    signer_ = support::signer_named("stile.example/ledger-" + std::to_string(all.size() + 1));
    view_ = ledger::LogView(ledger::Log(signer_.verifier(), std::move(all)));
    EXPECT_TRUE(view_.resume(note).ok());
  }
  // closing() is how the ledger is closed as it is.
  ledger::ClosedLog closing(std::uint64_t kept) const {
    const ledger::Checkpoint last{signer_.verifier().name(), frontier_.size(), frontier_.root()};
    return {signer_.verifier(), last, kept, support::kNow};
  }
  const std::string& text(std::uint64_t index) const { return texts_.at(index); }
  std::uint64_t size() const { return texts_.size(); }

  std::set<std::uint64_t> hidden;
  std::map<std::uint64_t, std::optional<std::string>> otherwise;  // listed instead
  std::optional<Error> fails;
  std::optional<Error> proves_nothing;

  Result<std::vector<ListedLeaf>> leaves(std::uint64_t first, std::size_t most) override {
    if (fails) return *fails;
    std::vector<ListedLeaf> listed;
    for (std::uint64_t i = first; i < texts_.size() && listed.size() < most; ++i) {
      const auto other = otherwise.find(i);
      const bool names_us = texts_[i].find(support::kTestshire) != std::string::npos;
      if (hidden.contains(i) || (!names_us && other == otherwise.end())) continue;
      listed.push_back({i, other == otherwise.end() ? texts_[i] : other->second});
    }
    return listed;
  }
  Result<std::vector<Hash>> inclusion(std::uint64_t index, std::uint64_t size) override {
    ++proofs;
    if (proves_nothing) return *proves_nothing;
    return ledger::inclusion_proof(index, size, Tree(hashes_));
  }
  Result<Bytes> tile(const ledger::Tile& tile) override {
    if (fails) return *fails;
    return ledger::tile_hashes(tile, Tree(hashes_));
  }
  ledger::LogView view() override { return view_; }
  Status keep(const ledger::LogView&, const ledger::LogView& seen) override {
    view_ = seen;
    return ok();
  }
  int proofs = 0;

 private:
  class Tree : public ledger::HashReader {
   public:
    explicit Tree(const std::vector<Hash>& hashes) : hashes_(hashes) {}
    Result<Hash> stored_hash(std::uint64_t index) const override { return hashes_.at(index); }

   private:
    const std::vector<Hash>& hashes_;
  };

  crypto::NoteSigner signer_ = support::signer_named(support::kLog);
  ledger::LogView view_{signer_.verifier()};
  ledger::Frontier frontier_;
  std::vector<Hash> hashes_;
  std::vector<std::string> texts_;
};

// StoreInHand is what one side of the agency keeps.
struct StoreInHand {
  std::map<std::uint64_t, std::string> kept;
  std::optional<Error> fails;
};

class SideInHand : public OwnLeaves {
 public:
  explicit SideInHand(StoreInHand& store) : store_(store) {}
  std::string_view name() const override { return "what was sent"; }
  Result<std::vector<OwnLeaf>> held(std::uint64_t first, std::uint64_t end) override {
    if (store_.fails) return *store_.fails;
    std::vector<OwnLeaf> held;
    for (const auto& [index, text] : store_.kept) {
      if (index >= first && index < end) held.push_back({index, text});
    }
    return held;
  }
  Result<std::vector<HeldLeaf>> with_receipts(std::uint64_t, std::uint64_t) override {
    return std::vector<HeldLeaf>();
  }
  Result<std::optional<std::uint64_t>> newest() override {
    if (store_.kept.empty()) return std::optional<std::uint64_t>();
    return std::optional(store_.kept.rbegin()->first);
  }

 private:
  StoreInHand& store_;
};

// A watch of testshire's, at kNow, whose clock a test moves.
class WatchFixture : public ::testing::Test {
 protected:
  static constexpr Instant kMinute = 60;
  static constexpr Instant kHour = 3600;
  static constexpr Instant kDay = 24 * kHour;

  WatchFixture() { open(); }

  void open() {
    watch_.reset();
    WatchPorts ports{.store = folder_.file("intake-ledger.db"),
                     .self = support::agency(support::kTestshire),
                     .gateway = &ledger_,
                     .log = &ledger_,
                     .sides = {},
                     .clock = [this] { return now_; },
                     .attached = [this] { return attachment_; },
                     .falsehood = [this](const Error&) { ++falsehoods_; },
                     .log_problem =
                         [this](std::string_view event, const Error& error) {
                           log_ += std::string(event) + ' ' + error.detail + '\n';
                         }};
    ports.sides.push_back(std::make_unique<SideInHand>(store_));
    watch_ = LedgerWatch::open(std::move(ports)).value();
  }

  // leaf() is the next of the agreement between testshire and ofsted, at the clock's time.
  ledger::Leaf leaf(ledger::Op op, const char* decision, bool from_self = true) {
    ledger::Leaf leaf;
    leaf.op = op;
    leaf.time = now_ / kMinute * kMinute;
    leaf.nonce = crypto::random_token(crypto::system_random());
    leaf.from = from_self ? support::kTestshire : support::kOfsted;
    leaf.to = from_self ? support::kOfsted : support::kTestshire;
    leaf.agreement = agreement_;
    leaf.counter = ++counter_;
    leaf.decision = decision;
    leaf.build = "0.0.0";
    return leaf;
  }
  // send() is a consignment of ours, admitted, whose receipt we keep.
  std::uint64_t send() {
    const std::uint64_t index = ledger_.add(leaf(ledger::Op::kDisclosure, "admitted"));
    store_.kept[index] = ledger_.text(index);
    return index;
  }
  // come() is one for us, admitted, whose parcel is under way.
  std::uint64_t come(const Hash& commit_rows = {}) {
    auto admitted = leaf(ledger::Op::kDisclosure, "admitted", false);
    admitted.commit_rows = commit_rows;
    return ledger_.add(admitted);
  }
  // without_text() is a word about something of ours whose text the gateway does not give.
  std::uint64_t without_text() {
    const auto index = ledger_.add(leaf(ledger::Op::kState, "stored", false));
    ledger_.otherwise[index] = std::nullopt;
    return index;
  }
  void keep(std::uint64_t index) { store_.kept[index] = ledger_.text(index); }

  AttachedNow attached() const { return {{}, now_, spent_, clock_right_}; }
  // look() attaches and looks until there is no more.
  Status look() {
    ledger_.see();
    for (;;) {
      const auto more = watch_->look(attached());
      spent_ = 0;
      if (!more.ok()) return more.error();
      if (!more.value()) return ok();
    }
  }
  // stay() is that long of attachment, which is renewed every 10 minutes.
  Status stay(Instant seconds) {
    for (Instant left = seconds; left > 0; left -= 10 * kMinute) {
      now_ += 10 * kMinute;
      spent_ = 10 * kMinute;
      const Status looked = look();
      spent_ = 0;
      STILE_CHECKED(looked);
    }
    return ok();
  }
  std::vector<LedgerAlarmKind> kinds() {
    std::vector<LedgerAlarmKind> kinds;
    const auto alarms = watch_->alarms().value();
    for (const auto& alarm : alarms) kinds.push_back(alarm.kind);
    return kinds;
  }
  void expect_quiet() {
    const auto alarms = watch_->alarms().value();
    for (const auto& alarm : alarms) ADD_FAILURE() << words(alarm);
  }
  void expect_alarm(LedgerAlarmKind kind, std::uint64_t index) {
    const auto alarms = watch_->alarms().value();
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_EQ(alarms[0].kind, kind) << words(alarms[0]);
    EXPECT_EQ(alarms[0].first, index);
    EXPECT_NE(log_.find("ledger_alarm " + words({kind, index, index, 1, 0})), std::string::npos);
  }

  support::TemporaryFolder folder_;
  LedgerInHand ledger_;
  StoreInHand store_;
  Instant now_ = support::kNow;
  bool clock_right_ = true;
  Instant spent_ = 0;
  Hash agreement_{7};
  std::uint64_t counter_ = 0;
  std::optional<AttachedNow> attachment_;  // of the thread, from its start on
  std::atomic<int> falsehoods_ = 0;        // it counts these
  std::string log_;
  std::unique_ptr<LedgerWatch> watch_;
};

}  // namespace stile::agent
