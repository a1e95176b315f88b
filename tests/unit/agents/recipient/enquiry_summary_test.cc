// The figures of an answer, counted anew from its rows.
#include "agents/recipient/enquiry_summary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "core/record/code_texts.h"
#include "tests/report/sample_answer.h"

namespace stile::agent {
namespace {

using record::RecordType;
using record::Treated;
using support::sample_line;

const TypeSummary& of(const PartSummary& summary, RecordType type) {
  return *std::ranges::find(summary.types, type, &TypeSummary::type);
}

const Breakdown& by(const TypeSummary& summary, std::string_view name) {
  const auto found = std::ranges::find_if(
      summary.breakdowns, [&](const Breakdown& one) { return one.title.name == name; });
  EXPECT_NE(found, summary.breakdowns.end()) << name;
  return *found;
}

std::uint64_t figure(const Breakdown& breakdown, std::string_view name) {
  const auto found = std::ranges::find(breakdown.tallies, name, &Tally::name);
  EXPECT_NE(found, breakdown.tallies.end()) << name;
  return found == breakdown.tallies.end() ? 0 : found->records;
}

EnquiryPart part_of(std::vector<RecordLine> lines) {
  EnquiryPart part = support::whole_part(0);
  part.answer.lines = std::move(lines);
  return part;
}

// expect_counted() counts a member of the rows by its codes' values, without any column.
template <auto member>
void expect_counted(RecordType type, std::string_view name) {
  const EnquiryPart part = support::whole_part();
  const PartSummary summary = summarise(part);
  using Code = typename std::remove_cvref_t<decltype(Treated{}.*member)>::value_type;
  std::map<std::string, std::uint64_t> counted;
  for (const std::string_view code : record::names<Code>) counted[std::string(code)] = 0;
  std::uint64_t records = 0;
  for (const RecordLine& line : part.answer.lines) {
    if (line.row.type != type) continue;
    ++records;
    if (line.row.*member) ++counted[std::string(record::name(*(line.row.*member)))];
  }
  EXPECT_EQ(of(summary, type).records, records);
  const Breakdown& breakdown = by(of(summary, type), name);
  EXPECT_EQ(breakdown.tallies.size(), counted.size()) << name;
  for (const auto& [code, count] : counted) EXPECT_EQ(figure(breakdown, code), count) << code;
}

TEST(EnquirySummaryTest, CountsEachCodeAsTheRowsHaveIt) {
  constexpr auto kCall = RecordType::kCallOut;
  constexpr auto kEpisode = RecordType::kMissingEpisode;
  expect_counted<&Treated::category>(kCall, "category");
  expect_counted<&Treated::caller_role>(kCall, "caller_role");
  expect_counted<&Treated::part_of_day>(kCall, "part_of_day");
  expect_counted<&Treated::deployment>(kCall, "deployment");
  expect_counted<&Treated::level>(kCall, "level");
  expect_counted<&Treated::level_set_by>(kCall, "level_set_by");
  expect_counted<&Treated::appropriateness>(kCall, "appropriateness");
  expect_counted<&Treated::child_role>(kCall, "child_role");
  expect_counted<&Treated::outcome>(kCall, "outcome");
  expect_counted<&Treated::absence>(kEpisode, "absence");
  expect_counted<&Treated::duration_band>(kEpisode, "duration");
  expect_counted<&Treated::risk>(kEpisode, "risk");
  expect_counted<&Treated::police_response>(kEpisode, "police_response");
  expect_counted<&Treated::kind>(RecordType::kArrest, "kind");
  expect_counted<&Treated::outcome>(RecordType::kArrest, "outcome");
  expect_counted<&Treated::kind>(RecordType::kConcern, "kind");
}

TEST(EnquirySummaryTest, WhatIsSaidAndWhatIsNotIsEveryRecord) {
  for (const EnquiryPart& part : support::sample_report().parts) {
    const PartSummary summary = summarise(part);
    for (const TypeSummary& type : summary.types) {
      EXPECT_EQ(type.breakdowns.empty(), type.records == 0);
      for (const Breakdown& one : type.breakdowns) {
        const auto said = std::accumulate(
            one.tallies.begin(), one.tallies.end(), std::uint64_t{0},
            [](std::uint64_t sum, const Tally& tally) { return sum + tally.records; });
        EXPECT_EQ(said + one.unsaid + one.nothing_alleged, type.records) << one.title.name;
      }
    }
  }
}

TEST(EnquirySummaryTest, EveryMonthOfThePeriodIsThereAndCountsItsRecords) {
  const EnquiryPart part = support::whole_part();
  const Breakdown months = by(of(summarise(part), RecordType::kCallOut), "month");
  ASSERT_EQ(months.tallies.size(), 13U);
  EXPECT_EQ(months.tallies.front().name, "2025-11");
  EXPECT_EQ(months.tallies.back().name, "2026-11");
  std::map<std::string, std::uint64_t> counted;
  for (const RecordLine& line : part.answer.lines) {
    if (line.row.type != RecordType::kCallOut) continue;
    ++counted[to_text(to_civil(*line.row.event_day)).substr(0, 7)];
  }
  for (const Tally& month : months.tallies) EXPECT_EQ(month.records, counted[month.name]);
}

TEST(EnquirySummaryTest, WhatIsNotGrantedIsNotSharedAndIsNoFigure) {
  const PartSummary summary = summarise(support::narrow_part());
  const TypeSummary& calls = of(summary, RecordType::kCallOut);
  for (const char* name : {"caller_role", "level", "level_set_by", "child_role", "outcome"}) {
    EXPECT_FALSE(by(calls, name).shared) << name;
    EXPECT_TRUE(by(calls, name).tallies.empty()) << name;
  }
  EXPECT_TRUE(by(calls, "category").shared);
  EXPECT_FALSE(calls.staff_calls) << "whose calls they are is not shared";
  EXPECT_FALSE(summary.children);
}

TEST(EnquirySummaryTest, WhereSomeRecordsWereNotGrantedItTheRestIsStillCounted) {
  RecordLine with = sample_line(RecordType::kCallOut, 1);
  RecordLine without = sample_line(RecordType::kCallOut, 2);
  without.row.level.reset();
  const PartSummary summary = summarise(part_of({with, without}));
  const Breakdown& level = by(of(summary, RecordType::kCallOut), "level");
  EXPECT_TRUE(level.shared);
  EXPECT_EQ(level.unsaid, 1U);
}

RecordLine alleged(std::optional<record::OutcomeGroup> outcome) {
  RecordLine line = sample_line(RecordType::kCallOut, 0);
  line.row.child_role = record::ChildRole::kAlleged;
  line.row.outcome = outcome;
  return line;
}
RecordLine victim() {
  RecordLine line = alleged(std::nullopt);
  line.row.child_role = record::ChildRole::kVictim;
  return line;
}

TEST(EnquirySummaryTest, Outcomes20And21And22StandApart) {
  using record::OutcomeGroup;
  const PartSummary summary = summarise(
      part_of({alleged(OutcomeGroup::k20), alleged(OutcomeGroup::k21), alleged(OutcomeGroup::k22),
               alleged(OutcomeGroup::k22), alleged(OutcomeGroup::kFormal), victim()}));
  const Breakdown& outcomes = by(of(summary, RecordType::kCallOut), "outcome");
  EXPECT_EQ(figure(outcomes, "20-other-body"), 1U);
  EXPECT_EQ(figure(outcomes, "21-police-not-in-public-interest"), 1U);
  EXPECT_EQ(figure(outcomes, "22-diversion"), 2U);
  EXPECT_EQ(figure(outcomes, "formal"), 1U);
  EXPECT_EQ(figure(outcomes, "no-further-action"), 0U);
  EXPECT_EQ(outcomes.nothing_alleged, 1U);
  EXPECT_EQ(outcomes.unsaid, 0U);
}

TEST(EnquirySummaryTest, WhereNothingIsAllegedThereIsNoOutcomeThoughItIsShared) {
  const PartSummary summary = summarise(part_of({victim(), victim()}));
  const Breakdown& outcomes = by(of(summary, RecordType::kCallOut), "outcome");
  EXPECT_TRUE(outcomes.shared);
  EXPECT_EQ(outcomes.nothing_alleged, 2U);
}

TEST(EnquirySummaryTest, AnOutcomeThatIsNotGrantedOfAChildAllegedIsNotShared) {
  const PartSummary summary = summarise(part_of({alleged(std::nullopt), victim()}));
  const Breakdown& outcomes = by(of(summary, RecordType::kCallOut), "outcome");
  EXPECT_FALSE(outcomes.shared);
  EXPECT_TRUE(outcomes.tallies.empty());
}

RecordLine assessed(record::CallerRole caller, record::Appropriateness as) {
  RecordLine line = sample_line(RecordType::kCallOut, 0);
  line.row.caller_role = caller;
  line.row.appropriateness = as;
  return line;
}

TEST(EnquirySummaryTest, OnlyStaffCallsAreAppropriateOrNot) {
  using record::CallerRole;
  using As = record::Appropriateness;
  const auto summary = summarise(part_of({
      assessed(CallerRole::kStaff, As::kAppropriate),
      assessed(CallerRole::kStaff, As::kAppropriate),
      assessed(CallerRole::kStaff, As::kInappropriate),
      assessed(CallerRole::kStaff, As::kNotAssessed),
      assessed(CallerRole::kChild, As::kInappropriate),
  }));
  const auto calls = of(summary, RecordType::kCallOut).staff_calls;
  ASSERT_TRUE(calls);
  EXPECT_EQ(calls->appropriate, 2U);
  EXPECT_EQ(calls->inappropriate, 1U);
  EXPECT_EQ(calls->assessed(), 3U);
  EXPECT_EQ(calls->not_assessed, 1U);
  EXPECT_EQ(calls->per_cent(), 67U);
}

TEST(EnquirySummaryTest, AShareOfNothingAssessedIsNone) {
  EXPECT_EQ((Appropriateness{0, 0, 4}).per_cent(), std::nullopt);
  EXPECT_EQ((Appropriateness{0, 4, 0}).per_cent(), 0U);
  EXPECT_EQ((Appropriateness{1, 7, 0}).per_cent(), 13U) << "12.5, rounded up";
  EXPECT_EQ((Appropriateness{1, 2, 0}).per_cent(), 33U);
  EXPECT_EQ((Appropriateness{9, 0, 0}).per_cent(), 100U);
}

std::optional<ChildrenBand> band_of(std::size_t children) {
  std::vector<RecordLine> lines;
  for (std::size_t at = 0; at < 2 * children; ++at) {
    lines.push_back(sample_line(RecordType::kMissingEpisode, 0));
    lines.back().pseudonym = Bytes(16, static_cast<char>(at % children));
  }
  return summarise(part_of(std::move(lines))).children;
}

TEST(EnquirySummaryTest, DifferentChildrenAreABand) {
  EXPECT_EQ(band_of(0), ChildrenBand::kNone);
  EXPECT_EQ(band_of(1), ChildrenBand::k1To4);
  EXPECT_EQ(band_of(4), ChildrenBand::k1To4);
  EXPECT_EQ(band_of(5), ChildrenBand::k5To9);
  EXPECT_EQ(band_of(9), ChildrenBand::k5To9);
  EXPECT_EQ(band_of(10), ChildrenBand::k10To19);
  EXPECT_EQ(band_of(19), ChildrenBand::k10To19);
  EXPECT_EQ(band_of(20), ChildrenBand::kFrom20);
}

TEST(EnquirySummaryTest, ChildrenOfWhomSomeAreNotNamedAreNotCounted) {
  RecordLine call = sample_line(RecordType::kCallOut, 1);
  RecordLine arrest = sample_line(RecordType::kArrest, 1);
  EXPECT_EQ(summarise(part_of({call, arrest})).children, ChildrenBand::k1To4);
  arrest.pseudonym.clear();
  EXPECT_EQ(summarise(part_of({call, arrest})).children, std::nullopt);
  RecordLine nobody = sample_line(RecordType::kCallOut, 10);
  ASSERT_TRUE(nobody.pseudonym.empty());
  EXPECT_EQ(summarise(part_of({nobody})).children, ChildrenBand::kNone);
}

TEST(EnquirySummaryTest, ATypeThatNobodyNamesIsNotSharedAndOneThatIsUnsaidNotKnown) {
  const PartSummary summary = summarise(support::narrow_part());
  EXPECT_EQ(of(summary, RecordType::kMissingEpisode).known, TypeKnown::kShared);
  EXPECT_EQ(of(summary, RecordType::kArrest).known, TypeKnown::kNotShared);
  EXPECT_EQ(of(summary, RecordType::kConcern).known, TypeKnown::kUnknown);
  EXPECT_FALSE(of(summary, RecordType::kCallOut).searched);
  EXPECT_TRUE(of(summary, RecordType::kMissingEpisode).searched);
  EnquiryPart untold = support::narrow_part();
  untold.answer.has_manifest = false;
  untold.answer.knows_agreement = false;
  untold.answer.types.clear();
  EXPECT_EQ(of(summarise(untold), RecordType::kArrest).known, TypeKnown::kUnknown);
  EXPECT_EQ(of(summarise(untold), RecordType::kCallOut).known, TypeKnown::kShared);
}

}  // namespace
}  // namespace stile::agent
