#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "agents/recipient/inbox_reader.h"
#include "core/storage/statement.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {
namespace {

class InboxViewsTest : public InboxFixture {
 protected:
  std::vector<std::string> lines_of(const std::string& file) {
    std::ifstream in(folder_.file(file), std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  // vandalise() changes the store as its owner could, around the triggers.
  void vandalise(const char* sql) {
    inbox_.reset();
    {
      auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
      ASSERT_TRUE(database.ok());
      const Status done = database.value().run(sql);
      ASSERT_TRUE(done.ok()) << done.error().detail;
    }
    reopen();
  }

  // plan_of() is how the database would answer a query.
  static std::string plan_of(const storage::Database& database, std::string_view query) {
    const std::string explain = "EXPLAIN QUERY PLAN " + std::string(query);
    storage::Statement statement(database, explain);
    auto rows = start_with_any(statement, std::ranges::count(query, '?'));
    std::string plan;
    while (rows.value().next().value()) {
      std::int64_t id = 0, parent = 0, unused = 0;
      std::string step;
      EXPECT_TRUE(rows.value().read(id, parent, unused, step).ok());
      plan += step + "\n";
    }
    return plan;
  }
  static Result<storage::Rows> start_with_any(storage::Statement& statement, long values) {
    if (values == 0) return statement.start();
    if (values == 1) return statement.start(0);
    return statement.start(0, 0, 0, "", "");
  }

  // is_found() stores a parcel, edits its columns, and says whether verifying finds that.
  bool is_found(const std::string& edit) {
    EXPECT_TRUE(take(consign(1)).ok());
    vandalise(("DROP TRIGGER parcel_update; UPDATE parcel SET " + edit).c_str());
    return inbox_->verify("officer", said_) == ExitCode::kIntegrity;
  }
};

TEST_F(InboxViewsTest, ListsRowsAndRevisions) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_TRUE(take(consign(2)).ok());
  EXPECT_EQ(inbox_->list("inspector", std::nullopt, said_), ExitCode::kOk);
  EXPECT_EQ(said_.json(),
            "{\"month\":\"2026-10\",\"source\":\"force/testshire\",\"rows\":4,"
            "\"revisions\":0}\n");
}

TEST_F(InboxViewsTest, ListsOneMonthOnly) {
  ASSERT_TRUE(take(consign(1)).ok());
  EXPECT_EQ(inbox_->list("inspector", Month{2026, 9}, said_), ExitCode::kOk);
  EXPECT_EQ(said_.text(), "");
  EXPECT_NE(said_.messages(), "");
}

TEST_F(InboxViewsTest, ExportsRowsInTheOrderOfHomesAndDays) {
  const std::vector<record::Event> records{
      call_out(support::kSecondHome, "2026-10-01T20:15Z", "CAD-1"),
      call_out(support::kHome, "2026-10-20T20:15Z", "CAD-2"),
      call_out(support::kHome, "2026-10-02T20:15Z", "CAD-3")};
  ASSERT_TRUE(take(consign(records)).ok());
  ASSERT_EQ(inbox_->export_month("inspector", support::kMonth, "october.csv", said_),
            ExitCode::kOk);
  const auto lines = lines_of("october.csv");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_TRUE(lines[0].starts_with("source,agreement,consignment,event_reference,revision,home,"));
  EXPECT_NE(lines[1].find("ofsted:SC900001,2026-10-02,evening,,"), std::string::npos);
  EXPECT_NE(lines[2].find("ofsted:SC900001,2026-10-20,evening,,"), std::string::npos);
  EXPECT_NE(lines[3].find("ofsted:SC900002,2026-10-01,evening,,"), std::string::npos);
  EXPECT_TRUE(lines[3].ends_with(",distant,,testshire-data\r")) << lines[3];
}

TEST_F(InboxViewsTest, ExportsNothingThatTheForceKnowsTheChildBy) {
  const std::vector<record::Event> records{
      call_out(support::kHome, "2026-10-20T20:15Z", "CAD-77", "NOMINAL-88")};
  ASSERT_TRUE(take(consign(records)).ok());
  ASSERT_EQ(inbox_->export_month("inspector", support::kMonth, "o.csv", said_), ExitCode::kOk);
  std::string all;
  for (const auto& line : lines_of("o.csv")) all += line;
  EXPECT_EQ(all.find("CAD-77"), std::string::npos);
  EXPECT_EQ(all.find("NOMINAL-88"), std::string::npos);
}

TEST_F(InboxViewsTest, ReplacesAnEarlierExportAsAWhole) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_EQ(inbox_->export_month("inspector", support::kMonth, "o.csv", said_), ExitCode::kOk);
  ASSERT_TRUE(take(consign(2)).ok());
  ASSERT_EQ(inbox_->export_month("inspector", support::kMonth, "o.csv", said_), ExitCode::kOk);
  EXPECT_EQ(lines_of("o.csv").size(), 5U);
  EXPECT_FALSE(std::filesystem::exists(folder_.file("o.csv.part")));
}

TEST_F(InboxViewsTest, WritesIntoItsOwnFolderOnly) {
  for (const char* file : {"../o.csv", "/tmp/o.csv", "..", ".hidden", "", "-o.csv", "a b.csv"}) {
    EXPECT_EQ(inbox_->export_month("inspector", support::kMonth, file, said_), ExitCode::kUsage)
        << file;
  }
}

TEST_F(InboxViewsTest, LogsWhoConsulted) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_EQ(inbox_->list("mary", std::nullopt, said_), ExitCode::kOk);
  ASSERT_EQ(inbox_->export_month("mary", support::kMonth, "o.csv", said_), ExitCode::kOk);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'consultation'"
                      " AND account = 'mary' AND rows = 2"),
            2);
}

TEST_F(InboxViewsTest, TheOperationLogCannotBeChanged) {
  ASSERT_TRUE(take(consign(1)).ok());
  inbox_.reset();
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
  EXPECT_EQ(database.value().run("DELETE FROM operation_log").reason(), Reason::kIntegrity);
  EXPECT_EQ(database.value().run("UPDATE operation_log SET rows = 0").reason(), Reason::kIntegrity);
  EXPECT_EQ(database.value().run("DELETE FROM parcel").reason(), Reason::kIntegrity);
}

TEST_F(InboxViewsTest, VerifiesWhatIsWhole) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_TRUE(take(consign(2)).ok());
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
  EXPECT_EQ(said_.json(), "{\"consignments\":2,\"rows\":4,\"faults\":0}\n");
}

TEST_F(InboxViewsTest, FindsAnEditedRow) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("DROP TRIGGER row_update; UPDATE row SET revision = revision + 1 WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("row 2 is not as its source signed it"), std::string::npos);
}

TEST_F(InboxViewsTest, FindsADeletedRow) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("DELETE FROM row WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("2 rows came and 1 are there"), std::string::npos);
}

TEST_F(InboxViewsTest, FindsARowFiledUnderWhatItIsNot) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("INSERT INTO stream (source, agreement_id) VALUES (1, 'another')");
  for (const char* edit : {"month = month + 1", "type = 2", "stream = 2", "home = 'ofsted:9'"}) {
    const std::string column = std::string(edit).substr(0, std::string(edit).find(' '));
    vandalise(("DROP TRIGGER IF EXISTS row_update; CREATE TABLE saved AS SELECT " + column +
               " AS was FROM row; UPDATE row SET " + edit + " WHERE position = 1")
                  .c_str());
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity) << edit;
    vandalise(
        ("UPDATE row SET " + column + " = (SELECT was FROM saved); DROP TABLE saved").c_str());
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << edit;
  }
  EXPECT_NE(said_.text().find("row 2 is filed under what it is not"), std::string::npos);
}

TEST_F(InboxViewsTest, FindsARevisionThatStandsInThePlaceOfAnother) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("UPDATE row SET superseded = 1 WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("the newest revision of a row stands as an earlier one"),
            std::string::npos);
}

TEST_F(InboxViewsTest, SelectsThroughTheIndexAlone) {
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kRead);
  for (const std::string_view query : {kSelectMonths, kSelectCounts, kSelectNewest}) {
    const std::string plan = plan_of(database.value(), query);
    EXPECT_NE(plan.find("INDEX row_selection"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("SCAN row"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
  }
}

TEST_F(InboxViewsTest, FindsAnEditedReceipt) {
  EXPECT_TRUE(is_found("receipt = replace(receipt, 'index 3', 'index 2')"));
}

TEST_F(InboxViewsTest, FindsAnEditedStatement) {
  EXPECT_TRUE(is_found("statement = replace(statement, 'rows 2', 'rows 3')"));
}

TEST_F(InboxViewsTest, FindsAnEditedLeaf) {
  EXPECT_TRUE(is_found("leaf = replace(leaf, 'admitted', 'refused')"));
}

TEST_F(InboxViewsTest, FindsAnEditedAcknowledgement) {
  EXPECT_TRUE(is_found("acknowledgement = replace(acknowledgement, 'number 1', 'number 2')"));
}

TEST_F(InboxViewsTest, FindsEditedRowHashes) { EXPECT_TRUE(is_found("row_hashes = zeroblob(64)")); }

TEST_F(InboxViewsTest, CountsNoHarmlessEditAsAFault) {
  EXPECT_FALSE(is_found("receipt = replace(receipt, 'nowhere', 'in it')"));
}

TEST_F(InboxViewsTest, FindsACheckpointThatWasPutBack) {
  ASSERT_TRUE(take(consign(1)).ok());
  const auto older = inbox_->view().note();
  ASSERT_TRUE(take(consign(2)).ok());
  vandalise(("UPDATE log_view SET checkpoint = '" + older + "'").c_str());
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
}

}  // namespace
}  // namespace stile::agent
