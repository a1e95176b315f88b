// What was somebody else's child goes back, and nothing of it stays but the proof.
#include <filesystem>

#include "agents/recipient/inbox_reader.h"
#include "agents/recipient/received_holds.h"
#include "core/crypto/digest.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

using record::DisclosureState;

constexpr char kPlaced[] = "placed-call-out";

class NoticeReturnTest : public NoticeFixture {
 protected:
  // sent() is a notice that was opened; `consignment_` is what brought it.
  std::string read_one(std::uint64_t revision = 1) {
    consignment_ = notice(incident(), kPlaced, revision);
    const std::string reference = took(consignment_);
    EXPECT_EQ(opened(asker_, reference), ExitCode::kOk);
    return reference;
  }
  const record::Row& row() const { return consignment_.rows.front().row; }

  wire::Consignment consignment_;
};

TEST_F(NoticeReturnTest, DestroysRowAndIdentityAtOnceAndKeepsTheProof) {
  const std::string reference = read_one();
  ASSERT_TRUE(holds(row().sealed_identity.substr(0, 64)));
  ASSERT_TRUE(holds(row().fields));
  ASSERT_EQ(returned(asker_, reference), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
  EXPECT_FALSE(holds(row().sealed_identity.substr(0, 64)));
  EXPECT_FALSE(holds(row().fields));
  EXPECT_FALSE(holds(stile::view(row().salt)));
  EXPECT_EQ(number_of("SELECT count(*) FROM parcel WHERE length(receipt) > 0 AND"
                      " length(statement) > 0"),
            1);
  EXPECT_EQ(states(), (std::vector{DisclosureState::kOpened, DisclosureState::kClosed}));
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(NoticeReturnTest, IsShownToNobodyAfterwards) {
  const std::string reference = read_one();
  returned(asker_, reference, NoticeState::kWrongChild);
  EXPECT_EQ(opened(asker_, reference), ExitCode::kUsage);
  EXPECT_TRUE(said("nothing of it is kept"));
  EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kRefused);
  listed(asker_);
  EXPECT_FALSE(said(reference));
  listed(asker_, true);
  EXPECT_TRUE(said("returned: wrong child"));
  EXPECT_FALSE(said("missing"));
}

// What is somebody else's goes at once, but not what the law keeps without its data officer's word.
TEST_F(NoticeReturnTest, WaitsForALegalHold) {
  const std::string reference = read_one();
  ASSERT_EQ(inbox_->place_hold({.reference = reference,
                                .ground = "safeguarding-review",
                                .matter = {},
                                .purpose = "legal-hold"},
                               "officer", said_),
            ExitCode::kOk);
  EXPECT_EQ(returned(asker_, reference), ExitCode::kRefused);
  EXPECT_TRUE(said("legal hold received/1; speak to a data officer")) << said_.messages();
  EXPECT_TRUE(holds(row().fields));
  ASSERT_EQ(inbox_->lift_hold(1, "legal-hold", "officer", said_), ExitCode::kOk);
  EXPECT_EQ(returned(asker_, reference), ExitCode::kOk) << said_.messages();
  EXPECT_FALSE(holds(row().fields));
}

TEST_F(NoticeReturnTest, IsSaidOnce) {
  const std::string reference = read_one();
  returned(asker_, reference);
  EXPECT_EQ(returned(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(states().size(), 2U);
  EXPECT_EQ(operations("breach"), 1);
  EXPECT_EQ(returned(asker_, reference, NoticeState::kWrongChild), ExitCode::kRefused);
}

TEST_F(NoticeReturnTest, NeedsThatSomebodyHasReadIt) {
  const std::string reference = tell(incident(), kPlaced);
  EXPECT_EQ(returned(asker_, reference), ExitCode::kRefused);
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 1);
}

TEST_F(NoticeReturnTest, SendsLaterRevisionsBackUnseen) {
  const std::string reference = read_one(5);
  returned(asker_, reference, NoticeState::kWrongChild);
  const auto later = notice(incident(), kPlaced, 9);
  took(later);
  now_ += 3600;
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
  EXPECT_FALSE(holds(later.rows.front().row.sealed_identity.substr(0, 64)));
  const auto said = words();
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[2].state, DisclosureState::kClosed);
  EXPECT_EQ(said[2].number, 2U);
  EXPECT_TRUE(said[2].actor.has_value());
  EXPECT_EQ(number_of("SELECT account = 'mary' FROM word WHERE parcel = 2"), 1);
  EXPECT_EQ(operations("breach"), 1);
  EXPECT_EQ(operations("erasure"), 2);
  EXPECT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_FALSE(this->said(reference));
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(NoticeReturnTest, SendsThemBackAfterARestartToo) {
  const std::string reference = read_one(5);
  returned(asker_, reference);
  reopen();
  tell(incident(), kPlaced, 9);
  now_ += 3600;
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
  EXPECT_EQ(states().back(), DisclosureState::kClosed);
}

TEST_F(NoticeReturnTest, TakesEveryRevisionAlong) {
  const std::string reference = read_one(5);
  tell(incident(), kPlaced, 9);
  opened(asker_, reference);
  returned(asker_, reference);
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
  const auto said = words();
  ASSERT_EQ(said.size(), 4U);
  EXPECT_EQ(said[2].number, 1U);
  EXPECT_EQ(said[3].number, 2U);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(NoticeReturnTest, ARevisionAcknowledgedBeforeStaysSoAndIsDestroyedToo) {
  const std::string reference = read_one(5);
  acknowledged(asker_, reference);
  tell(incident(), kPlaced, 9);
  opened(asker_, reference);
  ASSERT_EQ(returned(asker_, reference, NoticeState::kWrongChild), ExitCode::kOk);
  EXPECT_EQ(state(1), static_cast<int>(NoticeState::kAcknowledged));
  EXPECT_EQ(state(2), static_cast<int>(NoticeState::kWrongChild));
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(NoticeReturnTest, LeavesOtherEventsAlone) {
  const std::string other = tell(incident("CAD-2", "N-2"), kPlaced);
  returned(asker_, read_one());
  EXPECT_EQ(opened(asker_, other), ExitCode::kOk);
  EXPECT_TRUE(said("Pryce-Jones"));
}

TEST_F(NoticeReturnTest, IsABreachThatADataOfficerDecidesWithin72Hours) {
  const std::string reference = read_one();
  now_ = support::kNow + 3600;
  returned(asker_, reference);
  said_ = Said();
  EXPECT_EQ(inbox_->list_breaches("officer", said_), ExitCode::kOk);
  EXPECT_TRUE(said("\"decide_by\":\"2026-11-06T10:00:00Z\""));
  EXPECT_TRUE(said("not-ours"));
  EXPECT_TRUE(said("testshire-farshire consignment 1"));
  EXPECT_FALSE(said("Pryce"));
  EXPECT_FALSE(said("SC900001"));
}

TEST_F(NoticeReturnTest, WipesTheLogOnceNobodyReadsIt) {
  const std::string reference = read_one();
  {
    const auto reader = InboxReader::open(folder_.file("inbox.db"));
    ASSERT_EQ(returned(asker_, reference), ExitCode::kOk);
    EXPECT_TRUE(holds(row().sealed_identity.substr(0, 64)));
  }
  EXPECT_TRUE(problems_.empty());
  tell(incident("CAD-2", "N-2"), kPlaced);
  EXPECT_FALSE(holds(row().sealed_identity.substr(0, 64)));
}

TEST_F(NoticeReturnTest, NoOtherRowCanBeDeleted) {
  read_one();
  inbox_.reset();
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite);
  for (const char* sql : {"DELETE FROM row", "DELETE FROM notice", "DELETE FROM word",
                          "UPDATE notice SET state = 1", "UPDATE notice SET alleged = 1",
                          "UPDATE word SET account = 'sam'", "UPDATE word SET state = 4"}) {
    EXPECT_EQ(database.value().run(sql).reason(), Reason::kIntegrity) << sql;
  }
}

// A crash between what is kept and what is said cannot be: they are one transaction.
TEST_F(NoticeReturnTest, NobodySeesWhatCouldNotBeWrittenDown) {
  const std::string reference = tell(incident(), kPlaced);
  vandalise("CREATE TRIGGER no_word BEFORE INSERT ON word BEGIN SELECT RAISE(ABORT, 'full'); END");
  EXPECT_NE(opened(asker_, reference), ExitCode::kOk);
  EXPECT_FALSE(said("Pryce"));
  EXPECT_EQ(state(), static_cast<int>(NoticeState::kStored));
  EXPECT_EQ(operations("consultation"), 0);
  vandalise("DROP TRIGGER no_word");
  EXPECT_EQ(opened(asker_, reference), ExitCode::kOk);
}

TEST_F(NoticeReturnTest, IsSaidDestroyedAndLoggedOrNoneOfThese) {
  const std::string reference = read_one();
  for (const char* table : {"word", "operation_log"}) {
    vandalise("CREATE TRIGGER none BEFORE INSERT ON " + std::string(table) +
              " BEGIN SELECT RAISE(ABORT, 'full'); END");
    EXPECT_NE(returned(asker_, reference), ExitCode::kOk) << table;
    EXPECT_EQ(number_of("SELECT count(*) FROM row"), 1);
    EXPECT_EQ(states().size(), 1U);
    vandalise("DROP TRIGGER none");
  }
  EXPECT_EQ(returned(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
}

TEST_F(NoticeReturnTest, WordsWaitUntilTheGatewayHasThem) {
  const std::string reference = read_one();
  acknowledged(asker_, reference);
  reopen();
  const auto waiting = inbox_->untaken(9).value();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(inbox_->untaken(1).value().size(), 1U);
  ASSERT_TRUE(inbox_->taken(crypto::sha256(waiting[0])).ok());
  EXPECT_EQ(inbox_->untaken(9).value(), std::vector{waiting[1]});
  ASSERT_TRUE(inbox_->taken(crypto::sha256(waiting[0])).ok());
  ASSERT_TRUE(inbox_->taken(Hash{}).ok());
  ASSERT_TRUE(inbox_->refused(crypto::sha256(waiting[1]), Reason::kConflict).ok());
  EXPECT_TRUE(inbox_->untaken(9)->empty());
  reopen();
  EXPECT_TRUE(inbox_->untaken(9)->empty());
  said_ = Said();
  inbox_->list_breaches("officer", said_);
  EXPECT_TRUE(said("CONFLICT"));
}

TEST_F(NoticeReturnTest, WhoeverSendsWordsIsToldOfEachWithoutTheLock) {
  int told = 0;
  inbox_->on_word([&] { told += static_cast<int>(inbox_->untaken(9)->size()); });
  const std::string reference = read_one();
  EXPECT_EQ(told, 1);
  opened(asker_, reference);
  EXPECT_EQ(told, 1);
  returned(asker_, reference);
  EXPECT_EQ(told, 3);
  tell(incident(), kPlaced, 2);
  EXPECT_EQ(told, 3);
  now_ += 3600;
  ASSERT_TRUE(inbox_->look_for_words().ok());
  EXPECT_EQ(told, 6);
  ASSERT_TRUE(inbox_->look_for_words().ok());
  EXPECT_EQ(told, 6);
}

// A word at once would tell the force that the child was not this agency's.
TEST_F(NoticeReturnTest, WhatGoesBackByItselfGoesWhenAPersonCouldHaveReadIt) {
  returned(asker_, read_one());
  random_ = [](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, 1); };
  reopen();
  tell(incident(), kPlaced, 2);
  constexpr Instant kDrawn = 0x01010101 % 3600;
  now_ += kDrawn - 1;
  EXPECT_EQ(words().size(), 2U);
  now_ += 1;
  ASSERT_EQ(words().size(), 3U);
  EXPECT_EQ(utc_minute_text(words()[2].time), utc_minute_text(now_));
  now_ += 7200;
  reopen();
  EXPECT_EQ(words().size(), 3U);
}

}  // namespace
}  // namespace stile::agent
