// What the inbox does at once when something follows a record.
#include "agents/recipient/inbox_reader.h"
#include "core/crypto/encoding.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using support::ChangeLies;
using support::following;

constexpr ChangeReason kWithdrawal = ChangeReason::kRecordedInError;

ChangeLies revised(std::uint64_t revision) {
  return {.row = [revision](record::Row& row) { row.revision = revision; }};
}

// A regulator with a consignment of two rows.
class ChangeStoreTest : public InboxFixture {
 protected:
  ChangeStoreTest() { EXPECT_TRUE(take(sent_).ok()); }

  void follow(ChangeReason why, std::uint64_t number, const ChangeLies& lies = {},
              std::size_t place = 0) {
    const auto taken = take(following(sent_, why, number, lies, place));
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
  }
  std::int64_t all_rows() { return number_of("SELECT count(*) FROM row"); }
  std::int64_t changes() { return number_of("SELECT count(*) FROM change"); }
  bool is_whole() {
    said_ = Said();
    return inbox_->verify("officer", said_) == ExitCode::kOk;
  }
  ByteView salt(std::size_t place = 0) const { return stile::view(sent_.rows[place].row.salt); }
  // again() is the record once more, in a later consignment.
  wire::Consignment again(std::uint64_t number, std::uint64_t revision) const {
    return consign(1,
                   {.rows =
                        [&](wire::Consignment& rows) {
                          for (auto& row : rows.rows) row.row.revision = revision;
                        },
                    .statement = [&](record::Statement& statement) { statement.number = number; }});
  }

  const wire::Consignment sent_ = consign(1);
};

TEST_F(ChangeStoreTest, AWithdrawalDestroysTheRowForGoodAndLeavesTheOthers) {
  ASSERT_TRUE(holds(salt()));
  follow(kWithdrawal, 2);
  EXPECT_EQ(all_rows(), 1);
  EXPECT_FALSE(holds(salt()));
  EXPECT_TRUE(holds(salt(1)));
  EXPECT_EQ(number_of("SELECT count(*) FROM parcel WHERE length(receipt) > 0"), 2);
  EXPECT_EQ(number_of("SELECT rows FROM operation_log WHERE operation = 'erasure' AND"
                      " reason = 'recorded-in-error' AND occasion ="
                      " 'correction/withdrawn/recorded-in-error'"),
            1);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, OfAnErasureThatIsConfirmedNotEvenTheNameIsLeft) {
  const Token token = sent_.rows[0].row.event_token;
  const auto confirm = [&] {
    Said said;
    return inbox_->close_change({.account = "inspector"}, crypto::crockford(token),
                                NoticeState::kConfirmed, Language::kEnglish, said);
  };
  follow(ChangeReason::kErasureOrdered, 2);
  EXPECT_TRUE(holds(stile::view(token))) << "a person has to find it until then";
  EXPECT_EQ(confirm(), ExitCode::kOk);
  EXPECT_FALSE(holds(stile::view(token)));
  EXPECT_FALSE(holds(salt()));
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_EQ(confirm(), ExitCode::kOk) << "it is known again to whoever has its name";
  ASSERT_TRUE(take(again(3, 5)).ok());
  EXPECT_FALSE(holds(salt())) << "what comes again is not kept";
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, OfAnotherWithdrawalTheNameStaysThoughItIsConfirmed) {
  const Token token = sent_.rows[0].row.event_token;
  follow(kWithdrawal, 2);
  Said said;
  EXPECT_EQ(inbox_->close_change({.account = "inspector"}, crypto::crockford(token),
                                 NoticeState::kConfirmed, Language::kEnglish, said),
            ExitCode::kOk);
  EXPECT_TRUE(holds(stile::view(token)));
}

TEST_F(ChangeStoreTest, AWithdrawalTakesEveryRevisionAlong) {
  ASSERT_TRUE(take(again(2, 5)).ok());
  ASSERT_EQ(all_rows(), 4);
  follow(kWithdrawal, 3, revised(6));
  EXPECT_EQ(all_rows(), 2);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, NothingOfItIsKeptAfterwards) {
  follow(kWithdrawal, 2);
  ASSERT_TRUE(take(again(3, 9)).ok());
  EXPECT_EQ(all_rows(), 2);
  EXPECT_EQ(number_of("SELECT revision FROM unkept"), 9);
  EXPECT_EQ(number_of("SELECT added FROM parcel WHERE number = 3"), 1);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, IsTakenTogetherWithItsRecord) {
  const auto other = consign(2);
  const std::vector<ParcelDelivery> parcels{sent(other), next(following(other, kWithdrawal, 3)),
                                            next(following(sent_, kWithdrawal, 4))};
  const auto taken = inbox_->take_together(parcels);
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  EXPECT_EQ(all_rows(), 2);
  EXPECT_FALSE(holds(salt()));
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, TheSameParcelTwiceChangesNothing) {
  const auto withdrawal = following(sent_, kWithdrawal, 2);
  const auto first = take(withdrawal);
  EXPECT_EQ(take(withdrawal).value(), first.value());
  EXPECT_EQ(changes(), 1);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'erasure'"), 1);
}

TEST_F(ChangeStoreTest, ASecondWithdrawalFindsNothingLeft) {
  follow(kWithdrawal, 2);
  follow(ChangeReason::kDuplicate, 3, revised(3));
  EXPECT_EQ(changes(), 2);
  EXPECT_EQ(all_rows(), 1);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, AWithdrawalThatComesBeforeItsRecordWins) {
  const auto late = consign(3);
  ASSERT_TRUE(take(following(late, kWithdrawal, 2)).ok());
  EXPECT_TRUE(is_whole()) << said_.text();
  ASSERT_TRUE(take(late).ok());
  EXPECT_EQ(all_rows(), 3);
  EXPECT_FALSE(holds(stile::view(late.rows[0].row.salt)));
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, FactsAreARevisionThatMarksDoNotTouch) {
  follow(ChangeReason::kDisputedByChild, 2);
  follow(ChangeReason::kAccuracyContested, 3, revised(3));
  EXPECT_EQ(all_rows(), 2);
  follow(ChangeReason::kInaccurate, 4,
         {.fields = [](auto& fields) { fields.level = record::Level::k3; },
          .row = [](record::Row& row) { row.revision = 4; }});
  EXPECT_EQ(all_rows(), 3);
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(number_of("SELECT count(*) FROM row WHERE month = 2026 * 12 + 9"), 3);
  EXPECT_EQ(number_of("SELECT count(*) FROM mark"), 2);
  follow(ChangeReason::kResolved, 5, revised(5));
  EXPECT_EQ(number_of("SELECT count(*) FROM mark"), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, KeepsNoSaltOfFactsByWhichTheyCouldBeTried) {
  follow(ChangeReason::kInaccurate, 2);
  EXPECT_EQ(number_of("SELECT length(salt) FROM change"), 0);
  follow(kWithdrawal, 3, revised(3));
  EXPECT_EQ(all_rows(), 1);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, FactsOfWhatWasWithdrawnAreNotKept) {
  follow(kWithdrawal, 2);
  follow(ChangeReason::kInaccurate, 3, revised(3));
  EXPECT_EQ(all_rows(), 1);
  EXPECT_EQ(changes(), 2);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ChangeStoreTest, WhatCannotBeWrittenDownIsNotDone) {
  for (const char* table : {"change", "erased", "operation_log"}) {
    vandalise("CREATE TRIGGER none BEFORE INSERT ON " + std::string(table) +
              " BEGIN SELECT RAISE(ABORT, 'full'); END");
    EXPECT_FALSE(take(following(sent_, kWithdrawal, 2)).ok()) << table;
    EXPECT_EQ(all_rows(), 2);
    vandalise("DROP TRIGGER none");
  }
  follow(kWithdrawal, 2);
  EXPECT_EQ(all_rows(), 1);
}

TEST_F(ChangeStoreTest, NobodyChangesAMarkerOrDeletesAnotherRow) {
  follow(kWithdrawal, 2);
  ASSERT_TRUE(take(again(3, 9)).ok());
  inbox_.reset();
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
  for (const char* sql :
       {"DELETE FROM row", "DELETE FROM change", "UPDATE change SET kind = 4",
        "UPDATE change SET event_token = zeroblob(16)", "DELETE FROM erased",
        "UPDATE erased SET position = 1", "DELETE FROM unkept", "UPDATE unkept SET revision = 1"}) {
    EXPECT_EQ(database.value().run(sql).reason(), Reason::kIntegrity) << sql;
  }
}

class ChangeAuditTest : public ChangeStoreTest {
 protected:
  // is_found() has a record withdrawn and edits the store; the audit has to find that.
  bool is_found(const std::string& edit, std::string_view fault) {
    vandalise("CREATE TABLE saved AS SELECT * FROM row");
    follow(kWithdrawal, 2);
    follow(ChangeReason::kAccuracyContested, 3, {}, 1);
    EXPECT_TRUE(is_whole()) << said_.text();
    vandalise(
        "DROP TRIGGER row_delete; DROP TRIGGER change_update; DROP TRIGGER change_delete;"
        "DROP TRIGGER erased_update; DROP TRIGGER erased_delete; PRAGMA foreign_keys = OFF;" +
        edit);
    return !is_whole() && said_.text().find(fault) != std::string::npos;
  }
};

TEST_F(ChangeAuditTest, FindsARowDeletedAsIfItHadBeenWithdrawn) {
  EXPECT_TRUE(is_found("INSERT INTO erased SELECT parcel, position, 2 FROM row; DELETE FROM row",
                       "other rows were destroyed than is signed"));
}

TEST_F(ChangeAuditTest, FindsAWithdrawnRowThatIsThereAgain) {
  EXPECT_TRUE(is_found("INSERT INTO row SELECT * FROM saved WHERE position = 0",
                       "a row that was withdrawn is there"));
}

TEST_F(ChangeAuditTest, FindsAMarkerThatIsGone) {
  EXPECT_TRUE(is_found("DELETE FROM change WHERE parcel = 3", "a correction without its marker"));
}

TEST_F(ChangeAuditTest, FindsAMarkerOfAnotherEvent) {
  EXPECT_TRUE(
      is_found("UPDATE change SET event_token = (SELECT event_token FROM row) WHERE parcel = 2;"
               " DELETE FROM row",
               "a marker is of another event than its source signed"));
}

TEST_F(ChangeAuditTest, FindsARestrictionMadeALift) {
  EXPECT_TRUE(is_found("UPDATE change SET kind = 4, reason = 11 WHERE parcel = 3",
                       "a marker of another correction"));
}

TEST_F(ChangeAuditTest, FindsAnErasureThatNobodySigned) {
  EXPECT_TRUE(is_found("UPDATE change SET erasure = '' WHERE parcel = 2", "MALFORMED"));
}

// An authority that was told of one event.
class NotifiedChangeTest : public NoticeFixture {
 protected:
  std::int64_t all_rows() { return number_of("SELECT count(*) FROM row"); }
  void follow(const wire::Consignment& before, ChangeReason why, std::uint64_t number,
              const ChangeLies& lies = {}) {
    took(following(before, why, number, lies));
  }
  bool is_whole() { return inbox_->verify("officer", said_) == ExitCode::kOk; }

  const wire::Consignment told_ = notice(incident(), "placed-call-out");
};

TEST_F(NotifiedChangeTest, AWithdrawalTakesIdentityAndNoticeAway) {
  const std::string reference = took(told_);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  follow(told_, kWithdrawal, 2);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(NotifiedChangeTest, OfAnUnknownEventAMarkerStays) {
  follow(told_, kWithdrawal, 2);
  EXPECT_EQ(number_of("SELECT count(*) FROM change"), 1);
  EXPECT_TRUE(words().empty());
  took(told_);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_EQ(number_of("SELECT count(*) FROM notice"), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(NotifiedChangeTest, OfWhatWasReturnedItClosesWhenAPersonCouldHaveConfirmedIt) {
  const std::string reference = took(told_);
  opened(asker_, reference);
  returned(asker_, reference);
  random_ = [](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, 1); };
  reopen();
  follow(told_, kWithdrawal, 2);
  follow(told_, ChangeReason::kInaccurate, 3, revised(3));
  EXPECT_EQ(all_rows(), 0);
  constexpr Instant kDrawn = 0x01010101 % 3600;
  now_ += kDrawn - 1;
  EXPECT_EQ(words().size(), 2U);
  now_ += 1;
  const auto said = words();
  ASSERT_EQ(said.size(), 4U);
  EXPECT_EQ(said[2].state, record::DisclosureState::kClosed);
  EXPECT_EQ(said[2].number, 2U);
  EXPECT_TRUE(said[2].actor.has_value());
  EXPECT_EQ(number_of("SELECT count(*) FROM word WHERE state = 6 AND account = 'mary'"), 2);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(NotifiedChangeTest, FactsThatWereReturnedWithTheirEventAreGone) {
  const std::string reference = took(told_);
  follow(told_, ChangeReason::kInaccurate, 2);
  opened(asker_, reference);
  ASSERT_EQ(returned(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
}

}  // namespace
}  // namespace stile::agent
