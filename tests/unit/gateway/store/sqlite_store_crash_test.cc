#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "core/crypto/random.h"
#include "gateway/store/sqlite_store.h"
#include "tests/support/batches.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

// What is left when the process or the disk gives way in the middle.
namespace stile::gateway {
namespace {

using support::some_leaves;

// commit_for_ever() is the life of a child that is killed; it reports each durable size.
[[noreturn]] void commit_for_ever(const std::string& path, int report) {
  auto store = SqliteStore::open(path, crypto::system_random()).value();
  support::Batches batches;
  for (std::uint64_t i = 0;; ++i) {
    Batch batch = batches.next(some_leaves(5, std::to_string(i)));
    batch.parcel = {{i, "from", "to", Hash{}, Hash{}, 0, Bytes(30'000, 'p')}};
    if (i > 0) batch.parcel_done = {i - 1};
    if (!store->commit(batch).ok()) ::_exit(1);
    const std::uint64_t size = batch.tree_size;
    if (::write(report, &size, sizeof size) != sizeof size) ::_exit(1);
  }
}

TEST(SqliteStoreCrashTest, KeepsEveryReportedCommitWhenKilled) {
  for (int round = 1; round <= 5; ++round) {
    const support::TemporaryFolder folder;
    int report[2];
    ASSERT_EQ(::pipe(report), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) commit_for_ever(folder.file("store.db"), report[1]);
    ::close(report[1]);
    std::uint64_t reported = 0;
    ASSERT_EQ(::read(report[0], &reported, sizeof reported), ssize_t{sizeof reported});
    std::this_thread::sleep_for(std::chrono::milliseconds(17 * round));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    while (::read(report[0], &reported, sizeof reported) == ssize_t{sizeof reported}) continue;
    ::close(report[0]);

    const auto store = SqliteStore::open(folder.file("store.db"), crypto::system_random());
    ASSERT_TRUE(store.ok()) << store.error().detail;
    const std::uint64_t size = (*store)->tree_size().value();
    EXPECT_GE(size, reported);
    EXPECT_LE(size, reported + 5);
    EXPECT_EQ((*store)->parcels("to", Urgency::kBulk, 0, 9).value().size(), 1u);
  }
}

TEST(SqliteStoreCrashTest, StopsForGoodAfterTheDiskFailsAndIsWholeWhenOpenedAgain) {
  const support::TemporaryFolder folder;
  const std::string path = folder.file("store.db");
  support::Batches batches;
  auto store = SqliteStore::open(path, crypto::system_random()).value();
  ASSERT_TRUE(store->commit(batches.next(some_leaves(4))).ok());
  Batch large = batches.next(some_leaves(4, "large"));
  large.parcel = {{4, "from", "to", Hash{}, Hash{}, 0, Bytes(4'000'000, 'p')}};
  {
    const support::FullDisk full(1'000'000);
    EXPECT_EQ(store->commit(large).reason(), Reason::kIo);
  }
  EXPECT_EQ(store->commit(large).reason(), Reason::kIo);
  EXPECT_EQ(store->pseudonym_key("agreement", "2026-Q4", 1).reason(), Reason::kIo);
  store.reset();
  store = SqliteStore::open(path, crypto::system_random()).value();
  EXPECT_EQ(store->tree_size().value(), 4u);
  EXPECT_TRUE(store->commit(large).ok());
}

}  // namespace
}  // namespace stile::gateway
