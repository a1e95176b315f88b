#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {
namespace {

using InboxTakeTest = InboxFixture;

TEST_F(InboxTakeTest, KeepsTheRowsAndSignsForThem) {
  const auto consignment = consign();
  const auto taken = take(consignment);
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  const auto note = crypto::parse_note(taken.value()).value();
  const auto own = support::signer_named(support::kOfsted).verifier();
  EXPECT_EQ(crypto::verified_names(note, std::span(&own, 1))->size(), 1U);
  const auto said = record::parse_acknowledgement(note.text).value();
  const auto statement = crypto::parse_note(consignment.statement).value();
  EXPECT_EQ(said.consignment, record::consignment_digest(statement.text));
  EXPECT_EQ(said.from.text(), support::kTestshire);
  EXPECT_EQ(said.to.text(), support::kOfsted);
  EXPECT_EQ(said.number, 1U);
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(integrity_events(), 0);
}

TEST_F(InboxTakeTest, GivesTheSameAcknowledgementForTheSameParcelAgain) {
  const auto consignment = consign();
  const auto first = take(consignment);
  now_ += 3600;
  const auto again = take(consignment);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value(), first.value());
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(number_of("SELECT count(*) FROM parcel"), 1);
}

TEST_F(InboxTakeTest, GivesItAfterARestartToo) {
  const auto consignment = consign();
  const auto first = take(consignment);
  reopen();
  EXPECT_EQ(take(consignment).value(), first.value());
  EXPECT_TRUE(take(consign(2)).ok());
}

TEST_F(InboxTakeTest, RefusesANumberThatCameWithOtherContent) {
  ASSERT_TRUE(take(consign()).ok());
  const std::vector<record::Event> other{call_out(support::kHome, "2026-10-11T20:15Z", "CAD-9")};
  EXPECT_EQ(refused(consign(other)), Reason::kConflict);
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(integrity_events(), 1);
}

TEST_F(InboxTakeTest, KeepsEveryRevisionAndCountsTheHighest) {
  const auto revision = [](std::uint64_t number) {
    return Lies{.rows = [number](wire::Consignment& rows) {
      for (auto& row : rows.rows) row.row.revision = number;
    }};
  };
  std::vector<record::Event> records{call_out(support::kHome, "2026-10-10T20:15Z")};
  ASSERT_TRUE(take(consign(records, 1, revision(5))).ok());
  records[0].category = record::Category::kOther;
  ASSERT_TRUE(take(consign(records, 2, revision(7))).ok());
  records[0].category = record::Category::kSafeguarding;
  ASSERT_TRUE(take(consign(records, 3, revision(6))).ok());
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(number_of("SELECT revision FROM row WHERE superseded = 0"), 7);
  EXPECT_EQ(number_of("SELECT parcel FROM row WHERE superseded = 0"), 2);
  EXPECT_EQ(number_of("SELECT count(*) FROM row WHERE superseded = 1"), 2);
  EXPECT_EQ(inbox_->verify("auditor", said_), ExitCode::kOk);
}

TEST_F(InboxTakeTest, OfAnEventThatAParcelHasTwiceTheHighestRevisionCounts) {
  const std::vector<record::Event> records{call_out(support::kHome, "2026-10-10T20:15Z"),
                                           call_out(support::kHome, "2026-10-10T20:20Z")};
  const Lies twice{.rows = [](wire::Consignment& rows) {
    rows.rows[1].row.event_token = rows.rows[0].row.event_token;
    rows.rows[0].row.revision = 5;
    rows.rows[1].row.revision = 7;
  }};
  ASSERT_TRUE(take(consign(records, 1, twice)).ok());
  EXPECT_EQ(number_of("SELECT revision FROM row WHERE superseded = 0"), 7);
  EXPECT_EQ(number_of("SELECT count(*) FROM row WHERE superseded = 1"), 1);
}

TEST_F(InboxTakeTest, TakesAnEqualRevisionWithEqualContentAsNoChange) {
  const std::vector<record::Event> records{call_out(support::kHome, "2026-10-10T20:15Z")};
  ASSERT_TRUE(take(consign(records, 1)).ok());
  EXPECT_TRUE(take(consign(records, 2)).ok());
  EXPECT_EQ(number_of("SELECT parcel FROM row"), 1);
}

TEST_F(InboxTakeTest, RefusesAnEqualRevisionWithOtherContent) {
  std::vector<record::Event> records{call_out(support::kHome, "2026-10-10T20:15Z")};
  ASSERT_TRUE(take(consign(records, 1)).ok());
  records[0].category = record::Category::kOther;
  EXPECT_EQ(refused(consign(records, 2)), Reason::kConflict);
  EXPECT_EQ(number_of("SELECT count(*) FROM parcel"), 1);
}

TEST_F(InboxTakeTest, KeepsAParcelBehindAGapAndRemembersTheGap) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_TRUE(take(consign(3)).ok());
  EXPECT_EQ(rows(), 4);
  EXPECT_EQ(integrity_events(), 1);
  EXPECT_EQ(inbox_->verify("auditor", said_), ExitCode::kIntegrity);
  EXPECT_NE(said_.text().find("consignments 2 to 2 never came"), std::string::npos);
  ASSERT_TRUE(take(consign(2)).ok());
  EXPECT_EQ(inbox_->verify("auditor", said_), ExitCode::kOk);
}

TEST_F(InboxTakeTest, TakesSeveralTogether) {
  const std::vector<ParcelDelivery> parcels{sent(consign(1)), next(consign(2)), next(consign(3))};
  const auto taken = inbox_->take_together(parcels);
  ASSERT_TRUE(taken.ok()) << taken.error().detail;
  ASSERT_EQ(taken->size(), 3U);
  EXPECT_EQ(rows(), 6);
  EXPECT_EQ(inbox_->view().size(), gateway_.size());
  EXPECT_EQ(integrity_events(), 0);
  EXPECT_EQ(inbox_->take(next(consign(3))).reason(), Reason::kConflict);  // signed anew
  EXPECT_EQ(inbox_->verify("auditor", said_), ExitCode::kOk);
}

// A question of its own was answered between the proof and the parcel's turn: nobody lied.
TEST_F(InboxTakeTest, TurnsNothingAwayThatIsProvenFromAnotherView) {
  auto first = sent(consign(1));
  auto second = next(consign(2));
  first.from = inbox_->view().size() + 1;
  EXPECT_EQ(inbox_->take(first).reason(), Reason::kUnavailable);
  EXPECT_EQ(inbox_->take_together(std::vector{first, second}).reason(), Reason::kUnavailable);
  EXPECT_EQ(rows(), 0);
  EXPECT_EQ(integrity_events(), 0);
  first.from = inbox_->view().size();
  EXPECT_TRUE(inbox_->take_together(std::vector{first, second}).ok());
}

TEST_F(InboxTakeTest, TakesNoneOfSeveralWhenOneDoesNotVerify) {
  const auto good = sent(consign(1));
  const auto bad = next(consign(2), {.parcel = [](wire::Parcel& parcel) {
                          parcel.rows[0].row.fields = parcel.rows[1].row.fields;
                        }});
  const auto before = inbox_->view().note();
  EXPECT_FALSE(inbox_->take_together(std::vector{good, bad}).ok());
  EXPECT_EQ(rows(), 0);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log"), 0);
  EXPECT_EQ(inbox_->view().note(), before);
  EXPECT_TRUE(inbox_->take(good).ok());
  EXPECT_EQ(inbox_->take(bad).reason(), Reason::kIntegrity);
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(inbox_->verify("auditor", said_), ExitCode::kOk);
}

// The one behind it is being verified meanwhile.
TEST_F(InboxTakeTest, TakesNoneOfSeveralWhenOneIsNotStored) {
  ASSERT_TRUE(take(consign(1)).ok());
  const auto before = inbox_->view().note();
  const std::vector<ParcelDelivery> parcels{sent(consign(2)), next(consign(1)), next(consign(3))};
  EXPECT_EQ(inbox_->take_together(parcels).reason(), Reason::kConflict);
  EXPECT_EQ(rows(), 2);
  EXPECT_EQ(inbox_->view().note(), before);
  EXPECT_TRUE(inbox_->take(parcels[0]).ok());
  EXPECT_EQ(inbox_->take(parcels[1]).reason(), Reason::kConflict);
  EXPECT_TRUE(inbox_->take(parcels[2]).ok());
  EXPECT_EQ(rows(), 6);
}

TEST_F(InboxTakeTest, SaysNothingAboutAParcelWhileTheDirectoryIsStale) {
  now_ = support::kNow + 30 * 86400;
  EXPECT_EQ(refused(consign()), Reason::kUnavailable);
  EXPECT_EQ(integrity_events(), 0);
  now_ = support::kNow;
  documents_ = nullptr;
  EXPECT_EQ(refused(consign()), Reason::kUnavailable);
}

TEST_F(InboxTakeTest, LogsWhatItCollects) {
  ASSERT_TRUE(take(consign()).ok());
  EXPECT_EQ(number_of("SELECT rows FROM operation_log WHERE operation = 'collection'"), 2);
}

TEST_F(InboxTakeTest, KeepsAViewThatFollowsItsOwnAndNoOther) {
  ledger::LogView before = inbox_->view();
  ledger::LogView seen = before;
  ASSERT_TRUE(seen.see(gateway_.checkpoint(), gateway_.consistency(0)).ok());
  ASSERT_TRUE(inbox_->keep(before, seen).ok());
  EXPECT_EQ(inbox_->keep(before, seen).reason(), Reason::kConflict);
  reopen();
  EXPECT_EQ(inbox_->view().size(), gateway_.size());
}

// A suspension says the minute from which it binds, and what was admitted in that minute came
// before the gateway knew of it: it waits there until both let it go again, however many minutes
// later.
TEST_F(InboxTakeTest, WhatWaitedForASuspensionToEndIsTakenThenAndNotBefore) {
  const auto both = support::both(support::kTestshire, support::kOfsted);
  scheme_.add_status("SUSPENDED", "2026-11-03T09:00Z", both);
  documents_ = scheme_.document_set();
  now_ = support::kNow + 30;
  EXPECT_EQ(refused(consign(1)), Reason::kSuspended);
  scheme_.add_status("RESUMED", "2026-11-03T09:01Z", both).serial = 2;
  documents_ = scheme_.document_set();
  EXPECT_EQ(refused(consign(1)), Reason::kSuspended);
  now_ = support::kNow + 60;
  EXPECT_TRUE(take(consign(1)).ok());
  scheme_.add_status("ENDED", "2026-11-03T09:02Z", both).serial = 3;
  documents_ = scheme_.document_set();
  now_ = support::kNow + 120;
  EXPECT_EQ(refused(consign(2)), Reason::kEnded);
}

}  // namespace
}  // namespace stile::agent
