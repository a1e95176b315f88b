// What becomes of a record reaches the answers to enquiries that had it.
#include <gtest/gtest.h>

#include <sstream>

#include "agents/source/intake_reader.h"
#include "agents/source/intake_store.h"
#include "agents/source/schema.h"
#include "core/record/code_texts.h"
#include "core/storage/statement.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/notify_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;

class AnswerChangeTest : public AnswerFixture {
 protected:
  // Only what an inspector asks for is disclosed to anybody.
  void agree_to_answer_alone() {
    scheme_.agreements.erase(scheme_.agreements.begin());
    use_documents();
  }
  ExitCode change(ChangeReason reason, Sight sight = Sight::kOfficer,
                  const std::string& reference = "CC-1") {
    auto what = order(reason, reference);
    what.sight = sight;
    said_ = Said();
    return source_->change(what, "officer", said_);
  }
  std::string changes(Sight sight) {
    Said said;
    EXPECT_EQ(source_->changes(true, said, sight), ExitCode::kOk);
    return said.text();
  }
  // followed() are the corrections that the gateway took of what answers had, once there are so
  // many; those of what a return had are of another agreement.
  std::vector<Taken> followed(std::size_t count) const {
    const Hash agreement = scheme_.agreement_hash(scheme_.agreements.size() - 1);
    std::vector<Taken> all;
    EXPECT_TRUE(eventually([&] {
      all = gateway_.taken();
      std::erase_if(all, [&](const Taken& one) {
        const auto& what = one.statement.disclosure;
        return !what.occasion.corrects() || what.agreement != agreement;
      });
      return all.size() >= count;
    }));
    EXPECT_EQ(all.size(), count);
    return all;
  }
  static std::string occasion(const Taken& one) {
    return record::to_text(one.statement.disclosure.occasion);
  }
  static wire::ConsignmentRow call(const std::vector<Taken>& answer, std::size_t at = 0) {
    return rows_of_type(answer, RecordType::kCallOut).at(at);
  }
  static std::vector<ExportRow> first_is(const std::function<void(ExportRow& row)>& what) {
    auto rows = october();
    what(rows[0]);
    return rows;
  }
  std::int64_t stored(const char* sql) {
    auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
    return store.value().integer(sql).value();
  }
};

TEST_F(AnswerChangeTest, AWithdrawalReachesEveryAnswerThatHadTheRecord) {
  send(october());
  const auto first = asked(question(1));
  const auto second = asked(question(2));
  ASSERT_TRUE(eventually([&] { return none_queued(); }));
  ASSERT_EQ(change(ChangeReason::kRecordedInError), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("in an answer): withdrawn, recorded-in-error")) << said_.text();
  const auto all = followed(2);
  for (const auto* answer : {&first, &second}) {
    const auto row = call(*answer);
    const auto one = std::ranges::find_if(all, [&](const Taken& taken) {
      return taken.consignment.rows.at(0).row.event_token == row.row.event_token;
    });
    ASSERT_NE(one, all.end());
    EXPECT_EQ(occasion(*one), "correction/withdrawn/recorded-in-error");
    EXPECT_TRUE(one->consignment.question.empty());
    EXPECT_TRUE(one->consignment.rows[0].subject_token.empty());
    EXPECT_GT(one->consignment.rows[0].row.revision, row.row.revision);
    const auto cited = wire::decode_citation(one->consignment.rows[0].envelope).value();
    EXPECT_EQ(cited.row.fields, row.row.fields);
    EXPECT_EQ(cited.row_hashes.size(), 3U);
    EXPECT_EQ(ledger::parse_leaf(cited.leaf)->occasion, "enquiry");
  }
  change(ChangeReason::kRecordedInError);
  followed(2);
}

TEST_F(AnswerChangeTest, MarksReachIt) {
  send(october());
  const auto answer = asked(question());
  for (const auto why : {ChangeReason::kDisputedByChild, ChangeReason::kAccuracyContested,
                         ChangeReason::kResolved}) {
    ASSERT_EQ(change(why), ExitCode::kOk) << said_.messages();
  }
  const auto all = followed(3);
  EXPECT_EQ(occasion(all.at(0)), "correction/annotated/disputed-by-child");
  EXPECT_EQ(occasion(all.at(1)), "correction/restricted/accuracy-contested");
  EXPECT_EQ(occasion(all.at(2)), "correction/lifted/resolved");
  for (const auto& one : all) {
    EXPECT_EQ(one.consignment.rows[0].row.event_token, call(answer).row.event_token);
  }
}

// Nobody sends an answer anew.
TEST_F(AnswerChangeTest, ALaterRowThatSaysOtherwiseCorrectsIt) {
  agree_to_answer_alone();
  send(october());
  const auto answer = asked(question());
  send(october());
  followed(0);
  const auto otherwise = first_is([](ExportRow& row) { row.category = "Concern for Safety"; });
  send(otherwise);
  const auto all = followed(1);
  EXPECT_EQ(occasion(all.at(0)), "correction/corrected/inaccurate");
  EXPECT_EQ(all.at(0).consignment.rows[0].row.event_token, call(answer).row.event_token);
  auto treated = wire::decode_fields(all.at(0).consignment.rows[0].row.fields).value();
  EXPECT_EQ(treated.category, record::Category::kSafeguarding);
  treated.category = record::Category::kMissing;
  EXPECT_EQ(wire::encode_fields(treated), call(answer).row.fields) << "more than was answered";
  send(otherwise);
  followed(1);
  send(october());
  EXPECT_EQ(followed(2).at(1).consignment.rows[0].row.fields, call(answer).row.fields);
}

TEST_F(AnswerChangeTest, WhatTheAnswerDidNotHaveCorrectsNothing) {
  agree_to_answer_alone();
  send(october());
  asked(question());
  send(first_is([](ExportRow& row) { row.exploitation = "Yes"; }));
  followed(0);
}

TEST_F(AnswerChangeTest, WithdrawsWhatTheQuestionDoesNotCoverAnyMore) {
  agree_to_answer_alone();
  send(october());
  auto early = question();
  early.last = to_day({2026, 10, 9});
  const auto answer = asked(early);
  ASSERT_EQ(rows_of_type(answer, RecordType::kCallOut).size(), 2U);
  auto elsewhere = october();
  elsewhere[0].home = "SC900002";
  elsewhere[1].time = "10/10/2026 02:00";
  send(elsewhere);
  const auto all = followed(2);
  for (const auto& one : all) EXPECT_EQ(occasion(one), "correction/withdrawn/no-longer-qualifies");
  send(october());
  followed(2);
}

// R17: nor does anybody learn that it is held.
TEST_F(AnswerChangeTest, WithdrawsWhatIsHeldAlsoBeforeAnybodyIsToldOfIt) {
  agree_to_answer_alone();
  send(october());
  asked(question());
  send(first_is([](ExportRow& row) { row.hold = "Live Investigation"; }));
  EXPECT_EQ(occasion(followed(1).at(0)), "correction/withdrawn/no-longer-qualifies");
  auto second = october()[1];
  second.hold = "Live Investigation";
  std::istringstream event(events_of({second}));
  source_->notify(event, "control-room", said_);
  source_->documents_changed();
  EXPECT_EQ(occasion(followed(2).at(1)), "correction/withdrawn/no-longer-qualifies");
}

TEST_F(AnswerChangeTest, ARowThatIsMissingFromALaterExportChangesNothing) {
  agree_to_answer_alone();
  send(october());
  asked(question());
  auto fewer = october();
  fewer.erase(fewer.begin());
  send(fewer);
  followed(0);
}

TEST_F(AnswerChangeTest, FollowsThoughTheAgreementHasEnded) {
  send(october());
  asked(question());
  set_status("ENDED");
  send(first_is([](ExportRow& row) { row.category = "Concern for Safety"; }));
  EXPECT_EQ(occasion(followed(1).at(0)), "correction/corrected/inaccurate");
}

// A record that two rows of an export are about is as the last says, as for everybody.
TEST_F(AnswerChangeTest, OfTwoRowsTheLastStands) {
  agree_to_answer_alone();
  send(october());
  const auto answer = asked(question());
  auto twice = first_is([](ExportRow& row) { row.category = "Concern for Safety"; });
  twice.push_back(october()[0]);
  send(twice);
  EXPECT_EQ(followed(2).at(1).consignment.rows[0].row.fields, call(answer).row.fields);
}

// X6: but for the data officer nobody at the force is told more than without an enquiry.
TEST_F(AnswerChangeTest, NobodyButTheDataOfficerSeesIt) {
  send(october());
  asked(question());
  auto what = order(ChangeReason::kAccuracyContested);
  said_ = Said();
  source_->preview_change(what, said_);
  EXPECT_EQ(said_.text().find("answer"), std::string::npos) << said_.text();
  ASSERT_EQ(change(ChangeReason::kAccuracyContested, Sight::kAnybody), ExitCode::kOk);
  EXPECT_EQ(said_.text().find("in an answer"), std::string::npos) << said_.text();
  followed(1);
  const std::string seen = changes(Sight::kAnybody);
  EXPECT_EQ(std::ranges::count(seen, '\n'), 1) << seen;
  EXPECT_EQ(std::ranges::count(changes(Sight::kOfficer), '\n'), 2);
  send(first_is([](ExportRow& row) { row.home = "SC900002"; }));
  followed(2);
  EXPECT_EQ((said_.text() + said_.messages()).find("no-longer-qualifies"), std::string::npos)
      << said_.text();
  EXPECT_EQ(changes(Sight::kAnybody), seen);
}

// Whoever drops a file reads what became of it, X6: that a correction went to a regulator who asked
// is not for them.
TEST_F(AnswerChangeTest, TheResultOfAFileSaysNothingOfWhatFollowsAnAnswer) {
  send(october());
  asked(question());
  const std::size_t before = gateway_.taken().size();
  std::istringstream rows(export_text(first_is([](ExportRow& row) { row.home = "SC900002"; })));
  Said said;
  NoFile rejected;
  Delivered what;
  ASSERT_TRUE(source_->deliver(support::kMonth, rows, "analyst", said, rejected, what).ok());
  followed(1);
  ASSERT_GT(gateway_.taken().size(), before);
  ASSERT_EQ(what.queued.size(), 1U);
  EXPECT_EQ(what.queued[0].agreement_id, scheme_.agreements[0].id);
}

TEST_F(AnswerChangeTest, WhatWentInAnswersAloneIsAsWhatWasSentToNobody) {
  agree_to_answer_alone();
  send(october());
  asked(question());
  EXPECT_EQ(change(ChangeReason::kDisputedByChild, Sight::kAnybody), ExitCode::kUsage);
  EXPECT_TRUE(said("was ever sent to anybody")) << said_.messages();
  auto what = order(ChangeReason::kErasureOrdered);
  said_ = Said();
  EXPECT_EQ(source_->preview_change(what, said_), ExitCode::kOk);
  EXPECT_TRUE(said("CC-1 was sent to nobody")) << said_.messages();
  EXPECT_EQ(said_.text(), "");
  ASSERT_EQ(change(ChangeReason::kErasureOrdered, Sight::kAnybody), ExitCode::kOk);
  EXPECT_EQ(said_.text(), "");
  EXPECT_TRUE(said("CC-1 was sent to nobody; what is kept of it to answer enquiries is deleted"));
  EXPECT_EQ(occasion(followed(1).at(0)), "correction/withdrawn/erasure-ordered");
  EXPECT_EQ(change(ChangeReason::kErasureOrdered, Sight::kAnybody), ExitCode::kUsage);
}

TEST_F(AnswerChangeTest, TheDataOfficerMarksWhatWentInAnswersAlone) {
  agree_to_answer_alone();
  send(october());
  asked(question());
  ASSERT_EQ(change(ChangeReason::kDisputedByChild), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(occasion(followed(1).at(0)), "correction/annotated/disputed-by-child");
}

TEST_F(AnswerChangeTest, AChangeForOneRecipientReachesItsAnswers) {
  send(october());
  asked(question());
  auto what = order(ChangeReason::kRecordedInError);
  what.only = "regulator/ofsted";
  ASSERT_EQ(source_->change(what, "analyst", said_), ExitCode::kOk) << said_.messages();
  followed(1);
}

// What the gateway refuses was never answered, and nothing follows it.
TEST_F(AnswerChangeTest, WhatWasNeverAnsweredIsNotFollowed) {
  agree_to_answer_alone();
  send(october());
  gateway_.refuse([](const Taken& one) -> std::optional<GivenRefusal> {
    if (!one.statement.disclosure.occasion.enquires()) return std::nullopt;
    return GivenRefusal{Reason::kUnknownValue, {}, 0};
  });
  EXPECT_TRUE(take(question()));
  ASSERT_TRUE(eventually([&] { return questions_where("state = 3") == 1; }));
  EXPECT_EQ(stored("SELECT count(*) FROM answered"), 0);
  gateway_.refuse({});
  EXPECT_EQ(change(ChangeReason::kDisputedByChild), ExitCode::kUsage);
  followed(0);
}

// What is withdrawn before the gateway has the answer follows it as soon as it does.
TEST_F(AnswerChangeTest, AWithdrawalFollowsAnAnswerThatIsUnderWay) {
  agree_to_answer_alone();
  send(october());
  gateway_.be_away(true);
  EXPECT_TRUE(take(question()));
  ASSERT_TRUE(eventually([&] { return stored("SELECT count(*) FROM answered") == 3; }));
  change(ChangeReason::kRecordedInError);
  gateway_.be_away(false);
  source_->documents_changed();
  const auto answer = whole();
  source_->documents_changed();
  EXPECT_EQ(followed(1).at(0).consignment.rows[0].row.event_token, call(answer).row.event_token);
}

// A store of before has the records of all answers in one order.
TEST_F(AnswerChangeTest, WhatAStoreOfAnEarlierVersionAnsweredIsFollowedAllTheSame) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(17)}).ok());
    ASSERT_TRUE(
        database
            ->run("INSERT INTO question (id, digest, note, salt, leaf, receipt, came) VALUES"
                  " (1, zeroblob(32), 'a', zeroblob(32), '', '', 1),"
                  " (2, randomblob(32), 'b', zeroblob(32), '', '', 1);"
                  "INSERT INTO answer VALUES (7, 1), (8, 2);"
                  "INSERT INTO answered VALUES"
                  " (1, 'CC-1', zeroblob(8), zeroblob(16), 5, 7, 0),"
                  " (1, 'CC-1', zeroblob(8), randomblob(16), 6, 8, 1),"
                  " (1, 'CC-2', zeroblob(8), randomblob(16), 7, 8, 0)")
            .ok());
  }
  ASSERT_TRUE(IntakeStore::open(path, support::signer_named(support::kLog).verifier()).ok());
  auto store = storage::Database::open(path, storage::OpenMode::kRead);
  const auto count = [&](const char* where) {
    const std::string sql = std::string("SELECT count(*) FROM answered WHERE ") + where;
    return store->integer(sql.c_str()).value();
  };
  EXPECT_EQ(count("question = 1 AND reference = 'CC-1' AND revision = 5 AND consignment = 7"), 1);
  EXPECT_EQ(count("question = 2 AND reference = 'CC-1' AND withdrawn = 1"), 1);
  EXPECT_EQ(count("question = 2 AND reference = 'CC-2' AND consignment = 8"), 1);
}

// A record is looked up in each answer, and none of them is read through for it.
TEST_F(AnswerChangeTest, NoAnswerIsReadThroughForOneRecord) {
  auto store = storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kRead);
  storage::Statement plan(
      store.value(),
      "EXPLAIN QUERY PLAN SELECT a.event_token FROM answered AS a JOIN consignment AS c"
      " ON c.id = a.consignment WHERE a.question IN (SELECT id FROM question) AND a.system = 1"
      " AND a.reference = 'CC-1' AND a.child = x''");
  auto rows = plan.start();
  std::string all;
  while (rows->next().value()) {
    std::int64_t skipped = 0;
    std::string detail;
    ASSERT_TRUE(rows->read(skipped, skipped, skipped, detail).ok());
    all += detail + "\n";
  }
  EXPECT_NE(all.find("SEARCH a USING PRIMARY KEY (question=? AND system=? AND reference=?"),
            std::string::npos)
      << all;
}

}  // namespace
}  // namespace stile::agent
