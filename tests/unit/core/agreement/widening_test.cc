#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/agreement/agreement.h"
#include "core/agreement/least_fields.h"
#include "core/wire/document_codec.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using record::Field;
using record::Treatment;

// The table of least fields for a regulator's monthly call-outs, written out a second time: a
// field that is not here is never granted.
const std::map<Field, Treatment>& table() {
  static const std::map<Field, Treatment> most = {
      {Field::kHome, Treatment::kKeep},
      {Field::kEventReference, Treatment::kPseudonym},
      {Field::kChildPseudonym, Treatment::kPseudonymHomeAndQuarter},
      {Field::kAge, Treatment::kBand},
      {Field::kTime, Treatment::kCoarsen},
      {Field::kCategory, Treatment::kKeep},
      {Field::kDeployment, Treatment::kKeep},
      {Field::kChannel, Treatment::kKeep},
      {Field::kCallerRole, Treatment::kKeep},
      {Field::kAppropriateness, Treatment::kKeep},
      {Field::kLevel, Treatment::kKeep},
      {Field::kPlacingAuthority, Treatment::kCoarsen},
      {Field::kContact, Treatment::kKeep}};
  return most;
}

Agreement widest() {
  return wire::agreement_of_text(text_of(support::Scheme().agreement()), "draft").value();
}

TEST(WideningTest, EveryFieldInEveryTreatmentIsInTheTableOrRefused) {
  for (int f = 1; f <= record::kFieldCount; ++f) {
    for (int t = 1; t <= record::count<Treatment>; ++t) {
      const auto field = static_cast<Field>(f);
      const auto treatment = static_cast<Treatment>(t);
      auto agreement = widest();
      agreement.clauses.front().treatments.grant(field, treatment);
      const auto found = table().find(field);
      const bool may = found != table().end() && found->second == treatment;
      const auto status = check(agreement);
      EXPECT_EQ(status.ok(), may) << record::name(field) << " " << record::name(treatment);
      EXPECT_TRUE(status.ok() || status.reason() == Reason::kWidens);
    }
  }
}

TEST(WideningTest, TheRefusalNamesClauseAndField) {
  auto agreement = widest();
  agreement.clauses.front().treatments.grant(Field::kTime, Treatment::kKeep);
  EXPECT_EQ(
      check(agreement).error().detail,
      "agreement testshire-ofsted: clause monthly-return grants time as keep, which the table "
      "of least fields does not allow");
}

TEST(WideningTest, EveryFieldButTwoMayBeNarrowedAway) {
  for (const auto& [field, treatment] : table()) {
    auto agreement = widest();
    agreement.clauses.front().treatments.withhold(field);
    const bool needed = field == Field::kHome || field == Field::kEventReference;
    EXPECT_EQ(check(agreement).ok(), !needed) << record::name(field);
  }
}

TEST(LeastFieldsTest, NeverLetsIdentityRoleOrClearTimeThrough) {
  const auto most = [](Field field) { return allowed(Clause{.name = "monthly-return"}, field); };
  EXPECT_TRUE(most(Field::kChildIdentity).empty());
  EXPECT_TRUE(most(Field::kChildRole).empty());
  EXPECT_EQ(std::ranges::count(most(Field::kTime), Treatment::kKeep), 0);
  EXPECT_EQ(std::ranges::count(most(Field::kPlacingAuthority), Treatment::kKeep), 0);
}

}  // namespace
}  // namespace stile::agreement
