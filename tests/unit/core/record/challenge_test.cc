#include "core/record/challenge.h"

#include <gtest/gtest.h>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/random.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"
#include "tests/unit/core/record/texts.h"

namespace stile::record {
namespace {

const auto kFrom = AgencyId::parse("spiffe://stile.example/force/testshire/agent").value();
const auto kTo = AgencyId::parse("spiffe://stile.example/authority/E10000001/agent").value();

Challenge challenge() {
  return {crypto::sha256("consignment"),
          kFrom,
          kTo,
          3,
          crypto::sha256("row"),
          crypto::sha256("actor"),
          Bytes(kSealedDoubtBytes, 'x'),
          parse_utc_minute("2026-11-03T09:01Z").value()};
}

TEST(ChallengeTest, ReadsWhatItWrote) {
  EXPECT_EQ(parse_challenge(challenge_text(challenge())).value(), challenge());
}

TEST(ChallengeTest, IsWrittenAsFormatsSays) {
  EXPECT_EQ(challenge_text(challenge()),
            "stile-challenge/v1\nconsignment " + crypto::hex(crypto::sha256("consignment")) +
                "\nfrom " + kFrom.text() + "\nto " + kTo.text() + "\nnumber 3\nrow " +
                crypto::hex(crypto::sha256("row")) + "\nactor " +
                crypto::hex(crypto::sha256("actor")) + "\ndoubt " +
                crypto::base64(challenge().doubt) + "\ntime 2026-11-03T09:01Z\n");
}

TEST(ChallengeTest, NoAlteredByteGoesUnseen) {
  expect_no_alteration_unseen(challenge_text(challenge()), challenge(), parse_challenge);
}

TEST(ChallengeTest, NeedsEveryLineAndNoMore) {
  const auto text = challenge_text(challenge());
  expect_every_line_needed(text, parse_challenge);
  EXPECT_EQ(parse_challenge(text + "more 1\n").reason(), Reason::kMalformed);
}

TEST(ChallengeTest, IsSealedInWholeBoxesToSomebody) {
  auto said = challenge();
  for (const std::size_t bytes : {std::size_t{0}, kSealedDoubtBytes - 1, kSealedDoubtBytes + 1}) {
    said.doubt = Bytes(bytes, 'x');
    EXPECT_EQ(parse_challenge(challenge_text(said)).reason(), Reason::kMalformed) << bytes;
  }
  said.doubt = Bytes(kSealedDoubtBytes * 30, 'x');
  EXPECT_EQ(parse_challenge(challenge_text(said)).reason(), Reason::kTooLarge);
}

TEST(ChallengeTest, IsToldFromAnAcknowledgementByItsFirstLine) {
  EXPECT_TRUE(is_challenge(challenge_text(challenge())));
  const auto word = acknowledgement_text({crypto::sha256("consignment"), kFrom, kTo, 3, 0});
  EXPECT_FALSE(is_challenge(word));
  EXPECT_FALSE(is_challenge("stile-challenge/v2\n"));
  EXPECT_FALSE(is_challenge(""));
  EXPECT_FALSE(parse_acknowledgement(challenge_text(challenge())).ok());
  EXPECT_FALSE(parse_challenge(word).ok());
}

class DoubtTest : public ::testing::Test {
 protected:
  static crypto::SigningKey key() { return crypto::SigningKey::generate(crypto::system_random()); }
  static crypto::NoteVerifier of(const crypto::SigningKey& key) {
    return crypto::NoteVerifier::make("officer", key.public_key()).value();
  }
  // sealed_text() is a box around what no doubt is written as.
  Bytes sealed_text(std::string_view text) const {
    const Bytes padded = crypto::pad(text, kSealedDoubtBytes - crypto::kSealOverheadBytes);
    return crypto::seal(crypto::sealing_key_of(one_.public_key()).value(), padded).value();
  }
  Result<Doubt> opened(std::string_view text) const {
    return open_doubt(sealed_text(text), crypto::sealing_key_of(one_));
  }

  const crypto::SigningKey one_ = key();
};

TEST_F(DoubtTest, EveryOfficerReadsItAndNobodyElse) {
  const auto two = key();
  const std::vector officers{of(one_), of(two)};
  std::vector<Field> all;
  for (int i = 1; i <= kFieldCount; ++i) all.push_back(static_cast<Field>(i));
  for (int why = 1; why <= count<ChallengeReason>; ++why) {
    for (const auto& fields : {std::vector<Field>{}, {Field::kHome}, all}) {
      const Doubt doubt{static_cast<ChallengeReason>(why), fields};
      const Bytes sealed = seal_doubt(doubt, officers).value();
      EXPECT_EQ(sealed.size(), 2 * kSealedDoubtBytes) << "of one length, whatever it says";
      EXPECT_EQ(open_doubt(sealed, crypto::sealing_key_of(one_)).value(), doubt);
      EXPECT_EQ(open_doubt(sealed, crypto::sealing_key_of(two)).value(), doubt);
      EXPECT_EQ(open_doubt(sealed, crypto::sealing_key_of(key())).reason(), Reason::kBadSignature);
    }
  }
}

TEST_F(DoubtTest, AnAlteredBoxIsReadByNobody) {
  const std::vector officers{of(one_)};
  const Bytes sealed = seal_doubt({ChallengeReason::kInaccurate}, officers).value();
  for (std::size_t i = 0; i < sealed.size(); i += 37) {
    Bytes altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_EQ(open_doubt(altered, crypto::sealing_key_of(one_)).reason(), Reason::kBadSignature);
  }
}

TEST_F(DoubtTest, WhatIsSealedIsOfClosedListsToo) {
  EXPECT_TRUE(opened("reason inaccurate\nfields home,age\n").ok());
  EXPECT_EQ(opened("reason wrong\nfields -\n").reason(), Reason::kUnknownValue);
  EXPECT_EQ(opened("reason inaccurate\nfields surname\n").reason(), Reason::kUnknownValue);
  EXPECT_EQ(opened("reason inaccurate\nfields home,\n").reason(), Reason::kUnknownValue);
  EXPECT_EQ(opened("reason inaccurate\nfields \n").reason(), Reason::kUnknownValue);
  EXPECT_EQ(opened("reason inaccurate\nfields age,home\n").reason(), Reason::kNotCanonical);
  EXPECT_EQ(opened("reason inaccurate\nfields home,home\n").reason(), Reason::kNotCanonical);
  EXPECT_EQ(opened("reason inaccurate\nfields home\nmore 1\n").reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::record
