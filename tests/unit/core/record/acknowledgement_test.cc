#include "core/record/acknowledgement.h"

#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/random.h"
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

INSTANTIATE_TEST_SUITE_P(Each, EveryStateTest, ::testing::Values(kStored, kOpened, kClosed),
                         [](const auto& state) {
                           std::string text(name(state.param));
                           std::erase(text, '-');
                           return text;
                         });

TEST(AcknowledgementTest, IsWrittenAsFormatsSays) {
  auto closed = later(kClosed);
  closed.verdict = Bytes(kSealedVerdictBytes, 'x');
  EXPECT_TRUE(acknowledgement_text(closed).ends_with(
      "number 3\nstate closed\nactor " + crypto::hex(crypto::sha256("actor")) + "\nverdict " +
      crypto::base64(closed.verdict) + "\ntime 2026-11-03T09:01Z\n"));
  EXPECT_EQ(parse_acknowledgement(acknowledgement_text(closed)).value(), closed);
  EXPECT_TRUE(acknowledgement_text(stored()).ends_with(
      "number 3\nstate stored\nactor -\nverdict -\ntime 2026-11-03T09:01Z\n"));
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
  EXPECT_EQ(parse_acknowledgement(replaced(nobody, "state stored", "state closed")).reason(),
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

TEST(AcknowledgementTest, OnlyAClosedOneHasAVerdictOfWholeBoxes) {
  auto said = later(kOpened);
  said.verdict = Bytes(kSealedVerdictBytes, 'x');
  EXPECT_EQ(parse_acknowledgement(acknowledgement_text(said)).reason(), Reason::kMalformed);
  said = later(kClosed);
  said.verdict = Bytes(kSealedVerdictBytes - 1, 'x');
  EXPECT_EQ(parse_acknowledgement(acknowledgement_text(said)).reason(), Reason::kMalformed);
}

TEST(DisclosureStateTest, ALaterOneTellsSomethingAndNoOther) {
  const auto states = {kStored, kOpened, kClosed};
  for (const auto last : states) {
    for (const auto said : states) EXPECT_EQ(moves_on(last, said), said > last);
  }
}

class VerdictTest : public ::testing::Test {
 protected:
  static crypto::SigningKey key() { return crypto::SigningKey::generate(crypto::system_random()); }
  static crypto::NoteVerifier of(const crypto::SigningKey& key) {
    return crypto::NoteVerifier::make("officer", key.public_key()).value();
  }
};

TEST_F(VerdictTest, EveryOfficerReadsItAndNobodyElse) {
  const auto one = key();
  const auto two = key();
  const std::vector officers{of(one), of(two)};
  for (const auto verdict :
       {Verdict::kAcknowledged, Verdict::kNotOurs, Verdict::kWrongChild, Verdict::kUnverified,
        Verdict::kConfirmed, Verdict::kKeptByLaw, Verdict::kOwnRecord}) {
    const Bytes sealed = seal_verdict(verdict, officers).value();
    EXPECT_EQ(sealed.size(), 2 * kSealedVerdictBytes);
    for (const auto* officer : {&one, &two}) {
      EXPECT_EQ(open_verdict(sealed, crypto::sealing_key_of(*officer)).value(), verdict);
    }
    EXPECT_EQ(open_verdict(sealed, crypto::sealing_key_of(key())).reason(), Reason::kBadSignature);
  }
}

TEST_F(VerdictTest, AnAlteredBoxIsReadByNobody) {
  const auto one = key();
  const std::vector officers{of(one)};
  Bytes sealed = seal_verdict(Verdict::kNotOurs, officers).value();
  sealed[40] = static_cast<char>(sealed[40] ^ 1);
  EXPECT_EQ(open_verdict(sealed, crypto::sealing_key_of(one)).reason(), Reason::kBadSignature);
}

}  // namespace
}  // namespace stile::record
