#include "core/crypto/encoding.h"

#include <gtest/gtest.h>

namespace stile::crypto {
namespace {

Bytes all_bytes() {
  Bytes bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

TEST(HexTest, ReadsWhatItWrote) {
  EXPECT_EQ(hex(ByteView("\x00\xff\x1a", 3)), "00ff1a");
  EXPECT_EQ(unhex(hex(all_bytes())).value(), all_bytes());
}

TEST(HexTest, RefusesUpperCaseOddLengthAndOtherCharacters) {
  for (const auto* text : {"0A", "abc", "0g", " 0", "0x"}) {
    EXPECT_EQ(unhex(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(Base64Test, GivesTheVectorsOfRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64Test, ReadsWhatItWrote) {
  for (std::size_t n = 0; n <= 256; ++n) {
    const Bytes bytes = all_bytes().substr(0, n);
    EXPECT_EQ(unbase64(base64(bytes)).value(), bytes) << n;
  }
}

TEST(Base64Test, RefusesEveryOtherTextForTheSameBytes) {
  // Missing and surplus padding, set trailing bits, line breaks, the URL alphabet.
  for (const auto* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v\n", "Zm9v YmFy", "-_-_", "=",
                           "====", "Zg==Zg=="}) {
    EXPECT_EQ(unbase64(text).reason(), Reason::kMalformed) << text;
  }
}

TEST(Base64Test, RefusesBytesOutsideAsciiInTheTextsPlace) {
  for (int byte = 0x80; byte <= 0xff; ++byte) {
    std::string text = base64("invented");
    text[2] = static_cast<char>(byte);
    EXPECT_FALSE(unbase64(text).ok()) << byte;
  }
}

TEST(CrockfordTest, WritesTheNumberInGroupsOfFive) {
  Token token;
  for (std::size_t i = 0; i < token.size(); ++i) token[i] = static_cast<std::uint8_t>(i * 0x11);
  EXPECT_EQ(crockford(token), "0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z");
}

TEST(CrockfordTest, UsesNoLetterThatReadsAsAnother) {
  Token token;
  token.fill(0xff);
  EXPECT_EQ(crockford(token), "7ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z");
  for (int i = 0; i < 256; ++i) {
    token.fill(static_cast<std::uint8_t>(i));
    EXPECT_EQ(crockford(token).find_first_of("ILOU"), std::string::npos);
  }
}

TEST(CrockfordTest, ReadsBackExactlyWhatItWrites) {
  for (int bit = 0; bit < 128; ++bit) {
    Token token{};
    token[static_cast<std::size_t>(bit / 8)] = static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_EQ(uncrockford(crockford(token)).value(), token);
  }
  Token token;
  token.fill(0xff);
  EXPECT_EQ(uncrockford(crockford(token)).value(), token);
}

TEST(CrockfordTest, ReadsNothingElse) {
  for (const char* text :
       {"", "0024H-36H2N-CSVRH-6DAQF-6DVVQ", "0024H-36H2N-CSVRH-6DAQF-6DVVQ-ZZ",
        "0024h-36h2n-csvrh-6daqf-6dvvq-z", "0024H36H2NCSVRH6DAQF6DVVQZ",
        "O024H-36H2N-CSVRH-6DAQF-6DVVQ-Z", "8ZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z",
        " 0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z", "0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z\n"}) {
    EXPECT_EQ(uncrockford(text).reason(), Reason::kMalformed) << text;
  }
}

}  // namespace
}  // namespace stile::crypto
