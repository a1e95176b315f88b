#include "core/storage/database.h"
#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

class SourceAuditTest : public SourceFixture {
 protected:
  void SetUp() override {
    send(rows_of(3));
    const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0])};
    ASSERT_TRUE(source_->notes().take(notes).ok());
  }
  // tamper() alters the store behind the agent's back, as somebody with the disk can.
  void tamper(const char* sql) {
    source_.reset();
    {
      auto database =
          storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
      for (const char* trigger :
           {"DROP TRIGGER receipt_update", "DROP TRIGGER receipt_delete",
            "DROP TRIGGER consignment_update", "DROP TRIGGER consignment_restated",
            "DROP TRIGGER consignment_bytes_update"}) {
        EXPECT_TRUE(database.run(trigger).ok());
      }
      EXPECT_TRUE(database.run(sql).ok());
    }
    reopen();
  }
};

TEST_F(SourceAuditTest, WhatWasKeptHolds) {
  EXPECT_EQ(audit(), ExitCode::kOk);
  EXPECT_TRUE(said("1 consignments, 1 receipts and 1 acknowledgements verified, 0 faults"));
}

TEST_F(SourceAuditTest, AnAlteredRowIsFound) {
  tamper(
      "UPDATE consignment_bytes SET bytes = "
      "CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB)");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, AnAlteredLeafIsFound) {
  tamper("UPDATE receipt SET leaf = replace(leaf, 'rows 3', 'rows 4')");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, AnAlteredReceiptIsFound) {
  tamper("UPDATE receipt SET receipt = replace(receipt, 'stile.example/ledger', 'x.example/x')");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, AMissingReceiptIsFound) {
  tamper("DELETE FROM receipt");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, AnAlteredAcknowledgementIsFound) {
  tamper("UPDATE acknowledgement SET note = replace(note, 'number 1', 'number 2')");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, AnAcknowledgementUnderAnotherStateIsFound) {
  tamper("UPDATE acknowledgement SET state = 3");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, AnInventedStateIsFound) {
  tamper("DELETE FROM acknowledgement");
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(SourceAuditTest, TheStoreItselfRefusesToForget) {
  source_.reset();
  auto database =
      storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
  for (const char* sql :
       {"DELETE FROM operation_log", "UPDATE operation_log SET rows = 0", "DELETE FROM receipt",
        "UPDATE receipt SET leaf = ''", "DELETE FROM consignment",
        "UPDATE consignment SET state = 1", "UPDATE consignment SET rows = 2"}) {
    EXPECT_FALSE(database.run(sql).ok()) << sql;
  }
}

}  // namespace
}  // namespace stile::agent
