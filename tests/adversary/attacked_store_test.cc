// Who may write every file of the gateway's machine, with and without the log's key, and who
// notices (SECURITY.md, the table of attacks on the ledger). The files are real: the gateway's
// store and the second place of its checkpoint. An agency is what each keeps of the ledger, its
// LogView.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/crypto/encoding.h"
#include "core/ledger/leaf.h"
#include "core/ledger/log_view.h"
#include "gateway/pipeline/recorder.h"
#include "gateway/store/checkpoint_file.h"
#include "gateway/store/ledger_check.h"
#include "gateway/store/sqlite_store.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/gateway/store/raw.h"

namespace stile::test {
namespace {

using namespace gateway;
using support::kLog;
namespace fs = std::filesystem;

using Texts = std::vector<std::string>;

constexpr char kNoTriggers[] =
    "DROP TRIGGER tree_hash_update; DROP TRIGGER tree_hash_delete; DROP TRIGGER leaf_delete;"
    "DROP TRIGGER leaf_update; DROP TRIGGER checkpoint_update; DROP TRIGGER checkpoint_delete;";

// Gateway is store, second place and ledger, opened as the daemon does.
struct Gateway {
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<TwoSlotCheckpointFile> second;
  Recorder recorder;
};

Result<Gateway> start(const std::string& folder) {
  STILE_TRY(auto store, SqliteStore::open(folder + "/store.db", crypto::system_random()));
  STILE_TRY(auto second, TwoSlotCheckpointFile::open(folder + "/checkpoint"));
  STILE_TRY(auto recorder, Recorder::open(*store, *second, support::signer_named(kLog),
                                          crypto::system_random(), "0.0.0"));
  return Gateway{std::move(store), std::move(second), std::move(recorder)};
}

ledger::Leaf leaf_at(Instant time) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kState;
  leaf.time = time;
  leaf.from = support::kOfsted;
  leaf.to = support::kTestshire;
  leaf.decision = "stored";
  return leaf;
}

// meets() is what an agency makes of a gateway when it attaches to it.
Status meets(ledger::LogView& agency, const Gateway& gateway) {
  const std::uint64_t size = gateway.recorder.tree_size();
  const auto [low, high] = std::minmax({agency.size(), size});
  const auto proof = ledger::consistency_proof(low, high, *gateway.store);
  return agency.see(gateway.recorder.checkpoint(), proof.ok() ? *proof : std::vector<Hash>());
}

class AttackedStoreTest : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kLastWeek = 6;
  static constexpr std::uint64_t kNow = 11;

  // The ledger grows to its size of last week, of which there is a backup, and to today's.
  // `early` has not been there since last week, `late` saw all of it.
  AttackedStoreTest() {
    EXPECT_TRUE(TwoSlotCheckpointFile::create(file("checkpoint")).ok());
    grow(kLastWeek, early_);
    fs::create_directory(file("backup"));
    for (const char* name : {"store.db", "checkpoint"}) {
      fs::copy_file(file(name), file("backup/") + name);
    }
    grow(kNow, late_);
  }

  std::string file(const std::string& name) const { return folder_.file(name); }

  void grow(std::uint64_t size, ledger::LogView& agency) const {
    auto gateway = start(folder_.path()).value();
    while (gateway.recorder.tree_size() < size) {
      std::vector<Entry> one;
      one.emplace_back(Event{leaf_at(0)});
      ASSERT_TRUE(gateway.recorder.record(std::move(one), support::kNow).ok());
    }
    ASSERT_TRUE(meets(agency, gateway).ok());
  }

  void put_back(const std::string& name) const {
    for (const auto* suffix : {"", "-wal", "-shm"}) fs::remove(file(name) + suffix);
    fs::copy_file(file("backup/" + name), file(name));
  }
  void alter(const std::string& sql) const {
    EXPECT_EQ(raw(file("store.db"), kNoTriggers + sql), SQLITE_OK) << sql;
  }

  std::string why_it_does_not_start() const {
    const auto gateway = start(folder_.path());
    EXPECT_FALSE(gateway.ok());
    if (gateway.ok()) return "it starts";
    EXPECT_EQ(gateway.reason(), Reason::kIntegrity);
    return gateway.error().detail;
  }
  // found() is what the gateway's own check finds behind its start; empty when all is whole.
  std::string found() const {
    EXPECT_TRUE(start(folder_.path()).ok());
    const auto check =
        LedgerCheck::open(file("store.db"), support::signer_named(kLog).verifier()).value();
    const auto done = check->step(kNow);
    return done.ok() ? "" : done.error().detail;
  }
  bool believes(ledger::LogView agency) const {
    const auto met = meets(agency, start(folder_.path()).value());
    EXPECT_TRUE(met.ok() || met.reason() == Reason::kIntegrity);
    return met.ok();
  }

  Texts texts() const {
    Texts all;
    const auto gateway = start(folder_.path()).value();
    for (std::uint64_t i = 0; i < gateway.recorder.tree_size(); ++i) {
      all.push_back(gateway.store->leaf_text(i).value().value());
    }
    return all;
  }
  // forge() makes both files anew, with these leaves and the log's signature.
  void forge(const Texts& leaves) const {
    for (const auto* name : {"store.db", "store.db-wal", "store.db-shm", "checkpoint"}) {
      fs::remove(file(name));
    }
    Batch batch;
    ledger::Frontier tree;
    for (const auto& text : leaves) {
      tree.append(ledger::leaf_hash(text), batch.hash);
      batch.leaf.push_back({support::kOfsted, support::kTestshire, text});
    }
    const auto log = support::signer_named(kLog);
    batch.tree_size = tree.size();
    batch.checkpoint = crypto::sign_note(
        ledger::checkpoint_text({log.verifier().name(), tree.size(), tree.root()}), log);
    auto store = SqliteStore::open(file("store.db"), crypto::system_random()).value();
    ASSERT_TRUE(store->commit(batch).ok());
    ASSERT_TRUE(TwoSlotCheckpointFile::create(file("checkpoint")).ok());
    ASSERT_TRUE(TwoSlotCheckpointFile::open(file("checkpoint"))
                    .value()
                    ->advance("", batch.checkpoint)
                    .ok());
  }

  support::TemporaryFolder folder_;
  ledger::LogView early_{support::signer_named(kLog).verifier()};
  ledger::LogView late_{support::signer_named(kLog).verifier()};
};

TEST_F(AttackedStoreTest, LeftAloneItIsWholeAndBelieved) {
  EXPECT_EQ(found(), "");
  EXPECT_TRUE(believes(early_));
  EXPECT_TRUE(believes(late_));
}

TEST_F(AttackedStoreTest, ADeletedLeafIsFoundBehindTheStart) {
  alter("DELETE FROM leaf WHERE idx = 4");
  EXPECT_NE(found().find("leaf 4 is not the one that was hashed"), std::string::npos);
}

TEST_F(AttackedStoreTest, AnAlteredLeafIsFoundBehindTheStartAndNeverGivenOut) {
  alter("UPDATE leaf SET body = replace(body, 'stored', 'closed') WHERE idx = 4");
  EXPECT_NE(found().find("leaf 4 is not the one that was hashed"), std::string::npos);
  EXPECT_EQ(start(folder_.path())->store->leaf_text(4).reason(), Reason::kIntegrity);
}

TEST_F(AttackedStoreTest, LeavesInAnotherOrderAreFoundBehindTheStart) {
  alter(
      "UPDATE leaf SET idx = -1 WHERE idx = 4; UPDATE leaf SET idx = 4 WHERE idx = 5;"
      "UPDATE leaf SET idx = 5 WHERE idx = -1");
  EXPECT_NE(found().find("leaf 4 is not the one that was hashed"), std::string::npos);
}

TEST_F(AttackedStoreTest, ATruncatedStoreDoesNotStart) {
  alter("DELETE FROM leaf WHERE idx >= 10");
  EXPECT_NE(why_it_does_not_start().find("leaves are missing"), std::string::npos);
}

TEST_F(AttackedStoreTest, AStoreTruncatedToAnEarlierCheckpointDoesNotStart) {
  // 10 leaves are 8 and 2: 18 stored hashes.
  alter(
      "DELETE FROM leaf WHERE idx >= 10; DELETE FROM tree_hash WHERE idx >= 18;"
      "DELETE FROM checkpoint WHERE size > 10");
  EXPECT_NE(why_it_does_not_start().find("an older store was put back"), std::string::npos);
}

TEST_F(AttackedStoreTest, LastWeeksStoreDoesNotStart) {
  put_back("store.db");
  EXPECT_NE(why_it_does_not_start().find("an older store was put back"), std::string::npos);
}

TEST_F(AttackedStoreTest, ACheckpointThatTheLogDidNotSignDoesNotStart) {
  const auto text =
      crypto::parse_note(start(folder_.path()).value().recorder.checkpoint()).value().text;
  alter("UPDATE checkpoint SET note = '" + support::signed_by({"mallory"}, text) +
        "' WHERE size = 11");
  EXPECT_NE(why_it_does_not_start().find("not a checkpoint of this log key"), std::string::npos);
}

TEST_F(AttackedStoreTest, BothFilesOfLastWeekAreNoticedByEveryAgencyThatSawMore) {
  put_back("store.db");
  put_back("checkpoint");
  EXPECT_EQ(found(), "");
  EXPECT_FALSE(believes(late_));
  // Who saw nothing of this week cannot know that there was one.
  EXPECT_TRUE(believes(early_));
}

TEST_F(AttackedStoreTest, BothFilesOfLastWeekAreNoticedAlsoOnceTheyHaveGrownAgain) {
  put_back("store.db");
  put_back("checkpoint");
  ledger::LogView other(support::signer_named(kLog).verifier());
  for (const std::uint64_t size : {kNow, kNow + 5}) {
    grow(size, other);
    EXPECT_FALSE(believes(late_)) << size;
  }
}

// With the log's key everything on the machine can be made to fit. What agencies have seen cannot.
TEST_F(AttackedStoreTest, AnyOtherHistoryIsNoticedByEveryAgencyThatSawTheTrueOne) {
  const std::vector<std::function<void(Texts&)>> attacks = {
      [](Texts& all) { all.erase(all.begin() + 4); },
      [](Texts& all) { all[4] = support::replaced(all[4], "stored", "closed"); },
      [](Texts& all) { std::swap(all[4], all[5]); },
      [](Texts& all) { all.pop_back(); },
      [](Texts& all) { all.insert(all.begin() + 4, ledger::leaf_text(leaf_at(0)).value()); },
      [](Texts& all) {
        auto leaf = ledger::parse_leaf(all[4]).value();
        leaf.time -= 7 * 24 * 3600;
        all[4] = ledger::leaf_text(leaf).value();
      }};
  const Texts truth = texts();
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    Texts forged = truth;
    attacks[i](forged);
    forge(forged);
    EXPECT_EQ(found(), "") << i;
    EXPECT_FALSE(believes(late_)) << i;
    // The agency that was there last week saw leaf 4 too, and not the last one.
    EXPECT_EQ(believes(early_), forged.size() == kNow - 1 && forged[4] == truth[4]) << i;
  }
  forge(truth);
  EXPECT_TRUE(believes(late_));
}

}  // namespace
}  // namespace stile::test
