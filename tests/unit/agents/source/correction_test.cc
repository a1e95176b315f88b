#include <gtest/gtest.h>

#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"
#include "core/record/row.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What became of a record follows it to everybody who was given it.
namespace stile::agent {
namespace {

using record::ChangeReason;
using support::kFarCouncil;
using support::kOwnYjs;

TEST_F(CorrectionTest, AWithdrawalGoesToEverybodyWhoWasToldAndToNobodyElse) {
  notify(events_of({recent()}));
  EXPECT_EQ(change(ChangeReason::kRecordedInError), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(corrections().size(), 2U);
  EXPECT_TRUE(said("CC-7 to authority/E10000093")) << said_.text();
  for (const auto& one : corrections()) {
    EXPECT_EQ(one.statement.number, 2U);
    EXPECT_EQ(record::to_text(one.statement.disclosure.occasion),
              "correction/withdrawn/recorded-in-error");
  }
}

TEST_F(CorrectionTest, CarriesNothingOfTheRecordButItsTypeAndCitesItsDisclosure) {
  notify(events_of({recent()}));
  const Taken told = only_to(kFarCouncil);
  change(ChangeReason::kWrongChild);
  const Taken one = correction_to(kFarCouncil);
  EXPECT_EQ(one.statement.disclosure.clause, told.statement.disclosure.clause);
  EXPECT_EQ(one.statement.disclosure.agreement, told.statement.disclosure.agreement);
  const auto& before = told.consignment.rows.front().row;
  const auto& row = one.consignment.rows.front();
  record::Treated bare;
  bare.type = record::RecordType::kCallOut;
  EXPECT_EQ(row.row.fields, wire::encode_fields(bare));
  EXPECT_EQ(row.row.event_token, before.event_token);
  EXPECT_GT(row.row.revision, before.revision);
  EXPECT_TRUE(row.subject_token.empty());
  EXPECT_TRUE(row.row.sealed_identity.empty());
  const auto cited = wire::decode_citation(row.envelope);
  ASSERT_TRUE(cited.ok()) << cited.error().detail;
  EXPECT_EQ(record::row_hash(cited->row), record::row_hash(before));
  EXPECT_EQ(cited->row_hashes, std::vector<Hash>{record::row_hash(before)});
  EXPECT_EQ(cited->salt, told.consignment.salt);
  EXPECT_EQ(ledger::parse_leaf(cited->leaf)->counter, 1U);
}

TEST_F(CorrectionTest, PreviewSaysTheSameAndChangesNothing) {
  notify(events_of({recent()}));
  Said previewed;
  EXPECT_EQ(source_->preview_change(order(ChangeReason::kDuplicate), previewed), ExitCode::kOk);
  EXPECT_TRUE(changes(true).empty());
  change(ChangeReason::kDuplicate);
  EXPECT_EQ(said_.text(), previewed.text());
}

// What is told and what is untold are counted each by numbers of its own.
TEST_F(CorrectionTest, AWithdrawalSilencesNoAlarmAboutAnotherEvent) {
  notify(events_of({recent()}));
  take_key_of(kFarCouncil);
  auto other = recent();
  other.reference = "CC-8";
  notify(events_of({other}));
  const std::string untold = "CC-8 to authority/E10000093 could not be told";
  ASSERT_NE(alarms().find(untold), std::string::npos) << alarms();
  change(ChangeReason::kRecordedInError);
  EXPECT_NE(alarms().find(untold), std::string::npos) << alarms();
}

TEST_F(CorrectionTest, SaysWhatWasNeverSentAndHowToMendIt) {
  notify(events_of({recent()}));
  EXPECT_EQ(change(order(ChangeReason::kDuplicate, "CC-8")), ExitCode::kUsage);
  EXPECT_TRUE(said("no call-out CC-8 of system command-and-control was ever sent to anybody"));
  auto other = order(ChangeReason::kDuplicate);
  other.only = "authority/E10000099";
  EXPECT_EQ(change(other), ExitCode::kUsage);
  EXPECT_TRUE(said("--only and one of authority/E10000093")) << said_.messages();
  other = order(ChangeReason::kDuplicate);
  other.child = "somebody else";
  EXPECT_EQ(change(other), ExitCode::kUsage);
  EXPECT_TRUE(corrections().empty());
}

TEST_F(CorrectionTest, AsksForTheChildOfARecordWithSeveral) {
  auto second = recent();
  second.person = "N2";
  notify(events_of({recent(), second}));
  EXPECT_EQ(change(ChangeReason::kDuplicate), ExitCode::kUsage);
  EXPECT_TRUE(said("is about 2 children; mend with: --child"));
  auto one = order(ChangeReason::kDuplicate);
  one.child = "N2";
  EXPECT_EQ(change(one), ExitCode::kOk);
  EXPECT_EQ(corrections().size(), 2U);
}

TEST_F(CorrectionTest, GoesToOneRecipientWhereOnlyThatIsMeant) {
  notify(events_of({recent()}));
  auto one = order(ChangeReason::kDisputedByChild);
  one.only = "authority/E10000093";
  EXPECT_EQ(change(one), ExitCode::kOk);
  ASSERT_EQ(corrections().size(), 1U);
  EXPECT_EQ(corrections().front().statement.disclosure.to.text(), kFarCouncil);
}

TEST_F(CorrectionTest, ASecondWithdrawalAndALiftOfNothingHaveNothingToDo) {
  notify(events_of({recent()}));
  EXPECT_EQ(change(ChangeReason::kResolved), ExitCode::kOk);
  EXPECT_TRUE(said("nothing to do: it is neither annotated nor restricted")) << said_.text();
  change(ChangeReason::kDuplicate);
  EXPECT_EQ(change(ChangeReason::kDuplicate), ExitCode::kOk);
  EXPECT_TRUE(said("nothing to do: it is withdrawn")) << said_.text();
  EXPECT_EQ(corrections().size(), 2U);
}

TEST_F(CorrectionTest, AMarkIsSetOnceAndLiftedOnce) {
  notify(events_of({recent()}));
  change(ChangeReason::kAccuracyContested);
  change(ChangeReason::kAccuracyContested);
  EXPECT_TRUE(said("nothing to do: it is marked so already")) << said_.text();
  change(ChangeReason::kResolved);
  change(ChangeReason::kResolved);
  EXPECT_TRUE(said("neither annotated nor restricted"));
  EXPECT_EQ(corrections().size(), 4U);
}

TEST_F(CorrectionTest, ListsWhoHasNotConfirmedUntilSomebodyHas) {
  notify(events_of({recent()}));
  change(ChangeReason::kRecordedInError);
  EXPECT_NE(
      changes().find("to authority/E10000093: withdrawn, recorded-in-error, by officer: queued"),
      std::string::npos)
      << changes();
  const Taken one = correction_to(kFarCouncil);
  says(one, record::DisclosureState::kStored);
  EXPECT_NE(
      changes().find("authority/E10000093: withdrawn, recorded-in-error, by officer: delivered"),
      std::string::npos)
      << changes();
  says(one, record::DisclosureState::kClosed);
  EXPECT_EQ(changes().find("authority/E10000093"), std::string::npos) << changes();
  EXPECT_NE(changes(true).find("officer: closed"), std::string::npos) << changes(true);
  EXPECT_NE(changes().find("NOT CONFIRMED"), std::string::npos);
}

TEST_F(CorrectionTest, NobodyWaitsForAWithdrawnNotificationButForItsWithdrawal) {
  notify(events_of({recent()}));
  change(ChangeReason::kRecordedInError);
  now_ += 3 * 3600;
  EXPECT_EQ(notify_status().find("OVERDUE"), std::string::npos) << notify_status();
  EXPECT_NE(notify_status().find("withdrawn"), std::string::npos) << notify_status();
  EXPECT_NE(changes().find("OVERDUE"), std::string::npos) << changes();
  source_.reset();
  const SourceOptions own = options();
  const auto store = IntakeStore::open(own.store, own.log).value();
  std::vector<AlarmKind> kinds;
  AlarmWatch watch(own, *store, IntakeReader::open(own.store).value(),
                   [&](const Alarm& alarm) { kinds.push_back(alarm.kind); });
  ASSERT_TRUE(watch.look().ok());
  EXPECT_EQ(kinds, (std::vector{AlarmKind::kUnconfirmed, AlarmKind::kUnconfirmed}));
}

TEST_F(CorrectionTest, ARecordThatQualifiesAgainAfterItWasWithdrawnIsAnotherEvent) {
  notify(events_of({recent()}));
  change(ChangeReason::kRecordedInError);
  notify(events_of({recent()}));
  EXPECT_TRUE(said("CC-7 told to authority/E10000093")) << said_.text();
  std::set<Token> tokens;
  for (const auto& one : gateway_.taken()) {
    if (one.statement.disclosure.to.text() != kFarCouncil) continue;
    tokens.insert(one.consignment.rows.front().row.event_token);
  }
  EXPECT_EQ(tokens.size(), 2U);
  change(ChangeReason::kRecordedInError);
  notify(events_of({recent()}));
  for (const auto& one : gateway_.taken()) {
    if (one.statement.disclosure.to.text() != kFarCouncil) continue;
    tokens.insert(one.consignment.rows.front().row.event_token);
  }
  EXPECT_EQ(tokens.size(), 3U);
}

TEST_F(CorrectionTest, FollowsThoughTheAgreementHasEnded) {
  notify(events_of({recent()}));
  set_status("ENDED");
  EXPECT_EQ(change(ChangeReason::kWrongHome), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(correction_to(kFarCouncil).statement.number, 2U);
}

TEST_F(CorrectionTest, AnAnnotationWaitsWhileTheAgreementIsSuspendedAndAWithdrawalDoesNot) {
  notify(events_of({recent()}));
  set_status("SUSPENDED");
  EXPECT_EQ(change(ChangeReason::kUnderReview), ExitCode::kOk);
  EXPECT_TRUE(said("1 wait, and go by themselves")) << said_.messages();
  EXPECT_NE(changes().find("waiting since"), std::string::npos) << changes();
  EXPECT_NE(changes().find(": AGREEMENT_SUSPENDED"), std::string::npos) << changes();
  EXPECT_EQ(corrections().size(), 1U);
  change(ChangeReason::kDuplicate);
  EXPECT_EQ(record::to_text(correction_to(kFarCouncil).statement.disclosure.occasion),
            "correction/withdrawn/duplicate");
  EXPECT_NE(changes(true).find("under-review, by officer: void"), std::string::npos)
      << changes(true);
}

TEST_F(CorrectionTest, WhatTheGatewayRefusesIsKeptHoldsUpNothingAndGoesWhenItMay) {
  notify(events_of({recent()}));
  std::atomic<bool> suspended = true;
  gateway_.refuse([&](const Taken& one) -> std::optional<GivenRefusal> {
    const auto& occasion = one.statement.disclosure.occasion;
    const bool facts =
        occasion.change && kind_of(*occasion.change) == record::ChangeKind::kAnnotated;
    if (!facts || !suspended) return std::nullopt;
    return GivenRefusal{Reason::kSuspended, {{0, Reason::kSuspended, {}}}, 0};
  });
  EXPECT_EQ(change(ChangeReason::kUnderReview), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("2 wait, and go by themselves")) << said_.messages();
  EXPECT_TRUE(corrections().empty());
  EXPECT_NE(changes().find(": AGREEMENT_SUSPENDED"), std::string::npos) << changes();
  notify(events_of({recent()}, "Invented-Wyn"));
  EXPECT_EQ(only_to(kFarCouncil).statement.number, 1U);
  EXPECT_EQ(gateway_.taken().back().statement.number, 2U);
  suspended = false;
  source_->documents_changed();
  EXPECT_TRUE(eventually([&] { return corrections().size() == 2; }));
  EXPECT_EQ(correction_to(kFarCouncil).statement.number, 3U);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

// Returns and what corrects them share their numbers.
TEST_F(CorrectionTest, GoesBeforeAReturnThatIsSuspended) {
  write_export(rows_of(2));
  EXPECT_EQ(send(rows_of(2)), ExitCode::kOk);
  const auto before = gateway_.taken().size();
  std::atomic<bool> suspended = true;
  gateway_.refuse([&](const Taken& one) -> std::optional<GivenRefusal> {
    if (!suspended || one.statement.disclosure.occasion.corrects()) return std::nullopt;
    return GivenRefusal{Reason::kSuspended, {}, 0};
  });
  EXPECT_EQ(send(rows_of(600)), ExitCode::kRefused);
  EXPECT_EQ(change(order(ChangeReason::kDuplicate, "CC-100001")), ExitCode::kOk)
      << said_.messages();
  ASSERT_EQ(gateway_.taken().size(), before + 1) << changes(true) << status();
  EXPECT_EQ(gateway_.taken().back().statement.number, before + 1);
  suspended = false;
  EXPECT_EQ(send(rows_of(600)), ExitCode::kOk) << said_.messages();
  Taken last = gateway_.taken().back();
  EXPECT_EQ(last.statement.number, gateway_.taken().size());
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

// The gateway may have the notification already: what is queued is never taken out again.
TEST_F(CorrectionTest, WaitsForADisclosureThatIsNotAdmittedYetAndThenGoesByItself) {
  gateway_.be_away(true);
  std::istringstream from(events_of({recent()}));
  std::thread telling([&] {
    Said said;
    source_->notify(from, "operator", said);
  });
  ASSERT_TRUE(eventually([&] { return notify_status().find("E10000093") != std::string::npos; }));
  EXPECT_EQ(change(ChangeReason::kWrongChild), ExitCode::kOk);
  EXPECT_TRUE(said("2 wait, and go by themselves"));
  EXPECT_NE(changes().find("the gateway has not taken the record yet"), std::string::npos);
  gateway_.be_away(false);
  telling.join();
  EXPECT_TRUE(eventually([&] {
    source_->documents_changed();  // sooner than the watch looks
    return corrections().size() == 2;
  }));
  EXPECT_EQ(correction_to(kFarCouncil).statement.number, 2U);
}

TEST_F(CorrectionTest, OfARecordThatNeverLeftNothingIsWithdrawn) {
  gateway_.refuse([](const Taken&) {
    return GivenRefusal{Reason::kExcessField, {{0, Reason::kExcessField, {}}}, 0};
  });
  notify(events_of({recent()}));
  change(ChangeReason::kWrongChild);
  EXPECT_NE(changes(true).find("void since"), std::string::npos) << changes(true);
  EXPECT_NE(changes(true).find("the record never left"), std::string::npos);
  EXPECT_TRUE(changes().empty()) << changes();
}

// A later revision was refused: what the recipient has is the one before.
TEST_F(CorrectionTest, CitesTheLastDisclosureThatTheGatewayTook) {
  notify(events_of({recent()}));
  std::atomic<bool> refuses = true;
  gateway_.refuse([&](const Taken&) -> std::optional<GivenRefusal> {
    if (!refuses) return std::nullopt;
    return GivenRefusal{Reason::kExcessField, {{0, Reason::kExcessField, {}}}, 0};
  });
  notify(events_of({recent()}, "Invented-Wyn"));
  refuses = false;
  change(ChangeReason::kWrongChild);
  const auto cited =
      wire::decode_citation(correction_to(kFarCouncil).consignment.rows.front().envelope);
  EXPECT_EQ(record::row_hash(cited->row),
            record::row_hash(only_to(kFarCouncil).consignment.rows.front().row));
}

// It names the consignment in which it went, and trying again is no other disclosure.
TEST_F(CorrectionTest, IsOneDisclosureInTheLogHoweverOftenItIsTried) {
  notify(events_of({recent()}));
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (!one.statement.disclosure.occasion.corrects()) return std::nullopt;
    return GivenRefusal{Reason::kOutOfScope, {}, 0};
  });
  const auto tried = [&] {
    const auto came = gateway_.came();
    return std::ranges::count_if(
        came, [](const Taken& one) { return one.statement.disclosure.occasion.corrects(); });
  };
  change(record::ChangeReason::kRecordedInError);
  ASSERT_TRUE(eventually([&] {
    now_ = now_ + 600;
    source_->documents_changed();
    return tried() >= 6;
  }));
  gateway_.refuse({});
  auto log = source_->operations({.operation = "disclosure"}, "audit", "officer").value();
  std::erase_if(log, [](const auto& one) { return !one.occasion.starts_with("correction"); });
  EXPECT_EQ(log.size(), 2U) << "one for each recipient";
}

TEST_F(CorrectionTest, IsLoggedWithTheConsignmentInWhichItWent) {
  notify(events_of({recent()}));
  change(record::ChangeReason::kRecordedInError);
  const auto went = corrections();
  ASSERT_FALSE(went.empty());
  auto log = source_->operations({.operation = "disclosure"}, "audit", "officer").value();
  std::erase_if(log, [](const auto& one) { return !one.occasion.starts_with("correction"); });
  ASSERT_EQ(log.size(), went.size());
  for (const auto& one : log) {
    EXPECT_EQ(one.number, 2U);
    EXPECT_EQ(one.account, "officer");
  }
}

}  // namespace
}  // namespace stile::agent
