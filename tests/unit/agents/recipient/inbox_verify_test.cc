#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {
namespace {

class InboxVerifyTest : public InboxFixture {
 protected:
  // is_found() stores a parcel, edits its columns, and says whether verifying finds that.
  bool is_found(const std::string& edit) {
    EXPECT_TRUE(take(consign(1)).ok());
    vandalise("DROP TRIGGER parcel_update; UPDATE parcel SET " + edit);
    return inbox_->verify("officer", said_) == ExitCode::kIntegrity;
  }
};

TEST_F(InboxVerifyTest, TheOperationLogCannotBeChanged) {
  ASSERT_TRUE(take(consign(1)).ok());
  inbox_.reset();
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
  EXPECT_EQ(database.value().run("DELETE FROM operation_log").reason(), Reason::kIntegrity);
  EXPECT_EQ(database.value().run("UPDATE operation_log SET rows = 0").reason(), Reason::kIntegrity);
  EXPECT_EQ(database.value().run("DELETE FROM parcel").reason(), Reason::kIntegrity);
  EXPECT_EQ(database.value().run("DELETE FROM row").reason(), Reason::kIntegrity);
}

TEST_F(InboxVerifyTest, VerifiesWhatIsWhole) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_TRUE(take(consign(2)).ok());
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
  EXPECT_EQ(said_.json(), "{\"consignments\":2,\"rows\":4,\"held_rows\":0,\"faults\":0}\n");
}

TEST_F(InboxVerifyTest, FindsAnEditedRow) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("DROP TRIGGER row_update; UPDATE row SET revision = revision + 1 WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("row 2 is not as its source signed it"), std::string::npos);
}

TEST_F(InboxVerifyTest, FindsADeletedRow) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("DROP TRIGGER row_delete; DELETE FROM row WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("2 rows came and 1 are there"), std::string::npos);
}

TEST_F(InboxVerifyTest, FindsARowFiledUnderWhatItIsNot) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("INSERT INTO stream (source, agreement_id) VALUES (1, 'another')");
  for (const char* edit : {"month = month + 1", "type = 2", "stream = 2", "home = 'ofsted:9'"}) {
    const std::string column = std::string(edit).substr(0, std::string(edit).find(' '));
    vandalise("DROP TRIGGER IF EXISTS row_update; CREATE TABLE saved AS SELECT " + column +
              " AS was FROM row; UPDATE row SET " + edit + " WHERE position = 1");
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity) << edit;
    vandalise("UPDATE row SET " + column + " = (SELECT was FROM saved); DROP TABLE saved");
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << edit;
  }
  EXPECT_NE(said_.text().find("row 2 is filed under what it is not"), std::string::npos);
}

TEST_F(InboxVerifyTest, FindsARevisionThatStandsInThePlaceOfAnother) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("UPDATE row SET superseded = 1 WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("the newest revision of a row stands as an earlier one"),
            std::string::npos);
}

TEST_F(InboxVerifyTest, FindsAnEditedReceipt) {
  EXPECT_TRUE(is_found("receipt = replace(receipt, 'index 3', 'index 2')"));
}

TEST_F(InboxVerifyTest, FindsAnEditedStatement) {
  EXPECT_TRUE(is_found("statement = replace(statement, 'rows 2', 'rows 3')"));
}

TEST_F(InboxVerifyTest, FindsAnEditedLeaf) {
  EXPECT_TRUE(is_found("leaf = replace(leaf, 'admitted', 'refused')"));
}

TEST_F(InboxVerifyTest, FindsAnEditedAcknowledgement) {
  EXPECT_TRUE(is_found("acknowledgement = replace(acknowledgement, 'number 1', 'number 2')"));
}

TEST_F(InboxVerifyTest, FindsEditedRowHashes) {
  EXPECT_TRUE(is_found("row_hashes = zeroblob(64)"));
}

TEST_F(InboxVerifyTest, CountsNoHarmlessEditAsAFault) {
  EXPECT_FALSE(is_found("receipt = replace(receipt, 'nowhere', 'in it')"));
}

TEST_F(InboxVerifyTest, FindsACheckpointThatWasPutBack) {
  ASSERT_TRUE(take(consign(1)).ok());
  const auto older = inbox_->view().note();
  ASSERT_TRUE(take(consign(2)).ok());
  vandalise("UPDATE log_view SET checkpoint = '" + older + "'");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
}

}  // namespace
}  // namespace stile::agent
