#include "agents/source/erasure.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "agents/source/intake_store.h"
#include "agents/source/schema.h"
#include "agents/source/subject_account.h"
#include "core/storage/database.h"
#include "tests/unit/agents/source/correction_fixture.h"

// Of a child who was erased nothing is left, and nothing goes again; everybody else's is as it was.
namespace stile::agent {
namespace {

class ErasureTest : public CorrectionTest {
 protected:
  ErasureTest() {
    auto other = recent();
    other.reference = "CC-8";
    other.person = "N2";
    events_ = events_of({recent(), other});
    notify(events_);
  }
  ExitCode erase(const std::string& child = "N1") {
    said_ = Said();
    return source_->erase(
        {.system = "command-and-control", .child = child, .purpose = "erasure-request"}, "officer",
        said_);
  }
  ExitCode erasures() {
    said_ = Said();
    return source_->erasures("officer", said_);
  }
  // confirm() has all who were told of the withdrawals say that they follow them.
  void confirm() {
    for (const Taken& one : corrections()) {
      says(one, record::DisclosureState::kStored);
      says(one, record::DisclosureState::kClosed);
    }
  }
  bool erased() {
    return eventually([this] { return erasures() == ExitCode::kOk; });
  }
  std::string store() {
    source_.reset();
    std::string all;
    for (const auto* ending : {"", "-wal"}) {
      std::ifstream in(folder_.file("intake.db") + ending, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    reopen();
    return all;
  }
  std::vector<wire::ConsignmentRow> rows_to(std::string_view recipient) const {
    std::vector<wire::ConsignmentRow> rows;
    for (const Taken& one : gateway_.taken()) {
      if (one.statement.disclosure.to.text() != recipient) continue;
      rows.insert(rows.end(), one.consignment.rows.begin(), one.consignment.rows.end());
    }
    return rows;
  }

  std::string events_;
};

TEST_F(ErasureTest, WithdrawsEveryRecordOfHersAndNobodyElses) {
  EXPECT_EQ(erase(), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(corrections().size(), 2U);
  for (const Taken& one : corrections()) {
    EXPECT_EQ(one.statement.disclosure.occasion.change, record::ChangeReason::kErasureOrdered);
  }
  EXPECT_TRUE(said("1 records, 1 whose withdrawal is on its way")) << said_.text();
  for (const Taken& one : corrections()) says(one, record::DisclosureState::kStored);
  EXPECT_EQ(erasures(), ExitCode::kFaults);
  EXPECT_TRUE(said("1 destroyed there, NOT CONFIRMED")) << said_.text();
}

TEST_F(ErasureTest, LeavesNothingOfHersOnceSomebodyHasConfirmed) {
  const auto before = rows_to(support::kFarCouncil);
  ASSERT_EQ(before.size(), 2U);
  const std::string had = store();
  ASSERT_NE(had.find("CC-7"), had.npos);
  erase();
  confirm();
  ASSERT_TRUE(erased()) << said_.text();
  const std::string all = store();
  EXPECT_EQ(all.find("CC-7"), all.npos);
  EXPECT_NE(all.find("CC-8"), all.npos);
  for (const ByteView part : {view(before[0].row.salt), view(before[0].row.event_token).substr(2),
                              ByteView(before[0].row.sealed_identity)}) {
    EXPECT_EQ(all.find(part), all.npos);
  }
  for (const ByteView part : {view(before[1].row.salt), view(before[1].row.event_token),
                              ByteView(before[1].row.sealed_identity)}) {
    EXPECT_NE(all.find(part), all.npos);
  }
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("rows destroyed in their time")) << said_.text();
}

TEST_F(ErasureTest, RefusesARecordThatComesAgainAndKeepsNothingOfIt) {
  erase();
  const auto went = gateway_.taken().size();
  EXPECT_EQ(notify(events_), ExitCode::kFaults);
  EXPECT_TRUE(said("line 2: ERASED")) << said_.text();
  EXPECT_FALSE(said("CC-7")) << said_.text();
  EXPECT_EQ(gateway_.taken().size(), went);
  confirm();
  ASSERT_TRUE(erased());
  EXPECT_EQ(notify(events_), ExitCode::kFaults);
  EXPECT_EQ(preview_notify(events_), ExitCode::kFaults);
  EXPECT_EQ(gateway_.taken().size(), went);
  const std::string all = store();
  EXPECT_EQ(all.find("CC-7"), all.npos);
}

TEST_F(ErasureTest, GoesOnAfterARestart) {
  erase();
  reopen();
  confirm();
  reopen();
  EXPECT_TRUE(erased()) << said_.text();
}

TEST_F(ErasureTest, IsInTheLogWithItsPurposeAndWithoutTheChild) {
  erase();
  confirm();
  ASSERT_TRUE(erased());
  const auto log = source_->operations({.operation = "erasure"}, "audit", "officer").value();
  ASSERT_EQ(log.size(), 3U);  // the order, and one at each of two recipients
  EXPECT_EQ(log[0].reason, "erasure-request");
  EXPECT_EQ(log[0].account, "officer");
  EXPECT_EQ(log[0].occasion, "audit-erase/1");
  for (const auto& one : log) EXPECT_EQ((one.occasion + one.reason).find("N1"), std::string::npos);
}

TEST_F(ErasureTest, OfAChildOfWhomNothingIsHereIsAMistake) {
  EXPECT_EQ(erase("N9"), ExitCode::kUsage);
  EXPECT_TRUE(said("nothing of that child is here; mend with")) << said_.messages();
  EXPECT_EQ(erasures(), ExitCode::kOk);
}

// Whoever can write the store has the agent sign nothing by it.
TEST_F(ErasureTest, WhatNobodyOrderedIsNotErased) {
  notify(events_of({recent()}));
  const auto rows = [this] {
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead).value();
    storage::Statement statement(
        database, "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM destruction)");
    auto read = statement.start().value();
    EXPECT_TRUE(read.next().value());
    std::pair<std::int64_t, std::int64_t> counts;
    EXPECT_TRUE(read.read(counts.first, counts.second).ok());
    return counts;
  };
  const auto before = rows();
  source_.reset();
  {
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
    ASSERT_TRUE(database
                    .run("INSERT INTO erasure VALUES (1, 1, 'officer', 'erasure-request');"
                         "INSERT INTO erasure_part (erasure, route, system, reference, child,"
                         " tails, proof) SELECT 1, route, system, reference, child,"
                         " substr(event_token, 3), zeroblob(16) FROM record")
                    .ok());
  }
  reopen();
  EXPECT_EQ(erasures(), ExitCode::kFaults);
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(ErasureTest, StopsAtARecordThatTheLawHasKept) {
  notify(events_of({recent()}));
  change(record::ChangeReason::kLegalClaim);
  EXPECT_EQ(erase("N1"), ExitCode::kRefused);
  EXPECT_TRUE(said("CC-7 is restricted, legal-claim")) << said_.messages();
  change(record::ChangeReason::kResolved);
  EXPECT_EQ(erase("N1"), ExitCode::kOk);
}

TEST_F(ErasureTest, AStoreOfAnEarlierVersionTakesThemOn) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(7)}).ok());
  }
  const auto store = IntakeStore::open(path, support::signer_named(support::kLog).verifier());
  ASSERT_TRUE(store.ok()) << store.error().detail;
  EXPECT_TRUE(IntakeReader::open(path).value()->erasures().lines()->empty());
}

}  // namespace
}  // namespace stile::agent
