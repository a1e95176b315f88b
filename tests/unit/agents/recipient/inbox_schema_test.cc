// A store that an earlier version of the agent has written is taken on with all it holds.
#include "agents/recipient/inbox_schema.h"

#include "agents/recipient/inbox_store.h"
#include "agents/recipient/received_leaves.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

class InboxSchemaTest : public NoticeFixture {
 protected:
  // left_by() is the file of a store that the version of so many steps has left with that in it.
  std::string left_by(std::size_t steps, const std::string& written) {
    inbox_.reset();
    std::string path = folder_.file("earlier.db");
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = inbox_schema();
    EXPECT_TRUE(database->migrate({newest.application, newest.steps.first(steps)}).ok());
    const Status done = database->run(written.c_str());
    EXPECT_TRUE(done.ok()) << done.error().detail;
    return path;
  }
};

TEST_F(InboxSchemaTest, WordsAndWhoWasToldOutliveTheirTables) {
  const std::string path = left_by(
      2,
      "INSERT INTO source VALUES (1, 'spiffe://stile.example/force/testshire/agent');"
      "INSERT INTO stream VALUES (1, 1, 'a');"
      "INSERT INTO parcel VALUES (1, 1, 1, zeroblob(32), 24321, 1, 1, zeroblob(32), 'k', 'l', "
      "'a',"
      " 's', 'r', zeroblob(32));"
      "INSERT INTO notice VALUES (1, 1, zeroblob(16), 1, 1, 5, 6, 0, 2);"
      "INSERT INTO word VALUES (7, 1, 2, 'mary', zeroblob(32), 'note', zeroblob(32), 0, '');"
      "INSERT INTO told VALUES (1, 'first', 5)");
  const auto store = InboxStore::open(path);
  ASSERT_TRUE(store.ok()) << store.error().detail;
  EXPECT_EQ(store.value()->notices().told(1).value(), std::set<std::string>{"first"});
  EXPECT_EQ(store.value()->notices().untaken(9, 0).value(), std::vector<Bytes>{"note"});
  const auto notices = store.value()->notices().of_event(Token{}).value();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].stage, 1U);
  EXPECT_FALSE(notices[0].withdrawn);
}

TEST_F(InboxSchemaTest, ParcelsOfAnEarlierVersionAreFoundByTheirLeaves) {
  const std::string path = left_by(
      9,
      "INSERT INTO source VALUES (1, 'spiffe://stile.example/force/testshire/agent');"
      "INSERT INTO stream VALUES (1, 1, 'a');"
      "INSERT INTO parcel VALUES (1, 1, 1, zeroblob(32), 24321, 1, 1, zeroblob(32), 'k',"
      " 'its leaf', 'a', 's', 'c2sp.org/tlog-proof@v1' || char(10) || 'index 70' || char(10) ||"
      " '3hash', zeroblob(32))");
  ASSERT_TRUE(InboxStore::open(path).ok());
  const auto leaves = open_received_leaves(path).value();
  EXPECT_TRUE(leaves->held(0, 70)->empty());
  EXPECT_TRUE(leaves->held(71, 1000)->empty());
  const auto held = leaves->held(70, 71).value();
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].index, 70U);
  EXPECT_EQ(held[0].text, "its leaf");
  EXPECT_EQ(leaves->newest().value(), 70U);
}

// A store that is whole passes the check that `stile doctor` and the runbook make.
TEST_F(InboxSchemaTest, WhatWasDestroyedIsNoDamage) {
  const std::string path = left_by(
      14,
      "INSERT INTO source VALUES (1, 'spiffe://stile.example/force/testshire/agent');"
      "INSERT INTO stream VALUES (1, 1, 'a');"
      "INSERT INTO parcel VALUES (1, 1, 1, zeroblob(32), 24321, 1, 1, zeroblob(32), 'k', 'l',"
      " 'a', 's', 'r', zeroblob(32));"
      "INSERT INTO change (parcel, source, event_token, revision, kind, reason, type, salt, "
      "arrived,"
      " due, notified, alleged, exported, erasure)"
      " VALUES (1, 1, zeroblob(16), 1, 1, 1, 1, x'', 5, 6, 0, 0, 0, '');"
      "INSERT INTO erased VALUES (1, 1, 3), (1, 1, 4)");
  ASSERT_TRUE(InboxStore::open(path).ok());
  auto database = storage::Database::open(path, storage::OpenMode::kWrite);
  EXPECT_EQ(database
                ->integer("SELECT count(*) FROM pragma_integrity_check"
                          " WHERE integrity_check <> 'ok'")
                .value(),
            0);
  EXPECT_EQ(
      database->integer("SELECT count(*) FROM erased WHERE parcel = 1 AND change = 1").value(), 2);
  EXPECT_FALSE(database->run("DELETE FROM erased").ok());
  EXPECT_FALSE(database->run("UPDATE erased SET change = 1").ok());
}

// Row of `parcel` with the event that `token` begins with, of that month.
std::string row_of(int parcel, const char* token, int month) {
  return "INSERT INTO row VALUES (1, x'" + std::string(token) +
         "00000000000000000000000000', 1, 0, 1, " + std::to_string(month) + ", 1, '', " +
         std::to_string(parcel) + ", 0, x'', x'', x'', x'');";
}

TEST_F(InboxSchemaTest, AnswersThatCameBeforeAreFoundByTheirTokens) {
  std::string parcels;
  for (const char* id : {"1", "2", "3"}) {
    parcels += "INSERT INTO parcel VALUES (" + std::string(id) + ", 1, " + id +
               ", zeroblob(32), 24321, 1, 1, zeroblob(32), 'k', 'l', 'a', 's', 'index " + id +
               "', zeroblob(32));";
  }
  const std::string path = left_by(
      15,
      "INSERT INTO source VALUES (1, 'spiffe://stile.example/force/testshire/agent');"
      "INSERT INTO stream VALUES (1, 1, 'a');" +
          parcels + row_of(1, "aa0001", 24321) + row_of(2, "aa0002", 24321) +
          row_of(2, "aa0004", 24321) + row_of(1, "aa0003", 24321) +
          "INSERT INTO question (enquiry, source, digest, note, salt, actor_salt, account, asked)"
          " VALUES (zeroblob(16), 's', zeroblob(32), 'n', zeroblob(32), zeroblob(32), 'mary', 1);"
          "INSERT INTO enquiry_answer VALUES (2, 1), (3, 1)");
  ASSERT_TRUE(InboxStore::open(path).ok());
  auto database = storage::Database::open(path, storage::OpenMode::kWrite);
  EXPECT_EQ(database
                ->integer("SELECT count(*) FROM answer_row WHERE question = 1 AND parcel = 2"
                          " AND hex(event_token) GLOB 'AA000[24]*'")
                .value(),
            2);
  EXPECT_EQ(database->integer("SELECT count(*) FROM answer_row").value(), 2);
  EXPECT_EQ(database->integer("SELECT count(*) FROM row WHERE month = 0 AND parcel = 2").value(),
            2);
  EXPECT_EQ(database->integer("SELECT count(*) FROM row WHERE month = 24321").value(), 2);
  EXPECT_EQ(database
                ->integer("SELECT count(*) FROM enquiry_answer WHERE parcel = 2 AND"
                          " hex(first) = 'AA00' AND hex(last) = 'AA00' ||"
                          " replace(hex(zeroblob(14)), '0', 'F')")
                .value(),
            1)
      << "the day, and no event";
  EXPECT_FALSE(database->run("UPDATE row SET month = 0").ok());
  EXPECT_FALSE(database->run("UPDATE enquiry_answer SET last = x''").ok());
}

}  // namespace
}  // namespace stile::agent
