// What a force says of a record once it has answered reaches the answer, and who has a report of
// it.
#include <algorithm>
#include <functional>
#include <string>

#include "tests/unit/agents/recipient/enquiry_fixture.h"
#include "tests/unit/agents/recipient/following.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using support::ChangeLies;
using support::following;

// An inspector who has a whole answer, of two calls.
class EnquiryChangeTest : public EnquiryFixture {
 protected:
  EnquiryChangeTest() {
    ask();
    answer_ = rows(1, asked());
    EXPECT_TRUE(take(*answer_).ok());
    EXPECT_TRUE(take(manifest(2, asked(), 2)).ok());
  }

  void follow(ChangeReason why, const ChangeLies& lies = {}, std::size_t place = 0) {
    const auto taken = take(following(*answer_, why, ++number_, lies, place));
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
  }
  // corrected() says that it was another call than was answered.
  static ChangeLies corrected(std::uint64_t revision = 0) {
    ChangeLies lies;
    lies.fields = [](record::Treated& fields) {
      fields.category = record::Category::kAllegedCrime;
    };
    if (revision > 0) lies.row = [=](record::Row& row) { row.revision = revision; };
    return lies;
  }
  ExitCode report(const std::string& csv = {}) {
    said_ = Said();
    return inbox_->report_enquiry("inspector", crypto::hex(asked().enquiry), Language::kEnglish,
                                  csv, said_);
  }
  std::size_t csv_lines() {
    report("rows.csv");
    return static_cast<std::size_t>(std::ranges::count(said_.text(), '\r'));
  }
  std::string changes(bool all = false) {
    Said said;
    EXPECT_EQ(inbox_->list_changes({"inspector", false}, all, Language::kEnglish, said),
              ExitCode::kOk);
    return said.text();
  }
  static std::ptrdiff_t pseudonyms(std::string_view json) {
    std::ptrdiff_t found = 0;
    for (auto at = json.find("\"child_pseudonym\":\""); at != json.npos;
         at = json.find("\"child_pseudonym\":\"", at + 1)) {
      ++found;
    }
    EXPECT_GT(found, 0);
    return found;
  }
  std::string reference(std::size_t place = 0) const {
    return crypto::crockford(answer_->rows.at(place).row.event_token);
  }
  bool is_whole() {
    said_ = Said();
    return inbox_->verify("officer", said_) == ExitCode::kOk;
  }

  std::optional<wire::Consignment> answer_;
  std::uint64_t number_ = 2;
};

TEST_F(EnquiryChangeTest, AnAnswerOfWhichARecordWasWithdrawnIsWholeAndSaysSo) {
  follow(ChangeReason::kRecordedInError);
  EXPECT_EQ(number_of("SELECT count(*) FROM row WHERE type = 1"), 1);
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 1 of 2 here, 1 withdrawn since")) << said_.text();
  EXPECT_TRUE(
      said("answered; CHANGED since it came: 1 withdrawn, the last at 2026-11-03T09:00:00Z"))
      << said_.text();
  EXPECT_FALSE(said("OUT OF DATE"));
  EXPECT_EQ(said_.json().find(reference()), std::string::npos);
  EXPECT_NE(said_.json().find(reference(1)), std::string::npos);
  EXPECT_NE(list().find("\"withdrawn\":1"), std::string::npos) << said_.json();
  EXPECT_EQ(csv_lines(), 2U);
  EXPECT_TRUE(is_whole()) << said_.text();
}

TEST_F(EnquiryChangeTest, AllOfItWithdrawnIsStillAnswered) {
  follow(ChangeReason::kRecordedInError);
  follow(ChangeReason::kNoLongerQualifies, {}, 1);
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 0 of 2 here, 2 withdrawn since"));
  EXPECT_EQ(report(), ExitCode::kOk);
}

// A row that was lost is another matter than one that was withdrawn.
TEST_F(EnquiryChangeTest, WhatIsNotHereAndWasNotWithdrawnIsMissed) {
  road_.asked.clear();
  ask();
  ASSERT_TRUE(take(rows(3, asked(), support::kHome, "2026-10-11T20:15Z")).ok());
  ASSERT_TRUE(take(manifest(4, asked(), 4)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("call-out: 2 of 4 here"));
}

TEST_F(EnquiryChangeTest, ACorrectionTakesTheRowsPlace) {
  show(asked());
  const std::string before = said_.json();
  follow(ChangeReason::kInaccurate, corrected());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 2 of 2 here")) << said_.text();
  EXPECT_TRUE(said("CHANGED since it came: 1 corrected"));
  EXPECT_NE(said_.json().find("\"category\":\"alleged-crime\""), std::string::npos) << said_.json();
  EXPECT_NE(said_.json().find("\"consignment\":3"), std::string::npos) << said_.json();
  EXPECT_EQ(pseudonyms(said_.json()), pseudonyms(before));
  EXPECT_EQ(csv_lines(), 3U);
  EXPECT_TRUE(said("alleged-crime")) << said_.text();
  EXPECT_EQ(report(), ExitCode::kOk);
  EXPECT_TRUE(said("Records changed since the answer came: 1 corrected.")) << said_.text();
  EXPECT_TRUE(said("<dt>Last change</dt>\n<dd>2026-11-03 09:00 (London time)</dd>"))
      << said_.text().substr(0, 4000);
  EXPECT_TRUE(is_whole()) << said_.text();
}

// A force does not bring in by a correction what it could not answer.
TEST_F(EnquiryChangeTest, ACorrectionToWhatNobodyAskedForIsTurnedAway) {
  const auto turned_away = [&](const std::function<void(record::Treated&)>& what) {
    return refused(following(*answer_, ChangeReason::kInaccurate, 3, {.fields = what}));
  };
  EXPECT_EQ(turned_away([](auto& fields) { fields.home = support::home(support::kSecondHome); }),
            Reason::kOutsideOccasion);
  EXPECT_EQ(turned_away([](auto& fields) {
              fields.event_day = to_day({2026, 9, 30});
            }),
            Reason::kOutsideOccasion);
  show(asked());
  EXPECT_FALSE(said("CHANGED")) << said_.text();
  follow(ChangeReason::kInaccurate, corrected());
  show(asked());
  EXPECT_TRUE(said("1 corrected"));
}

// What was restricted may not be used until that is lifted (UK GDPR art. 18).
TEST_F(EnquiryChangeTest, ARestrictedRecordIsShownWithItsMarkAndIsInNoReport) {
  follow(ChangeReason::kAccuracyContested);
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 2 of 2 here"));
  EXPECT_TRUE(said("RESTRICTED: do not use")) << said_.text();
  EXPECT_EQ(csv_lines(), 2U);
  EXPECT_EQ(report(), ExitCode::kOk);
  EXPECT_TRUE(said("<p>Records: 1</p>")) << said_.text();
  EXPECT_TRUE(said("1 restricted. Those that are restricted may not be used"));
  EXPECT_FALSE(said(reference()));
  follow(ChangeReason::kResolved, {.row = [](record::Row& row) { row.revision += 1; }});
  EXPECT_EQ(csv_lines(), 3U);
  report();
  EXPECT_TRUE(said("<p>Records: 2</p>"));
  EXPECT_TRUE(said("Records changed since the answer came: marks were lifted."));
}

TEST_F(EnquiryChangeTest, AnAnnotatedRecordBearsItsMark) {
  follow(ChangeReason::kDisputedByChild);
  EXPECT_EQ(show(asked()), ExitCode::kOk);
  EXPECT_TRUE(said("annotated (disputed by the child)")) << said_.text();
  EXPECT_EQ(csv_lines(), 3U);
  EXPECT_TRUE(said("disputed-by-child")) << said_.text();
  report();
  EXPECT_TRUE(said("Annotation: disputed by the child")) << said_.text();
}

TEST_F(EnquiryChangeTest, AReportWrittenBeforeIsOutOfDateAndOneWrittenAfterIsNot) {
  now_ += 60;
  report();
  EXPECT_FALSE(said("Last change"));
  now_ += 60;
  follow(ChangeReason::kRecordedInError);
  EXPECT_EQ(show(asked()), ExitCode::kOk);
  const std::string until = "files written of it until 2026-11-03T09:01:00Z are OUT OF DATE";
  EXPECT_TRUE(said(until)) << said_.text();
  EXPECT_NE(changes().find("in files written until 2026-11-03 09:01: delete copies"),
            std::string::npos)
      << changes();
  now_ += 60;
  report();
  EXPECT_TRUE(said("Last change"));
  list();
  EXPECT_TRUE(said(until)) << "what was written before stays so";
  EXPECT_NE(said_.json().find("\"out_of_date\":\"2026-11-03T09:01:00Z\""), std::string::npos);
}

// Of another enquiry a file was written, and of this one none.
TEST_F(EnquiryChangeTest, AReportOfAnotherEnquiryIsNot) {
  road_.asked.clear();
  ask();
  report();
  road_.asked.clear();
  follow(ChangeReason::kRecordedInError);
  list();
  EXPECT_FALSE(said("OUT OF DATE")) << said_.text();
}

TEST_F(EnquiryChangeTest, APersonConfirmsIt) {
  follow(ChangeReason::kRecordedInError);
  EXPECT_NE(changes().find(reference()), std::string::npos);
  EXPECT_EQ(inbox_->close_change({"inspector", false}, reference(), NoticeState::kConfirmed,
                                 Language::kEnglish, said_),
            ExitCode::kOk);
  EXPECT_EQ(changes(), "");
  EXPECT_EQ(inbox_->untaken(9)->size(), 1U);
}

// The marker stands, and the answer that comes later is without the record, and whole.
TEST_F(EnquiryChangeTest, AWithdrawalThatComesFirstWins) {
  road_.asked.clear();
  ask();
  const auto late = rows(4, asked(), support::kHome, "2026-10-11T20:15Z");
  ASSERT_TRUE(take(following(late, ChangeReason::kWrongHome, 3)).ok());
  ASSERT_TRUE(take(late).ok());
  ASSERT_TRUE(take(manifest(5, asked(), 2)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 1 of 2 here, 1 withdrawn since")) << said_.text();
}

// A month's withdrawn records are those of its return.
TEST_F(EnquiryChangeTest, IsInNoExportOfReturns) {
  follow(ChangeReason::kRecordedInError);
  follow(ChangeReason::kInaccurate, corrected(), 1);
  said_ = Said();
  EXPECT_EQ(inbox_->export_month("inspector", support::kMonth, {}, "october", said_), ExitCode::kOk)
      << said_.messages();
  EXPECT_FALSE(said("withdrawn.csv")) << said_.text();
  said_ = Said();
  inbox_->list("inspector", {}, Language::kEnglish, said_);
  EXPECT_FALSE(said("ofsted:SC900001")) << said_.text();
}

TEST_F(EnquiryChangeTest, OfAnErasureThatIsConfirmedTheNameIsNotLeft) {
  for (std::size_t place : {0U, 1U}) {
    const ByteView token = view(answer_->rows[place].row.event_token);
    follow(ChangeReason::kErasureOrdered, {}, place);
    EXPECT_TRUE(holds(token)) << "a person has to find it until then";
    Said said;
    EXPECT_EQ(inbox_->close_change({.account = "inspector"}, reference(place),
                                   NoticeState::kConfirmed, Language::kEnglish, said),
              ExitCode::kOk)
        << said.messages();
    EXPECT_FALSE(holds(token));
  }
  EXPECT_TRUE(is_whole()) << said_.text();
}

}  // namespace
}  // namespace stile::agent
