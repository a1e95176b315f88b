// What a regulator challenges of an answer to its question comes with the record's reference, and
// is answered as any other challenge.
#include <gtest/gtest.h>

#include "core/record/challenge.h"
#include "core/record/row.h"
#include "tests/unit/agents/source/answer_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;

class AnswerChallengeTest : public AnswerFixture {
 protected:
  // challenge() has Ofsted challenge a row of an answer; false where it is not kept.
  bool challenge(const Taken& one, const wire::ConsignmentRow& row) {
    const auto officer = support::signer_named("officer");
    const record::Doubt doubt{record::ChallengeReason::kNotThisHome, {record::Field::kHome}};
    const record::Challenge what{
        record::consignment_digest(one.note),
        one.statement.disclosure.from,
        one.statement.disclosure.to,
        one.statement.number,
        record::row_hash(row.row),
        record::row_hash(row.row),
        record::seal_doubt(doubt, std::span(&officer.verifier(), 1)).value(),
        now_};
    const Bytes note =
        crypto::sign_note(record::challenge_text(what), support::signer_named(support::kOfsted));
    return source_->notes().take(std::span(&note, 1)).value().size() == 1;
  }
  // answered_call() challenges one of the calls that an answer had.
  void challenged_call(const std::vector<Taken>& answer, std::size_t at = 0) {
    ASSERT_EQ(answer.at(0).statement.disclosure.record, RecordType::kCallOut);
    ASSERT_TRUE(challenge(answer[0], rows_of_type(answer, RecordType::kCallOut).at(at)));
  }
  std::string challenges(bool all = false) {
    Said said;
    EXPECT_EQ(source_->challenges(all, "officer", said), ExitCode::kOk);
    return said.json();
  }
  ExitCode say(ChangeReason why, const std::string& reference = "CC-1",
               Sight sight = Sight::kOfficer) {
    auto what = order(why, reference);
    what.only = "regulator/ofsted";
    what.sight = sight;
    said_ = Said();
    return source_->answer(what, "officer", said_);
  }
  // said_of() are the answers to challenges that the gateway took, once there are so many.
  std::vector<Taken> said_of(std::size_t count) const {
    std::vector<Taken> all;
    EXPECT_TRUE(eventually([&] {
      all = gateway_.taken();
      std::erase_if(all, [](const Taken& one) {
        return !record::to_text(one.statement.disclosure.occasion)
                    .starts_with("correction/answered/");
      });
      return all.size() >= count;
    }));
    EXPECT_EQ(all.size(), count);
    return all;
  }
};

TEST_F(AnswerChallengeTest, ComesWithTheReferenceByWhichTheForceKnowsTheRecord) {
  send(october());
  const auto answer = asked(question());
  challenged_call(answer, 1);
  const std::string listed = challenges();
  EXPECT_NE(listed.find("\"reference\":\"CC-2\",\"system\":\"command-and-control\","
                        "\"type\":\"call-out\""),
            std::string::npos)
      << listed;
  EXPECT_NE(listed.find("\"withdrawn\":false"), std::string::npos) << listed;
}

TEST_F(AnswerChallengeTest, TheAnswerCitesTheEventThatWasChallengedAndNoOther) {
  send(october());
  const auto first = asked(question(1));
  const auto second = asked(question(2));
  challenged_call(second);
  ASSERT_EQ(say(ChangeReason::kPartlyUpheld), ExitCode::kOk) << said_.messages();
  const auto all = said_of(1);
  const auto& row = all.at(0).consignment.rows.at(0);
  EXPECT_EQ(row.row.event_token, rows_of_type(second, RecordType::kCallOut).at(0).row.event_token);
  record::Treated bare;
  bare.type = RecordType::kCallOut;
  EXPECT_EQ(row.row.fields, wire::encode_fields(bare));
  const auto cited = wire::decode_citation(row.envelope).value();
  EXPECT_EQ(ledger::parse_leaf(cited.leaf)->occasion, "enquiry");
  EXPECT_EQ(challenges(), "");
  EXPECT_NE(challenges(true).find("\"answer\":\"partly-upheld\""), std::string::npos);
  EXPECT_EQ(say(ChangeReason::kUpheld), ExitCode::kUsage);
  said_of(1);
}

TEST_F(AnswerChallengeTest, OneThatIsWithdrawnNeedsNoAnswer) {
  send(october());
  challenged_call(asked(question()));
  auto what = order(ChangeReason::kDuplicate);
  what.sight = Sight::kOfficer;
  ASSERT_EQ(source_->change(what, "officer", said_), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(challenges(), "");
  EXPECT_NE(challenges(true).find("\"withdrawn\":true"), std::string::npos);
  EXPECT_EQ(say(ChangeReason::kUpheld), ExitCode::kUsage);
}

TEST_F(AnswerChallengeTest, WhatNobodyChallengedIsNotAnswered) {
  send(october());
  challenged_call(asked(question()));
  EXPECT_EQ(say(ChangeReason::kUpheld, "CC-3"), ExitCode::kUsage);
  EXPECT_TRUE(said("no challenge of it waits there")) << said_.messages();
  said_of(0);
}

// X6: to anybody else it is as if nothing had been asked, and nothing challenged.
TEST_F(AnswerChallengeTest, NobodyButTheDataOfficerIsToldOrCanAnswer) {
  scheme_.agreements.erase(scheme_.agreements.begin());
  use_documents();
  send(october());
  const auto answer = asked(question());
  EXPECT_EQ(say(ChangeReason::kUpheld, "CC-1", Sight::kAnybody), ExitCode::kUsage);
  const std::string before = said_.text() + said_.messages();
  challenged_call(answer);
  EXPECT_EQ(say(ChangeReason::kUpheld, "CC-1", Sight::kAnybody), ExitCode::kUsage);
  EXPECT_EQ(said_.text() + said_.messages(), before);
  EXPECT_EQ(say(ChangeReason::kUpheld), ExitCode::kOk) << said_.messages();
  Said colleague;
  source_->changes(true, colleague, Sight::kAnybody);
  EXPECT_EQ(colleague.text(), "");
}

}  // namespace
}  // namespace stile::agent
