// A force whose agreement asks for approval: what an inspector is told while a person there has not
// decided, and once the question is declined.
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/report_words.h"
#include "tests/unit/agents/recipient/enquiry_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using record::Declined;

support::Scheme approving_scheme() {
  auto scheme = support::enquiring_scheme();
  scheme.agreements[support::kEnquiring].approval_hours = 24;
  return scheme;
}

class EnquiryApprovalTest : public EnquiryFixture {
 protected:
  EnquiryApprovalTest() : EnquiryFixture(approving_scheme()) {}

  static std::vector<record::Collection> nothing() {
    return {record::empty_collection(RecordType::kCallOut),
            record::empty_collection(RecordType::kMissingEpisode),
            record::empty_collection(RecordType::kArrest),
            record::empty_collection(RecordType::kConcern)};
  }
  // declined() is testshire's answer that there is none.
  wire::Consignment declined(std::uint64_t number, Declined why) const {
    Question what = asked();
    what.last = local_day(support::kNow);
    const support::SourceHand hand(documents_, support::answer(what, RecordType::kReturnManifest),
                                   support::signed_question(what));
    const support::Figures said{{}, {}, nothing(), static_cast<std::uint32_t>(number)};
    support::Lies lies;
    lies.row = [&](std::size_t, support::RowInHand& row) { row.treated.declined = why; };
    // It is another event than what says that an answer is whole.
    lies.rows = [](wire::Consignment& only) { only.rows.front().row.event_token.back() ^= 1U; };
    return hand.consign_figures(std::span(&said, 1), number, lies);
  }
  std::string report() {
    said_ = Said();
    inbox_->report_enquiry("inspector", crypto::hex(asked().enquiry), Language::kEnglish, {},
                           said_);
    return said_.text();
  }
};

TEST_F(EnquiryApprovalTest, WhoAsksIsToldThatAPersonDecidesAndUntilWhen) {
  ask(order(), true);
  EXPECT_TRUE(said("would be asked; a person there has 24 hours to approve it")) << said_.text();
  EXPECT_EQ(ask(), ExitCode::kOk);
  EXPECT_TRUE(said("force/testshire: awaiting-approval")) << said_.text();
  EXPECT_NE(list().find("\"state\":\"awaiting-approval\""), std::string::npos) << said_.json();
  EXPECT_NE(said_.json().find("\"decides_by\":\"2026-11-04T09:00:00Z\""), std::string::npos);
  EXPECT_TRUE(
      said("awaiting-approval since 2026-11-03T09:00:00Z, for 0 minutes; a person at the "
           "force decides by 2026-11-04T09:00:00Z at the latest, or 24 hours after its "
           "agent got it, where that was away\n"))
      << said_.text();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_NE(
      report().find("waiting for a person at the force to approve it, until 2026-11-04 09:00"),
      std::string::npos);
}

TEST_F(EnquiryApprovalTest, OnceThatTimeIsOverItSaysWhatToDo) {
  ask();
  now_ = support::kNow + 24 * 3600 - 1;
  list();
  EXPECT_FALSE(said("that time is over"));
  now_ = support::kNow + 24 * 3600;
  list();
  EXPECT_TRUE(said("awaiting-approval since")) << said_.text();
  EXPECT_TRUE(said("that time is over: ring the force's data officer"));
}

TEST_F(EnquiryApprovalTest, OneThatIsApprovedIsAnsweredAsAnyOther) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("answered-in-part"));
  ASSERT_TRUE(take(manifest(2, asked(), 2)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
}

// A force whose store was put back does not know any more that it has answered.
TEST_F(EnquiryApprovalTest, WhatWasAnsweredWholeIsNotDeclinedAfterwards) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  ASSERT_TRUE(take(manifest(2, asked(), 2)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  ASSERT_TRUE(take(declined(3, Declined::kExpired)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_FALSE(said("declined")) << said_.text();
}

TEST_F(EnquiryApprovalTest, OneThatIsDeclinedSaysWhyAndWhatToDo) {
  const std::vector<std::pair<Declined, std::string>> mends{
      {Declined::kReferenceUnconfirmed, "a new enquiry, with the number that the inspection has"},
      {Declined::kWiderThanNeeded, "a new enquiry, about a shorter period"},
      {Declined::kAskedBefore, "what was answered before, by `stile enquiry list`"},
      {Declined::kOtherGround, "a word with the force's data officer, who says why"},
      {Declined::kExpired, "a word with the force's data officer, and a new enquiry"},
      {Declined::kNotAnswerable, "a word with the force's data officer: what its agent answered "}};
  std::uint64_t number = 0;
  for (const auto& [why, mend] : mends) {
    const std::string reason(record::name(why));
    SCOPED_TRACE(reason);
    road_.asked.clear();
    ask();
    ASSERT_TRUE(take(declined(++number, why)).ok());
    EXPECT_EQ(show(asked()), ExitCode::kFaults);
    EXPECT_TRUE(said(": declined, " + reason + "; mend with: " + mend)) << said_.text();
    EXPECT_FALSE(said(" of 0 here")) << said_.text();
    list();
    EXPECT_NE(said_.json().find("\"state\":\"declined\",\"reason\":\"" + reason + "\""),
              std::string::npos)
        << said_.json();
    EXPECT_NE(report().find("declined by the force: " +
                            std::string(words::of(why).in(Language::kEnglish)).substr(0, 9)),
              std::string::npos);
  }
  restart();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("declined, not-answerable"));
}

// The gateway may let some rows through before it refuses another: they are shown, and pass for
// nothing whole.
TEST_F(EnquiryApprovalTest, RowsBesideOneThatIsDeclinedAreShown) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  ASSERT_TRUE(take(declined(2, Declined::kNotAnswerable)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("declined, not-answerable"));
  EXPECT_TRUE(said("2 here, of an answer that was broken off")) << said_.text();
  EXPECT_NE(report().find("declined by the force"), std::string::npos);
}

using DeclinedReturnTest = ReturnFixture;

// A source that said so of a month would have nobody look for what it has.
TEST_F(DeclinedReturnTest, IsTurnedAway) {
  const auto hand = hand_of(RecordType::kReturnManifest);
  const support::Figures said{{}, {}, {record::empty_collection(RecordType::kCallOut)}, 1};
  support::Lies lies;
  lies.row = [](std::size_t, support::RowInHand& row) {
    row.treated.declined = Declined::kExpired;
  };
  EXPECT_EQ(take(hand.consign_figures(std::span(&said, 1), 1, lies)).reason(),
            Reason::kExcessField);
  EXPECT_TRUE(take(hand.consign_figures(std::span(&said, 1), 1)).ok());
}

}  // namespace
}  // namespace stile::agent
