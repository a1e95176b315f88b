#include <gtest/gtest.h>

#include <random>

#include "core/agreement/minimise.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

// Whatever the record and whatever the agreement grants: what minimise() keeps has no fault, and
// a row altered afterwards in what the gateway can know has one.
namespace stile::agreement {
namespace {

using record::Field;
using record::Treated;

constexpr int kTries = 2000;
constexpr Instant kMonthBegin = 1790809200;  // 2026-09-30T23:00Z
constexpr Instant kMonthSeconds = 31 * 86400 + 3600;

class Chance {
 public:
  explicit Chance(unsigned seed) : engine_(seed) {}
  Instant below(Instant bound) {
    return std::uniform_int_distribution<Instant>(0, bound - 1)(engine_);
  }
  bool coin() { return below(2) == 1; }
  template <typename Enum>
  Enum code() {
    return static_cast<Enum>(1 + below(record::count<Enum>));
  }
  // other() is any code but this one.
  template <typename Enum>
  Enum other(Enum code) {
    const auto step = 1 + below(record::count<Enum> - 1);
    return static_cast<Enum>((static_cast<Instant>(code) - 1 + step) % record::count<Enum> + 1);
  }

 private:
  std::mt19937 engine_;
};

record::Event some_call_out(Chance& chance) {
  constexpr std::array kHomes = {support::kHome, support::kSecondHome, support::kSmallHome,
                                 support::kUnstatedHome};
  constexpr std::array kPlacing = {support::kOwnAuthority, support::kAdjoiningAuthority,
                                   support::kDistantAuthority, support::kWelshAuthority,
                                   "E10000099"};
  auto record =
      support::call_out(kHomes[static_cast<std::size_t>(chance.below(4))], "2026-10-01T00:00Z");
  record.time = kMonthBegin + chance.below(kMonthSeconds);
  record.child_involved = chance.coin();
  record.child_role = chance.code<record::ChildRole>();
  record.date_of_birth.reset();
  if (chance.coin()) record.date_of_birth = static_cast<Day>(chance.below(25'000));
  record.placing_authority.reset();
  if (chance.coin()) {
    record.placing_authority = support::area(kPlacing[static_cast<std::size_t>(chance.below(5))]);
  }
  record.category = chance.code<record::Category>();
  record.deployment = chance.code<record::Deployment>();
  record.home_told = chance.code<record::HomeTold>();
  record.channel = chance.code<record::Channel>();
  record.caller_role = chance.code<record::CallerRole>();
  record.appropriateness = chance.code<record::Appropriateness>();
  record.level = chance.code<record::Level>();
  record.level_set_by = chance.code<record::LevelSetBy>();
  return record;
}

// Any treatments at all, beyond what check() would pass: the rule holds by itself.
Treatments some_treatments(Chance& chance) {
  Treatments treatments;
  for (int i = 1; i <= record::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (field == Field::kPlacingAuthority || field == Field::kTime) {
      treatments.grant(field,
                       chance.coin() ? record::Treatment::kKeep : record::Treatment::kCoarsen);
    } else if (field == Field::kAge) {
      treatments.grant(field, record::Treatment::kBand);
    } else {
      treatments.grant(field, record::Treatment::kKeep);
    }
    if (chance.coin()) treatments.withhold(field);
  }
  return treatments;
}

// toggle() takes a field away, or adds one that was not there.
template <typename T>
void toggle(std::optional<T>& field, const T& value) {
  if (field) {
    field.reset();
  } else {
    field = value;
  }
}

// One change of what a row holds, of one field of the seventeen.
void toggle_one(Treated& row, const record::Envelope& envelope, Chance& chance) {
  switch (chance.below(17)) {
    case 0: return toggle(row.home, *envelope.home);
    case 1: return toggle(row.event_day, Day{1});
    case 2: return toggle(row.part_of_day, chance.code<record::PartOfDay>());
    case 3: return toggle(row.event_minute, envelope.event_minute);
    case 4: return toggle(row.age_band, chance.code<record::AgeBand>());
    case 5: return toggle(row.category, chance.code<record::Category>());
    case 6: return toggle(row.deployment, chance.code<record::Deployment>());
    case 7: return toggle(row.home_told, chance.code<record::HomeTold>());
    case 8: return toggle(row.channel, chance.code<record::Channel>());
    case 9: return toggle(row.caller_role, chance.code<record::CallerRole>());
    case 10: return toggle(row.appropriateness, chance.code<record::Appropriateness>());
    case 11: return toggle(row.level, chance.code<record::Level>());
    case 12: return toggle(row.level_set_by, chance.code<record::LevelSetBy>());
    case 13: return toggle(row.child_role, chance.code<record::ChildRole>());
    case 14: return toggle(row.placing_distance, chance.code<record::PlacingDistance>());
    case 15: return toggle(row.placing_authority, support::area(support::kOwnAuthority));
    default: return toggle(row.contact, std::string(support::kContact));
  }
}

// One change of a value that the envelope or the signed lists decide; false where none is there.
bool contradict_one(Treated& row, Chance& chance) {
  switch (chance.below(6)) {
    case 0:
      if (row.home) row.home = support::home(support::kClosedHome);
      return row.home.has_value();
    case 1:
      if (row.event_day) *row.event_day += chance.coin() ? 1 : -1;
      return row.event_day.has_value();
    case 2:
      if (row.part_of_day) row.part_of_day = chance.other(*row.part_of_day);
      return row.part_of_day.has_value();
    case 3:
      if (row.event_minute) *row.event_minute += 1 + chance.below(99);
      return row.event_minute.has_value();
    case 4:
      if (row.child_role) row.child_role = chance.other(*row.child_role);
      return row.child_role.has_value();
    default:
      if (row.placing_distance) row.placing_distance = chance.other(*row.placing_distance);
      return row.placing_distance.has_value();
  }
}

class MinimisePropertyTest : public ::testing::Test {
 protected:
  Grant grant_of(const record::Event& record) {
    auto grant = evaluation_.value().of(record::envelope_of(record)).value();
    grant.treatments = some_treatments(chance_);
    return grant;
  }

  const support::Scheme scheme_;
  const std::shared_ptr<const DocumentSet> documents_ = scheme_.document_set();
  const Result<Evaluation> evaluation_ = Evaluation::begin(
      *documents_, support::disclosure_to(support::kOfsted, scheme_.agreement_hash()),
      support::kNow);
  Chance chance_{20261103};
};

TEST_F(MinimisePropertyTest, WhatIsKeptHasNoFault) {
  for (int i = 0; i < kTries; ++i) {
    const auto record = some_call_out(chance_);
    const auto grant = grant_of(record);
    const auto row = minimise(record, grant, support::kContact);
    ASSERT_TRUE(excess(row, grant.treatments).empty()) << i;
    ASSERT_TRUE(faults(row, record::envelope_of(record), grant).empty()) << i;
  }
}

TEST_F(MinimisePropertyTest, AFieldTakenAwayOrAddedIsAFault) {
  for (int i = 0; i < kTries; ++i) {
    const auto record = some_call_out(chance_);
    const auto grant = grant_of(record);
    const auto envelope = record::envelope_of(record);
    auto row = minimise(record, grant, support::kContact);
    const bool kept_placing = row.placing_authority.has_value();
    toggle_one(row, envelope, chance_);
    // A kept placing authority may rightly be absent: nobody can tell that it was known.
    if (kept_placing && !row.placing_authority) continue;
    ASSERT_FALSE(faults(row, envelope, grant).empty()) << i;
  }
}

TEST_F(MinimisePropertyTest, AValueThatTheEnvelopeDecidesCannotBeAltered) {
  for (int i = 0; i < kTries; ++i) {
    const auto record = some_call_out(chance_);
    const auto grant = grant_of(record);
    auto row = minimise(record, grant, support::kContact);
    if (!contradict_one(row, chance_)) continue;
    ASSERT_FALSE(faults(row, record::envelope_of(record), grant).empty()) << i;
  }
}

}  // namespace
}  // namespace stile::agreement
