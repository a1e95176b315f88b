#include "core/record/acknowledgement.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/record/statement.h"
#include "tests/unit/core/record/texts.h"

namespace stile::record {
namespace {

using enum DisclosureState;

const auto kFrom = AgencyId::parse("spiffe://stile.example/force/testshire/agent").value();
const auto kTo = AgencyId::parse("spiffe://stile.example/regulator/ofsted/agent").value();

Acknowledgement stored() {
  return {crypto::sha256("consignment"), kFrom, kTo, 3,
          parse_utc_minute("2026-11-03T09:01Z").value()};
}

Acknowledgement later(DisclosureState state = kOpened) {
  auto said = stored();
  said.state = state;
  said.actor = crypto::sha256("actor");
  return said;
}

class EveryStateTest : public ::testing::TestWithParam<DisclosureState> {
 protected:
  Acknowledgement said() const { return GetParam() == kStored ? stored() : later(GetParam()); }
};

TEST_P(EveryStateTest, ReadsWhatItWrote) {
  const auto text = acknowledgement_text(said());
  EXPECT_TRUE(text.starts_with("stile-acknowledgement/v1\nconsignment "));
  EXPECT_EQ(parse_acknowledgement(text).value(), said());
}

TEST_P(EveryStateTest, NoAlteredByteGoesUnseen) {
  expect_no_alteration_unseen(acknowledgement_text(said()), said(), parse_acknowledgement);
}

TEST_P(EveryStateTest, NeedsEveryLineAndNoMore) {
  const auto text = acknowledgement_text(said());
  expect_every_line_needed(text, parse_acknowledgement);
  EXPECT_EQ(parse_acknowledgement(text + "more 1\n").reason(), Reason::kMalformed);
}

INSTANTIATE_TEST_SUITE_P(Each, EveryStateTest,
                         ::testing::Values(kStored, kOpened, kAcknowledged, kNotOurs, kWrongChild),
                         [](const auto& state) {
                           std::string text(name(state.param));
                           std::erase(text, '-');
                           return text;
                         });

TEST(AcknowledgementTest, IsWrittenAsFormatsSays) {
  const auto text = acknowledgement_text(later(kNotOurs));
  EXPECT_TRUE(text.ends_with("number 3\nstate not-ours\nactor " +
                             crypto::hex(crypto::sha256("actor")) + "\ntime 2026-11-03T09:01Z\n"));
  EXPECT_TRUE(acknowledgement_text(stored()).ends_with(
      "number 3\nstate stored\nactor -\ntime 2026-11-03T09:01Z\n"));
}

TEST(AcknowledgementTest, RefusesAnUnknownState) {
  const auto text = acknowledgement_text(later());
  for (const auto* other : {"state read", "state ", "state not_ours", "state Opened"}) {
    EXPECT_EQ(parse_acknowledgement(replaced(text, "state opened", other)).reason(),
              Reason::kUnknownValue)
        << other;
  }
}

TEST(AcknowledgementTest, TheAgentSaysStoredAndAPersonAllElse) {
  const auto somebody = acknowledgement_text(later());
  EXPECT_EQ(parse_acknowledgement(replaced(somebody, "state opened", "state stored")).reason(),
            Reason::kMalformed);
  const auto nobody = acknowledgement_text(stored());
  EXPECT_EQ(parse_acknowledgement(replaced(nobody, "state stored", "state wrong-child")).reason(),
            Reason::kMalformed);
}

TEST(AcknowledgementTest, RefusesAnActorWrittenOtherwise) {
  const auto text = acknowledgement_text(later());
  const auto actor = crypto::hex(crypto::sha256("actor"));
  EXPECT_FALSE(parse_acknowledgement(replaced(text, actor, actor.substr(2))).ok());
  EXPECT_FALSE(parse_acknowledgement(replaced(text, actor, "E" + actor.substr(1))).ok());
  EXPECT_FALSE(parse_acknowledgement(replaced(text, actor, "")).ok());
}

TEST(AcknowledgementTest, IsNoStatement) {
  EXPECT_FALSE(parse_statement(acknowledgement_text(stored())).ok());
}

TEST(DisclosureStateTest, ALaterOneTellsSomething) {
  EXPECT_TRUE(moves_on(kStored, kOpened).value());
  for (const auto last : {kAcknowledged, kNotOurs, kWrongChild}) {
    EXPECT_TRUE(moves_on(kStored, last).value());
    EXPECT_TRUE(moves_on(kOpened, last).value());
  }
}

TEST(DisclosureStateTest, TheSameOrAnEarlierOneTellsNothing) {
  for (const auto last : {kStored, kOpened, kAcknowledged, kNotOurs, kWrongChild}) {
    EXPECT_FALSE(moves_on(last, last).value());
    EXPECT_FALSE(moves_on(last, kStored).value());
    if (last == kStored) continue;
    EXPECT_FALSE(moves_on(last, kOpened).value());
  }
}

TEST(DisclosureStateTest, TwoFinalOnesContradict) {
  const auto finals = {kAcknowledged, kNotOurs, kWrongChild};
  for (const auto last : finals) {
    for (const auto said : finals) {
      if (said == last) continue;
      EXPECT_EQ(moves_on(last, said).reason(), Reason::kConflict);
    }
  }
}

}  // namespace
}  // namespace stile::record
