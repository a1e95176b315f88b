#include <gtest/gtest.h>

#include "core/agreement/least_fields.h"
#include "core/agreement/minimise.h"
#include "core/agreement/parts.h"
#include "core/record/code_texts.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

// What each type of record becomes when a regulator is granted all that the table lets it have.
namespace stile::agreement {
namespace {

using record::Event;
using record::Field;
using record::Measure;
using record::RecordType;
using record::Treated;

constexpr std::array kEvents = {RecordType::kCallOut, RecordType::kMissingEpisode,
                                RecordType::kArrest, RecordType::kConcern};

Event event_of(RecordType type) {
  Event event = support::call_out(support::kHome, "2026-10-10T20:15Z");
  event.type = type;
  event.end = event.time + 9 * 3600;
  event.risk = record::MissingRisk::kHigh;
  event.kind = type == RecordType::kArrest ? record::Kind::kArrested : record::Kind::kSelfHarm;
  return event;
}

class MinimiseTypesTest : public ::testing::Test {
 protected:
  Grant grant_of(RecordType type) {
    clause_.record = type;
    Grant grant;
    grant.clause = &clause_;
    grant.event_day = to_day({2026, 10, 10});
    grant.placing_distance = record::PlacingDistance::kDistant;
    if (type != RecordType::kReturnManifest) {
      grant.home = documents_->home(support::home(support::kHome), grant.event_day);
    }
    for (int i = 1; i <= record::count<Field>; ++i) {
      const auto field = static_cast<Field>(i);
      const auto treatments = allowed(clause_, field);
      if (!treatments.empty()) grant.treatments.grant(field, treatments.front());
    }
    return grant;
  }
  Treated treated(const Event& event) {
    return minimise(event, grant_of(event.type), support::kContact);
  }

  Clause clause_{.name = "monthly-return"};
  std::shared_ptr<const DocumentSet> documents_ = support::Scheme().document_set();
};

TEST_F(MinimiseTypesTest, AnEpisodeHasItsAbsenceDurationRiskAndResponse) {
  const Treated row = treated(event_of(RecordType::kMissingEpisode));
  EXPECT_EQ(row.absence, record::Absence::kMissing);
  EXPECT_EQ(row.duration_band, record::DurationBand::kFrom8To16Hours);
  EXPECT_EQ(row.risk, record::MissingRisk::kHigh);
  EXPECT_EQ(row.police_response, record::PoliceResponse::kNotKnown);
  EXPECT_EQ(row.part_of_day, record::PartOfDay::kEvening);
  EXPECT_FALSE(row.category || row.channel || row.caller_role || row.level || row.child_role);
}

TEST_F(MinimiseTypesTest, AnArrestAndAConcernHaveHomeDateAndKindOnly) {
  for (const auto type : {RecordType::kArrest, RecordType::kConcern}) {
    Treated only;
    only.type = type;
    only.home = support::home(support::kHome);
    only.event_day = to_day({2026, 10, 10});
    only.kind = event_of(type).kind;
    EXPECT_EQ(treated(event_of(type)), only) << record::name(type);
  }
}

TEST_F(MinimiseTypesTest, AHomeMonthHasTheCountsGrantedAndNoOthers) {
  Grant grant = grant_of(RecordType::kHomeMonth);
  const std::vector<record::Count> counts = {{Measure::kCallsByStaff, 3}, {Measure::kArrests, 1}};
  EXPECT_EQ(minimise_home_month(counts, grant, support::kContact).counts, counts);
  grant.treatments.withhold(Field::kOffence);
  const Treated row = minimise_home_month(counts, grant, support::kContact);
  EXPECT_EQ(row.counts, (std::vector<record::Count>{{Measure::kCallsByStaff, 3}}));
  EXPECT_EQ(row.month, (Month{2026, 10}));
  EXPECT_FALSE(row.event_day || row.age_band);
}

TEST_F(MinimiseTypesTest, AManifestNamesNoHome) {
  const std::vector<record::Collection> said = {{RecordType::kCallOut, true, 7, 1, 2}};
  const Treated row =
      minimise_manifest(2, said, grant_of(RecordType::kReturnManifest), support::kContact);
  EXPECT_EQ(row.collections, said);
  EXPECT_EQ(row.revision, 2U);
  EXPECT_FALSE(row.home || row.event_day);
}

// Each column taken from a grant takes its parts from the row, and they are an excess from then on.
TEST_F(MinimiseTypesTest, AColumnTakenAwayIsAbsentAndItsPartsAreAnExcess) {
  for (const auto type : kEvents) {
    const Event event = event_of(type);
    const Treated whole = treated(event);
    for (int i = 1; i <= record::count<Field>; ++i) {
      const auto field = static_cast<Field>(i);
      Grant less = grant_of(type);
      less.treatments.withhold(field);
      const Treated row = minimise(event, less, support::kContact);
      bool any = false;
      for (const Part& part : parts()) {
        if (part.field != field) continue;
        EXPECT_FALSE(part.has(row)) << record::name(type) << ' ' << record::name(field);
        any = any || part.has(whole);
      }
      const auto found = faults(whole, record::envelope_of(event), less);
      EXPECT_EQ(found.empty(), !any) << record::name(type) << ' ' << record::name(field);
      if (any) {
        EXPECT_EQ(found.front(), (Fault{Reason::kExcessField, field}));
      }
    }
  }
}

TEST_F(MinimiseTypesTest, NoTypeMayCarryAnothersParts) {
  for (const auto type : kEvents) {
    for (const auto other : kEvents) {
      Treated row = treated(event_of(other));
      row.type = type;
      const auto found = faults(row, record::envelope_of(event_of(type)), grant_of(type));
      const bool alike = (type == RecordType::kArrest || type == RecordType::kConcern) &&
                         (other == RecordType::kArrest || other == RecordType::kConcern);
      EXPECT_EQ(found.empty(), type == other || alike)
          << record::name(type) << ' ' << record::name(other);
    }
  }
}

TEST_F(MinimiseTypesTest, CountsInARowThatIsNoHomeMonthAreAnExcess) {
  const Event event = event_of(RecordType::kCallOut);
  Treated row = treated(event);
  row.counts = {{Measure::kArrests, 1}};
  EXPECT_EQ(excess(row, grant_of(RecordType::kCallOut).treatments),
            (std::vector<Fault>{{Reason::kExcessField, Field::kOffence}}));
}

}  // namespace
}  // namespace stile::agreement
