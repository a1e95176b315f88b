#include "agents/cli/receipt.h"

#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "tests/unit/agents/cli/files_fixture.h"
#include "tests/unit/core/ledger/memory_tree.h"

namespace stile::agent {
namespace {

class ReceiptCommandTest : public FilesFixture {
 protected:
  ReceiptCommandTest() {
    ledger::Leaf leaf;
    leaf.op = ledger::Op::kDisclosure;
    leaf.from = support::kTestshire;
    leaf.to = support::kOfsted;
    leaf.rows = 7;
    leaf_ = ledger::leaf_text(leaf).value();
    ledger::MemoryTree tree(4);
    tree.append(leaf_);
    const auto log = support::signer_named(support::kLog);
    receipt_ = ledger::receipt_text(
        {4, ledger::inclusion_proof(4, 5, tree).value(),
         crypto::sign_note(ledger::checkpoint_text({support::kLog, 5, tree.root()}), log)});
  }
  Result<ExitCode> verify(const std::string& log = support::vkey_of(support::kLog)) {
    return receipt_verify(write("leaf", leaf_), write("leaf.tlog-proof", receipt_), log, said_);
  }

  std::string leaf_;
  std::string receipt_;
};

TEST_F(ReceiptCommandTest, ProvesALeafFromTwoFilesAndAKey) {
  ASSERT_EQ(verify().value(), ExitCode::kOk);
  EXPECT_NE(said_.text().find("disclosure of 7 rows"), std::string::npos);
  EXPECT_NE(said_.json().find("\"index\":4,\"size\":5"), std::string::npos);
}

TEST_F(ReceiptCommandTest, RefusesAnAlteredLeaf) {
  leaf_ = support::replaced(leaf_, "rows 7", "rows 8");
  EXPECT_EQ(verify().reason(), Reason::kIntegrity);
}

TEST_F(ReceiptCommandTest, RefusesAnAlteredIndex) {
  receipt_ = support::replaced(receipt_, "index 4", "index 3");
  EXPECT_EQ(verify().reason(), Reason::kIntegrity);
}

TEST_F(ReceiptCommandTest, RefusesAnotherLogsKey) {
  EXPECT_EQ(verify(support::vkey_of("another")).reason(), Reason::kBadSignature);
}

}  // namespace
}  // namespace stile::agent
