// What is in no answer, or only counted there.
#include <sstream>

#include "agents/source/intake_reader.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/notify_fixture.h"

namespace stile::agent {
namespace {

class AnswerWithheldTest : public AnswerFixture {
 protected:
  ExitCode change(record::ChangeReason reason) {
    said_ = Said();
    return source_->change(order(reason), "officer", said_);
  }
  // calls() are the rows that an enquiry is answered with, and withheld() how many are only
  // counted.
  std::size_t calls(std::uint8_t enquiry) {
    return rows_of_type(asked(question(enquiry)), RecordType::kCallOut).size();
  }
  std::uint32_t withheld(std::uint8_t enquiry) const {
    return said_of(answers(enquiry), RecordType::kCallOut).withheld;
  }
  static std::vector<ExportRow> first_held() {
    auto held = october();
    held[0].hold = "Live Investigation";
    return held;
  }
};

// R17: no count tells of a row that is held.
TEST_F(AnswerWithheldTest, WhatIsHeldIsInNoAnswer) {
  send(october());
  ASSERT_NE(send(first_held()), ExitCode::kUsage);
  const auto all = asked(question());
  EXPECT_EQ(rows_of_type(all, RecordType::kCallOut).size(), 2U);
  EXPECT_EQ(said_of(all, RecordType::kCallOut).records, 2U);
  EXPECT_EQ(said_of(all, RecordType::kCallOut).withheld, 0U);
}

// What was read meanwhile is another by now, perhaps, and goes once it is exported again.
TEST_F(AnswerWithheldTest, WhatIsHeldWhileNobodyMayAskIsInNoAnswerAfterwards) {
  send(october());
  set_status("SUSPENDED");
  send(first_held());
  scheme_.statuses.clear();
  use_documents();
  source_->documents_changed();
  EXPECT_EQ(calls(1), 0U);
  EXPECT_EQ(withheld(1), 2U);
  send(first_held());
  EXPECT_EQ(calls(2), 2U);
  EXPECT_EQ(withheld(2), 0U);
}

TEST_F(AnswerWithheldTest, WhatIsHeldBeforeAnybodyIsToldOfItIsInNoAnswer) {
  send(october());
  std::istringstream event(events_of({first_held()[0]}));
  said_ = Said();
  source_->notify(event, "control-room", said_);
  EXPECT_TRUE(said("held")) << said_.text() << said_.messages();
  EXPECT_EQ(calls(1), 2U);
  EXPECT_EQ(withheld(1), 0U);
}

// A hold that cannot be read may be one.
TEST_F(AnswerWithheldTest, WhatMayBeHeldIsInNoAnswer) {
  send(october());
  auto unreadable = october();
  unreadable[0].hold = "no such text";
  send(unreadable);
  EXPECT_EQ(calls(1), 2U);
  EXPECT_EQ(withheld(1), 0U);
}

TEST_F(AnswerWithheldTest, OfARowTwiceInAnExportTheHeldOneDecides) {
  auto twice = october();
  twice.push_back(first_held()[0]);
  send(twice);
  EXPECT_EQ(calls(1), 2U);
}

// An inspector of a new home is not told that nothing happened there.
TEST_F(AnswerWithheldTest, WhatWasReadBeforeTheHomeWasListedIsCounted) {
  const auto listed = scheme_.homes;
  std::erase_if(scheme_.homes[0].homes, [](const auto& one) { return one.id == support::kHome; });
  use_documents();
  send(october());
  scheme_.homes = listed;
  use_documents();
  source_->documents_changed();
  EXPECT_EQ(calls(1), 0U);
  EXPECT_EQ(withheld(1), 3U);
  send(october());
  EXPECT_EQ(calls(2), 3U);
}

// UK GDPR art. 18, and R14: what may not be used, or is disputed, is not told anew.
TEST_F(AnswerWithheldTest, WhatIsMarkedIsWithheldUntilThatIsLifted) {
  send(october());
  std::uint8_t enquiry = 0;
  for (const auto mark :
       {record::ChangeReason::kDisputedByChild, record::ChangeReason::kUnderReview,
        record::ChangeReason::kAccuracyContested, record::ChangeReason::kKeptAsEvidence}) {
    ASSERT_EQ(change(mark), ExitCode::kOk) << said_.messages();
    EXPECT_EQ(calls(++enquiry), 2U);
    EXPECT_EQ(withheld(enquiry), 1U);
    ASSERT_EQ(change(record::ChangeReason::kResolved), ExitCode::kOk) << said_.messages();
    EXPECT_EQ(calls(++enquiry), 3U);
  }
}

TEST_F(AnswerWithheldTest, WhatIsWithdrawnMarkedAndExportedAgainIsAnotherRecord) {
  send(october());
  ASSERT_EQ(change(record::ChangeReason::kAccuracyContested), ExitCode::kOk);
  ASSERT_EQ(change(record::ChangeReason::kRecordedInError), ExitCode::kOk);
  EXPECT_EQ(calls(1), 2U);
  EXPECT_EQ(withheld(1), 0U);
  send(october());
  EXPECT_EQ(calls(2), 3U);
}

TEST_F(AnswerWithheldTest, WhatWasSentToNobodyCanBeWithdrawnToo) {
  scheme_.agreements.erase(scheme_.agreements.begin());
  use_documents();
  send(october());
  const auto withdrawn = order(record::ChangeReason::kErasureOrdered);
  EXPECT_EQ(source_->preview_change(withdrawn, said_), ExitCode::kOk);
  EXPECT_TRUE(said("would be deleted"));
  ASSERT_EQ(source_->change(withdrawn, "officer", said_), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("CC-1 was sent to nobody; what is kept of it to answer enquiries is deleted"));
  EXPECT_NE(source_->change(withdrawn, "officer", said_), ExitCode::kOk);
  EXPECT_EQ(calls(1), 2U);
}

}  // namespace
}  // namespace stile::agent
