// A force asks those whom it may notify whether they can be reached.
#include <gtest/gtest.h>

#include "agents/source/schema.h"
#include "core/storage/database.h"
#include "core/wire/row_codec.h"
#include "tests/unit/agents/source/notify_fixture.h"

namespace stile::agent {
namespace {

using support::kFarCouncil;
using support::kFarYjs;
using support::kOwnCouncil;
using support::kOwnYjs;

class SourceExerciseTest : public NotifyFixture {
 protected:
  ExitCode exercise(const std::string& agency = {}) {
    said_ = Said();
    return source_->exercise(agency, "operator", said_);
  }
  ExitCode stand(bool all = false) {
    said_ = Said();
    return source_->exercises(all, said_);
  }
  ExitCode audited() {
    said_ = Said();
    return source_->verify(said_);
  }
};

TEST_F(SourceExerciseTest, GoesOnceToEachThatMayBeNotifiedAndSaysNothing) {
  EXPECT_EQ(exercise(), ExitCode::kOk) << said_.text() << said_.messages();
  EXPECT_EQ(told(), (std::vector<std::string>{kOwnCouncil, kFarCouncil, kFarYjs, kOwnYjs}));
  for (const auto& one : gateway_.taken()) {
    EXPECT_TRUE(one.statement.disclosure.occasion.exercises());
    const auto& row = one.consignment.rows.front();
    record::Treated nothing;
    nothing.type = one.statement.disclosure.record;
    EXPECT_EQ(row.row.fields, wire::encode_fields(nothing));
    EXPECT_TRUE(row.envelope.empty());
    EXPECT_TRUE(row.subject_token.empty());
    EXPECT_TRUE(row.row.sealed_identity.empty());
  }
  EXPECT_EQ(audited(), ExitCode::kOk) << said_.text();
}

TEST_F(SourceExerciseTest, GoesToTheOneAgencyThatIsNamed) {
  EXPECT_EQ(exercise("yjs/testshire"), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(told(), std::vector<std::string>{kOwnYjs});
  EXPECT_EQ(exercise("regulator/ofsted"), ExitCode::kUsage);
  EXPECT_EQ(told().size(), 1U);
}

TEST_F(SourceExerciseTest, IsNoNotification) {
  exercise();
  said_ = Said();
  EXPECT_EQ(source_->notify_status(true, said_), ExitCode::kOk);
  EXPECT_TRUE(said_.text().empty()) << said_.text();
  EXPECT_TRUE(alarms().empty()) << alarms();
}

TEST_F(SourceExerciseTest, SaysThatAnAgencyHasNoSealingKeyYetAndAsksTheOthers) {
  take_key_of(kFarYjs);
  EXPECT_EQ(exercise(), ExitCode::kFaults);
  EXPECT_TRUE(said("NO exercise to yjs/farshire")) << said_.text();
  EXPECT_EQ(told().size(), 3U);
}

TEST_F(SourceExerciseTest, StandsAsNotAnsweredUntilAllHave) {
  EXPECT_EQ(stand(), ExitCode::kFaults);
  exercise("yjs/testshire");
  EXPECT_EQ(stand(), ExitCode::kFaults);
  EXPECT_TRUE(said("exercise to yjs/testshire: NOT delivered yet")) << said_.text();
  EXPECT_NE(said_.json().find("\"state\":\"queued\""), std::string::npos) << said_.json();
  const auto word = [&](record::DisclosureState state) {
    const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0], kOwnYjs, state)};
    EXPECT_EQ(source_->notes().take(notes)->size(), 1U);
    return stand();
  };
  EXPECT_EQ(word(record::DisclosureState::kStored), ExitCode::kFaults);
  EXPECT_TRUE(said("delivered, NOBODY has answered")) << said_.text();
  EXPECT_EQ(word(record::DisclosureState::kOpened), ExitCode::kFaults);
  EXPECT_TRUE(said("NOT ALL who may be on duty have answered")) << said_.text();
  EXPECT_EQ(word(record::DisclosureState::kClosed), ExitCode::kOk);
  EXPECT_TRUE(said("all who may be on duty have answered")) << said_.text();
  EXPECT_EQ(audited(), ExitCode::kOk) << said_.text();
}

TEST_F(SourceExerciseTest, AStoreOfAnEarlierVersionTakesThemOn) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(1)}).ok());
  }
  const auto store = IntakeStore::open(path, support::signer_named(support::kLog).verifier());
  ASSERT_TRUE(store.ok()) << store.error().detail;
  EXPECT_TRUE(IntakeReader::open(path).value()->exercises(true)->empty());
}

TEST_F(SourceExerciseTest, OneThatTheGatewayRefusesHoldsNoNotificationUp) {
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (!one.statement.disclosure.occasion.exercises()) return std::nullopt;
    return GivenRefusal{Reason::kUnknownValue, {}, 0};
  });
  exercise();
  EXPECT_EQ(stand(), ExitCode::kFaults);
  EXPECT_TRUE(said("exercise to yjs/testshire: REFUSED by the gateway: UNKNOWN_VALUE"))
      << said_.text();
  EXPECT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(told(), (std::vector<std::string>{kFarCouncil, kOwnYjs}));
  gateway_.refuse({});
  EXPECT_EQ(exercise("yjs/testshire"), ExitCode::kOk) << said_.messages();
  stand();
  EXPECT_FALSE(said("yjs/testshire: REFUSED")) << said_.text();
  stand(true);
  EXPECT_TRUE(said("yjs/testshire: REFUSED")) << said_.text();
  EXPECT_EQ(audited(), ExitCode::kOk) << said_.text();
}

}  // namespace
}  // namespace stile::agent
