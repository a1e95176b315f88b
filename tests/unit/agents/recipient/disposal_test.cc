// What a recipient may keep no longer goes, for good, and anybody can tell it from what somebody
// deleted.
#include "agents/recipient/disposal.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/unit/agents/recipient/enquiry_fixture.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using support::following;

constexpr Instant kDay = 86'400;
constexpr Instant kKept = 365 * kDay;  // as support::Scheme's agreements say
constexpr Instant kOver = support::kNow + kKept;

// look_at() is a look when both clocks show that.
template <typename Fixture>
class Disposing : public Fixture {
 protected:
  using Fixture::Fixture;

  void look_at(Instant machines, Instant gateways) {
    this->now_ = machines;
    this->reopen();  // looks at once after a start
    const Status looked = this->inbox_->look_for_disposals(gateways);
    EXPECT_TRUE(looked.ok()) << looked.error().detail;
  }
  void look_at(Instant time) { look_at(time, time); }
  bool is_whole() {
    this->said_ = Said();
    return this->inbox_->verify("officer", this->said_) == ExitCode::kOk;
  }
  std::int64_t all_rows() { return this->number_of("SELECT count(*) FROM row"); }
};

class DisposalTest : public Disposing<InboxFixture> {
 protected:
  DisposalTest() { EXPECT_TRUE(take(sent_).ok()); }

  // again() are its records once more, in a later consignment.
  wire::Consignment again(std::uint64_t number, std::uint64_t revision) const {
    return consign(1,
                   {.rows =
                        [&](wire::Consignment& rows) {
                          for (auto& row : rows.rows) row.row.revision = revision;
                        },
                    .statement = [&](record::Statement& statement) { statement.number = number; }});
  }
  // altered() is what `verify` finds once somebody has changed the store around its triggers.
  std::string altered(const std::string& sql) {
    vandalise(sql);
    EXPECT_FALSE(is_whole());
    return said_.text();
  }

  const wire::Consignment sent_ = consign(1);
};

TEST_F(DisposalTest, RowsGoWhenTheirTimeIsOverAndTheProofStays) {
  ASSERT_TRUE(holds(stile::view(sent_.rows[0].row.salt)));
  look_at(kOver - 1);
  EXPECT_EQ(all_rows(), 2);
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  for (const auto& row : sent_.rows) {
    EXPECT_FALSE(holds(stile::view(row.row.salt)));
    EXPECT_FALSE(holds(row.row.fields));
  }
  EXPECT_EQ(number_of("SELECT count(*) FROM parcel WHERE length(receipt) > 0"), 1);
  EXPECT_EQ(number_of("SELECT rows FROM operation_log WHERE operation = 'erasure' AND"
                      " reason = 'retention' AND occasion = 'return/2026-10' AND number = 1 AND"
                      " account = ''"),
            2);
  EXPECT_TRUE(is_whole()) << said_.text();
}

class AnswerDisposalTest : public Disposing<EnquiryFixture> {};

TEST_F(AnswerDisposalTest, ItsRowsGoWhenTheirTimeIsOver) {
  ASSERT_EQ(ask(), ExitCode::kOk);
  const auto answer = rows(1, asked());
  ASSERT_TRUE(take(answer).ok());
  ASSERT_TRUE(take(manifest(2, asked(), 2)).ok());
  look_at(kOver - 1);
  EXPECT_EQ(all_rows(), 3);
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  for (const auto& row : answer.rows) EXPECT_FALSE(holds(stile::view(row.row.salt)));
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(DisposalTest, NoClockAloneDestroysAnything) {
  look_at(kOver, kOver - 1);
  EXPECT_EQ(all_rows(), 2);
  look_at(kOver - 1, kOver);
  EXPECT_EQ(all_rows(), 2);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(DisposalTest, LooksOnceAnHour) {
  now_ = kOver - 60;
  ASSERT_TRUE(inbox_->look_for_disposals(now_).ok());
  now_ = kOver;
  ASSERT_TRUE(inbox_->look_for_disposals(now_).ok());
  EXPECT_EQ(all_rows(), 2);
  now_ = kOver + 3600;
  ASSERT_TRUE(inbox_->look_for_disposals(now_).ok());
  EXPECT_EQ(all_rows(), 0);
}

TEST_F(DisposalTest, ALaterRevisionMakesNobodyKeepAnEventLonger) {
  const GatewayLies later{.leaf = [](ledger::Leaf& leaf) { leaf.time += 30 * kDay; }};
  ASSERT_TRUE(take(again(2, 2), later).ok());
  ASSERT_EQ(all_rows(), 4);
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
  look_at(kOver + 30 * kDay);
  EXPECT_EQ(number_of("SELECT count(*) FROM retention"), 0);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'erasure'"), 1);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(DisposalTest, WhatIsDestroyedIsNotKeptAgain) {
  look_at(kOver);
  now_ = support::kNow;  // the documents of this test are of then
  ASSERT_TRUE(take(again(2, 2)).ok());
  EXPECT_EQ(all_rows(), 0);
  const auto correction = take(following(sent_, record::ChangeReason::kInaccurate, 3));
  ASSERT_TRUE(correction.ok()) << correction.error().detail;
  EXPECT_EQ(all_rows(), 0);
  ASSERT_TRUE(take(following(sent_, record::ChangeReason::kRecordedInError, 4)).ok());
  now_ = kOver;
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(DisposalTest, WhatAWithdrawalDestroyedIsNotCountedTwice) {
  ASSERT_TRUE(take(following(sent_, record::ChangeReason::kRecordedInError, 2)).ok());
  ASSERT_EQ(all_rows(), 1);
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(DisposalTest, NothingGoesWhileNobodyKnowsWhatTheAgreementSays) {
  const auto known = documents_;
  support::Scheme without;
  without.agreements.clear();
  documents_ = without.document_set();
  look_at(kOver + 1000 * kDay);
  EXPECT_EQ(all_rows(), 2);
  EXPECT_EQ(number_of("SELECT until FROM retention"), 0);
  EXPECT_EQ(inbox_->list_retention("officer", said_), ExitCode::kFaults);
  EXPECT_NE(said_.text().find("1 of which nobody knows"), std::string::npos) << said_.text();
  documents_ = known;
  look_at(kOver + 1000 * kDay);
  EXPECT_EQ(all_rows(), 0);
}

// A regulator whose rows' time was over before the child of the first was erased at the source.
class ErasedLaterTest : public DisposalTest {
 protected:
  ErasedLaterTest() { look_at(kOver); }

  void erase() {
    now_ = support::kNow;  // the documents of this test are of then
    const auto taken = take(following(sent_, record::ChangeReason::kErasureOrdered, 2));
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
    ASSERT_EQ(inbox_->close_change({.account = "inspector"}, crypto::crockford(token()),
                                   NoticeState::kConfirmed, Language::kEnglish, said_),
              ExitCode::kOk);
    now_ = kOver;
  }
  const Token& token() const { return sent_.rows[0].row.event_token; }
};

TEST_F(ErasedLaterTest, WhatIsConfirmedMakesNoFaultOfTheDisposal) {
  erase();
  EXPECT_TRUE(is_whole()) << said_.text();
  EXPECT_FALSE(holds(stile::view(token()))) << "not even its name is left";
}

// As versions did that signed the events themselves.
TEST_F(ErasedLaterTest, NorOfOneThatWasSignedOverItsEventsNames) {
  std::vector<Token> names{token(), sent_.rows[1].row.event_token};
  std::ranges::sort(names);
  const Bytes text = Bytes(stile::view(names[0])).append(stile::view(names[1]));
  inbox_.reset();
  {
    auto store = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
    const auto sign = [&](KeptDisposal kept) -> Status {
      kept.disposal.form = 1;
      kept.disposal.events = crypto::sha256(text);
      const Bytes note =
          crypto::sign_note(disposal_text(kept.disposal), support::signer_named(self_));
      storage::Statement change(store.value(), "UPDATE disposal SET note = ?");
      STILE_CHECKED(change.run(note));
      return ok();
    };
    ASSERT_TRUE(store->run("DROP TRIGGER disposal_update").ok());
    ASSERT_TRUE(each_disposal(store.value(), sign).ok());
  }
  reopen();
  EXPECT_TRUE(is_whole()) << said_.text();
  const std::string swap =
      "DROP TRIGGER IF EXISTS disposed_event_update;"
      "UPDATE disposed_event SET event_token = randomblob(16) WHERE event_token = (SELECT "
      "max(event_token) FROM disposed_event)";
  vandalise("CREATE TABLE kept_event AS SELECT * FROM disposed_event");
  EXPECT_NE(altered(swap).find("other rows were destroyed than is signed"), std::string::npos);
  vandalise(
      "PRAGMA foreign_keys = OFF; DROP TRIGGER disposed_event_delete;"
      "DELETE FROM disposed_event; INSERT INTO disposed_event SELECT * FROM kept_event");
  erase();
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(ErasedLaterTest, OfAnotherEventThatSomebodyPutThereItIsStillFound) {
  erase();
  const std::string alter =
      "DROP TRIGGER IF EXISTS disposed_event_update; UPDATE disposed_event SET event_token ="
      " randomblob(16) WHERE event_token ";
  const std::string grave = "(SELECT event_token FROM change)";
  vandalise("CREATE TABLE kept_event AS SELECT * FROM disposed_event");
  for (const std::string& which : {"= " + grave, "<> " + grave}) {
    EXPECT_NE(altered(alter + which).find("other rows were destroyed than is signed"),
              std::string::npos)
        << which << ": " << said_.text();
    vandalise(
        "DROP TRIGGER IF EXISTS disposed_event_delete; DELETE FROM disposed_event;"
        "INSERT INTO disposed_event SELECT * FROM kept_event");
  }
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(DisposalTest, IsToldFromWhatSomebodyDeleted) {
  EXPECT_NE(altered("INSERT INTO disposed_event SELECT source, event_token, 1 FROM row;"
                    "DELETE FROM row")
                .find("no disposal says so"),
            std::string::npos);
}

TEST_F(DisposalTest, IsSignedByWhoeverDestroys) {
  look_at(kOver);
  EXPECT_NE(altered("DROP TRIGGER disposal_update;"
                    "UPDATE disposal SET note = replace(note, 'events ', 'events 0')")
                .find("INTEGRITY"),
            std::string::npos);
}

TEST_F(DisposalTest, NamesEachRowThatItDestroyed) {
  look_at(kOver);
  EXPECT_NE(altered("DROP TRIGGER disposed_rows_update;"
                    "UPDATE disposed_rows SET positions = x'01'")
                .find("other rows were destroyed than is signed"),
            std::string::npos);
}

TEST_F(DisposalTest, NothingGoesBeforeItsAgreementSaysWhateverIsWrittenDown) {
  look_at(support::kNow);  // is scheduled
  EXPECT_NE(altered("DROP TRIGGER retention_update; UPDATE retention SET until = 1")
                .find("at another time than its agreement says"),
            std::string::npos);
  EXPECT_EQ(inbox_->look_for_disposals(now_).reason(), Reason::kIntegrity);
  EXPECT_EQ(all_rows(), 2);
}

TEST_F(DisposalTest, NobodyKeepsRowsForeverByForgettingWhenTheyGo) {
  ASSERT_TRUE(take(consign(2)).ok());
  look_at(support::kNow);
  EXPECT_NE(altered("DROP TRIGGER retention_delete; DELETE FROM retention WHERE parcel = 1")
                .find("it is not scheduled to be destroyed"),
            std::string::npos);
  EXPECT_NE(altered("PRAGMA foreign_keys = OFF; INSERT INTO retention VALUES (99, 1)")
                .find("a consignment is scheduled to be destroyed that is not there"),
            std::string::npos);
}

// Whoever can write the file and has no key says that what is missing was destroyed in time.
constexpr char kForgery[] =
    "INSERT INTO disposed_rows VALUES (1, 1, x'03');"
    "INSERT INTO disposed_event SELECT source, event_token, 1 FROM row;"
    "DELETE FROM row;"
    "INSERT INTO disposal VALUES (1, 1793000000, 'stile-disposal/v1' || char(10) || char(10) ||"
    " char(8212) || ' somebody AAAAAAAA' || char(10))";

TEST_F(DisposalTest, ForgedByNobodysKeyIsNoticed) {
  vandalise(kForgery);
  EXPECT_FALSE(is_whole());
}

TEST_F(DisposalTest, OfTheFutureIsNoticed) {
  look_at(kOver);
  EXPECT_TRUE(is_whole());
  now_ = kOver - 1;
  EXPECT_FALSE(is_whole());
  EXPECT_NE(said_.text().find("or later than now"), std::string::npos) << said_.text();
}

TEST_F(DisposalTest, OfAnEarlierKeyIsBelievedWhereItsTimeIsOverByTheDocuments) {
  look_at(kOver);
  auto changed = options();
  changed.signer = std::make_shared<crypto::NoteSigner>(support::signer_named("another"));
  inbox_.reset();
  inbox_ = Inbox::open(changed).value();
  EXPECT_TRUE(is_whole()) << said_.text();
  support::Scheme without;
  without.agreements.clear();
  documents_ = without.document_set();
  EXPECT_FALSE(is_whole());
  EXPECT_NE(said_.text().find("a disposal is not signed by this agency"), std::string::npos);
}

TEST_F(DisposalTest, ManyGoAFewAtALook) {
  for (std::uint64_t number = 2; number <= 20; ++number) {
    ASSERT_TRUE(take(consign(number)).ok());
  }
  look_at(kOver);
  EXPECT_EQ(number_of("SELECT count(*) FROM disposal"), 16);
  ASSERT_TRUE(inbox_->look_for_disposals(now_).ok());
  EXPECT_EQ(all_rows(), 0);
  EXPECT_EQ(number_of("SELECT count(*) FROM disposal"), 20);
  EXPECT_TRUE(is_whole()) << said_.text();
}

class DisposedReturnTest : public Disposing<ReturnFixture> {};

TEST_F(DisposedReturnTest, NobodyTakesItForWhatNeverCame) {
  send_one_of_each();
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(is_whole()) << said_.text();
  now_ = support::kNow;
  said_ = Said();
  EXPECT_EQ(inbox_->completeness("inspector", support::kMonth, Language::kEnglish, said_),
            ExitCode::kOk);
  EXPECT_NE(said_.text().find("destroyed, time over"), std::string::npos) << said_.text();
  said_ = Said();
  Selection october;
  october.month = support::kMonth;
  EXPECT_EQ(listed(october), ExitCode::kOk);
  EXPECT_NE(said_.messages().find("6 consignments of this month were destroyed"),
            std::string::npos);
}

TEST_F(DisposedReturnTest, AndIsToldOfWithTheFilesThatWereWrittenBefore) {
  send_one_of_each();
  EXPECT_EQ(exported(), ExitCode::kOk);
  said_ = Said();
  EXPECT_EQ(inbox_->list_retention("officer", said_), ExitCode::kOk);
  EXPECT_NE(said_.text().find("6 consignments may be kept; 0 destroyed"), std::string::npos)
      << said_.text();
  look_at(kOver - 1);
  said_ = Said();
  EXPECT_EQ(inbox_->list_retention("officer", said_), ExitCode::kOk);
  EXPECT_NE(said_.text().find("6 consignments may be kept, the first until 2027-"),
            std::string::npos)
      << said_.text();
  now_ = kOver;
  EXPECT_EQ(inbox_->list_retention("officer", said_), ExitCode::kFaults);
  look_at(kOver);
  said_ = Said();
  EXPECT_EQ(inbox_->list_retention("officer", said_), ExitCode::kOk);
  EXPECT_NE(said_.text().find("0 consignments may be kept; 6 destroyed, last on 2027-"),
            std::string::npos)
      << said_.text();
  EXPECT_NE(said_.text().find("files of return/2026-10 were written"), std::string::npos)
      << said_.text();
}

constexpr char kPlaced[] = "placed-call-out";

class DisposedNoticeTest : public Disposing<NoticeFixture> {};

TEST_F(DisposedNoticeTest, IsInNoListAndWaitsForNobody) {
  const std::string reference = tell(incident(), kPlaced);
  look_at(kOver);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(inbox_->unread()->empty());
  EXPECT_EQ(inbox_->notice_figures()->unread, 0U);
  EXPECT_NE(opened(asker_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("lets nobody keep it any longer")) << everything();
  EXPECT_TRUE(is_whole()) << said_.text();
  now_ = support::kNow;
  tell(incident(), kPlaced, 2);
  EXPECT_EQ(all_rows(), 0);
  EXPECT_TRUE(inbox_->unread()->empty());
  now_ = kOver;
  EXPECT_TRUE(is_whole()) << said_.text();
}

}  // namespace
}  // namespace stile::agent
