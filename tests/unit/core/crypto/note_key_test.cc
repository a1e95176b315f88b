#include "core/crypto/note_key.h"

#include <gtest/gtest.h>

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

// The example of Go's golang.org/x/mod/sumdb/note.
constexpr std::string_view kGoVkey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

TEST(NoteVerifierTest, WritesTheVerifierKeyItRead) {
  const auto verifier = NoteVerifier::parse(kGoVkey).value();
  EXPECT_EQ(verifier.name(), "PeterNeumann");
  EXPECT_EQ(verifier.key_id(), 0xc74f20a3U);
  EXPECT_EQ(verifier.type(), KeyType::kEd25519);
  EXPECT_EQ(verifier.vkey(), kGoVkey);
}

TEST(NoteVerifierTest, RefusesEveryAlteredCharacterOfAVerifierKey) {
  for (std::size_t i = 0; i < kGoVkey.size(); ++i) {
    std::string altered(kGoVkey);
    altered[i] = altered[i] == 'x' ? 'y' : 'x';
    EXPECT_EQ(NoteVerifier::parse(altered).reason(), Reason::kMalformed) << altered;
    EXPECT_EQ(NoteVerifier::parse(kGoVkey.substr(0, i)).reason(), Reason::kMalformed) << i;
  }
}

TEST(NoteVerifierTest, RefusesAKeyTypeItDoesNotKnow) {
  // A well-formed key of type 0x02 (ECDSA), with the id that such a key has.
  const Bytes typed = Bytes(1, '\x02') + Bytes(32, 'k');
  const std::string id = hex(sha256("n\n" + typed)).substr(0, 8);
  EXPECT_EQ(NoteVerifier::parse("n+" + id + "+" + base64(typed)).reason(), Reason::kMalformed);
}

TEST(NoteVerifierTest, RefusesANameThatWouldBreakALine) {
  for (const auto* name : {"", "two words", "a+b", "a\u00a0b", "a\nb", "a\tb", "\xff"}) {
    EXPECT_EQ(NoteVerifier::make(name, PublicKey{}).reason(), Reason::kMalformed) << name;
  }
}

TEST(NoteVerifierTest, HasAnotherIdForAnotherNameKeyOrType) {
  const auto key = SigningKey::generate(fixed_random(1)).public_key();
  const auto other = SigningKey::generate(fixed_random(2)).public_key();
  const auto id = NoteVerifier::make("a", key)->key_id();
  EXPECT_NE(NoteVerifier::make("b", key)->key_id(), id);
  EXPECT_NE(NoteVerifier::make("a", other)->key_id(), id);
  EXPECT_NE(NoteVerifier::make("a", key, KeyType::kCosignature)->key_id(), id);
}

class CosignatureTest : public testing::Test {
 protected:
  static constexpr std::string_view kText = "log.example\n1\nroot\n";

  NoteSignature cosign(std::uint64_t time) const {
    NoteSignature line{witness_.name(), witness_.key_id(), {}};
    append_u64(line.bytes, time);
    const auto message = "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(kText);
    line.bytes += view(key_.sign(message));
    return line;
  }

  SigningKey key_ = SigningKey::generate(fixed_random());
  NoteVerifier witness_ =
      NoteVerifier::make("force/test", key_.public_key(), KeyType::kCosignature).value();
};

TEST_F(CosignatureTest, VerifiesWithTheTimeItNames) {
  EXPECT_TRUE(witness_.verifies(kText, cosign(1'760'000'000)));
}

TEST_F(CosignatureTest, RefusesAnotherTimeOrText) {
  auto line = cosign(1'760'000'000);
  EXPECT_FALSE(witness_.verifies("log.example\n2\nroot\n", line));
  line.bytes[7] = static_cast<char>(line.bytes[7] ^ 1);
  EXPECT_FALSE(witness_.verifies(kText, line));
}

TEST_F(CosignatureTest, RefusesAPlainSignatureInItsPlace) {
  EXPECT_FALSE(witness_.verifies(
      kText, {witness_.name(), witness_.key_id(), Bytes(view(key_.sign(kText)))}));
  EXPECT_FALSE(witness_.verifies(kText, {witness_.name(), witness_.key_id(), "short"}));
}

TEST_F(CosignatureTest, ReadsItsVerifierKeyBack) {
  const auto again = NoteVerifier::parse(witness_.vkey()).value();
  EXPECT_EQ(again.type(), KeyType::kCosignature);
  EXPECT_TRUE(again.verifies(kText, cosign(5)));
}

}  // namespace
}  // namespace stile::crypto
