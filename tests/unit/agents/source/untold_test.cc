#include <gtest/gtest.h>

#include "agents/source/alarm_watch.h"
#include "tests/unit/agents/source/notify_fixture.h"

// What somebody cannot be told yet is told later, as it was read last, and the control room rings.
namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kOwnYjs;

class UntoldTest : public NotifyFixture {
 protected:
  class Nothing : public RejectedRows {
   public:
    void take(const RowFault& /*fault*/, std::span<const std::string_view> /*cells*/) override {}
  };
  // again() reads an export again for what is left untold of it.
  NotifyTotals again(const std::string& events) {
    std::istringstream from(events);
    Nothing rejected;
    NotifyTotals totals;
    said_ = Said();
    const Status done = source_->deliver_events(from, "operator", NotifyRun::Which::kUntold, said_,
                                                rejected, totals);
    EXPECT_TRUE(done.ok()) << done.error().detail;
    return totals;
  }
  bool alarmed(std::string_view what) { return alarms().find(what) != std::string::npos; }
};

TEST_F(UntoldTest, RaisesOneAlarmForEachAgencyThatCannotBeToldOfAnEvent) {
  take_key_of(kFarCouncil);
  const auto events = events_of({recent()});
  EXPECT_EQ(notify(events), ExitCode::kOk);
  EXPECT_TRUE(alarmed("CC-7 to authority/E10000093 could not be told")) << alarms();
  const auto raised = alarms();
  notify(events);
  EXPECT_EQ(alarms(), raised);
  take_key_of(kOwnYjs);
  auto other = recent();
  other.reference = "CC-8";
  EXPECT_EQ(notify(events_of({other})), ExitCode::kRefused);
  EXPECT_TRUE(alarmed("CC-8 to authority/E10000093")) << alarms();
  EXPECT_TRUE(alarmed("CC-8 to yjs/testshire")) << alarms();
}

TEST_F(UntoldTest, IsNotWhatWasToldBeforeAKeyEnded) {
  const auto events = events_of({recent()});
  notify(events);
  take_key_of(kFarCouncil);
  EXPECT_EQ(notify(events), ExitCode::kOk);
  EXPECT_TRUE(said("CC-7 told before to authority/E10000093")) << said_.text();
  EXPECT_EQ(alarms(), "");
  notify(events_of({recent()}, "Invented-Wyn"));
  EXPECT_TRUE(alarmed("CC-7 to authority/E10000093 could not be told")) << alarms();
}

TEST_F(UntoldTest, IsToldOnceTheAgencyHasAKeyAndNothingElseIsToldAgain) {
  take_key_of(kFarCouncil);
  auto other = recent(support::kAdjoiningAuthority);
  other.reference = "CC-8";
  const auto events = events_of({recent(), other});
  notify(events);
  EXPECT_EQ(again(events).unreached, 1U);
  give_keys();
  const auto totals = again(events);
  EXPECT_EQ(totals.rows, 1U) << "CC-8 is nobody's any more";
  EXPECT_EQ(totals.sent, 1U);
  EXPECT_EQ(totals.unchanged, 1U);
  EXPECT_EQ(totals.unreached, 0U);
  EXPECT_EQ(again(events).rows, 0U);
}

TEST_F(UntoldTest, TellsNothingOfAnEventAsItWasBeforeItWasCorrected) {
  take_key_of(kFarCouncil);
  const auto events = events_of({recent()});
  const auto corrected = events_of({recent()}, "Invented-Wyn");
  notify(events);
  notify(corrected);
  give_keys();
  EXPECT_EQ(again(events).rows, 0U);
  EXPECT_EQ(again(corrected).sent, 1U);
}

TEST_F(UntoldTest, TellsNothingOfAnEventThatIsHeldByNow) {
  take_key_of(kFarCouncil);
  const auto events = events_of({recent()});
  notify(events);
  auto held = recent();
  held.hold = "Risk to Child";
  notify(events_of({held}));
  give_keys();
  EXPECT_EQ(again(events).rows, 0U);
}

TEST_F(UntoldTest, TellsNothingThatHasBecomeTooOldToBeTold) {
  take_key_of(kFarCouncil);
  const auto events = events_of({recent()});
  notify(events);
  now_ += Instant{60} * 86400;
  scheme_.directory.valid_from = "2026-12-31T00:00Z";
  scheme_.directory.valid_until = "2027-01-10T00:00Z";
  use_documents();
  const auto totals = again(events);
  EXPECT_EQ(totals.rows, 1U);
  EXPECT_EQ(totals.unreached, 0U);
  EXPECT_TRUE(said("NOT told to placing-authority: OUTSIDE_OCCASION")) << said_.text();
  EXPECT_EQ(again(events).rows, 0U);
}

TEST_F(UntoldTest, ADigestThatKnowsNoChildIsAllThatIsKept) {
  take_key_of(kFarCouncil);
  notify(events_of({recent()}));
  source_.reset();
  for (const auto* file : {"intake.db", "intake.db-wal"}) {
    std::ifstream in(folder_.file(file), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find("Invented-Wynne"), std::string::npos) << file;
  }
}

TEST_F(UntoldTest, TheWatchTellsTheControlRoomOnce) {
  take_key_of(kFarCouncil);
  notify(events_of({recent()}));
  source_.reset();
  const SourceOptions own = options();
  const auto store = IntakeStore::open(own.store, own.log).value();
  std::vector<AlarmKind> kinds;
  AlarmWatch watch(own, *store, IntakeReader::open(own.store).value(),
                   [&](const Alarm& alarm) { kinds.push_back(alarm.kind); });
  ASSERT_TRUE(watch.look().ok());
  ASSERT_TRUE(watch.look().ok());
  EXPECT_EQ(kinds, std::vector{AlarmKind::kUntold});
}

}  // namespace
}  // namespace stile::agent
