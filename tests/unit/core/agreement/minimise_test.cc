#include "core/agreement/minimise.h"

#include <gtest/gtest.h>

#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::agreement {
namespace {

using record::Field;
using record::Treated;
using support::call_out;
using support::kHome;
using support::Scheme;

// A record, its envelope and what the scheme grants of it.
class MinimiseTest : public ::testing::Test {
 protected:
  MinimiseTest() { look_at(call_out(kHome, "2026-10-10T20:15Z")); }

  void look_at(const record::Event& record) {
    record_ = record;
    envelope_ = record::envelope_of(record);
    documents_ = scheme_.document_set();
    const auto what = support::disclosure_to(support::kOfsted, scheme_.agreement_hash());
    grant_ = Evaluation::begin(*documents_, what, support::kNow)->of(envelope_).value();
    treated_ = minimise(record_, grant_, support::kContact);
  }

  std::vector<Fault> faults_now() const { return faults(treated_, envelope_, grant_); }

  void expect_only(Reason reason, Field field) const {
    const auto found = faults_now();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().reason, reason);
    EXPECT_EQ(found.front().field, field);
  }

  Scheme scheme_;
  record::Event record_;
  record::Envelope envelope_ = record::envelope_of(call_out(kHome, "2026-10-10T20:15Z"));
  std::shared_ptr<const DocumentSet> documents_;
  Grant grant_;
  Treated treated_;
};

TEST_F(MinimiseTest, KeepsWhatIsGrantedAtItsPrecision) {
  EXPECT_EQ(treated_.home, record_.home);
  EXPECT_EQ(treated_.event_day, to_day({2026, 10, 10}));
  EXPECT_EQ(treated_.part_of_day, record::PartOfDay::kEvening);
  EXPECT_EQ(treated_.age_band, record::AgeBand::kFrom10To15);
  EXPECT_EQ(treated_.placing_distance, record::PlacingDistance::kDistant);
  EXPECT_EQ(treated_.contact, support::kContact);
  EXPECT_TRUE(faults_now().empty());
}

TEST_F(MinimiseTest, DropsWhatIsNotGranted) {
  EXPECT_FALSE(treated_.event_minute.has_value());
  EXPECT_FALSE(treated_.placing_authority.has_value());
  EXPECT_FALSE(treated_.child_role.has_value());
}

TEST_F(MinimiseTest, ASmallHomesRowHasNoAge) {
  look_at(call_out(support::kSmallHome, "2026-10-10T20:15Z"));
  EXPECT_FALSE(treated_.age_band.has_value());
  EXPECT_TRUE(faults_now().empty());
  treated_.age_band = record::AgeBand::kFrom10To15;
  expect_only(Reason::kExcessField, Field::kAge);
}

TEST_F(MinimiseTest, ACallWithoutAChildSaysSo) {
  auto record = call_out(kHome, "2026-10-10T20:15Z");
  record.child_involved = false;
  record.child_role = record::ChildRole::kNone;
  look_at(record);
  EXPECT_EQ(treated_.age_band, record::AgeBand::kNoChild);
  EXPECT_TRUE(faults_now().empty());
}

TEST_F(MinimiseTest, TheEveningOfTheClockChangeIsTheNightOfItsLocalDay) {
  look_at(call_out(kHome, "2026-10-24T23:30Z"));
  EXPECT_EQ(treated_.event_day, to_day({2026, 10, 25}));
  EXPECT_EQ(treated_.part_of_day, record::PartOfDay::kNight);
  EXPECT_TRUE(faults_now().empty());
}

TEST_F(MinimiseTest, AFieldBeyondTheGrantIsAnExcess) {
  treated_.event_minute = envelope_.event_minute;
  expect_only(Reason::kExcessField, Field::kTime);
  look_at(record_);
  treated_.placing_authority = envelope_.placing_authority;
  expect_only(Reason::kExcessField, Field::kPlacingAuthority);
  look_at(record_);
  treated_.child_role = envelope_.child_role;
  expect_only(Reason::kExcessField, Field::kChildRole);
}

TEST_F(MinimiseTest, AGrantedFieldThatIsAbsentIsMissing) {
  treated_.deployment.reset();
  expect_only(Reason::kMissingField, Field::kDeployment);
  look_at(record_);
  treated_.level_set_by.reset();
  expect_only(Reason::kMissingField, Field::kLevel);
  look_at(record_);
  treated_.part_of_day.reset();
  expect_only(Reason::kMissingField, Field::kTime);
}

TEST_F(MinimiseTest, WhatContradictsTheEnvelopeIsAMismatch) {
  treated_.home = support::home(support::kSecondHome);
  expect_only(Reason::kEnvelopeMismatch, Field::kHome);
  look_at(record_);
  treated_.event_day = *treated_.event_day + 1;
  expect_only(Reason::kEnvelopeMismatch, Field::kTime);
  look_at(record_);
  treated_.part_of_day = record::PartOfDay::kNight;
  expect_only(Reason::kEnvelopeMismatch, Field::kTime);
  look_at(record_);
  treated_.age_band = record::AgeBand::kNoChild;
  expect_only(Reason::kEnvelopeMismatch, Field::kAge);
  look_at(record_);
  treated_.placing_distance = record::PlacingDistance::kInArea;
  expect_only(Reason::kEnvelopeMismatch, Field::kPlacingAuthority);
}

TEST_F(MinimiseTest, ARecipientSeesTheExcessWithoutAnEnvelope) {
  const auto& most = grant_.clause->treatments;
  EXPECT_TRUE(excess(treated_, most).empty());
  treated_.event_minute = envelope_.event_minute;
  treated_.child_role = envelope_.child_role;
  const auto found = excess(treated_, most);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].field, Field::kTime);
  EXPECT_EQ(found[1].field, Field::kChildRole);
}

TEST_F(MinimiseTest, ANarrowedFieldGoesAltogether) {
  scheme_.withhold("LEVEL");
  scheme_.withhold("TIME");
  look_at(record_);
  EXPECT_FALSE(treated_.level.has_value() || treated_.level_set_by.has_value());
  EXPECT_FALSE(treated_.event_day.has_value() || treated_.part_of_day.has_value());
  EXPECT_TRUE(faults_now().empty());
}

}  // namespace
}  // namespace stile::agreement
