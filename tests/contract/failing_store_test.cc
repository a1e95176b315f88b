#include "tests/support/failing_store.h"

#include <gtest/gtest.h>

#include "core/crypto/random.h"
#include "tests/support/batches.h"
#include "tests/support/failing_checkpoint_file.h"

// That the doubles fail as told, or the tests that rely on them would prove nothing.
namespace stile::support {
namespace {

TEST(FailingStoreTest, LosesACommitOrKeepsItAndReportsFailureBothTimes) {
  for (const Fault fault : {Fault::kLost, Fault::kPersisted}) {
    Batches batches;
    FailingStore store(crypto::system_random());
    ASSERT_TRUE(store.commit(batches.next(some_leaves(2))).ok());
    store.fail(Step::kCommit, fault);
    EXPECT_EQ(store.commit(batches.next(some_leaves(1))).reason(), Reason::kIo);
    EXPECT_EQ(store.reopened()->tree_size().value(), fault == Fault::kLost ? 2u : 3u);
  }
}

TEST(FailingStoreTest, SparesAsManyCallsAsTold) {
  FailingStore store(crypto::system_random());
  store.fail(Step::kRead, Fault::kLost, 2);
  EXPECT_TRUE(store.tree_size().ok());
  EXPECT_TRUE(store.counters().ok());
  EXPECT_EQ(store.tree_size().reason(), Reason::kIo);
  EXPECT_TRUE(store.tree_size().ok());
}

TEST(FailingStoreTest, LosesOrKeepsAPseudonymKeyAndASerial) {
  for (const Fault fault : {Fault::kLost, Fault::kPersisted}) {
    FailingStore store(crypto::system_random());
    store.fail(Step::kPseudonymKey, fault);
    EXPECT_EQ(store.pseudonym_key("agreement", "2026-Q4", 5).reason(), Reason::kIo);
    store.fail(Step::kKeepSerial, fault);
    EXPECT_EQ(store.keep_directory_serial(3).reason(), Reason::kIo);
    const std::uint64_t kept = fault == Fault::kLost ? 0 : 1;
    EXPECT_EQ(store.reopened()->destroy_pseudonym_keys(6).value(), kept);
    EXPECT_EQ(store.reopened()->directory_serial().value(), kept * 3);
    store.fail(Step::kDestroyKeys, fault);
    EXPECT_EQ(store.destroy_pseudonym_keys(6).reason(), Reason::kIo);
    EXPECT_EQ(store.reopened()->destroy_pseudonym_keys(6).value(), 0u);
  }
}

TEST(FailingCheckpointFileTest, LosesAnAdvanceOrKeepsItAndReportsFailureBothTimes) {
  for (const Fault fault : {Fault::kLost, Fault::kPersisted}) {
    FailingCheckpointFile file;
    file.fail(Step::kAdvance, fault);
    EXPECT_EQ(file.advance("", "one").reason(), Reason::kIo);
    EXPECT_EQ(FailingCheckpointFile(file).last().value(), fault == Fault::kLost ? "" : "one");
  }
}

}  // namespace
}  // namespace stile::support
