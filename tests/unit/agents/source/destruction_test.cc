#include "agents/source/destruction.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "agents/report/disclosure_account.h"
#include "agents/report/proof_files.h"
#include "agents/source/subject_account.h"
#include "core/storage/database.h"
#include "core/wire/row_codec.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What may not be kept any more goes at its source, and what proves it stays.
namespace stile::agent {
namespace {

constexpr Instant kDaySeconds = 86'400;
constexpr Instant kTerm = 365 * kDaySeconds;

class DestructionTest : public SourceFixture {
 protected:
  void SetUp() override {
    send(rows_of(3));
    const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0])};
    ASSERT_TRUE(source_->notes().take(notes).ok());
  }
  void destroy(Instant gateways) {
    const Status done = source_->destroy_due(gateways);
    EXPECT_TRUE(done.ok()) << done.error().detail;
  }
  // later() is the source after the agreement's time.
  void later() {
    now_ = now_ + kTerm + 60;
    destroy(now_);
  }
  bool holds(ByteView bytes) {
    source_.reset();  // which closes the store, and leaves no log of it
    bool found = false;
    for (const auto* ending : {"", "-wal"}) {
      std::ifstream in(folder_.file("intake.db") + ending, std::ios::binary);
      const std::string all{std::istreambuf_iterator<char>(in), {}};
      found = found || all.find(bytes) != all.npos;
    }
    reopen();
    return found;
  }
  void tamper(const char* sql) {
    source_.reset();
    {
      auto database =
          storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
      for (const char* trigger :
           {"DROP TRIGGER destruction_update", "DROP TRIGGER destruction_delete",
            "DROP TRIGGER consignment_bytes_update", "DROP TRIGGER consignment_bytes_delete"}) {
        EXPECT_TRUE(database.run(trigger).ok());
      }
      EXPECT_TRUE(database.run(sql).ok()) << sql;
    }
    reopen();
  }
};

TEST_F(DestructionTest, NothingGoesBeforeBothClocksSaySo) {
  now_ = now_ + kTerm - 60;
  destroy(now_);
  EXPECT_EQ(audit(), ExitCode::kOk);
  EXPECT_FALSE(said("destroyed"));
  now_ = now_ + 7200;
  destroy(now_ - kDaySeconds);
  EXPECT_EQ(audit(), ExitCode::kOk);
  EXPECT_FALSE(said("destroyed")) << "the gateway's clock said otherwise";
}

TEST_F(DestructionTest, RowsGoFromEveryFileAndTheirProofStays) {
  const auto row = rows_taken()[1];
  ASSERT_TRUE(holds(view(row.row.salt)));
  later();
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("1 consignments, 1 receipts and 1 acknowledgements verified, 3 rows destroyed"))
      << said_.text();
  EXPECT_FALSE(holds(view(row.row.salt)));
  EXPECT_FALSE(holds(row.row.fields));
  EXPECT_TRUE(holds(view(row.row.event_token))) << "by which what comes again is known";
  const auto log = source_->operations({.operation = "erasure"}, "audit", "officer").value();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].rows, 3U);
  EXPECT_EQ(log[0].reason, "retention");
}

TEST_F(DestructionTest, WhatWasSentAsItWasGoesNoSecondTime) {
  const Instant then = now_;
  later();
  now_ = then;  // the fixture's documents last no longer
  EXPECT_EQ(send(rows_of(3)), ExitCode::kOk) << said_.text();
  EXPECT_EQ(gateway_.taken().size(), 1U);
}

TEST_F(DestructionTest, AWithdrawalHasNothingToCiteAndNobodyIsTold) {
  later();
  const RecordOrder order{.system = "command-and-control",
                          .type = record::RecordType::kCallOut,
                          .reference = "CC-100001",
                          .reason = record::ChangeReason::kRecordedInError};
  EXPECT_EQ(source_->change(order, "officer", said_), ExitCode::kOk);
  EXPECT_EQ(gateway_.taken().size(), 1U);
  Said said;
  EXPECT_EQ(source_->changes(true, said), ExitCode::kOk);
  EXPECT_NE(said.text().find("its time was over"), std::string::npos) << said.text();
}

TEST_F(DestructionTest, TheAccountOfAChildSaysThatItIsGone) {
  later();
  Said said;
  EXPECT_EQ(source_->account_of_subject(
                {.system = "command-and-control", .child = "N1", .purpose = "subject-access"},
                "officer", said),
            ExitCode::kOk);
  EXPECT_NE(said.text().find("What it said has been destroyed here"), std::string::npos);
  EXPECT_EQ(said.text().find("Home:"), std::string::npos) << said.text();
}

TEST_F(DestructionTest, ProvesTheConsignmentAndOpensNoRow) {
  later();
  const auto all = source_->disclosures({}, "officer").value();
  ASSERT_EQ(all.listed.size(), 1U);
  EXPECT_TRUE(all.listed[0].fault.empty()) << all.listed[0].fault;
  const ProofOrder order{.leaf = all.listed[0].leaf.value(), .purpose = "audit"};
  EXPECT_TRUE(source_->prove(order, "officer").ok());
  auto opening = order;
  opening.row = 1;
  const auto opened = source_->prove(opening, "officer");
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().detail.find("no longer kept"), std::string::npos);
}

TEST_F(DestructionTest, RowsThatSomebodyDeletedAreFound) {
  later();
  tamper("DELETE FROM destruction");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("nobody has signed that it was destroyed")) << said_.text();
}

TEST_F(DestructionTest, ADestructionOfOtherRowsIsFound) {
  later();
  tamper("UPDATE destruction SET positions = x'03'");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("other rows were destroyed than is signed")) << said_.text();
}

TEST_F(DestructionTest, AConsignmentThatSomebodyDeletedIsFound) {
  tamper("DELETE FROM consignment_bytes");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("what was sent is gone")) << said_.text();
}

TEST_F(DestructionTest, TheStoreItselfLetsNobodyDestroyUnsigned) {
  source_.reset();
  auto database =
      storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
  for (const char* sql : {"UPDATE consignment_bytes SET bytes = x''",
                          "DELETE FROM consignment_bytes", "DELETE FROM retention"}) {
    const bool any = database.run(sql).ok();
    EXPECT_TRUE(!any || std::string(sql).find("retention") != std::string::npos) << sql;
  }
}

using EventDestructionTest = CorrectionTest;

// A correction holds the row that it corrects: an event goes as a whole.
TEST_F(EventDestructionTest, WhatFollowedARecordGoesWithIt) {
  notify(events_of({recent()}));
  now_ = now_ + 3600;
  change(record::ChangeReason::kDisputedByChild);
  ASSERT_GE(gateway_.taken().size(), 4U);
  const auto taken = gateway_.taken().size();
  now_ = now_ + kTerm - 3600 + 60;  // what followed is not over yet by itself
  ASSERT_TRUE(source_->destroy_due(now_).ok());
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said(std::to_string(taken) + " rows destroyed in their time")) << said_.text();
}

}  // namespace
}  // namespace stile::agent
