#include "core/crypto/cosigner.h"

#include <gtest/gtest.h>

#include "core/crypto/note.h"
#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

// A checkpoint and its witness's key from another implementation: FiloSottile/sunlight,
// cmd/skylight/testdata/witness. The log's line is of a type that nobody here knows.
constexpr std::string_view kTheirs =
    "rome2026h1.example.org\n300\nlCkHUpkmVBEms2r2T1K6Og69+wUuuN3MIEW1/ezu2v0=\n\n"
    "\u2014 rome2026h1.example.org kVB1JgAAAZtxtEwABAMARzBFAiEAi+mTa2xjL1IdWpH82OeciGsGvwRAP+f1Wkf"
    "KaSZCfFECIHoNPZ/Q3y6UNzvKOO9cuLr6V16vPNfhwhle9f6r5H/Z\n"
    "\u2014 witness.example.org uKLPIAAAAABpVGeAhm2bOvKc3LaB9PFN1ruG19Y5yqslmcAAbhftnn1Zznmo0LXFZq4L"
    "GvqKqLX8jWlwLKasxEGTLIqAVusneCBmBw==\n";
constexpr std::string_view kTheirKey =
    "witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN";
constexpr Instant kTheirTime = 1'767'139'200;  // 2025-12-31T00:00:00Z

constexpr std::string_view kText = "log.example\n1\nroot\n";
constexpr Instant kTime = 1'793'696'400;

class CosignerTest : public testing::Test {
 protected:
  static NoteSignature read(const std::string& line) {
    return parse_note(std::string(kText) + "\n" + line)->signatures.front();
  }
  std::optional<Instant> at(const NoteSignature& line, std::string_view text = kText) const {
    return cosigned_at(cosigner_.verifier(), text, line);
  }

  SigningKey agency_ = SigningKey::generate(fixed_random(7));
  Cosigner cosigner_ = Cosigner::of("test-agent", agency_).value();
  NoteSignature line_ = read(cosigner_.sign_line(kText, kTime));
};

TEST(CosignedTest, AnotherImplementationsCosignatureVerifies) {
  const auto note = parse_note(kTheirs).value();
  const auto witness = NoteVerifier::parse(kTheirKey).value();
  EXPECT_EQ(witness.key_id(), 0xb8a2cf20U);
  EXPECT_EQ(cosigned_at(witness, note.text, note.signatures[1]), kTheirTime);
  EXPECT_FALSE(cosigned_at(witness, note.text, note.signatures[0]));
}

TEST(CosignedTest, AnotherImplementationsCosignatureHoldsOfNothingElse) {
  const auto note = parse_note(kTheirs).value();
  const auto witness = NoteVerifier::parse(kTheirKey).value();
  for (std::size_t i = 0; i < note.text.size(); ++i) {
    std::string altered = note.text;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(cosigned_at(witness, altered, note.signatures[1])) << i;
  }
  for (std::size_t i = 0; i < note.signatures[1].bytes.size(); ++i) {
    auto altered = note.signatures[1];
    altered.bytes[i] = static_cast<char>(altered.bytes[i] ^ 1);
    EXPECT_FALSE(cosigned_at(witness, note.text, altered)) << i;
  }
}

TEST_F(CosignerTest, SaysWhenItCosigned) {
  EXPECT_EQ(at(line_), kTime);
  EXPECT_EQ(line_.bytes.size(), 8U + 64U);
  EXPECT_EQ(at(read(cosigner_.sign_line(kText, 0))), 0);
}

TEST_F(CosignerTest, IsAnotherKeyThanTheAgencysAndAlwaysTheSame) {
  EXPECT_NE(cosigner_.verifier().key(), agency_.public_key());
  EXPECT_EQ(cosigner_.verifier().type(), KeyType::kCosignature);
  EXPECT_EQ(Cosigner::of("test-agent", agency_)->verifier().vkey(), cosigner_.verifier().vkey());
  const auto other = SigningKey::generate(fixed_random(8));
  EXPECT_NE(Cosigner::of("test-agent", other)->verifier().key(), cosigner_.verifier().key());
}

TEST_F(CosignerTest, ReadsNoTimeFromALineOfAnotherKey) {
  const auto other = Cosigner::of("test-agent", SigningKey::generate(fixed_random(8))).value();
  EXPECT_FALSE(at(read(other.sign_line(kText, kTime))));
  auto renamed = line_;
  renamed.name = "other-agent";
  EXPECT_FALSE(at(renamed));
  auto short_line = line_;
  short_line.bytes.resize(4);
  EXPECT_FALSE(at(short_line));
}

// What an agency signs otherwise, with the key it signs consignments with, is no cosignature.
TEST_F(CosignerTest, ReadsNoTimeFromAPlainSignature) {
  const auto signer = NoteSigner::make("test-agent", std::move(agency_)).value();
  EXPECT_FALSE(cosigned_at(signer.verifier(), kText, read(signer.sign_line(kText))));
}

TEST_F(CosignerTest, RefusesATimeThatIsNone) {
  const auto line = read(cosigner_.sign_line(kText, -1));  // over 2^63 - 1 on the wire
  EXPECT_FALSE(at(line));
}

}  // namespace
}  // namespace stile::crypto
