#include "gateway/pipeline/minimised.h"

#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

using record::Field;
using support::RowInHand;

class MinimisedTest : public Road {
 protected:
  // refused_row() is the only fault of a consignment whose second row was changed.
  template <typename Change>
  RowFault refused_row(const Change& change) {
    const auto refusal = refused(consign({.row = [&](std::size_t index, RowInHand& row) {
      if (index == 1) change(row);
    }}));
    if (refusal.faults.size() != 1) {
      ADD_FAILURE() << refusal.faults.size() << " faults";
      return {};
    }
    EXPECT_EQ(refusal.reason, refusal.faults.front().reason);
    EXPECT_EQ(refusal.faults.front().row, 1U);
    return refusal.faults.front();
  }
};

void expect(const RowFault& fault, Reason reason, Field field) {
  EXPECT_EQ(fault.reason, reason);
  EXPECT_EQ(fault.field, field);
}

TEST_F(MinimisedTest, PassesExactlyWhatIsGranted) { EXPECT_TRUE(passes(consign())); }

TEST_F(MinimisedTest, RefusesAnExcessAndCutsNothing) {
  expect(refused_row([](RowInHand& row) { row.treated.event_minute = row.envelope.event_minute; }),
         Reason::kExcessField, Field::kTime);
  expect(refused_row([](RowInHand& row) { row.treated.child_role = row.envelope.child_role; }),
         Reason::kExcessField, Field::kChildRole);
  expect(refused_row([](RowInHand& row) {
           row.treated.placing_authority = row.envelope.placing_authority;
         }),
         Reason::kExcessField, Field::kPlacingAuthority);
}

TEST_F(MinimisedTest, RefusesASealedIdentityNobodyGranted) {
  expect(refused_row([](RowInHand& row) { row.sealed_identity = "sealed"; }), Reason::kExcessField,
         Field::kChildIdentity);
}

TEST_F(MinimisedTest, RefusesAnAbsentField) {
  expect(refused_row([](RowInHand& row) { row.treated.category.reset(); }), Reason::kMissingField,
         Field::kCategory);
  expect(refused_row([](RowInHand& row) { row.subject_token.clear(); }), Reason::kMissingField,
         Field::kChildPseudonym);
}

TEST_F(MinimisedTest, RefusesWhatContradictsTheEnvelope) {
  expect(
      refused_row([](RowInHand& row) { row.treated.home = support::home(support::kSecondHome); }),
      Reason::kEnvelopeMismatch, Field::kHome);
  expect(refused_row([](RowInHand& row) {
           row.treated.placing_distance = record::PlacingDistance::kInArea;
         }),
         Reason::kEnvelopeMismatch, Field::kPlacingAuthority);
}

TEST_F(MinimisedTest, RefusesATokenWhereNoChildIsInvolved) {
  expect(refused_row([](RowInHand& row) {
           row.envelope.child_involved = false;
           row.treated.age_band = record::AgeBand::kNoChild;
         }),
         Reason::kExcessField, Field::kChildPseudonym);
}

TEST_F(MinimisedTest, RefusesAContactTheDirectoryDoesNotList) {
  expect(refused_row([](RowInHand& row) { row.treated.contact = "another-desk"; }),
         Reason::kUnknownValue, Field::kContact);
}

TEST_F(MinimisedTest, RefusesAgeAndTokenOfAHomeOfThreePlaces) {
  const auto small = call_out(support::kSmallHome, "2026-10-10T20:15Z");
  EXPECT_TRUE(passes(consign({small})));
  const auto refusal = refused(consign({small}, {.row = [](std::size_t, RowInHand& row) {
                                         row.treated.age_band = record::AgeBand::kFrom10To15;
                                         row.subject_token = std::string(16, 't');
                                       }}));
  EXPECT_EQ(refusal.reason, Reason::kExcessField);
  ASSERT_EQ(refusal.faults.size(), 2U);
  EXPECT_EQ(refusal.faults[0].field, Field::kAge);
  EXPECT_EQ(refusal.faults[1].field, Field::kChildPseudonym);
}

TEST_F(MinimisedTest, AHomeThatShrankIsSmallForTheGatewayToo) {
  scheme_.homes.front().serial = 2;
  scheme_.homes.front().homes.front().places = 3;
  EXPECT_EQ(reason(consign()), Reason::kExcessField);
}

TEST_F(MinimisedTest, NamesEveryFaultOfEveryRow) {
  const auto refusal = refused(consign({.row = [](std::size_t index, RowInHand& row) {
    if (index == 0) row.treated.level.reset();
    if (index != 2) row.treated.channel.reset();
  }}));
  ASSERT_EQ(refusal.faults.size(), 3U);
  EXPECT_EQ(refusal.faults[0].row, 0U);
  EXPECT_EQ(refusal.faults[1].row, 0U);
  EXPECT_EQ(refusal.faults[2].row, 1U);
}

}  // namespace
}  // namespace stile::gateway
