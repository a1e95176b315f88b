#include <gtest/gtest.h>

#include <future>
#include <sstream>
#include <thread>

#include "core/base/limits.h"
#include "tests/support/full_disk.h"
#include "tests/unit/agents/drop/drop_fixture.h"
#include "tests/unit/agents/source/notify_fixture.h"

// Events that are dropped are told of at once.
namespace stile::agent {
namespace {

namespace fs = std::filesystem;

using support::kFarCouncil;

constexpr const char* kResult = "sent/calls.csv.result.json";

class NotifyDropTest : public DropFixture<NotifyFixture> {
 protected:
  DropLine line() override { return notify_line(*source_); }
  void drop(const std::string& events, const std::string& name = "calls.csv") const {
    put(events, name);
  }
  std::string alarms() {
    Said said;
    source_->alarms(false, said);
    return said.text();
  }
  std::size_t queued() {
    Said said;
    source_->notify_status(true, said);
    const std::string& all = said.text();
    return static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n'));
  }
};

TEST_F(NotifyDropTest, TellsOfAnExportOfAnyNameAndSaysWhomAndWhomNot) {
  drop(events_of({recent()}));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(fs::is_empty(place("in")));
  EXPECT_EQ(queued(), 2U);
  for (const std::string& said :
       {std::string("\"export\":\"calls.csv\",\"sha256\":\""),
        std::string("\"account\":\"cad-export\",\"rows\":1,\"told\":2,"),
        "\"reference\":\"CC-7\",\"fate\":\"told\",\"recipient\":\"" + std::string(kFarCouncil),
        std::string("\"again\":false,\"events\":[{\"line\":2,")}) {
    EXPECT_TRUE(has(kResult, said)) << said << "\n" << text(kResult);
  }
  EXPECT_FALSE(has(kResult, "Wynne")) << text(kResult);
  EXPECT_NE(log_.find("export_sent 1 events: 2 notifications, "), std::string::npos) << log_;
  drop(events_of({recent("")}), "other.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has("sent/other.csv.result.json",
                  "\"fate\":\"untold\",\"audience\":\"host-yjs\",\"reason\":\"PLACING"))
      << text("sent/other.csv.result.json");
}

TEST_F(NotifyDropTest, TellsOfWhatAKilledAgentHadBegunOnce) {
  notify(events_of({recent()}));
  drop(events_of({recent()}));
  fs::rename(place("in/calls.csv"), place("in/.taken-calls.csv"));
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(has(kResult, "\"told\":0,\"told_anew\":0,\"told_before\":2,")) << text(kResult);
  EXPECT_EQ(queued(), 2U);
}

TEST_F(NotifyDropTest, AnExportStaysUntilAllOfItIsDurable) {
  std::vector<ExportRow> rows(100, recent());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].reference = "CC-" + std::to_string(i);
  const std::string events = events_of(rows);
  drop(events);
  {
    const support::FullDisk full(400'000);
    EXPECT_EQ(settle().reason(), Reason::kIo);
  }
  EXPECT_EQ(text("in/.taken-calls.csv"), events);
  EXPECT_FALSE(is_there(kResult));
  reopen();
  EXPECT_TRUE(settle().value());
  EXPECT_TRUE(fs::is_empty(place("in")));
  EXPECT_EQ(queued(), 2 * rows.size());
}

TEST_F(NotifyDropTest, KeepsARejectedRowWithItsReasonAndTellsOfTheOthers) {
  auto bad = recent();
  bad.reference = "CC-8";
  bad.time = "yesterday";
  drop(events_of({bad, recent()}));
  ASSERT_TRUE(settle().value());
  EXPECT_EQ(queued(), 2U);
  EXPECT_TRUE(has(kResult, "\"rejected\":1,"));
  EXPECT_TRUE(has(kResult, "\"rejected_rows\":\"failed/calls.csv.rejected.csv\""));
  EXPECT_TRUE(has("failed/calls.csv.rejected.csv", "2,Date/Time Reported,MALFORMED,"));
  EXPECT_TRUE(has("failed/calls.csv.rejected.csv", ",CC-8,"));
}

TEST_F(NotifyDropTest, ARowThatCannotBeReadIsAnAlarmForTheControlRoom) {
  auto bad = recent();
  bad.time = "yesterday";
  drop(events_of({recent()}));
  ASSERT_TRUE(settle().value());
  EXPECT_EQ(alarms(), "");
  drop(events_of({bad}), "night.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_NE(alarms().find("night.csv could not be read, or some of its events"), std::string::npos)
      << alarms();
}

TEST_F(NotifyDropTest, AnExportThatCannotBeReadIsAnAlarmEachTime) {
  for (const char* name : {"one.csv", "two.csv"}) {
    drop("a,b\r\n1,2\r\n", name);
    ASSERT_TRUE(settle().value());
    EXPECT_NE(alarms().find(name), std::string::npos) << alarms();
  }
}

TEST_F(NotifyDropTest, RefusesWhatNoMapReadsWhatNobodyMaySendAndWhatIsTooLarge) {
  drop("a,b\r\n1,2\r\n");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kMissingField, "calls.csv"));
  drop(events_of({recent()}) + std::string(limits::kMessageBytes, '\n'), "large.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kTooLarge, "large.csv"));
  sender_ = Error{Reason::kNotPermitted, "not in the people file"};
  drop(events_of({recent()}), "stranger.csv");
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(failed_for(Reason::kNotPermitted, "stranger.csv"));
  EXPECT_EQ(queued(), 0U);
}

TEST_F(NotifyDropTest, KeepsWhatSomebodyCannotBeToldYetAndTellsItOnceItCan) {
  take_key_of(kFarCouncil);
  const auto at_work = agent();
  drop(events_of({recent()}));
  ASSERT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(is_there("in/.kept-calls.csv"));
  EXPECT_TRUE(has(kResult, "\"events_unreached\":1,")) << text(kResult);
  EXPECT_NE(log_.find("export_kept "), std::string::npos) << log_;
  EXPECT_EQ(queued(), 1U);

  auto other = recent();
  other.reference = "CC-8";
  other.placing = support::kOwnAuthority;
  drop(events_of({other}), "next.csv");
  ASSERT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(is_there("sent/next.csv.result.json")) << "what is kept holds nothing up";
  while (at_work->settle_one().value()) {
  }
  EXPECT_FALSE(is_there("sent/calls.csv.2.result.json")) << "nothing went";

  give_keys();
  EXPECT_FALSE(at_work->settle_one().value()) << "it was tried a moment ago";
  source_->documents_changed();
  ASSERT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(fs::is_empty(place("in")));
  EXPECT_EQ(queued(), 2U);
  EXPECT_TRUE(has("sent/calls.csv.2.result.json", "\"told\":1,\"told_anew\":0,\"told_before\":1,"))
      << text("sent/calls.csv.2.result.json");
}

TEST_F(NotifyDropTest, TriesWhatItKeepsAgainEveryMinuteAndAfterARestart) {
  take_key_of(kFarCouncil);
  const auto at_work = agent();
  drop(events_of({recent()}));
  while (at_work->settle_one().value()) {
  }
  give_keys();
  now_ += 59;
  EXPECT_FALSE(at_work->settle_one().value());
  now_ += 1;
  EXPECT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(fs::is_empty(place("in")));

  take_key_of(kFarCouncil);
  drop(events_of({recent()}, "Invented-Wyn"));
  ASSERT_TRUE(at_work->settle_one().value());
  EXPECT_TRUE(is_there("in/.kept-calls.csv"));
  give_keys();
  ASSERT_TRUE(settle().value());
  EXPECT_TRUE(fs::is_empty(place("in")));
}

TEST_F(NotifyDropTest, KeepsTwoFilesOfOneNameAndTellsOfTheEventAsItWasReadLast) {
  take_key_of(kFarCouncil);
  for (const auto* surname : {"Invented-Wynne", "Invented-Wyn"}) {
    drop(events_of({recent()}, surname));
    ASSERT_TRUE(settle().value());
  }
  EXPECT_TRUE(is_there("in/.kept-calls.csv") && is_there("in/.kept-calls.csv.2"));
  give_keys();
  const auto at_work = agent();
  while (at_work->settle_one().value()) {
  }
  EXPECT_TRUE(fs::is_empty(place("in")));
  EXPECT_EQ(queued(), 2U);
}

// HeldUp stops the reading of an export at its first rejected row, until it is let go on.
class HeldUp : public RejectedRows {
 public:
  void take(const RowFault& /*fault*/, std::span<const std::string_view> /*cells*/) override {
    reading_.set_value();
    may_go_on_.get_future().wait();
  }
  void await() { reading_.get_future().wait(); }
  void go_on() { may_go_on_.set_value(); }

 private:
  std::promise<void> reading_;
  std::promise<void> may_go_on_;
};

TEST_F(NotifyDropTest, WaitsForNoReturnThatIsBeingRead) {
  HeldUp held;
  std::istringstream from(export_text({{.time = "yesterday"}, {.reference = "CC-1"}}));
  Delivered delivered;
  std::thread returned([&] {
    Said said;
    EXPECT_TRUE(source_->deliver(support::kMonth, from, "cad-export", said, held, delivered).ok());
  });
  held.await();
  drop(events_of({recent()}));
  EXPECT_TRUE(settle().value());
  EXPECT_EQ(queued(), 2U);
  held.go_on();
  returned.join();
  EXPECT_EQ(delivered.totals.sent, 1U);
}

TEST_F(NotifyDropTest, ANameOfTwoHundredBytesCanBeKeptToo) {
  take_key_of(kFarCouncil);
  const std::string name(200, 'x');
  for (const auto* surname : {"Invented-Wynne", "Invented-Wyn"}) {
    drop(events_of({recent()}, surname), name);
    ASSERT_TRUE(settle().value());
  }
  give_keys();
  const auto at_work = agent();
  while (at_work->settle_one().value()) {
  }
  EXPECT_TRUE(fs::is_empty(place("in")));
  EXPECT_TRUE(fs::is_empty(place("failed")));
}

}  // namespace
}  // namespace stile::agent
