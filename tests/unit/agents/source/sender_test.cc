#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

using Numbers = std::vector<std::uint64_t>;

constexpr int kTwoConsignments = 300;
constexpr int kFourConsignments = 900;
constexpr int kMoreThanMayBeUnanswered = 19 * 256;

class SenderTest : public SourceFixture {
 protected:
  // send_in_vain() queues rows while the gateway is away, and stops the source.
  void queue_only(int rows) {
    gateway_.be_away(true);
    write_export(rows_of(rows));
    std::thread sending([this] {
      Said said;
      source_->send(support::kMonth, "month.csv", "analyst", said);
    });
    while (status().find(std::to_string(rows) + " queued") == std::string::npos) {
      std::this_thread::yield();
    }
    source_->stop();
    sending.join();
    gateway_.be_away(false);
  }
  void wait_until_all_admitted(int rows) {
    const std::string wanted = "0 queued, " + std::to_string(rows) + " admitted";
    for (int tries = 0; tries < 2000; ++tries) {
      if (status().find(wanted) != std::string::npos) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << status();
  }
};

TEST_F(SenderTest, GoesOnAfterARestartWithTheSameBytes) {
  queue_only(kTwoConsignments);
  reopen();
  wait_until_all_admitted(kTwoConsignments);
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(SenderTest, SendsTheSameBytesAgainWhenTheAnswerWasLost) {
  gateway_.lose_after(2);
  EXPECT_EQ(send(rows_of(kFourConsignments)), ExitCode::kOk);
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2, 3, 4}));
  const auto came = gateway_.came();
  ASSERT_GT(came.size(), 4U);
  const auto taken = gateway_.taken();
  for (const auto& one : came) EXPECT_EQ(one.bytes, taken[one.statement.number - 1].bytes);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(SenderTest, SignsTheRestAgainUnderTheSameNumberWhenRowsAreRefused) {
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.number != 1 || one.statement.rows != 256) return std::nullopt;
    return GivenRefusal{Reason::kUnknownHome,
                        {{.row = 3, .reason = Reason::kUnknownHome, .field = record::Field::kHome},
                         {.row = 5, .reason = Reason::kUnknownHome, .field = {}}},
                        0};
  });
  EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk);
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
  EXPECT_EQ(gateway_.taken()[0].statement.rows, 254U);
  EXPECT_EQ(rows_taken().size(), 298U);
  EXPECT_NE(status().find("1 rows refused: UNKNOWN_HOME, agreement testshire-ofsted, field home"),
            std::string::npos);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(SenderTest, EndsTheStreamAfterARefusalHoweverMuchWaits) {
  queue_only(kMoreThanMayBeUnanswered);
  bool refused = false;
  gateway_.refuse([&](const Taken&) -> std::optional<GivenRefusal> {
    if (std::exchange(refused, true)) return std::nullopt;
    return GivenRefusal{
        Reason::kUnknownHome, {{.row = 0, .reason = Reason::kUnknownHome, .field = {}}}, 0};
  });
  reopen();
  wait_until_all_admitted(kMoreThanMayBeUnanswered - 1);
  EXPECT_EQ(rows_taken().size(), kMoreThanMayBeUnanswered - 1U);
}

TEST_F(SenderTest, SendsRefusedRowsAgainWithTheNextExport) {
  bool refused = false;
  gateway_.refuse([&](const Taken& one) -> std::optional<GivenRefusal> {
    if (std::exchange(refused, true)) return std::nullopt;
    return GivenRefusal{Reason::kUnknownHome,
                        {{.row = 1, .reason = Reason::kUnknownHome, .field = {}}},
                        one.statement.number - 1};
  });
  send(rows_of(4));
  EXPECT_EQ(rows_taken().size(), 3U);
  EXPECT_EQ(send(rows_of(4)), ExitCode::kOk);
  EXPECT_TRUE(said("1 revised, 3 unchanged"));
  EXPECT_EQ(rows_taken().size(), 4U);
}

TEST_F(SenderTest, SkipsNoNumberWhenEveryRowOfAConsignmentIsRefused) {
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.rows != 256 || one.statement.number != 1) return std::nullopt;
    GivenRefusal refusal{Reason::kUnknownHome, {}, 0};
    for (std::uint32_t i = 0; i < 256; ++i) {
      refusal.rows.push_back({.row = i, .reason = Reason::kUnknownHome, .field = {}});
    }
    return refusal;
  });
  EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk);
  EXPECT_EQ(numbers_taken(), (Numbers{1}));
  EXPECT_EQ(rows_taken().size(), 44U);
  gateway_.refuse({});
  send({{.reference = "CC-900000"}});
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
}

TEST_F(SenderTest, ARefusalThatNamesNoRealRowStopsIt) {
  gateway_.refuse([](const Taken&) -> std::optional<GivenRefusal> {
    return GivenRefusal{
        Reason::kUnknownHome, {{.row = 999, .reason = Reason::kUnknownHome, .field = {}}}, 0};
  });
  EXPECT_EQ(send(rows_of(2)), ExitCode::kIntegrity);
}

TEST_F(SenderTest, KeepsWhatTheGatewayRefusesUntilTheDocumentsChange) {
  gateway_.refuse([](const Taken&) -> std::optional<GivenRefusal> {
    return GivenRefusal{Reason::kSuspended, {}, 0};
  });
  EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kRefused);
  EXPECT_TRUE(said("AGREEMENT_SUSPENDED"));
  EXPECT_NE(status().find("300 queued"), std::string::npos);
  EXPECT_EQ(gateway_.came().size(), 1U);
  gateway_.refuse({});
  source_->documents_changed();
  wait_until_all_admitted(kTwoConsignments);
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
}

TEST_F(SenderTest, GoesOnBehindNumbersThatTheGatewayTookAndThisStoreLost) {
  gateway_.go_on_from(support::kOfsted, 7);
  EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk);
  EXPECT_EQ(numbers_taken(), (Numbers{8, 9}));
  EXPECT_NE(status().find("INTEGRITY"), std::string::npos);
  EXPECT_EQ(status_code_, ExitCode::kIntegrity);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(SenderTest, StopsWhenTheGatewayLostWhatItGaveAReceiptFor) {
  send(rows_of(1));
  gateway_.go_on_from(support::kOfsted, 0);
  EXPECT_EQ(send({{.reference = "CC-900000"}}), ExitCode::kIntegrity);
  EXPECT_EQ(numbers_taken(), (Numbers{1}));
}

TEST_F(SenderTest, BelievesReceiptsBesideCheckpointsThatTheAttachmentKept) {
  send(rows_of(1));
  auto& log = source_->log();
  for (int i = 0; i < 3; ++i) {
    gateway_.grow(5);
    const auto before = log.view();
    auto seen = before;
    ASSERT_TRUE(seen.see(gateway_.checkpoint(),
                         gateway_.consistency(before.size(), before.size() + 5).value())
                    .ok());
    ASSERT_TRUE(log.keep(before, seen).ok());
    EXPECT_EQ(send({{.reference = "CC-90000" + std::to_string(i)}}), ExitCode::kOk);
  }
  EXPECT_EQ(log.view().size(), 19U);
}

TEST_F(SenderTest, StopsForGoodAtAKeptConsignmentThatIsDamaged) {
  queue_only(kTwoConsignments);
  source_.reset();
  {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite);
    ASSERT_TRUE(store
                    ->run("UPDATE consignment_bytes SET bytes = substr(bytes, 1,"
                          " length(bytes) - 1) WHERE id = 1")
                    .ok());
  }
  reopen();
  while (source_->figures().value().stopped == false) std::this_thread::yield();
  EXPECT_TRUE(numbers_taken().empty());
}

TEST_F(SenderTest, AnAlarmEndsSendingForGood) {
  source_->alarm({Reason::kIntegrity, "two histories"});
  EXPECT_EQ(send(rows_of(1)), ExitCode::kIntegrity);
  EXPECT_TRUE(gateway_.came().empty());
  EXPECT_NE(status().find("two histories"), std::string::npos);
}

TEST_F(SenderTest, KeepsTheLastCheckpointOverARestart) {
  send(rows_of(kTwoConsignments));
  const auto size = source_->log().view().size();
  reopen();
  EXPECT_EQ(source_->log().view().size(), size);
  EXPECT_EQ(size, 2U);
}

}  // namespace
}  // namespace stile::agent
