// What a force has counted of its answer's records by home and month.
#include "agents/recipient/enquiry_months.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/report/sample_answer.h"
#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

using record::Field;
using record::Measure;

RecordLine month_of_home(const char* home, Month month, std::vector<record::Count> counts) {
  RecordLine line;
  line.row.type = RecordType::kHomeMonth;
  line.row.home = support::home(home);
  line.row.month = month;
  line.row.counts = std::move(counts);
  line.counted = {Field::kExploitation, Field::kReturnInterview};
  return line;
}

AnswerSoFar answer_with(std::vector<RecordLine> months) {
  AnswerSoFar answer;
  answer.knows_agreement = answer.has_manifest = true;
  const auto count = static_cast<std::uint32_t>(months.size());
  answer.months = std::move(months);
  answer.types[RecordType::kHomeMonth] = {count, {{RecordType::kHomeMonth, true, count, 0, 0}}};
  return answer;
}

bool has(const std::string& html, std::string_view text) {
  return html.find(text) != std::string::npos;
}

TEST(EnquiryMonthsTest, AMonthIsOneLineWhateverNumberTheHomeHad) {
  const auto tables = month_tables(
      answer_with({month_of_home(support::kHome, {2026, 9}, {{Measure::kHarmYes, 2}}),
                   month_of_home(support::kHome, {2026, 10}, {{Measure::kHarmYes, 1}}),
                   month_of_home("ofsted:SC900009", {2026, 10},
                                 {{Measure::kHarmYes, 4}, {Measure::kInterviewOffered, 1}})}));
  ASSERT_EQ(tables.size(), 3U);
  const MonthTable& harm = tables[1];
  ASSERT_EQ(harm.lines.size(), 2U);
  EXPECT_EQ(harm.lines[0].month, "2026-09");
  EXPECT_EQ(harm.lines[1].counts, (MonthTable::Counts{5, 0, 0}));
  EXPECT_EQ(harm.all, (MonthTable::Counts{7, 0, 0}));
  EXPECT_EQ(tables[2].all, (MonthTable::Counts{0, 1, 0}));
}

TEST(EnquiryMonthsTest, WhatIsNotGrantedIsNoFigure) {
  auto month = month_of_home(support::kHome, {2026, 10}, {{Measure::kInterviewDue, 1}});
  month.counted = {Field::kReturnInterview};
  EXPECT_EQ(month_tables(answer_with({month})).size(), 1U);
  EXPECT_EQ(months_text(month, Language::kEnglish),
            "Return interview due 1; Return interview offered 0; Return interview accepted 0");
}

// UK GDPR art. 18: nobody can take one from a sum.
TEST(EnquiryMonthsTest, AMonthWithARestrictedRecordIsLeftOut) {
  AnswerSoFar answer = answer_with({month_of_home(support::kHome, {2026, 9}, {}),
                                    month_of_home(support::kHome, {2026, 10}, {}),
                                    month_of_home("ofsted:SC900009", {2026, 10}, {})});
  RecordLine record = support::sample_line(RecordType::kCallOut, 0);
  record.row.home = support::home(support::kHome);
  record.row.event_day = to_day({2026, 10, 31});
  answer.lines = {record};
  leave_out_months(answer);
  EXPECT_EQ(answer.months.size(), 3U) << "nothing is restricted";
  answer.lines[0].marks.restriction = record::ChangeReason::kAccuracyContested;
  leave_out_months(answer);
  ASSERT_EQ(answer.months.size(), 2U);
  EXPECT_EQ(answer.months[0].row.month, (Month{2026, 9}));
  EXPECT_EQ(answer.months[1].row.home, support::home("ofsted:SC900009"));
  EXPECT_TRUE(has(months_of(answer, Language::kEnglish), "Months in which a record is restricted"));
  answer.lines[0].row.event_day.reset();
  answer.lines[0].row.home.reset();
  leave_out_months(answer);
  EXPECT_TRUE(answer.months.empty()) << "of which month it is nobody knows";
}

TEST(EnquiryMonthsTest, AMonthThatIsNotListedHasNoneOnlyWhereAllAreHere) {
  AnswerSoFar answer = answer_with({month_of_home(support::kHome, {2026, 9}, {})});
  const auto says_so = [&] {
    return has(months_of(answer, Language::kEnglish), "A month that is not listed has no record");
  };
  EXPECT_TRUE(says_so());
  auto& type = answer.types[RecordType::kHomeMonth];
  type.said->records = 2;
  EXPECT_FALSE(says_so()) << "one has not come yet";
  type.said->records = 1;
  answer.months_left_out = 1;
  EXPECT_FALSE(says_so());
  answer.months_left_out = 0;
  type.said.reset();
  EXPECT_FALSE(says_so());
}

TEST(EnquiryMonthsTest, SaysWhyThereIsNothing) {
  AnswerSoFar answer;
  EXPECT_TRUE(has(months_of(answer, Language::kEnglish), "not known"));
  answer.knows_agreement = true;
  EXPECT_TRUE(has(months_of(answer, Language::kEnglish), "not shared"));
  answer.types[RecordType::kHomeMonth] = {};
  EXPECT_TRUE(has(months_of(answer, Language::kEnglish), "not known"));
  answer = answer_with({});
  EXPECT_TRUE(has(months_of(answer, Language::kEnglish), "No month has a record."));
  answer.types[RecordType::kHomeMonth].said->withheld = 1;
  EXPECT_TRUE(has(months_of(answer, Language::kEnglish), "the force could not count"));
  EXPECT_FALSE(has(months_of(answer, Language::kEnglish), "No month has a record."));
  EXPECT_TRUE(has(months_of(answer, Language::kWelsh), "Ni allai"));
}

class AnsweredMonthsTest : public EnquiryFixture {
 protected:
  wire::Consignment months(std::uint64_t number, const Question& question,
                           std::vector<record::Count> counts) const {
    Question what = question;
    what.last = local_day(support::kNow);
    const support::SourceHand hand(documents_, support::answer(what, RecordType::kHomeMonth),
                                   support::signed_question(what));
    const support::Figures figures{support::kHome, std::move(counts), {}, 1};
    return hand.consign_figures(std::span(&figures, 1), number);
  }
};

TEST_F(AnsweredMonthsTest, AreShownBehindTheRecordsAndBelongToTheWhole) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  auto collections = whole(2);
  collections.back().records = 1;
  ASSERT_TRUE(take(manifest(3, asked(), collections)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("home-month: 0 of 1 here")) << said_.text();
  ASSERT_TRUE(take(months(2, asked(), {{Measure::kExploitationConcern, 2}})).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("home-month: 1 of 1 here"));
  EXPECT_TRUE(said("2026-11  ofsted:SC900001  Exploitation: concern 2; Exploitation: none 0"))
      << said_.text();
  EXPECT_NE(said_.json().find("\"exploitation_concern\":2"), std::string::npos) << said_.json();
}

TEST_F(AnsweredMonthsTest, AForceThatSaysNothingOfThemHasNotAnsweredWhole) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  auto collections = whole(2);
  collections.pop_back();
  ASSERT_TRUE(take(manifest(2, asked(), collections)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("home-month: the force's answer says nothing of it")) << said_.text();
}

}  // namespace
}  // namespace stile::agent
