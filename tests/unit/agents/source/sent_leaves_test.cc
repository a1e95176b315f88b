#include "agents/source/sent_leaves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "agents/source/intake_store.h"
#include "agents/source/schema.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

// A store that an earlier version has written, with what the gateway said in leaves 7, 70, 71 and
// 100.
class SentLeavesTest : public ::testing::Test {
 protected:
  SentLeavesTest() {
    auto database = storage::Database::open(path_, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    EXPECT_TRUE(database->migrate({newest.application, newest.steps.first(7)}).ok());
    const Status written = database->run(
        "INSERT INTO receipt VALUES (1, 'leaf 7', 'c2sp.org/tlog-proof@v1' || char(10) ||"
        " 'index 7' || char(10) || '0hash' || char(10));"
        "INSERT INTO receipt VALUES (2, 'leaf 70', 'c2sp.org/tlog-proof@v1' || char(10) ||"
        " 'index 70' || char(10) || '0hash' || char(10));"
        "INSERT INTO holding VALUES (2, 71, 'leaf 71', 'r');"
        "INSERT INTO question (digest, note, salt, leaf, receipt, came) VALUES (zeroblob(32), 'n',"
        " zeroblob(32), 'leaf 100', 'c2sp.org/tlog-proof@v1' || char(10) || 'index 100' ||"
        " char(10), 1)");
    EXPECT_TRUE(written.ok()) << written.error().detail;
  }
  std::vector<std::string> held(std::uint64_t first, std::uint64_t end) {
    std::vector<std::string> texts;
    const auto held = leaves_->held(first, end).value();
    for (const auto& one : held) {
      EXPECT_EQ("leaf " + std::to_string(one.index), one.text);
      texts.push_back(one.text);
    }
    std::ranges::sort(texts);
    return texts;
  }
  void open() {
    ASSERT_TRUE(IntakeStore::open(path_, support::signer_named(support::kLog).verifier()).ok());
    leaves_ = open_sent_leaves(path_).value();
  }

  support::TemporaryFolder folder_;
  const std::string path_ = folder_.file("earlier.db");
  std::unique_ptr<OwnLeaves> leaves_;
};

TEST_F(SentLeavesTest, AreFoundByTheirIndices) {
  open();
  EXPECT_EQ(held(0, 1000), (std::vector<std::string>{"leaf 100", "leaf 7", "leaf 70", "leaf 71"}));
  EXPECT_EQ(held(7, 8), std::vector<std::string>{"leaf 7"});
  EXPECT_EQ(held(8, 71), std::vector<std::string>{"leaf 70"});
  EXPECT_TRUE(held(72, 100).empty());
  EXPECT_EQ(leaves_->newest().value(), 70U);  // of a consignment
}

TEST_F(SentLeavesTest, AStoreThatIsNotThereIsNotMade) {
  EXPECT_EQ(open_sent_leaves(folder_.file("none.db")).reason(), Reason::kNotFound);
}

}  // namespace
}  // namespace stile::agent
