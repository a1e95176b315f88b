// A person at the force approves a regulator's question before it is answered, or refuses it, or
// nobody does in time.
#include <gtest/gtest.h>

#include <atomic>

#include "agents/source/decide.h"
#include "core/crypto/encoding.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

using record::Declined;

constexpr Instant kHour = 3600;

// ApprovalTest is a force whose agreement asks for approval within 24 hours.
class ApprovalTest : public AnswerFixture {
 protected:
  ApprovalTest() {
    scheme_.agreements.back().approval_hours = 24;
    use_documents();
    reopen();
    source_->documents_changed();
  }
  // hold() takes a question, and returns when it waits for a person.
  void hold(std::uint8_t enquiry = 1) {
    ASSERT_TRUE(take(question(enquiry)));
    ASSERT_TRUE(eventually([&] { return waits(enquiry); }));
  }
  bool waits(std::uint8_t enquiry = 1) { return state(enquiry) == "awaiting-approval"; }
  // state() is as a data officer is told.
  std::string state(std::uint8_t enquiry = 1) {
    Said said;
    EXPECT_EQ(source_->list_questions("officer", said), ExitCode::kOk);
    const std::string json = said.json();
    const auto line = json.find(id(enquiry));
    if (line == json.npos) return "none";
    constexpr std::string_view kKey = "\"state\":\"";
    const auto at = json.find(kKey, line) + kKey.size();
    return json.substr(at, json.find('"', at) - at);
  }
  // due() is until when a data officer is told that it may be decided.
  std::string due() {
    Said said;
    EXPECT_EQ(source_->list_questions("officer", said), ExitCode::kOk);
    constexpr std::string_view kKey = "\"due\":\"";
    const std::string json = said.json();
    const auto at = json.find(kKey) + kKey.size();
    return json.substr(at, json.find('"', at) - at);
  }
  static std::string id(std::uint8_t enquiry = 1) { return crypto::hex(Token{enquiry}); }
  ExitCode approve(std::uint8_t enquiry = 1, std::string_view account = "officer") {
    said_ = Said();
    return source_->decide(id(enquiry), std::nullopt, account, said_);
  }
  ExitCode refuse(Declined why, std::uint8_t enquiry = 1) {
    said_ = Said();
    return source_->decide(id(enquiry), why, "officer", said_);
  }
  // asked_and() takes a question, and gives its answer once somebody has decided about it.
  std::vector<Taken> asked_and(const Question& what, const std::function<void()>& decide) {
    EXPECT_TRUE(take(what));
    EXPECT_TRUE(eventually([&] { return waits(what.enquiry[0]); }));
    decide();
    return whole(what.enquiry[0]);
  }
  std::int64_t approvals() {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store.value().integer("SELECT count(*) FROM approval").value();
  }
  std::int64_t operations(const std::string& where) {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    const std::string sql = "SELECT count(*) FROM operation_log WHERE " + where;
    return store.value().integer(sql.c_str()).value();
  }
  void pass(Instant seconds) {
    now_ += seconds;
    source_->documents_changed();  // the agent would look within a minute
  }
};

TEST_F(ApprovalTest, NothingGoesBeforeAPersonHasApprovedAndAllOfItThen) {
  send(october());
  hold();
  pass(23 * kHour);
  EXPECT_TRUE(waits());
  EXPECT_TRUE(answers().empty());
  ASSERT_EQ(approve(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(rows_of_type(whole(), RecordType::kCallOut).size(), 3U);
  EXPECT_TRUE(eventually([&] { return state() == "answered"; }));
  EXPECT_EQ(operations("op = 'approval' AND account = 'officer' AND occasion LIKE 'enquiry/%'"), 1);
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

TEST_F(ApprovalTest, TheDataOfficerIsToldUntilWhenByTheClocksOnTheWall) {
  hold();
  said_ = Said();
  EXPECT_EQ(source_->list_questions("officer", said_), ExitCode::kOk);
  const CivilMinute local = local_minute(now_ + 24 * kHour);
  EXPECT_TRUE(said("awaiting-approval until " + to_text(local.date) + " " +
                   time_of_day_text(local.hour * 60 + local.minute)))
      << said_.text();
  EXPECT_TRUE(said("stile enquiry approve " + id()));
  EXPECT_NE(said_.json().find("\"due\":\"" + utc_second_text(now_ + 24 * kHour)),
            std::string::npos);
}

TEST_F(ApprovalTest, ApprovedTwiceItIsAnsweredOnce) {
  send(october());
  hold();
  ASSERT_EQ(approve(), ExitCode::kOk);
  const auto first = whole();
  EXPECT_EQ(approve(1, "other"), ExitCode::kOk);
  EXPECT_TRUE(said("approved, as before"));
  asked_and(question(2), [&] { approve(2); });
  EXPECT_EQ(answers().size(), first.size());
  EXPECT_EQ(operations("op = 'approval'"), 2);
}

TEST_F(ApprovalTest, ADecisionAndAWaitSurviveARestart) {
  send(october());
  hold(1);
  hold(2);
  reopen();
  EXPECT_TRUE(waits(1));
  EXPECT_TRUE(answers(1).empty());
  gateway_.be_away(true);
  ASSERT_EQ(approve(1), ExitCode::kOk);
  ASSERT_EQ(refuse(Declined::kAskedBefore, 2), ExitCode::kOk);
  reopen();
  gateway_.be_away(false);
  source_->documents_changed();
  EXPECT_EQ(rows_of_type(whole(1), RecordType::kCallOut).size(), 3U);
  EXPECT_EQ(declined(whole(2)), Declined::kAskedBefore);
  EXPECT_EQ(answers(2).size(), 1U);
}

TEST_F(ApprovalTest, WhoAskedIsToldWhyItIsRefusedAndNothingElse) {
  send(october());
  hold();
  ASSERT_EQ(refuse(Declined::kReferenceUnconfirmed), ExitCode::kOk) << said_.messages();
  const auto all = whole();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(declined(all), Declined::kReferenceUnconfirmed);
  EXPECT_EQ(said_of(all, RecordType::kCallOut), record::empty_collection(RecordType::kCallOut));
  EXPECT_EQ(state(), "refused");
  EXPECT_EQ(operations("op = 'refusal' AND account = 'officer'"
                       " AND reason = 'reference-unconfirmed'"),
            1);
  EXPECT_EQ(refuse(Declined::kReferenceUnconfirmed), ExitCode::kOk);
  EXPECT_TRUE(said("as before"));
  EXPECT_EQ(refuse(Declined::kOtherGround), ExitCode::kRefused);
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_TRUE(said("officer has refused it, reference-unconfirmed; mend with: a new enquiry"));
  EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
}

// X6: what the gateway and the ledger see of it is what they see of an answer without a row.
TEST_F(ApprovalTest, ADeclinedAnswerLooksAsAnEmptyOneDoes) {
  auto quiet = question(1);
  quiet.home = support::home(support::kSmallHome);
  const auto empty = asked_and(quiet, [&] { approve(1); });
  hold(2);
  ASSERT_EQ(refuse(Declined::kOtherGround, 2), ExitCode::kOk);
  const auto none = whole(2);
  ASSERT_EQ(empty.size(), 1U);
  ASSERT_EQ(none.size(), 1U);
  const auto& one = empty[0].statement;
  const auto& other = none[0].statement;
  EXPECT_EQ(one.rows, other.rows);
  EXPECT_EQ(one.disclosure.clause, other.disclosure.clause);
  EXPECT_EQ(one.disclosure.record, other.disclosure.record);
  EXPECT_EQ(one.disclosure.occasion.kind, other.disclosure.occasion.kind);
  const auto& row = empty[0].consignment.rows.at(0);
  const auto& declined_row = none[0].consignment.rows.at(0);
  EXPECT_EQ(row.envelope, declined_row.envelope);
  EXPECT_EQ(row.row.fields.size() + 3, declined_row.row.fields.size());  // the reason
}

TEST_F(ApprovalTest, AboutWhichNobodyDecidesItExpiresByItself) {
  send(october());
  hold();
  pass(24 * kHour);
  EXPECT_EQ(declined(whole()), Declined::kExpired);
  EXPECT_EQ(answers().size(), 1U);
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_TRUE(said("nobody had approved it by ")) << said_.messages();
  EXPECT_EQ(refuse(Declined::kOtherGround), ExitCode::kRefused);
  EXPECT_EQ(operations("op = 'refusal' AND account = '' AND reason = 'expired'"), 1);
}

// A question may come before the agreement that it is asked by.
TEST_F(ApprovalTest, ItsHoursCountFromWhenItsAgreementIsKnownHere) {
  send(october());
  const auto what = question();
  const auto agreement = scheme_.agreements.back();
  scheme_.agreements.pop_back();
  use_documents();
  ASSERT_TRUE(take(what));
  ASSERT_TRUE(eventually([&] { return questions_where("why = 'NO_AGREEMENT'") == 1; }));
  pass(10 * kHour);
  EXPECT_EQ(approvals(), 0);
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_TRUE(said("it waits, NO_AGREEMENT")) << said_.messages();
  scheme_.agreements.push_back(agreement);
  use_documents();
  source_->documents_changed();
  ASSERT_TRUE(eventually([&] { return waits(); }));
  EXPECT_EQ(due(), utc_second_text(now_ + 24 * kHour));
  pass(24 * kHour - 1);
  EXPECT_TRUE(waits());
  ASSERT_EQ(approve(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(rows_of_type(whole(), RecordType::kCallOut).size(), 3U);
}

// What is declined later than that would not be let through any more.
TEST_F(ApprovalTest, ADayBeforeItIsTooOldToBeAnsweredItsTimeIsOverWhateverWasAgreed) {
  constexpr Instant kDay = 24 * kHour;
  scheme_.agreements.back().approval_hours = 720;
  use_documents();
  source_->documents_changed();
  hold();
  EXPECT_EQ(due(), utc_second_text(question().made + 29 * kDay));
  scheme_.directory.valid_from = "2026-11-29T00:00Z";
  scheme_.directory.valid_until = "2026-12-12T00:00Z";
  now_ += 29 * kDay - 1;
  use_documents();
  pass(0);
  EXPECT_TRUE(waits());
  pass(1);
  EXPECT_EQ(declined(whole()), Declined::kExpired);
}

// Whoever decides a moment too late is told so, though the agent has not looked yet.
TEST_F(ApprovalTest, ApprovedTooLateItIsNotAnswered) {
  send(october());
  hold();
  now_ += 24 * kHour;
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_EQ(declined(whole()), Declined::kExpired);
  reopen();
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_EQ(answers().size(), 1U);
}

TEST_F(ApprovalTest, WhileTheForceIsDownTheTimeRunsOn) {
  send(october());
  hold();
  source_.reset();
  now_ += 25 * kHour;
  reopen();
  EXPECT_EQ(declined(whole()), Declined::kExpired);
}

TEST_F(ApprovalTest, OneThatIsApprovedWaitsWhileItsAgreementIsSuspended) {
  send(october());
  hold();
  set_status("SUSPENDED");
  EXPECT_TRUE(waits());
  ASSERT_EQ(approve(), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(eventually([&] { return questions_where("state = 1 AND why <> ''") == 1; }));
  EXPECT_EQ(state(), "waiting");
  scheme_.statuses.clear();
  use_documents();
  source_->documents_changed();
  EXPECT_EQ(rows_of_type(whole(), RecordType::kCallOut).size(), 3U);
}

TEST_F(ApprovalTest, SomebodyMayDecideWhileDocumentsAreTooOldAndItIsAnsweredByNewOnes) {
  send(october());
  hold(1);
  ASSERT_EQ(approve(1), ExitCode::kOk);
  whole(1);
  now_ += 11 * 24 * kHour;
  scheme_.directory.valid_until = "2026-11-13T00:00Z";
  use_documents();
  hold(2);
  ASSERT_EQ(approve(2), ExitCode::kOk);
  EXPECT_TRUE(answers(2).empty());
  scheme_.directory.valid_from = "2026-11-13T00:00Z";
  scheme_.directory.valid_until = "2026-11-26T00:00Z";
  use_documents();
  source_->documents_changed();
  EXPECT_EQ(rows_of_type(whole(2), RecordType::kCallOut).size(), 3U);
}

// An approval lets nothing go that its agreement no longer does.
TEST_F(ApprovalTest, OnceItsAgreementHasEndedThereIsNothingToApprove) {
  send(october());
  hold();
  set_status("ENDED");
  EXPECT_TRUE(eventually([&] { return state() == "refused"; }));
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_TRUE(said("it is refused, ")) << said_.messages();
  EXPECT_TRUE(answers().empty());
}

TEST_F(ApprovalTest, OneThatIsTooOldIsNotAnsweredThoughItWasApproved) {
  send(october());
  hold();
  set_status("SUSPENDED");
  ASSERT_EQ(approve(), ExitCode::kOk);
  scheme_.statuses.clear();
  now_ += record::kQuestionAgeSeconds + kHour;
  scheme_.directory.valid_from = "2026-11-29T00:00Z";
  scheme_.directory.valid_until = "2026-12-12T00:00Z";
  use_documents();
  source_->documents_changed();
  EXPECT_TRUE(eventually([&] { return state() == "refused"; }));
  EXPECT_TRUE(answers().empty());
}

TEST_F(ApprovalTest, WhatIsNotThereOrNeedsNobodyIsSaidSo) {
  EXPECT_EQ(approve(7), ExitCode::kUsage);
  EXPECT_TRUE(said("no question of that id came; mend with")) << said_.messages();
  scheme_.agreements.back().approval_hours = 0;
  use_documents();
  source_->documents_changed();
  send(october());
  asked(question(2));
  EXPECT_TRUE(eventually([&] { return state(2) == "answered"; }));
  EXPECT_EQ(approve(2), ExitCode::kRefused);
  EXPECT_TRUE(said("it is answered by itself"));
  EXPECT_EQ(refuse(Declined::kOtherGround, 2), ExitCode::kRefused);
}

// By one id of two questions nobody can say which was read.
TEST_F(ApprovalTest, TwoQuestionsOfOneIdAreRefusedTogetherAndNeitherApproved) {
  hold();
  auto other = question(1);
  other.first = to_day({2025, 10, 1});
  ASSERT_TRUE(take(other));
  EXPECT_TRUE(eventually([&] { return questions_where("state = 1") == 2; }));
  source_->documents_changed();
  EXPECT_TRUE(eventually([&] { return approvals() == 2; }));
  EXPECT_EQ(approve(), ExitCode::kRefused);
  EXPECT_TRUE(said("AMBIGUOUS")) << said_.messages();
  EXPECT_EQ(refuse(Declined::kOtherGround), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(questions_where("state = 3"), 2);
  hold(2);
  ASSERT_EQ(approve(2), ExitCode::kOk);
  auto later = question(2);
  later.first = to_day({2025, 10, 1});
  ASSERT_TRUE(take(later));
  EXPECT_TRUE(eventually([&] { return approvals() == 4; }));
  EXPECT_EQ(approve(2), ExitCode::kRefused);
  EXPECT_EQ(refuse(Declined::kOtherGround, 2), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(questions_where("state = 3"), 3);
}

// X6: it is no alarm that the control room or the data team could see.
TEST_F(ApprovalTest, HalfWayTheLogIsRemindedOnceAndNoListOfAlarms) {
  std::atomic<int> reminded = 0;
  source_.reset();
  auto opened = Source::open(options(), gateway_, [&](const Alarm& alarm) {
    EXPECT_EQ(alarm.kind, AlarmKind::kUnapproved);
    EXPECT_TRUE(alarm.reference.empty() && alarm.recipient.empty());
    ++reminded;
  });
  source_ = std::move(opened).value();
  source_->start();
  hold(1);
  hold(2);
  ASSERT_EQ(approve(2), ExitCode::kOk);
  const auto reader = IntakeReader::open(folder_.file("intake.db")).value();
  EXPECT_TRUE(reader->approvals().late(now_ + 12 * kHour - 1)->empty());
  EXPECT_EQ(reader->approvals().late(now_ + 12 * kHour)->size(), 1U);
  EXPECT_EQ(reminded, 0);
  now_ += 12 * kHour;
  EXPECT_TRUE(eventually([&] { return reminded == 1; }));
  EXPECT_EQ(source_->alarms(true, said_), ExitCode::kOk);
  EXPECT_EQ(said_.json().find("unapproved"), std::string::npos);
  EXPECT_TRUE(reader->alarms(true)->empty());
  EXPECT_EQ(reminded, 1);
}

}  // namespace
}  // namespace stile::agent
