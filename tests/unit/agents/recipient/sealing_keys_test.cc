#include "agents/recipient/sealing_keys.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/agreement/directory.h"
#include "core/wire/document_codec.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {
namespace {

constexpr Instant kDay = 86400;

class SealingKeysTest : public ::testing::Test {
 protected:
  SealingKeys open(Instant now = support::kNow) {
    return SealingKeys::open(
               folder_.file("sealing.key"),
               {support::agency(support::kOfsted),
                std::make_shared<crypto::NoteSigner>(support::signer_named(support::kOfsted)),
                crypto::system_random()},
               now)
        .value();
  }
  static agreement::Signed<agreement::SealingKeyDocument> document(const Bytes& note) {
    return wire::read_sealing_key(note, "note").value();
  }
  int private_halves() const {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      if (entry.path().extension() != ".note") ++count;
    }
    return count;
  }

  support::TemporaryFolder folder_;
  support::Scheme scheme_;
};

TEST_F(SealingKeysTest, ItsDocumentIsOneThatTheSchemeTakes) {
  SealingKeys keys = open();
  const auto signed_key = document(keys.note(support::kNow).value());
  EXPECT_TRUE(agreement::verify_sealing_key(signed_key, scheme_.document_set()->directory()).ok());
  EXPECT_LE(signed_key.value.valid_until - signed_key.value.valid_from,
            agreement::kSealingKeyLongestSeconds);
}

TEST_F(SealingKeysTest, OpensWhatWasSealedToItAndNothingElse) {
  SealingKeys keys = open();
  const auto to = document(keys.note(support::kNow).value()).value.key;
  EXPECT_EQ(keys.open_sealed(crypto::seal(to, "rows").value()).value(), "rows");
  const auto other = support::sealing_key_named("another").public_key();
  EXPECT_EQ(keys.open_sealed(crypto::seal(other, "rows").value()).reason(), Reason::kBadSignature);
}

TEST_F(SealingKeysTest, StaysTheSameOverARestart) {
  const Bytes before = open().note(support::kNow).value();
  EXPECT_EQ(open(support::kNow + kDay).note(support::kNow + kDay).value(), before);
}

TEST_F(SealingKeysTest, GivesWayAtHalfItsLifeAndOpensTheOldOnesParcels) {
  SealingKeys keys = open();
  const auto old = document(keys.note(support::kNow).value()).value.key;
  const Instant later = support::kNow + 16 * kDay;
  const auto renewed = document(keys.note(later).value()).value;
  EXPECT_NE(renewed.key, old);
  EXPECT_GE(renewed.valid_until, later + 29 * kDay);
  const Bytes sealed = crypto::seal(old, "rows").value();
  EXPECT_EQ(keys.open_sealed(sealed).value(), "rows");
  EXPECT_EQ(open(later).open_sealed(sealed).value(), "rows");
}

TEST_F(SealingKeysTest, DestroysAnOldHalfOnceNothingCanWaitForIt) {
  SealingKeys keys = open();
  const auto old = document(keys.note(support::kNow).value()).value.key;
  ASSERT_TRUE(keys.note(support::kNow + 16 * kDay).ok());
  EXPECT_EQ(private_halves(), 2);
  ASSERT_TRUE(keys.note(support::kNow + 61 * kDay).ok());
  EXPECT_EQ(keys.open_sealed(crypto::seal(old, "rows").value()).reason(), Reason::kBadSignature);
  EXPECT_EQ(private_halves(), 2);
}

TEST_F(SealingKeysTest, SignsAnewWhenTheDocumentIsAnothers) {
  const Bytes before = open().note(support::kNow).value();
  const std::string file = folder_.file("sealing.key.note");
  std::ofstream(file, std::ios::binary | std::ios::trunc) << "stile-sealing-key/v1\n";
  const Bytes after = open(support::kNow).note(support::kNow).value();
  EXPECT_EQ(document(after).value.key, document(before).value.key);
}

TEST_F(SealingKeysTest, RefusesAPrivateHalfThatOthersMayRead) {
  open();
  std::filesystem::permissions(folder_.file("sealing.key"), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  const auto opened = SealingKeys::open(
      folder_.file("sealing.key"),
      {support::agency(support::kOfsted),
       std::make_shared<crypto::NoteSigner>(support::signer_named(support::kOfsted)),
       crypto::system_random()},
      support::kNow);
  EXPECT_EQ(opened.reason(), Reason::kNotPermitted);
}

}  // namespace
}  // namespace stile::agent
