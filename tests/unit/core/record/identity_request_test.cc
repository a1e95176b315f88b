#include "core/record/identity_request.h"

#include <gtest/gtest.h>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/random.h"
#include "core/record/challenge.h"
#include "tests/unit/core/record/texts.h"

namespace stile::record {
namespace {

const auto kFrom = AgencyId::parse("spiffe://stile.example/force/testshire/agent").value();
const auto kTo = AgencyId::parse("spiffe://stile.example/regulator/ofsted/agent").value();

IdentityRequest request() {
  return {crypto::sha256("consignment"),
          kFrom,
          kTo,
          3,
          crypto::sha256("row"),
          IdentityBasis::kCourtOrder,
          crypto::sha256("actor"),
          Bytes(2 * kSealedAskedForBytes, 'x'),
          parse_utc_minute("2026-11-03T09:01Z").value(),
          parse_utc_minute("2026-11-10T09:01Z").value()};
}

TEST(IdentityRequestTest, ReadsWhatItWrote) {
  EXPECT_EQ(parse_identity_request(identity_request_text(request())).value(), request());
}

TEST(IdentityRequestTest, IsWrittenAsFormatsSays) {
  EXPECT_EQ(identity_request_text(request()),
            "stile-identity-request/v1\nconsignment " + crypto::hex(crypto::sha256("consignment")) +
                "\nfrom " + kFrom.text() + "\nto " + kTo.text() + "\nnumber 3\nrow " +
                crypto::hex(crypto::sha256("row")) + "\nbasis court-order\nactor " +
                crypto::hex(crypto::sha256("actor")) + "\nasked-for " +
                crypto::base64(request().asked_for) +
                "\nmade 2026-11-03T09:01Z\nexpires 2026-11-10T09:01Z\n");
}

TEST(IdentityRequestTest, NoAlteredByteGoesUnseen) {
  expect_no_alteration_unseen(identity_request_text(request()), request(), parse_identity_request);
}

TEST(IdentityRequestTest, NeedsEveryLineAndNoMore) {
  const auto text = identity_request_text(request());
  expect_every_line_needed(text, parse_identity_request);
  EXPECT_EQ(parse_identity_request(text + "more 1\n").reason(), Reason::kMalformed);
}

TEST(IdentityRequestTest, IsSealedInWholeBoxesToTwoOfficersAtLeast) {
  auto said = request();
  for (const std::size_t bytes : {std::size_t{0}, kSealedAskedForBytes,
                                  2 * kSealedAskedForBytes - 1, 2 * kSealedAskedForBytes + 1}) {
    said.asked_for = Bytes(bytes, 'x');
    EXPECT_EQ(parse_identity_request(identity_request_text(said)).reason(), Reason::kMalformed)
        << bytes;
  }
  said.asked_for = Bytes(kSealedAskedForBytes * 30, 'x');
  EXPECT_EQ(parse_identity_request(identity_request_text(said)).reason(), Reason::kTooLarge);
}

TEST(IdentityRequestTest, CanBeAnsweredForADayAtLeastAndThirtyDaysAtMost) {
  auto said = request();
  const auto reason = [&](Instant within) {
    said.expires = said.made + within;
    return parse_identity_request(identity_request_text(said)).reason();
  };
  EXPECT_EQ(reason(0), Reason::kOutsideOccasion);
  EXPECT_EQ(reason(-60), Reason::kOutsideOccasion);
  EXPECT_EQ(reason(86400 - 60), Reason::kOutsideOccasion);
  EXPECT_EQ(reason(kRequestSeconds + 60), Reason::kOutsideOccasion);
  said.expires = said.made + kRequestSeconds;
  EXPECT_TRUE(parse_identity_request(identity_request_text(said)).ok());
  EXPECT_FALSE(has_expired(said, said.expires - 1));
  EXPECT_TRUE(has_expired(said, said.expires));
}

TEST(IdentityRequestTest, IsToldFromOtherWordsByItsFirstLine) {
  EXPECT_TRUE(is_identity_request(identity_request_text(request())));
  EXPECT_FALSE(is_challenge(identity_request_text(request())));
  EXPECT_FALSE(is_identity_request("stile-challenge/v1\n"));
  EXPECT_FALSE(is_identity_request(""));
}

class SealedRequestTest : public ::testing::Test {
 protected:
  static crypto::SigningKey key() { return crypto::SigningKey::generate(crypto::system_random()); }
  static crypto::NoteVerifier of(const crypto::SigningKey& key) {
    return crypto::NoteVerifier::make("officer", key.public_key()).value();
  }
  ProposedIdentity proposed() const {
    return {crypto::sha256("salt"),
            "P-7",
            {{.surname = "Example", .forenames = "Tegan", .police_reference = "CAD-1"},
             {crypto::sha256("request"), Token{7}, crypto::sha256("agreement"), kTo}}};
  }

  const crypto::SigningKey one_ = key();
  const crypto::SigningKey two_ = key();
  const std::vector<crypto::NoteVerifier> officers_{of(one_), of(two_)};
};

TEST_F(SealedRequestTest, EveryOfficerReadsForWhomItIsAskedAndNobodyElse) {
  const AskedFor asked{"Bryn Example", "S47-1"};
  const Bytes sealed = seal_asked_for(asked, officers_).value();
  EXPECT_EQ(sealed.size(), 2 * kSealedAskedForBytes);
  EXPECT_EQ(open_asked_for(sealed, crypto::sealing_key_of(one_)).value(), asked);
  EXPECT_EQ(open_asked_for(sealed, crypto::sealing_key_of(two_)).value(), asked);
  EXPECT_EQ(open_asked_for(sealed, crypto::sealing_key_of(key())).reason(), Reason::kBadSignature);
  AskedFor longest;
  for (int i = 0; i < 64; ++i) longest.person += "\xF0\x90\x8D\x88";  // U+10348, a letter
  longest.matter = std::string(40, 'M');
  EXPECT_EQ(seal_asked_for(longest, officers_)->size(), 2 * kSealedAskedForBytes);
}

TEST_F(SealedRequestTest, IsForANamedPersonInAMatterAndSaysHowToMendEither) {
  const auto mend = [&](const AskedFor& asked) {
    const auto sealed = seal_asked_for(asked, officers_);
    return sealed.ok() ? std::string() : sealed.error().detail;
  };
  EXPECT_EQ(mend({"", "S47-1"}), "person: mend with: " + std::string(kNameForm));
  EXPECT_EQ(mend({"Inspector 7", "S47-1"}), "person: mend with: " + std::string(kNameForm));
  EXPECT_EQ(mend({"Bryn Example", ""}), "matter: mend with: " + std::string(kReferenceForm));
  EXPECT_EQ(mend({"Bryn Example", "two words"}),
            "matter: mend with: " + std::string(kReferenceForm));
}

TEST_F(SealedRequestTest, WhomTheFirstOfficerProposesIsReadByTheOfficersAsItWasWritten) {
  const std::string text = proposed_identity_text(proposed());
  EXPECT_EQ(parse_proposed_identity(text).value(), proposed());
  const Bytes sealed = seal_proposed_identity(text, officers_).value();
  EXPECT_EQ(sealed.size(), 2 * kSealedProposedBytes);
  EXPECT_EQ(open_proposed_identity(sealed, crypto::sealing_key_of(two_)).value(), text);
  EXPECT_EQ(open_proposed_identity(sealed, crypto::sealing_key_of(key())).reason(),
            Reason::kBadSignature);
  EXPECT_EQ(seal_proposed_identity(std::string(kSealedProposedBytes, 'x'), officers_).reason(),
            Reason::kTooLarge);
}

TEST_F(SealedRequestTest, AProposalIsReadOnlyAsItIsWritten) {
  auto none = proposed();
  none.child.clear();
  EXPECT_EQ(parse_proposed_identity(proposed_identity_text(none)).value(), none);
  const std::string text = proposed_identity_text(proposed());
  expect_every_line_needed(text, parse_proposed_identity);
  for (const auto& bad : {std::string(), std::string("salt\n"), text + "more\n",
                          text.substr(0, text.size() - 1), "x" + text}) {
    EXPECT_FALSE(parse_proposed_identity(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace stile::record
