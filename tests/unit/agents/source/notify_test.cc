#include <gtest/gtest.h>

#include <future>
#include <utility>

#include "core/agreement/minimise.h"
#include "core/record/identity.h"
#include "tests/unit/agents/source/notify_fixture.h"

// A force tells at once those whom its agreements name.
namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kFarYjs;
using support::kOwnCouncil;
using support::kOwnYjs;

using NotifyTest = NotifyFixture;

TEST_F(NotifyTest, TellsTheAuthorityThatPlacedTheChildAndTheServiceWhereItLives) {
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kOwnYjs}));
  EXPECT_TRUE(said("CC-7 told to authority/E10000093, which placed the child"));
}

TEST_F(NotifyTest, TellsTheHomesAuthorityWhereNobodyKnowsWhoPlacedTheChild) {
  EXPECT_EQ(notify(events_of({recent("")})), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_EQ(told(), std::vector<std::string>{kOwnCouncil});
  EXPECT_TRUE(said("NOT told to host-yjs: PLACING_AUTHORITY_NOT_KNOWN"));
}

TEST_F(NotifyTest, SaysWhyNobodyIsToldOfAChildPlacedInItsOwnArea) {
  EXPECT_EQ(notify(events_of({recent(support::kOwnAuthority)})), ExitCode::kRefused);
  EXPECT_TRUE(told().empty());
  EXPECT_TRUE(said("CC-7 NOT told to everybody: IN_AREA"));
}

TEST_F(NotifyTest, SaysThatThereIsNoAgreementWithTheAuthorityThatPlacedTheChild) {
  EXPECT_EQ(notify(events_of({recent(support::kAdjoiningAuthority)})), ExitCode::kOk);
  EXPECT_EQ(told(), std::vector<std::string>{kOwnYjs});
  EXPECT_TRUE(said("NOT told to placing-authority: NO_AGREEMENT"));
}

TEST_F(NotifyTest, PreviewSaysTheSameAndSendsNothing) {
  EXPECT_EQ(preview_notify(events_of({recent()})), ExitCode::kOk);
  const std::string previewed = said_.text().substr(0, said_.text().rfind("1 events"));
  EXPECT_TRUE(gateway_.came().empty());
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk);
  EXPECT_EQ(said_.text().substr(0, previewed.size()), previewed);
}

TEST_F(NotifyTest, SealsTheChildsNameToTheAuthorityAndToNobodyElse) {
  notify(events_of({recent()}));
  const auto one = only_to(kFarCouncil);
  const auto& row = one.consignment.rows.front().row;
  const auto opened = crypto::open(support::sealing_key_named(kFarCouncil), row.sealed_identity);
  ASSERT_TRUE(opened.ok());
  const record::IdentityBinding binding{record::identity_row_hash(row.salt, row.fields),
                                        row.event_token, one.statement.disclosure.agreement,
                                        support::agency(kFarCouncil)};
  const auto identity = record::open_identity(
      opened.value(), support::signer_named(support::kTestshire).verifier(), binding);
  ASSERT_TRUE(identity.ok()) << identity.error().detail;
  EXPECT_EQ(identity->surname, "Invented-Wynne");
  EXPECT_FALSE(crypto::open(support::sealing_key_named(kOwnYjs), row.sealed_identity).ok());
  EXPECT_TRUE(only_to(kOwnYjs).consignment.rows.front().row.sealed_identity.empty());
  for (const auto& came : gateway_.came()) {
    EXPECT_EQ(came.bytes.find("Invented-Wynne"), Bytes::npos);
  }
}

TEST_F(NotifyTest, SendsWhatIsUnchangedNoSecondTimeAndACorrectedNameAgain) {
  notify(events_of({recent()}));
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk);
  EXPECT_EQ(told().size(), 2U);
  EXPECT_TRUE(said("told before"));
  notify(events_of({recent()}, "Invented-Wyn"));
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kFarCouncil, kOwnYjs}));
  EXPECT_TRUE(said("told anew to authority/E10000093"));
}

TEST_F(NotifyTest, TellsServicesWhatIsAllegedOnlyWhereItIs) {
  EXPECT_EQ(notify(events_of({recent()}, "Invented-Wynne", "Suspect")), ExitCode::kOk)
      << said_.text() << said_.messages();
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kFarYjs, kOwnYjs}));
  EXPECT_EQ(only_to(kOwnYjs).statement.disclosure.clause, "host-alleged-call-out");
  EXPECT_FALSE(only_to(kOwnYjs).consignment.rows.front().row.sealed_identity.empty());
}

TEST_F(NotifyTest, SaysThatTheServiceOfThePlacingAuthorityHasNoSealingKeyYet) {
  std::erase_if(scheme_.sealing_keys, [](const auto& key) { return key.agency == kFarYjs; });
  use_documents();
  EXPECT_EQ(notify(events_of({recent()}, "Invented-Wynne", "Suspect")), ExitCode::kOk);
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kOwnYjs}));
  EXPECT_TRUE(said("NOT told to home-yjs: UNAVAILABLE")) << said_.text();
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk);
  EXPECT_FALSE(said("home-yjs")) << said_.text();
}

TEST_F(NotifyTest, TellsNobodyOfWhatIsHeld) {
  auto row = recent();
  row.hold = "Risk to Child";
  EXPECT_EQ(notify(events_of({row})), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(told().empty());
  EXPECT_TRUE(said("held: ")) << said_.text();
}

TEST_F(NotifyTest, TellsNobodyOfABackfillButRevisesWhatWasTold) {
  auto row = recent();
  row.time = "02/10/2026 23:50";
  EXPECT_EQ(notify(events_of({row})), ExitCode::kRefused);
  EXPECT_TRUE(said("NOT told to placing-authority: OUTSIDE_OCCASION"));
  notify(events_of({recent()}));
  now_ += Instant{60} * 86400;
  scheme_.directory.valid_from = "2026-12-31T00:00Z";
  scheme_.directory.valid_until = "2027-01-10T00:00Z";
  for (auto& key : scheme_.sealing_keys) {
    key.valid_from = "2026-12-20T00:00Z";
    key.valid_until = "2027-01-18T00:00Z";
  }
  use_documents();
  const auto before = told().size();
  notify(events_of({recent()}, "Invented-Wyn"));
  EXPECT_EQ(told().size(), before + 1);
}

TEST_F(NotifyTest, SaysThatAnAgencyHasNoSealingKeyYet) {
  std::erase_if(scheme_.sealing_keys, [](const auto& key) { return key.agency == kFarCouncil; });
  use_documents();
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk);
  EXPECT_TRUE(said("NOT told to placing-authority: UNAVAILABLE"));
}

TEST_F(NotifyTest, TellsNoAuthorityOfAChildWhomNobodyNames) {
  auto events = events_of({recent()}, "Unknown");
  events.replace(events.find(",Zed,"), 5, ",,");
  EXPECT_EQ(notify(events), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("NOT told to placing-authority: MISSING_FIELD")) << said_.text();
}

TEST_F(NotifyTest, RejectsAContactThatTheDirectoryDoesNotHave) {
  auto events = events_of({recent()});
  events.replace(events.rfind(",With Police,"), 13, ",With Police,sergeant");
  EXPECT_EQ(notify(events), ExitCode::kFaults) << said_.text();
  EXPECT_TRUE(said("the contact is none of this agency's")) << said_.text();
}

TEST_F(NotifyTest, MarksWhatWasReadAndNothingElseOfWhatItsRecipientDid) {
  notify(events_of({recent()}));
  const auto one = only_to(kFarCouncil);
  record::Acknowledgement word{record::consignment_digest(one.note), one.statement.disclosure.from,
                               one.statement.disclosure.to, one.statement.number, now_};
  const auto take = [&](record::DisclosureState state) {
    word.state = state;
    word.actor = crypto::random_32(crypto::system_random());
    if (state == record::DisclosureState::kStored) word.actor.reset();
    const Bytes note =
        crypto::sign_note(record::acknowledgement_text(word), support::signer_named(kFarCouncil));
    EXPECT_EQ(source_->notes().take(std::span(&note, 1)).value().size(), 1U);
  };
  const auto status = [&] {
    Said said;
    source_->notify_status(true, said);
    return said.text();
  };
  take(record::DisclosureState::kStored);
  EXPECT_NE(status().find("CC-7 to authority/E10000093: delivered"), std::string::npos) << status();
  take(record::DisclosureState::kClosed);
  EXPECT_NE(status().find("CC-7 to authority/E10000093: read"), std::string::npos) << status();
  EXPECT_EQ(status().find("ours"), std::string::npos);
}

// Of what the gateway does with one itself.
class NotifyHeldTest : public NotifyTest {
 protected:
  void SetUp() override { notify(events_of({recent()})); }
  bool held(const std::string& decision) {
    const auto what =
        gateway_.hold(only_to(kFarCouncil), [&](auto& leaf) { leaf.decision = decision; });
    return source_->holdings().take(what).value();
  }
  std::string alarms(bool all = false) {
    Said said;
    source_->alarms(all, said);
    return said.text();
  }
  bool stands(const std::string& state) {
    Said said;
    source_->notify_status(false, said);
    return said.text().find("CC-7 to authority/E10000093: " + state + " (") != std::string::npos;
  }
  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
};

TEST_F(NotifyHeldTest, AFrozenOneRaisesAnAlarmEachTimeAndStandsSoUntilItIsThawed) {
  EXPECT_EQ(alarms(), "");
  EXPECT_TRUE(held("frozen"));
  EXPECT_TRUE(stands("frozen"));
  EXPECT_NE(alarms().find("CC-7 to authority/E10000093 was frozen at the gateway"),
            std::string::npos);
  EXPECT_EQ(source_->rang(1, "duty", "operator", said_), ExitCode::kOk);
  EXPECT_TRUE(held("thawed"));
  EXPECT_TRUE(stands("queued"));
  EXPECT_EQ(alarms(), "");
  EXPECT_TRUE(held("frozen"));
  EXPECT_EQ(count(alarms(), "frozen"), 1U);
  EXPECT_EQ(count(alarms(true), "frozen"), 2U);
}

TEST_F(NotifyHeldTest, ALeafThatComesAgainRaisesNoSecondAlarmAndChangesNothing) {
  const auto frozen = gateway_.hold(only_to(kFarCouncil));
  EXPECT_TRUE(source_->holdings().take(frozen).value());
  EXPECT_TRUE(held("thawed"));
  EXPECT_TRUE(source_->holdings().take(frozen).value());
  EXPECT_TRUE(stands("queued"));
  EXPECT_EQ(count(alarms(), "frozen"), 1U);
}

TEST_F(NotifyHeldTest, ADeletedOneStandsSoIsToldAnewAndIsNotCalledUnreadAsWell) {
  EXPECT_TRUE(held("ended"));
  EXPECT_TRUE(stands("deleted"));
  EXPECT_NE(alarms().find("was deleted at the gateway"), std::string::npos);
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk);
  EXPECT_TRUE(said("told anew to authority/E10000093")) << said_.text();
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kFarCouncil, kOwnYjs}));
}

TEST_F(NotifyHeldTest, OneThatNobodyCollectsRaisesAnAlarm) {
  EXPECT_TRUE(held("uncollected"));
  EXPECT_TRUE(stands("uncollected"));
  EXPECT_NE(alarms().find("was collected by no agent"), std::string::npos);
}

TEST_F(NotifyHeldTest, WhatIsNotBelievedRaisesNone) {
  auto what = gateway_.hold(only_to(kFarCouncil));
  what.digest[0] ^= 1;
  EXPECT_FALSE(source_->holdings().take(what).value());
  EXPECT_EQ(alarms(), "");
  EXPECT_TRUE(stands("queued"));
}

TEST_F(NotifyTest, TheWatchTellsOnceOfARefusalThatItDidNotRaise) {
  gateway_.refuse([](const Taken&) {
    return GivenRefusal{Reason::kExcessField, {{0, Reason::kExcessField, {}}}, 0};
  });
  notify(events_of({recent()}));
  source_.reset();
  const SourceOptions own = options();
  const auto store = IntakeStore::open(own.store, own.log).value();
  std::vector<AlarmKind> kinds;
  AlarmWatch watch(own, *store, IntakeReader::open(own.store).value(),
                   [&](const Alarm& alarm) { kinds.push_back(alarm.kind); });
  ASSERT_TRUE(watch.look().ok());
  ASSERT_TRUE(watch.look().ok());
  EXPECT_EQ(kinds, (std::vector{AlarmKind::kRefused, AlarmKind::kRefused}));
}

TEST_F(NotifyTest, RejectsARowAndTellsOfTheOthers) {
  auto bad = recent();
  bad.reference = "CC-8";
  bad.time = "yesterday";
  EXPECT_EQ(notify(events_of({recent(), bad})), ExitCode::kFaults);
  EXPECT_EQ(told().size(), 2U);
}

// The return is queued behind the notification before that is admitted, and never admitted.
TEST_F(NotifyTest, WaitsForNoReturn) {
  std::promise<void> came;
  std::promise<void> queued;
  gateway_.refuse([&, first = true](const Taken& one) mutable -> std::optional<GivenRefusal> {
    if (one.statement.disclosure.occasion.kind == record::OccasionKind::kReturn) {
      return GivenRefusal{Reason::kFlood, {}, 0};
    }
    if (std::exchange(first, false)) {
      came.set_value();
      queued.get_future().wait();
    }
    return std::nullopt;
  });
  auto notified = std::async(std::launch::async, [&] { return notify(events_of({recent()})); });
  came.get_future().wait();
  Said said;
  NoFile rejected;
  Delivered what;
  std::istringstream rows(export_text(rows_of(3)));
  EXPECT_TRUE(source_->deliver(support::kMonth, rows, "analyst", said, rejected, what).ok());
  EXPECT_FALSE(what.queued.empty());
  queued.set_value();
  EXPECT_EQ(notified.get(), ExitCode::kOk) << said_.messages();
}

}  // namespace
}  // namespace stile::agent
