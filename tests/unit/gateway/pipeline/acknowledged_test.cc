#include "gateway/pipeline/acknowledged.h"

#include "tests/support/keys.h"
#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

class AcknowledgedTest : public Road {
 protected:
  static Disclosed about() {
    return {4, support::kTestshire, support::kOfsted, crypto::sha256("consignment"),
            crypto::sha256("agreement")};
  }
  record::Acknowledgement honest() const {
    return {about().digest, support::agency(support::kTestshire), support::agency(support::kOfsted),
            1, support::kNow};
  }
  static Bytes note(const record::Acknowledgement& what, const char* signer = support::kOfsted) {
    return support::signed_by({signer}, record::acknowledgement_text(what));
  }
  std::optional<Reason> refused_word(const Bytes& word, const char* from = support::kOfsted) {
    const auto verdict = acknowledge(word, about(), peer(from), *scheme_.document_set());
    if (verdict.passed()) return std::nullopt;
    return verdict.refusal().reason;
  }
};

TEST_F(AcknowledgedTest, TakesTheRecipientsSignedWord) {
  const auto verdict =
      acknowledge(note(honest()), about(), peer(support::kOfsted), *scheme_.document_set());
  ASSERT_TRUE(verdict.passed());
  EXPECT_EQ(verdict->parcel(), 4U);
  EXPECT_EQ(verdict->what(), honest());
  EXPECT_EQ(verdict->note(), note(honest()));
}

TEST_F(AcknowledgedTest, RefusesAnotherAgencysConnection) {
  EXPECT_EQ(refused_word(note(honest()), support::kCiw), Reason::kWrongPeer);
  EXPECT_EQ(refused_word(note(honest()), support::kTestshire), Reason::kWrongPeer);
}

TEST_F(AcknowledgedTest, RefusesAWordTheRecipientDidNotSign) {
  EXPECT_EQ(refused_word(note(honest(), support::kTestshire)), Reason::kBadSignature);
  EXPECT_EQ(refused_word(note(honest(), support::kGateway)), Reason::kBadSignature);
}

TEST_F(AcknowledgedTest, RefusesTheWordAboutAnotherConsignment) {
  auto other = honest();
  other.consignment[0] ^= 1;
  EXPECT_EQ(refused_word(note(other)), Reason::kConflict);
  other = honest();
  other.from = support::agency(support::kOthershire);
  EXPECT_EQ(refused_word(note(other)), Reason::kConflict);
  other = honest();
  other.to = support::agency(support::kCiw);
  EXPECT_EQ(refused_word(note(other)), Reason::kConflict);
}

TEST_F(AcknowledgedTest, RefusesEveryAlteredByte) {
  const auto good = note(honest());
  const auto documents = scheme_.document_set();
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto altered = good;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(acknowledge(altered, about(), peer(support::kOfsted), *documents).passed()) << i;
  }
}

TEST_F(AcknowledgedTest, RefusesWhatDoesNotRead) {
  EXPECT_EQ(refused_word("stored, thank you"), Reason::kMalformed);
  const auto other = support::signed_by({support::kOfsted}, "stile-statement/v1\n");
  EXPECT_EQ(refused_word(other), Reason::kMalformed);
}

TEST_F(AcknowledgedTest, RefusesAWordAboutNothingThatThisAgencyWasGiven) {
  const auto refusal =
      acknowledge(note(honest()), std::nullopt, peer(support::kOfsted), *scheme_.document_set())
          .refusal();
  EXPECT_EQ(refusal.reason, Reason::kNotFound);
  // Its leaf is shown to whom it names: not to a force that only the word claims.
  EXPECT_EQ(refusal.to, "");
  EXPECT_EQ(refusal.agreement, std::nullopt);
}

TEST_F(AcknowledgedTest, RefusesAnAgencyThatLeftTheDirectory) {
  std::erase_if(scheme_.directory.agencies,
                [](const auto& agency) { return agency.id == support::kOfsted; });
  scheme_.homes.erase(scheme_.homes.begin());
  EXPECT_EQ(refused_word(note(honest())), Reason::kUnknownAgency);
}

}  // namespace
}  // namespace stile::gateway
