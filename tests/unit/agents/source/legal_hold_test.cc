#include "agents/report/legal_hold.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "agents/source/intake_store.h"
#include "agents/source/schema.h"
#include "agents/source/sent_holds.h"
#include "agents/source/subject_account.h"
#include "core/storage/database.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What a legal hold keeps of a child neither the clock nor an erasure destroys; all else goes in
// its time.
namespace stile::agent {
namespace {

constexpr Instant kTerm = 365 * 86'400;

TEST(LegalHoldWordsTest, AMatterIsAReferenceAndNoSentence) {
  EXPECT_TRUE(is_matter(""));
  EXPECT_TRUE(is_matter("QB-2026/000123_a.1"));
  EXPECT_FALSE(is_matter("about Zed"));
  EXPECT_FALSE(is_matter(std::string(41, 'a')));
}

TEST(LegalHoldWordsTest, AnIdIsOfOneSide) {
  EXPECT_EQ(number_in("sent/12", kSentHold), 12);
  for (const char* other : {"received/12", "sent/", "sent/0", "sent/-1", "sent/1x", "12", ""}) {
    EXPECT_FALSE(number_in(other, kSentHold).has_value()) << other;
  }
}

// Of the month's three children N1 is held.
class LegalHoldTest : public SourceFixture {
 protected:
  void SetUp() override {
    send(rows_of(3));
    salts_.reserve(3);
    for (const auto& row : rows_taken()) salts_.emplace_back(view(row.row.salt));
  }
  ExitCode place(const std::string& child = "N1", const std::string& ground = "inquiry",
                 const std::string& matter = "IICSA-17") {
    said_ = Said();
    return source_->place_hold({.system = "command-and-control",
                                .child = child,
                                .ground = ground,
                                .matter = matter,
                                .purpose = "legal-hold"},
                               "officer", said_);
  }
  ExitCode lift(std::int64_t hold = 1) {
    said_ = Said();
    return source_->lift_hold(hold, "legal-hold", "officer", said_);
  }
  ExitCode list() {
    said_ = Said();
    return source_->list_holds("officer", said_);
  }
  // later() is the source `hours` after the agreement's time.
  void later(Instant hours = 1) {
    now_ = support::kNow + kTerm + hours * 3600 + 60;
    const Status done = source_->destroy_due(now_);
    EXPECT_TRUE(done.ok()) << done.error().detail;
  }
  // there() is of each row whether anything of it is in the store's files.
  std::vector<bool> there() {
    source_.reset();
    std::string all;
    for (const auto* ending : {"", "-wal"}) {
      std::ifstream in(folder_.file("intake.db") + ending, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    reopen();
    std::vector<bool> found;
    for (const Bytes& salt : salts_) found.push_back(all.find(salt) != all.npos);
    return found;
  }
  std::string facts() {
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead).value();
    storage::Statement statement(
        database,
        "SELECT group_concat(length(facts) > 0, ' ') FROM"
        " (SELECT facts FROM record WHERE reference LIKE 'CC-%' ORDER BY reference)");
    auto rows = statement.start().value();
    EXPECT_TRUE(rows.next().value());
    std::string text;
    EXPECT_TRUE(rows.read(text).ok());
    return text;
  }
  void tamper(const std::string& sql) {
    source_.reset();
    {
      auto database =
          storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
      for (const char* trigger : {"hold_act_update", "hold_act_delete", "operation_log_delete"}) {
        EXPECT_TRUE(database.run(("DROP TRIGGER " + std::string(trigger)).c_str()).ok());
      }
      EXPECT_TRUE(database.run(sql.c_str()).ok()) << sql;
    }
    reopen();
  }

  std::vector<Bytes> salts_;
  const std::vector<bool> all_ = {true, true, true};
  const std::vector<bool> hers_ = {false, true, false};
  const std::vector<bool> none_ = {false, false, false};
};

TEST_F(LegalHoldTest, KeepsHerRowsPastTheirTimeAndNobodyElses) {
  ASSERT_EQ(place(), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("sent/1: inquiry, matter IICSA-17, since")) << said_.text();
  ASSERT_EQ(there(), all_);
  later();
  EXPECT_EQ(there(), hers_);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("2 rows destroyed in their time or erased, 1 legal holds in force, 0 faults"))
      << said_.text();
  EXPECT_EQ(list(), ExitCode::kOk);
  EXPECT_TRUE(said("keeps 1 rows that would be destroyed by now")) << said_.text();
}

TEST_F(LegalHoldTest, OnceLiftedHerRowsGoAtTheNextLook) {
  place();
  later();
  ASSERT_EQ(lift(), ExitCode::kOk) << said_.messages();
  later(3);
  EXPECT_EQ(there(), none_);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("3 rows destroyed in their time or erased, 0 faults")) << said_.text();
  EXPECT_EQ(list(), ExitCode::kOk);
  EXPECT_TRUE(said("nothing that was sent is under a legal hold"));
}

TEST_F(LegalHoldTest, ASecondHoldKeepsWhatTheFirstLetsGo) {
  place();
  place("N1", "legal-claim", "");
  ASSERT_EQ(lift(1), ExitCode::kOk);
  later();
  EXPECT_EQ(there(), hers_);
  EXPECT_EQ(lift(1), ExitCode::kUsage) << "it was lifted before";
  EXPECT_EQ(lift(2), ExitCode::kOk);
  later(3);
  EXPECT_EQ(there(), none_);
}

// This agreement counts no home's month; what another would have kept of it goes likewise.
TEST_F(LegalHoldTest, KeepsWhatARecordAddsToItsHomesMonth) {
  place();
  tamper("UPDATE record SET facts = x'01'");
  ASSERT_EQ(facts(), "1 1 1");
  later();
  EXPECT_EQ(facts(), "0 1 0");
  lift();
  later(3);
  EXPECT_EQ(facts(), "0 0 0");
}

// Between two looks of the same hour.
TEST_F(LegalHoldTest, HoldsFromTheMomentWhereItIsPlaced) {
  place("N2");
  now_ = support::kNow + kTerm - 120;
  ASSERT_TRUE(source_->destroy_due(now_).ok());
  place("N1");
  later();
  EXPECT_EQ(there(), (std::vector<bool>{false, true, true}));
}

TEST_F(LegalHoldTest, IsInTheLogWithItsPurposeAndWithoutTheChild) {
  place();
  later();
  lift();
  const auto log = source_->operations({.operation = "legal-hold"}, "audit", "officer").value();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].occasion, "place/sent/1");
  EXPECT_EQ(log[0].reason, "legal-hold");
  EXPECT_EQ(log[0].account, "officer");
  EXPECT_EQ(log[0].rows, 1U);
  EXPECT_EQ(log[1].occasion, "lift/sent/1");
  const auto gone = source_->operations({.operation = "erasure"}, "audit", "officer").value();
  ASSERT_EQ(gone.size(), 1U) << "a look that destroyed nothing is no erasure";
  EXPECT_EQ(gone[0].rows, 2U);
}

TEST_F(LegalHoldTest, OfAChildOfWhomNothingIsHereOrForNoSuchGroundIsAMistake) {
  EXPECT_EQ(place("N9"), ExitCode::kUsage);
  EXPECT_TRUE(said("nothing of that child is here; mend with")) << said_.messages();
  EXPECT_EQ(place("N1", "curiosity"), ExitCode::kUsage);
  EXPECT_EQ(place("N1", "inquiry", "about Zed"), ExitCode::kUsage);
  EXPECT_EQ(list(), ExitCode::kOk);
  EXPECT_TRUE(said("nothing that was sent is under a legal hold"));
}

// Whoever can write the store keeps nothing by it.
TEST_F(LegalHoldTest, WhatNobodyPlacedHoldsNothing) {
  place("N2");
  tamper(
      "INSERT INTO hold_act SELECT 2, 0, 1, 'officer', 'legal-hold', 'inquiry', '',"
      " 'command-and-control', (SELECT child FROM record WHERE reference = 'CC-100001'), proof,"
      " zeroblob(16) FROM hold_act");
  later();
  EXPECT_EQ(there(), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("1 that this agency did not place or lift")) << said_.text();
}

TEST_F(LegalHoldTest, WhatNobodyLiftedIsHeld) {
  place();
  tamper(
      "INSERT INTO hold_act SELECT 2, 1, 1, 'officer', 'legal-hold', 'inquiry', '', system, child,"
      " proof, zeroblob(16) FROM hold_act");
  later();
  EXPECT_EQ(there(), hers_);
  EXPECT_EQ(audit(), ExitCode::kIntegrity);
}

TEST_F(LegalHoldTest, OneThatSomebodyDeletedOrAlteredStopsAllDestruction) {
  place("N1");
  place("N2");
  const std::string act = "CREATE TABLE kept_act AS SELECT * FROM hold_act";
  tamper(act);
  const auto again = [this](const std::string& sql) {
    source_.reset();
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
    ASSERT_TRUE(database.run("DELETE FROM hold_act").ok());
    ASSERT_TRUE(database.run("INSERT INTO hold_act SELECT * FROM kept_act").ok());
    ASSERT_TRUE(database.run(sql.c_str()).ok()) << sql;
  };
  Instant hours = 1;
  for (const char* sql :
       {"DELETE FROM hold_act WHERE id = 1", "DELETE FROM hold_act WHERE id = 2",
        "UPDATE hold_act SET child = x'0102030405060708' WHERE id = 1",
        "UPDATE hold_act SET ground = 'legal-claim' WHERE id = 2", "DELETE FROM hold_act"}) {
    again(sql);
    reopen();
    later(hours += 2);
    EXPECT_EQ(there(), all_) << sql;
    EXPECT_EQ(audit(), ExitCode::kIntegrity) << sql;
    EXPECT_TRUE(said("a legal hold was altered or deleted")) << said_.text();
    EXPECT_EQ(list(), ExitCode::kIntegrity) << sql;
  }
  again("SELECT 1");
  reopen();
  later(hours += 2);
  EXPECT_EQ(there(), (std::vector<bool>{false, true, true}));
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(LegalHoldTest, TheStoreItselfForgetsNone) {
  place();
  source_.reset();
  auto database =
      storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
  EXPECT_FALSE(database.run("DELETE FROM hold_act").ok());
  EXPECT_FALSE(database.run("UPDATE hold_act SET lifts = 1").ok());
}

TEST_F(LegalHoldTest, AStoreOfAnEarlierVersionTakesThemOn) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(10)}).ok());
  }
  const auto store = IntakeStore::open(path, support::signer_named(support::kLog).verifier());
  ASSERT_TRUE(store.ok()) << store.error().detail;
  const auto reader = IntakeReader::open(path).value();
  const auto key = support::token_key_named(support::kTestshire);
  const auto holds = reader->holds().proven(IntakeDigests(key)).value();
  EXPECT_TRUE(holds.whole);
  EXPECT_TRUE(holds.in_force.empty());
}

// An erasure, and what follows a record.
class LegalHoldEventTest : public CorrectionTest {
 protected:
  void SetUp() override { notify(events_of({recent()})); }
  ExitCode place() {
    said_ = Said();
    return source_->place_hold({.system = "command-and-control",
                                .child = "N1",
                                .ground = "legal-claim",
                                .matter = {},
                                .purpose = "legal-proceedings"},
                               "officer", said_);
  }
  ExitCode lift() { return source_->lift_hold(1, "legal-proceedings", "officer", said_); }
  ExitCode erase() {
    said_ = Said();
    return source_->erase(
        {.system = "command-and-control", .child = "N1", .purpose = "erasure-request"}, "officer",
        said_);
  }
  ExitCode erasures() {
    said_ = Said();
    return source_->erasures("officer", said_);
  }
  void confirm() {
    for (const Taken& one : corrections()) {
      says(one, record::DisclosureState::kStored);
      says(one, record::DisclosureState::kClosed);
    }
  }
};

TEST_F(LegalHoldEventTest, ErasingAHeldChildIsRefusedAndSaysWhatHoldsHer) {
  place();
  const auto went = gateway_.taken().size();
  EXPECT_EQ(erase(), ExitCode::kRefused);
  EXPECT_TRUE(
      said("under legal hold sent/1 (legal-claim); mend with: `stile audit hold lift sent/1"))
      << said_.messages();
  EXPECT_EQ(gateway_.taken().size(), went) << "nobody was told to destroy anything";
  ASSERT_EQ(lift(), ExitCode::kOk);
  EXPECT_EQ(erase(), ExitCode::kOk) << said_.messages();
}

TEST_F(LegalHoldEventTest, AnErasureThatIsUnderWayWaitsForTheHold) {
  ASSERT_EQ(erase(), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(place(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(erasures(), ExitCode::kFaults);
  EXPECT_TRUE(said("NOT CONFIRMED") || said("whose withdrawal is on its way")) << said_.text();
  EXPECT_FALSE(said("legal hold")) << said_.text();
  confirm();
  for (int looks = 0; looks < 20; ++looks) EXPECT_EQ(erasures(), ExitCode::kOk);
  EXPECT_TRUE(said("closed there, kept here under a legal hold")) << said_.text();
  EXPECT_FALSE(said("NOT CONFIRMED")) << said_.text();
  EXPECT_FALSE(said("erased here")) << said_.text();
  EXPECT_NE(said_.json().find("\"closed\":1,\"held\":1,\"erased\":0"), std::string::npos)
      << said_.json();
  Said said;
  EXPECT_EQ(source_->account_of_subject(
                {.system = "command-and-control", .child = "N1", .purpose = "subject-access"},
                "officer", said),
            ExitCode::kOk);
  EXPECT_NE(said.text().find("CC-7"), std::string::npos) << said.text();
  ASSERT_EQ(lift(), ExitCode::kOk);
  EXPECT_TRUE(eventually([this] {
    return erasures() == ExitCode::kOk && this->said("closed there and erased here");
  })) << said_.text();
}

// Each life of a record is an event of its own, and so is what follows it.
TEST_F(LegalHoldEventTest, KeepsEveryLifeOfARecordAndWhatFollowedIt) {
  change(record::ChangeReason::kRecordedInError);
  notify(events_of({recent()}));
  const auto rows = rows_taken().size();
  ASSERT_GE(rows, 3U);
  place();
  now_ = now_ + 2 * kTerm;
  ASSERT_TRUE(source_->destroy_due(now_).ok());
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
  EXPECT_FALSE(said("rows destroyed")) << said_.text();
  said_ = Said();
  source_->list_holds("officer", said_);
  EXPECT_TRUE(said("keeps " + std::to_string(rows) + " rows")) << said_.text();
}

}  // namespace
}  // namespace stile::agent
