// What a legal hold keeps of an event neither clock nor withdrawal destroys: it is set aside, where
// nobody uses it, and goes with the last hold of it.
#include <fstream>
#include <iterator>

#include "agents/recipient/inbox_schema.h"
#include "agents/recipient/inbox_store.h"
#include "agents/recipient/received_holds.h"
#include "agents/report/legal_hold.h"
#include "agents/report/proof_files.h"
#include "core/crypto/encoding.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using support::following;

constexpr Instant kOver = support::kNow + Instant{365} * 86'400;

// A regulator with a consignment of two rows, of which the first is held.
class ReceivedHoldTest : public InboxFixture {
 protected:
  ReceivedHoldTest() { EXPECT_TRUE(take(sent_).ok()); }

  std::string reference(std::size_t place = 0) const {
    return crypto::crockford(sent_.rows[place].row.event_token);
  }
  ExitCode place(const std::string& of, const std::string& matter = "KB-2026-000123") {
    said_ = Said();
    return inbox_->place_hold(
        {.reference = of, .ground = "inquiry", .matter = matter, .purpose = "legal-hold"},
        "officer", said_);
  }
  ExitCode place() { return place(reference()); }
  ExitCode lift(std::int64_t hold = 1) {
    said_ = Said();
    return inbox_->lift_hold(hold, "legal-hold", "officer", said_);
  }
  void look_at(Instant time) {
    now_ = time;
    reopen();  // looks at once after a start
    const Status looked = inbox_->look_for_disposals(time);
    EXPECT_TRUE(looked.ok()) << looked.error().detail;
  }
  void withdraw(ChangeReason why = ChangeReason::kRecordedInError) {
    const auto taken = take(following(sent_, why, 2));
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
  }
  ExitCode close(NoticeState decision) {
    said_ = Said();
    return inbox_->close_change({.account = "inspector"}, reference(), decision, Language::kEnglish,
                                said_);
  }
  bool is_whole() {
    said_ = Said();
    return inbox_->verify("officer", said_) == ExitCode::kOk;
  }
  bool said(std::string_view text) const {
    return (said_.text() + said_.messages()).find(text) != std::string::npos;
  }
  bool there(std::size_t place) {
    const ByteView salt = stile::view(sent_.rows[place].row.salt);
    for (const auto* ending : {"", "-wal"}) {
      std::ifstream in(folder_.file("inbox.db") + ending, std::ios::binary);
      const std::string all{std::istreambuf_iterator<char>(in), {}};
      if (all.find(salt) != all.npos) return true;
    }
    return false;
  }
  // again() are both records once more, in a later consignment.
  wire::Consignment again(std::uint64_t number, std::uint64_t revision) const {
    return consign(1,
                   {.rows =
                        [&](wire::Consignment& rows) {
                          for (auto& row : rows.rows) row.row.revision = revision;
                        },
                    .statement = [&](record::Statement& statement) { statement.number = number; }});
  }
  std::int64_t aside() { return number_of("SELECT count(*) FROM aside WHERE gone = 0"); }
  std::int64_t all_rows() { return number_of("SELECT count(*) FROM row"); }
  // altered() is what `verify` finds once somebody has changed the store around its triggers.
  std::string altered(const std::string& sql) {
    vandalise(sql);
    EXPECT_FALSE(is_whole());
    return said_.text();
  }

  const wire::Consignment sent_ = consign(1);
};

TEST_F(ReceivedHoldTest, WhatIsHeldStaysPastItsTimeAndIsInNoListAnyMore) {
  ASSERT_EQ(place(), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("received/1: inquiry, matter KB-2026-000123, since")) << said_.text();
  EXPECT_EQ(all_rows(), 2) << "until its time is over it is as it was";
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(there(0));
  EXPECT_FALSE(there(1)) << "nobody holds the other row of the consignment";
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_TRUE(said("0 rows, 1 rows kept by legal holds, 0 faults")) << said_.text();
  said_ = Said();
  EXPECT_EQ(inbox_->list_retention("officer", said_), ExitCode::kOk) << "nothing is overdue";
  EXPECT_TRUE(said("received/1: inquiry")) << said_.text();
  EXPECT_TRUE(said("keeps 1 rows that would be destroyed by now")) << said_.text();
  EXPECT_EQ(number_of("SELECT rows FROM operation_log WHERE operation = 'erasure'"), 1);
  EXPECT_EQ(number_of("SELECT rows FROM operation_log WHERE operation = 'alteration' AND"
                      " reason = 'legal-hold'"),
            1);
}

TEST_F(ReceivedHoldTest, OnceLiftedItGoesAtOnceAndForGood) {
  place();
  look_at(kOver);
  ASSERT_EQ(lift(), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("1 rows are destroyed")) << said_.messages();
  EXPECT_FALSE(there(0));
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_EQ(number_of("SELECT sum(rows) FROM operation_log WHERE operation = 'erasure'"), 2);
  EXPECT_EQ(lift(), ExitCode::kUsage);
}

TEST_F(ReceivedHoldTest, LiftedBeforeItsTimeIsOverItGoesInItsTime) {
  place();
  lift();
  EXPECT_EQ(all_rows(), 2);
  look_at(kOver);
  EXPECT_FALSE(there(0));
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ReceivedHoldTest, ASecondHoldKeepsWhatTheFirstLetsGo) {
  place();
  look_at(kOver);
  ASSERT_EQ(place(), ExitCode::kOk) << "what is aside can be held again: " << said_.messages();
  ASSERT_EQ(lift(1), ExitCode::kOk);
  EXPECT_TRUE(there(0));
  EXPECT_TRUE(is_whole()) << said_.text();
  lift(2);
  EXPECT_FALSE(there(0));
  EXPECT_TRUE(is_whole()) << said_.text();
}

// Its source learns that the law keeps it, and never that it is destroyed while it is not.
TEST_F(ReceivedHoldTest, AWithdrawalSetsItAsideAndNobodyConfirmsThatItIsGone) {
  place();
  withdraw();
  EXPECT_EQ(all_rows(), 1);
  EXPECT_TRUE(there(0));
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'erasure'"), 0);
  EXPECT_EQ(close(NoticeState::kConfirmed), ExitCode::kRefused);
  EXPECT_TRUE(said("legal hold received/1: say so with `stile inbox refuse " + reference() +
                   " --reason kept-by-law`, or speak to a data officer"))
      << said_.messages();
  EXPECT_EQ(close(NoticeState::kKeptByLaw), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(inbox_->untaken(16).value().size(), 1U) << "the word goes up";
  EXPECT_TRUE(is_whole()) << said_.text();
  lift();
  EXPECT_FALSE(there(0));
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ReceivedHoldTest, AnErasureThatWasOrderedWaitsForItAndIsThenConfirmed) {
  place();
  withdraw(ChangeReason::kErasureOrdered);
  EXPECT_TRUE(there(0));
  ASSERT_EQ(lift(), ExitCode::kOk);
  EXPECT_FALSE(there(0));
  EXPECT_EQ(close(NoticeState::kConfirmed), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(is_whole()) << said_.text();
  std::ifstream in(folder_.file("inbox.db"), std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(all.find(stile::view(sent_.rows[0].row.event_token)), all.npos)
      << "not even its name is left";
}

TEST_F(ReceivedHoldTest, AnErasureOfWhatItKeptPastItsTimeIsConfirmedOnceItIsLifted) {
  place();
  look_at(kOver);
  now_ = support::kNow;  // the documents of this test are of then
  withdraw(ChangeReason::kErasureOrdered);
  ASSERT_EQ(lift(), ExitCode::kOk);
  ASSERT_EQ(close(NoticeState::kConfirmed), ExitCode::kOk) << said_.messages();
  now_ = kOver;
  EXPECT_TRUE(is_whole()) << said_.text();
}

// The withdrawal goes on the stream that somebody waits for, and the revision before it with a
// return.
TEST_F(ReceivedHoldTest, ARowThatItsWithdrawalOvertookIsSetAsideToo) {
  place();
  const auto revised = again(2, 2);
  const auto withdrawn = take(following(sent_, ChangeReason::kRecordedInError, 3));
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.error().detail;
  const auto taken = take(revised);
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  EXPECT_EQ(aside(), 2);
  EXPECT_EQ(all_rows(), 2) << "the other record of both";
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_EQ(number_of("SELECT sum(rows) FROM operation_log WHERE operation = 'alteration' AND"
                      " reason = 'legal-hold' AND number = 2"),
            1);
  lift();
  EXPECT_EQ(aside(), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ReceivedHoldTest, SoIsWhatComesOnceItsTimeIsOverAndNothingOfWhatNobodyHolds) {
  place();
  look_at(kOver);
  now_ = support::kNow;  // the documents of this test are of then
  ASSERT_TRUE(take(again(2, 2)).ok());
  EXPECT_EQ(aside(), 2);
  EXPECT_EQ(all_rows(), 0);
  now_ = kOver;
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_TRUE(said("2 rows kept by legal holds")) << said_.text();
  vandalise(
      "CREATE TABLE kept_aside AS SELECT * FROM aside; DROP TRIGGER aside_update;"
      " DROP TRIGGER aside_delete");
  EXPECT_NE(altered("DELETE FROM aside WHERE revision = 2").find("rows came and"),
            std::string::npos);
}

TEST_F(ReceivedHoldTest, NothingIsSetAsideOfWhatIsThere) {
  place();
  ASSERT_TRUE(take(again(2, 2)).ok());
  EXPECT_EQ(aside(), 0);
  EXPECT_EQ(all_rows(), 4);
}

TEST_F(ReceivedHoldTest, WhatIsAsideCanStillBeProvenToWhoeverAsks) {
  place();
  look_at(kOver);
  const auto account = inbox_->disclosures({.purpose = "audit"}, "officer");
  ASSERT_TRUE(account.ok());
  const std::uint64_t leaf = account->listed.at(0).leaf.value();
  const ProofOrder order{.leaf = leaf, .purpose = "legal-proceedings", .row = 1};
  EXPECT_TRUE(inbox_->prove(order, "officer").ok());
  lift();
  EXPECT_EQ(inbox_->prove(order, "officer").reason(), Reason::kNotFound);
}

TEST_F(ReceivedHoldTest, OfWhatIsNotHereItIsAMistake) {
  EXPECT_EQ(place("0000-0000"), ExitCode::kUsage);
  EXPECT_TRUE(said("nothing is kept here under that reference; mend with")) << said_.messages();
  EXPECT_EQ(place(reference(), "about Zed"), ExitCode::kUsage);
  EXPECT_EQ(lift(7), ExitCode::kUsage);
  EXPECT_EQ(inbox_->list_holds("officer", said_), ExitCode::kOk);
  EXPECT_TRUE(said("nothing that came here is under a legal hold"));
}

TEST_F(ReceivedHoldTest, WhatNobodyPlacedHoldsNothing) {
  place(reference(1));
  const std::string found = altered(
      "INSERT INTO hold_act SELECT 2, 0, time, account, purpose, ground, matter, source,"
      " x'000102030405060708090a0b0c0d0e0f', parcel, note FROM hold_act");
  EXPECT_NE(found.find("1 legal holds, or lifts, that this agency did not sign"), found.npos)
      << found;
  look_at(kOver);
  EXPECT_FALSE(there(0));
  EXPECT_TRUE(there(1)) << "what is held stays";
}

TEST_F(ReceivedHoldTest, OneThatSomebodyDeletedOrAlteredStopsAllDestruction) {
  place(reference(1));
  place();
  for (const char* sql : {"DROP TRIGGER hold_act_delete; DELETE FROM hold_act WHERE id = 2",
                          "DELETE FROM hold_act WHERE id = 1"}) {
    const std::string found = altered(sql);
    EXPECT_NE(found.find("a legal hold was altered or deleted"), found.npos) << found;
    look_at(kOver);
    EXPECT_EQ(all_rows(), 2) << sql;
    EXPECT_EQ(lift(1), ExitCode::kIntegrity);
    EXPECT_EQ(inbox_->list_holds("officer", said_), ExitCode::kIntegrity);
  }
}

// What comes meanwhile is not destroyed either, and nobody says that it was.
TEST_F(ReceivedHoldTest, AWithdrawalDestroysNothingWhereOneIsGone) {
  place();
  altered("DROP TRIGGER hold_act_delete; DELETE FROM hold_act");
  withdraw();
  EXPECT_TRUE(there(0));
  EXPECT_EQ(close(NoticeState::kConfirmed), ExitCode::kIntegrity);
}

// An act of an earlier key is believed of a parcel of that time; a lift that pretends to be one is
// not, however it names a parcel.
TEST_F(ReceivedHoldTest, NobodyLiftsOneWithAnotherKey) {
  place();
  inbox_.reset();
  auto store = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite).value();
  const auto own = support::signer_named(self_);
  auto lift = kept_holds(store, own.verifier())->in_force.at(0);
  const auto other = support::signer_named(support::kLog);
  const auto text = received_hold_text({.id = 2,
                                        .lifts = 1,
                                        .time = lift.time,
                                        .account = lift.account,
                                        .purpose = lift.purpose,
                                        .ground = lift.ground,
                                        .matter = lift.matter,
                                        .source = lift.source,
                                        .agency = lift.agency,
                                        .event = lift.event,
                                        .parcel = lift.parcel,
                                        .note = {}},
                                       lift.note);
  ASSERT_TRUE(store.run("DROP TRIGGER parcel_update").ok());
  storage::Statement acknowledge(store, "UPDATE parcel SET acknowledgement = ?");
  ASSERT_TRUE(acknowledge.run(crypto::sign_note("stile-acknowledgement/v1\n", other)).ok());
  storage::Statement add(store,
                         "INSERT INTO hold_act SELECT 2, 1, time, account, purpose, ground, matter,"
                         " source, event, parcel, ? FROM hold_act");
  ASSERT_TRUE(add.run(crypto::sign_note(text, other)).ok());
  const auto holds = kept_holds(store, own.verifier()).value();
  EXPECT_EQ(holds.invented, 1U);
  EXPECT_EQ(holds.in_force.size(), 1U);
}

TEST_F(ReceivedHoldTest, WhatSomebodyTookFromAmongWhatIsHeldIsFound) {
  place();
  look_at(kOver);
  const std::string gone = "UPDATE aside SET event_token = x'', salt = x'', fields = x'', gone = ";
  vandalise(
      "CREATE TABLE kept_aside AS SELECT * FROM aside; DROP TRIGGER aside_update;"
      " DROP TRIGGER aside_delete");
  ASSERT_TRUE(is_whole()) << said_.text();
  for (const auto& [sql, what] : std::vector<std::pair<std::string, std::string>>{
           {"DELETE FROM aside", "rows came and"},
           {gone + "1", "a row that is held is gone, and nobody has let it go"},
           {gone + "2", "a row that is held is gone, and nobody has let it go"},
           {"UPDATE aside SET fields = x'00'", "not as its source signed it"}}) {
    const std::string found = altered(sql);
    EXPECT_NE(found.find(what), found.npos) << sql << ": " << found;
    vandalise("DELETE FROM aside; INSERT INTO aside SELECT * FROM kept_aside");
  }
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ReceivedHoldTest, WhatSomebodyHidAmongWhatIsHeldIsFound) {
  place();
  const std::string found = altered(
      "INSERT INTO aside SELECT parcel, position, source, (SELECT event FROM hold_act), "
      "event_token,"
      " revision, salt, fields, sealed_identity, pseudonym, 0 FROM row WHERE position = 0;"
      " DROP TRIGGER row_delete; DELETE FROM row WHERE position = 0");
  EXPECT_NE(found.find("neither withdrawn nor over"), found.npos) << found;
}

TEST_F(ReceivedHoldTest, AStoreOfAnEarlierVersionTakesThemOn) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = inbox_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(11)}).ok());
  }
  ASSERT_TRUE(InboxStore::open(path).ok());
  const auto store = storage::Database::open(path, storage::OpenMode::kRead).value();
  const auto holds = kept_holds(store, support::signer_named(self_).verifier()).value();
  EXPECT_TRUE(holds.whole);
  EXPECT_TRUE(holds.in_force.empty());
}

}  // namespace
}  // namespace stile::agent
