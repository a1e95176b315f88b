#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "agents/report/disclosure_account.h"
#include "agents/report/proof_files.h"
#include "core/crypto/digest.h"
#include "core/ledger/leaf.h"
#include "core/storage/database.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What a force hands to an outsider proves one consignment, and opens no more than was asked.
namespace stile::agent {
namespace {

template <typename Fixture>
class Proving : public Fixture {
 protected:
  // leaf() is the index of the first consignment to a recipient.
  std::uint64_t leaf(const std::string& recipient = {}) {
    const auto all = this->source_->disclosures({.recipient = recipient}, "officer").value();
    return all.listed.at(0).leaf.value();
  }
  Result<std::vector<ProofFile>> prove(const ProofOrder& order) {
    return this->source_->prove(order, "officer");
  }
  static std::string file(const std::vector<ProofFile>& files, const std::string& name) {
    const auto found = std::ranges::find(files, name, &ProofFile::name);
    return found == files.end() ? "absent" : found->content;
  }
  std::vector<LoggedOperation> logged(const std::string& operation) {
    return this->source_->operations({.operation = operation}, "audit", "officer").value();
  }
};

using ProofTest = Proving<SourceFixture>;
using NoticeProofTest = Proving<CorrectionTest>;
using AnswerProofTest = Proving<AnswerFixture>;

TEST_F(ProofTest, OpensTheCommitmentOfTheLeafToItsRows) {
  send(rows_of(3));
  const auto files = prove({.leaf = leaf(), .purpose = "audit"}).value();
  const Hash list = crypto::sha256(file(files, "row-list.bin"));
  const auto read = ledger::parse_leaf(file(files, "leaf.txt")).value();
  EXPECT_EQ(read.commit_rows,
            ledger::commitment(gateway_.taken()[0].consignment.salt, "rows", view(list)));
  EXPECT_EQ(list, gateway_.taken()[0].statement.row_list);
  EXPECT_EQ(file(files, "row.bin"), "absent");
  EXPECT_NE(file(files, "README.txt").find("No row is opened"), std::string::npos);
  const auto log = logged("consultation");
  EXPECT_EQ(log.at(1).occasion, "audit-prove/" + std::to_string(leaf()));
  EXPECT_EQ(log.at(1).reason, "audit");
  EXPECT_TRUE(logged("disclosure").empty() ||
              !logged("disclosure").back().occasion.starts_with("audit-prove"));
}

TEST_F(ProofTest, OpensARowByItsNumberAsADisclosure) {
  send(rows_of(3));
  const auto files = prove({.leaf = leaf(), .purpose = "legal-proceedings", .row = 2}).value();
  const Hash row = crypto::sha256(file(files, "row.bin"));
  EXPECT_EQ(row, record::row_hash(rows_taken()[1].row));
  EXPECT_EQ(file(files, "row-list.bin").substr(14 + 32, 32), view(row));
  EXPECT_NE(file(files, "README.txt").find("tail -c +47 row-list.bin"), std::string::npos);
  const LoggedOperation last = logged("disclosure").back();
  EXPECT_EQ(last.occasion, "audit-prove/" + std::to_string(leaf()) + "/2");
  EXPECT_EQ(last.agency, "") << "it goes to whoever asked, which no agreement says";
  EXPECT_EQ(last.reason, "legal-proceedings");
  EXPECT_EQ(last.rows, 1U);
  EXPECT_EQ(last.account, "officer");
}

TEST_F(ProofTest, OpensTheRowOfARecord) {
  send(rows_of(3));
  const std::string system = "command-and-control";
  const auto files =
      prove({.leaf = leaf(), .purpose = "audit", .system = system, .reference = "CC-100001"});
  ASSERT_TRUE(files.ok()) << files.error().detail;
  const Hash row = crypto::sha256(file(files.value(), "row.bin"));
  EXPECT_EQ(file(files.value(), "row-list.bin").substr(14 + 32, 32), view(row));
  const auto other =
      prove({.leaf = leaf(), .purpose = "audit", .system = system, .reference = "CC-9"});
  EXPECT_EQ(other.reason(), Reason::kUsage);
}

TEST_F(ProofTest, IsOfWhatLeftHereAlone) {
  send(rows_of(3));
  EXPECT_EQ(prove({.leaf = leaf() + 1, .purpose = "audit"}).reason(), Reason::kNotFound);
  EXPECT_EQ(prove({.leaf = leaf(), .purpose = "audit", .row = 4}).reason(), Reason::kUsage);
  EXPECT_TRUE(logged("disclosure").empty() ||
              !logged("disclosure").back().occasion.starts_with("audit-prove"));
}

TEST_F(ProofTest, IsNotMadeOfWhatWasAltered) {
  send(rows_of(3));
  const std::uint64_t index = leaf();
  source_.reset();
  {
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
    ASSERT_TRUE(database.run("DROP TRIGGER receipt_update").ok());
    ASSERT_TRUE(database.run("UPDATE receipt SET leaf = replace(leaf, 'rows 3', 'rows 2')").ok());
  }
  reopen();
  EXPECT_EQ(prove({.leaf = index, .purpose = "audit"}).reason(), Reason::kIntegrity);
}

TEST_F(NoticeProofTest, LeavesWhoTheChildIsSealed) {
  notify(events_of({recent()}));
  const auto files =
      prove({.leaf = leaf(support::kFarCouncil), .purpose = "audit", .row = 1}).value();
  EXPECT_GT(file(files, "row.bin").size(), 2000U) << "the sealed identity is hashed, too";
  for (const ProofFile& one : files) {
    EXPECT_EQ(one.content.find("Invented-Wynne"), std::string::npos) << one.name;
  }
}

TEST_F(AnswerProofTest, AnAnswerIsNotThereUntilNoInspectionCanBecomeKnown) {
  send(october());
  asked(question());
  std::uint64_t index = leaf();
  std::vector<std::uint64_t> hidden;
  for (; index < 40; ++index) {
    if (prove({.leaf = index, .purpose = "audit"}).ok()) continue;
    hidden.push_back(index);
  }
  now_ = now_ + 91 * Instant{86'400};
  EXPECT_TRUE(std::ranges::any_of(
      hidden, [&](std::uint64_t one) { return prove({.leaf = one, .purpose = "audit"}).ok(); }));
}

}  // namespace
}  // namespace stile::agent
