#include "core/wire/consignment_codec.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What was lost with a ledger, and may not go to its successor as it was.
namespace stile::agent {
namespace {

using Numbers = std::vector<std::uint64_t>;

constexpr char kNextLog[] = "stile.example/ledger-2";
constexpr char kThirdLog[] = "stile.example/ledger-3";
constexpr int kTwoConsignments = 300;
constexpr int kFirstRows = 256;
constexpr Instant kTerm = 365 * 86'400;

// refuse_number() refuses a number, of these rows of it or, where there are none, as a whole.
SubmitterHand::Refuse refuse_number(std::uint64_t number, Reason reason,
                                    const std::vector<std::uint32_t>& rows = {}) {
  return [=](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.number != number) return std::nullopt;
    GivenRefusal refusal{reason, {}, 0};
    for (const std::uint32_t row : rows) refusal.rows.push_back({row, reason, {}});
    return refusal;
  };
}

class SentAgainTest : public SourceFixture {
 protected:
  SentAgainTest() { EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk); }

  void store(std::size_t place) {
    const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken().at(place))};
    ASSERT_TRUE(source_->notes().take(notes).ok());
  }
  // lose() has a successor begin to which nobody gave back anything.
  void lose(SubmitterHand::Refuse refuse = nullptr) {
    source_.reset();
    log_ = gateway_.succeed(kNextLog, false);
    gateway_.refuse(std::move(refuse));
    reopen();
  }
  bool all_went() {
    for (int tries = 0; tries < 2000; ++tries) {
      if (status().find(" 0 queued") != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  std::uint64_t passed(std::size_t place) const {
    return gateway_.taken().at(place).consignment.passes;
  }
};

TEST_F(SentAgainTest, WhatIsRefusedOfItHoldsUpNothingBehindIt) {
  lose(refuse_number(1, Reason::kUnknownHome, {7, 3}));
  ASSERT_TRUE(all_went()) << status();
  EXPECT_EQ(numbers_taken(), Numbers{2});
  EXPECT_EQ(passed(0), 1U);
  EXPECT_NE(status().find("44 admitted, 0 stored at recipient, 256 lost with a ledger"),
            std::string::npos)
      << status();
  EXPECT_NE(status().find("2 rows refused: UNKNOWN_HOME"), std::string::npos) << status();
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SentAgainTest, ItsRowsGoWithTheNextExport) {
  lose(refuse_number(1, Reason::kUnknownHome, {7, 3}));
  ASSERT_TRUE(all_went());
  gateway_.refuse(nullptr);
  EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk) << said_.text();
  EXPECT_EQ(numbers_taken(), (Numbers{2, 3}));
  EXPECT_EQ(gateway_.taken()[1].statement.rows, static_cast<std::uint32_t>(kFirstRows));
  EXPECT_EQ(passed(1), 0U);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SentAgainTest, RefusedAsAWholeItIsPassedOverToo) {
  lose(refuse_number(1, Reason::kSuspended));
  ASSERT_TRUE(all_went()) << status();
  EXPECT_EQ(numbers_taken(), Numbers{2});
  EXPECT_NE(status().find("256 rows refused: AGREEMENT_SUSPENDED"), std::string::npos) << status();
}

TEST_F(SentAgainTest, ManyInARowArePassedOverTogether) {
  lose([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.number > 2) return std::nullopt;
    return GivenRefusal{Reason::kSuspended, {}, 0};
  });
  ASSERT_TRUE(all_went()) << status();
  EXPECT_EQ(send(rows_of(kTwoConsignments)), ExitCode::kOk) << said_.text();
  EXPECT_EQ(numbers_taken(), (Numbers{3, 4}));
  EXPECT_EQ(passed(0), 2U);
  reopen();
  EXPECT_EQ(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk);
  EXPECT_EQ(numbers_taken(), (Numbers{3, 4, 5}));
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SentAgainTest, WhatItsRecipientHasGoesNoSecondTime) {
  store(0);
  lose(refuse_number(1, Reason::kSuspended));
  EXPECT_EQ(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk) << said_.text();
  EXPECT_EQ(rows_taken().size(), static_cast<std::size_t>(kTwoConsignments - kFirstRows + 1));
  EXPECT_EQ(status().find("lost"), std::string::npos) << status();
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SentAgainTest, ARefusalThatTimeMendsIsWaitedFor) {
  lose(refuse_number(1, Reason::kUnavailable));
  for (int tries = 0; tries < 2000 && gateway_.came().size() < 4; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  gateway_.refuse(nullptr);
  ASSERT_TRUE(all_went()) << status();
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2}));
}

TEST_F(SentAgainTest, ANumberThatTheGatewayHasOtherwiseIsPassedOver) {
  source_.reset();
  log_ = gateway_.succeed(kNextLog, false);
  gateway_.go_on_from(support::kOfsted, 1);  // of which it says that it is another
  reopen();
  ASSERT_TRUE(all_went()) << status();
  EXPECT_EQ(numbers_taken(), Numbers{2});
}

TEST_F(SentAgainTest, WhatWasDestroyedSinceIsPassedOver) {
  store(0);
  store(1);
  const Instant then = now_;
  now_ = now_ + kTerm + 60;
  ASSERT_TRUE(source_->destroy_due(now_).ok());
  now_ = then;  // the fixture's documents last no longer
  lose();
  EXPECT_EQ(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk) << said_.text();
  EXPECT_EQ(numbers_taken(), Numbers{3});
  EXPECT_EQ(passed(0), 2U);
  now_ = now_ + kTerm + 60;
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(SentAgainTest, WhatAnEarlierLedgerLostGoesAgainToo) {
  store(0);
  store(1);
  source_.reset();
  static_cast<void>(gateway_.succeed(kNextLog, false));
  log_ = gateway_.succeed(kThirdLog, false);
  reopen();
  EXPECT_EQ(send(rows_of(kTwoConsignments + 1)), ExitCode::kOk) << said_.text();
  EXPECT_EQ(numbers_taken(), (Numbers{1, 2, 3}));
}

class EventSentAgainTest : public CorrectionTest {
 protected:
  // lose() has a successor begin to which nobody gave back anything.
  void lose(SubmitterHand::Refuse refuse) {
    source_.reset();
    log_ = gateway_.succeed(kNextLog, false);
    lost_ = log_.closed.back().last.size;
    gateway_.refuse(std::move(refuse));
    reopen();
  }
  // cites_lost() refuses a correction of a record whose leaf was lost.
  SubmitterHand::Refuse cites_lost() {
    return [this](const Taken& one) -> std::optional<GivenRefusal> {
      if (!one.statement.disclosure.occasion.corrects()) return std::nullopt;
      const auto cited = wire::decode_citation(one.consignment.rows.front().envelope);
      if (cited->index > lost_) return std::nullopt;
      return GivenRefusal{Reason::kOutOfScope, {{0, Reason::kOutOfScope, {}}}, 0};
    };
  }
  std::uint64_t lost_ = 0;
};

TEST_F(EventSentAgainTest, ANotificationThatIsRefusedRaisesItsAlarm) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.text();
  const auto before = gateway_.taken().size();
  lose([](const Taken&) { return GivenRefusal{Reason::kSuspended, {}, 0}; });
  const auto all_alarmed = [&] {
    const std::string text = alarms();
    std::size_t found = 0;
    for (auto at = text.find("CC-7"); at != text.npos; at = text.find("CC-7", at + 1)) ++found;
    return found == before;
  };
  ASSERT_TRUE(eventually(all_alarmed)) << alarms();
  EXPECT_TRUE(gateway_.taken().empty());
  gateway_.refuse(nullptr);
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.text();
  EXPECT_EQ(gateway_.taken().size(), before) << "told anew";
}

TEST_F(EventSentAgainTest, ACorrectionOfWhatWasLostIsMadeAnew) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.text();
  ASSERT_EQ(change(record::ChangeReason::kRecordedInError), ExitCode::kOk) << said_.text();
  const std::size_t sent = corrections().size();
  ASSERT_GT(sent, 0U);
  lose(cites_lost());
  ASSERT_TRUE(eventually([&] {
    now_ = now_ + 600;
    source_->documents_changed();
    return corrections().size() == sent;
  })) << changes(true);
  for (const auto& one : corrections()) {
    const auto cited = wire::decode_citation(one.consignment.rows.front().envelope);
    EXPECT_GT(cited->index, lost_) << "the disclosure's new leaf";
    EXPECT_EQ(one.consignment.passes, 1U);
    says(one, record::DisclosureState::kClosed);
  }
  EXPECT_EQ(changes().find("CC-7"), std::string::npos) << changes();
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

class AnswerSentAgainTest : public AnswerFixture {
 protected:
  void lose(SubmitterHand::Refuse refuse) {
    source_.reset();
    log_ = gateway_.succeed(kNextLog, false);
    gateway_.refuse(std::move(refuse));
    reopen();
  }
};

// The question itself may be lost, and then nobody waits for what answered it.
TEST_F(AnswerSentAgainTest, AnAnswerThatNobodyWaitsForHoldsUpNoOther) {
  send({{.reference = "CC-1"}});
  const std::size_t parts = asked(question()).size();
  lose([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.disclosure.occasion != record::answer_to({1})) return std::nullopt;
    return GivenRefusal{Reason::kOutsideOccasion, {}, 0};
  });
  ASSERT_TRUE(eventually([&] { return none_queued(); }));
  EXPECT_TRUE(answers(1).empty());
  const auto next = asked(question(2));
  ASSERT_FALSE(next.empty());
  EXPECT_EQ(next.front().consignment.passes, parts);
  EXPECT_EQ(next.back().consignment.passes, 0U);
  EXPECT_EQ(questions_where("state = 2"), 2) << "it was answered";
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

}  // namespace
}  // namespace stile::agent
