// A regulator asks before an inspection, and the force's agent answers from what it has kept.
#include <gtest/gtest.h>

#include <set>

#include "core/crypto/digest.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

using AnswerTest = AnswerFixture;

TEST_F(AnswerTest, HoldsWhatWasAskedForAndNoMore) {
  ASSERT_EQ(send(october()), ExitCode::kOk) << said_.messages();
  const auto all = asked(question());
  const auto rows = rows_of_type(all, RecordType::kCallOut);
  ASSERT_EQ(rows.size(), 3U);
  std::set<Day> days;
  for (const auto& row : rows) {
    const auto treated = wire::decode_fields(row.row.fields).value();
    EXPECT_EQ(treated.home, support::home(support::kHome));
    EXPECT_EQ(treated.child_role, record::ChildRole::kMissing);
    EXPECT_FALSE(treated.event_minute || treated.exploitation);
    days.insert(*treated.event_day);
  }
  EXPECT_EQ(days.size(), 3U);
  EXPECT_EQ(said_of(all, RecordType::kCallOut).records, 3U);
  for (const auto& one : all) {
    EXPECT_EQ(one.consignment.question, support::signed_question(question()));
  }
}

// What the gateway would refuse is not even sent: source and gateway decide by the same code.
TEST_F(AnswerTest, IsGrantedByTheGatewaysOwnEvaluation) {
  send(october());
  const auto all = asked(question());
  const auto rows = rows_of_type(all, RecordType::kCallOut);
  const auto evaluation = agreement::Evaluation::begin_answer(
      *documents_, all[0].statement.disclosure, all[0].consignment.question, now_);
  for (const auto& row : rows) {
    EXPECT_TRUE(evaluation->of(wire::decode_envelope(row.envelope).value()).ok());
  }
}

TEST_F(AnswerTest, LinksAChildWithinTheAnswerAndNowhereElse) {
  send(october());
  const auto first = rows_of_type(asked(question(1)), RecordType::kCallOut);
  const auto second = rows_of_type(asked(question(2)), RecordType::kCallOut);
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[0].subject_token, first[1].subject_token);
  EXPECT_NE(first[0].subject_token, first[2].subject_token);
  std::set<std::string> tokens;
  for (const auto& row : rows_taken()) tokens.insert(std::string(view(row.row.event_token)));
  EXPECT_EQ(tokens.size(), rows_taken().size());  // no event has one in common
  EXPECT_NE(first[0].subject_token, second[0].subject_token);
}

// Stores are in the order of tokens: the rows of an answer stand together there, behind those of
// the answers of the days before.
TEST_F(AnswerTest, ItsTokensComeTogetherAndInTheOrderOfDays) {
  send(october());
  const auto beginning = [](const wire::ConsignmentRow& row) {
    return std::string(view(row.row.event_token).substr(0, 6));
  };
  const auto beginnings = [&](const std::vector<Taken>& all) {
    std::set<std::string> found;
    for (const auto& one : all) {
      for (const auto& row : one.consignment.rows) found.insert(beginning(row));
    }
    return found;
  };
  const auto first = beginnings(asked(question(1)));
  const auto second = beginnings(asked(question(2)));
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_NE(first, second);
  const Day day = local_day(question(1).made);
  const std::string written{static_cast<char>(day >> 8), static_cast<char>(day & 0xff)};
  EXPECT_EQ(first.begin()->substr(0, 2), written);
  EXPECT_EQ(second.begin()->substr(0, 2), written);
}

// A home that was registered anew is asked about under its last number, and was it under the other.
TEST_F(AnswerTest, HoldsWhatHappenedUnderTheNumberBefore) {
  send({{.reference = "CC-1", .person = "N1", .home = "9000006", .time = "04/10/2026 21:10"},
        {.reference = "CC-2", .person = "N1", .home = "SC900007", .time = "20/10/2026 21:10"},
        {.reference = "CC-3", .person = "N2", .time = "20/10/2026 22:10"}});
  auto now = question(1);
  now.home = support::home(support::kSuccessorHome);
  const auto rows = rows_of_type(asked(now), RecordType::kCallOut);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].subject_token, rows[1].subject_token);
  auto before = question(2);
  before.home = support::home(support::kClosedHome);
  EXPECT_EQ(rows_of_type(asked(before), RecordType::kCallOut).size(), 1U);
}

TEST_F(AnswerTest, SaysThatItIsWholeAlsoWhereThereIsNothing) {
  send(october());
  auto nothing = question();
  nothing.home = support::home(support::kSmallHome);
  const auto all = asked(nothing);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(said_of(all, RecordType::kCallOut),
            (record::Collection{RecordType::kCallOut, true, 0, 0, 0}));
}

// A month of which no export was read while the agreement was in force looks quiet, and is not.
TEST_F(AnswerTest, IsCompleteOnlyWhereEveryMonthWasSearched) {
  send(october());
  EXPECT_TRUE(said_of(asked(question(1)), RecordType::kCallOut).complete);
  auto longer = question(2);
  longer.first = to_day({2026, 9, 30});
  EXPECT_FALSE(said_of(asked(longer), RecordType::kCallOut).complete);
  // No system of this force has them.
  EXPECT_FALSE(said_of(answers(1), RecordType::kMissingEpisode).complete);
}

// What a force sent before it agreed to be asked is kept once it sends the month again.
TEST_F(AnswerTest, AMonthSentBeforeTheAgreementIsSearchedOnceItIsSentAgain) {
  const auto enquiries = scheme_.agreements.back();
  scheme_.agreements.pop_back();
  use_documents();
  send(october());
  scheme_.agreements.push_back(enquiries);
  use_documents();
  EXPECT_EQ(said_of(asked(question(1)), RecordType::kCallOut),
            (record::Collection{RecordType::kCallOut, false, 0, 0, 0}));
  EXPECT_EQ(send(october()), ExitCode::kOk);
  EXPECT_TRUE(said(" 0 sent, 0 revised,")) << said_.text();
  EXPECT_EQ(said_of(asked(question(2)), RecordType::kCallOut),
            (record::Collection{RecordType::kCallOut, true, 3, 0, 0}));
}

TEST_F(AnswerTest, OfARevisedRecordItHasTheLastRevision) {
  send({{}});
  send({{.category = "Concern for Safety"}});
  const auto rows = rows_of_type(asked(question()), RecordType::kCallOut);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(wire::decode_fields(rows[0].row.fields)->category, record::Category::kSafeguarding);
}

TEST_F(AnswerTest, WhatWasWithdrawnOrIsOfAnotherHomeByNowIsInNoAnswer) {
  send(october());
  said_ = Said();
  const RecordOrder withdrawn = order(record::ChangeReason::kRecordedInError);
  ASSERT_EQ(source_->change(withdrawn, "officer", said_), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(rows_of_type(asked(question(1)), RecordType::kCallOut).size(), 2U);
  send({{.reference = "CC-2", .home = "SC900002", .time = "09/10/2026 02:00"}});
  EXPECT_EQ(rows_of_type(asked(question(2)), RecordType::kCallOut).size(), 1U);
}

// The regulator says nothing of its inspections: what a force has is how long ago it was asked.
TEST_F(AnswerTest, TheDataOfficerSeesWhichInspectionIsOverNinetyDaysOld) {
  send(october());
  asked(question());
  EXPECT_TRUE(eventually([&] { return questions_where("state = 2") == 1; }));
  const auto listed_after = [&](Day days) {
    now_ = support::kNow + Instant{days} * 86400;
    said_ = Said();
    source_->list_questions("officer", said_);
    return said_.text();
  };
  EXPECT_EQ(listed_after(90).find("90 DAYS"), std::string::npos) << said_.text();
  EXPECT_NE(listed_after(91).find("answered; MORE THAN 90 DAYS AGO: ask its data officer"),
            std::string::npos)
      << said_.text();
  EXPECT_NE(said_.json().find("\"older_than_90_days\":true"), std::string::npos);
}

// X6: who asked is the data officer's to see, and written down.
TEST_F(AnswerTest, TheDataOfficerSeesWhoAskedAndHowItStands) {
  send(october());
  asked(question(1));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 2") == 1; }));
  said_ = Said();
  EXPECT_EQ(source_->list_questions("officer", said_), ExitCode::kOk);
  EXPECT_TRUE(said("regulator/ofsted asked about ofsted:SC900001")) << said_.text();
  EXPECT_NE(said_.json().find("\"state\":\"answered\""), std::string::npos) << said_.json();
}

TEST_F(AnswerTest, AskedAgainItIsAnsweredOnce) {
  send(october());
  const auto first = asked(question());
  EXPECT_TRUE(take(question()));
  reopen();
  EXPECT_TRUE(take(question()));
  asked(question(2));
  EXPECT_EQ(answers().size(), first.size());
}

TEST_F(AnswerTest, WhatCameBeforeARestartIsAnsweredAfterIt) {
  send(october());
  gateway_.be_away(true);
  EXPECT_TRUE(take(question()));
  reopen();
  gateway_.be_away(false);
  source_->documents_changed();
  EXPECT_EQ(rows_of_type(whole(), RecordType::kCallOut).size(), 3U);
}

TEST_F(AnswerTest, ASuspendedAgreementsAnswerWaitsAndAnEndedOnesNeverComes) {
  send(october());
  set_status("SUSPENDED");
  EXPECT_TRUE(take(question(1)));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 1 AND why <> ''") == 1; }));
  EXPECT_TRUE(answers(1).empty());
  scheme_.statuses.clear();
  use_documents();
  source_->documents_changed();
  whole(1);
  set_status("ENDED");
  EXPECT_TRUE(take(question(2)));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 3") == 1; }));
  scheme_.statuses.clear();
  use_documents();
  source_->documents_changed();
  asked(question(3));
  EXPECT_TRUE(answers(2).empty());
}

TEST_F(AnswerTest, TakesNoQuestionThatWhoAsksHasNotSignedOrThatIsNotInTheLedger) {
  send(october());
  EXPECT_FALSE(take(question(), support::kCiw));
  EXPECT_FALSE(take(question(), support::kTestshire));
  EXPECT_FALSE(take(question(), support::kOfsted,
                    [](ledger::Leaf& leaf) { leaf.commit_reason = crypto::sha256("another"); }));
  EXPECT_FALSE(take(question(), support::kOfsted,
                    [](ledger::Leaf& leaf) { leaf.to = support::kOthershire; }));
  auto anothers = question();
  anothers.to = support::agency(support::kOthershire);
  EXPECT_FALSE(take(anothers));
  asked(question(2));
  EXPECT_TRUE(answers(1).empty());
  EXPECT_NE(status().find("INTEGRITY"), std::string::npos);
}

// X6: who sends returns does not see that anybody asked.
TEST_F(AnswerTest, TheDataTeamsListsDoNotTellOfIt) {
  send(october());
  const std::string before = status();
  asked(question());
  EXPECT_EQ(status(), before);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(AnswerTest, OneThatTheGatewayNeverTakesHoldsNothingUp) {
  send(october());
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (!one.statement.disclosure.occasion.enquires()) return std::nullopt;
    return GivenRefusal{Reason::kEnded, {}, 0};
  });
  EXPECT_TRUE(take(question(1)));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 3") == 1 && none_queued(); }));
  gateway_.refuse({});
  asked(question(2));
  EXPECT_EQ(declined(whole(1)), record::Declined::kNotAnswerable);
  EXPECT_EQ(answers(1).size(), 1U);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(AnswerTest, WhatTheGatewayMayTakeLaterWaitsAndHoldsNothingUp) {
  send(october());
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (!one.statement.disclosure.occasion.enquires()) return std::nullopt;
    return GivenRefusal{Reason::kUnavailable, {}, 0};
  });
  EXPECT_TRUE(take(question()));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 2") == 1; }));
  EXPECT_TRUE(eventually([&] {
    return std::ranges::any_of(gateway_.came(), [](const Taken& one) {
      return one.statement.disclosure.occasion.enquires();
    });
  }));
  EXPECT_EQ(send({{.reference = "CC-9"}}), ExitCode::kOk);
  // X6: nobody is told that it waits.
  EXPECT_EQ(source_->figures()->refused_routes, 0U);
  const auto reader = IntakeReader::open(folder_.file("intake.db")).value();
  EXPECT_EQ(reader->unanswered(0, record::OccasionKind::kNotify).value(), 0U);
  EXPECT_FALSE(none_queued());
  gateway_.refuse({});
  // One that was refused just before waits for the next time.
  EXPECT_TRUE(eventually([&] {
    source_->documents_changed();
    return none_queued();
  }));
  whole();
}

// Of one that lacks a row nobody could say that it is whole: who asked is told that there is none.
TEST_F(AnswerTest, OneOfWhichTheGatewayRefusesARowIsEnded) {
  send(october());
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (one.statement.disclosure.record != RecordType::kCallOut) return std::nullopt;
    if (!one.statement.disclosure.occasion.enquires()) return std::nullopt;
    return GivenRefusal{Reason::kExcessField, {{0, Reason::kExcessField, {}}}, 0};
  });
  EXPECT_TRUE(take(question()));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 3") == 1 && none_queued(); }));
  EXPECT_TRUE(answers().empty());
  source_->documents_changed();
  EXPECT_EQ(declined(whole()), record::Declined::kNotAnswerable);
  EXPECT_EQ(answers().size(), 1U);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

// A gateway that takes no manifest either is asked once more, and no oftener.
TEST_F(AnswerTest, OneOfWhichTheGatewayTakesNothingIsOfferedOnceMore) {
  send(october());
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (!one.statement.disclosure.occasion.enquires()) return std::nullopt;
    return GivenRefusal{Reason::kNoClause, {}, 0};
  });
  EXPECT_TRUE(take(question(1)));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 3") == 1 && none_queued(); }));
  const auto offered = [&] {
    const auto all = gateway_.came();
    return std::ranges::count_if(all, [](const Taken& one) {
      return one.statement.disclosure.occasion == record::answer_to({1});
    });
  };
  const auto before = offered();
  source_->documents_changed();
  EXPECT_TRUE(eventually([&] { return offered() == before + 1 && none_queued(); }));
  gateway_.refuse({});
  asked(question(2));
  source_->documents_changed();
  asked(question(3));
  EXPECT_EQ(offered(), before + 1);
  EXPECT_TRUE(answers(1).empty());
}

// What may be asked is kept from whatever is exported, and is no reason why a return does not go.
TEST_F(AnswerTest, AReturnSaysNothingOfAnAgreementAboutEnquiries) {
  EXPECT_EQ(send(october()), ExitCode::kOk);
  EXPECT_FALSE(said("NO_CLAUSE"));
  scheme_.agreements.erase(scheme_.agreements.begin());
  use_documents();
  EXPECT_EQ(send(october()), ExitCode::kRefused);
  EXPECT_TRUE(said("NO_AGREEMENT"));
  EXPECT_FALSE(said("NO_CLAUSE"));
}

TEST_F(AnswerTest, APreviewKeepsNothing) {
  preview(october());
  EXPECT_TRUE(rows_of_type(asked(question()), RecordType::kCallOut).empty());
}

}  // namespace
}  // namespace stile::agent
