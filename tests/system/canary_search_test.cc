#include "tests/system/canary_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/crypto/encoding.h"
#include "tests/system/http2_payloads.h"

namespace stile::test {
namespace {

// One with letters outside ASCII and a space, one outside Windows-1252, one of digits.
const std::string kName = "Zoë Käsewürm";
const std::string kWelsh = "Siân Tŷnewydd";
const std::string kTelephone = "07700 900123";

const CanarySearch& search() {
  static const CanarySearch made(std::array{kName, kWelsh, kTelephone});
  return made;
}

std::string in_noise(const std::string& bytes) {
  return "noise: 4f2a " + bytes + " and more noise";
}

bool finds(const std::string& bytes, std::size_t canary, const std::string& encoding) {
  return std::ranges::any_of(search().sightings(in_noise(bytes)), [&](const Sighting& sighting) {
    return sighting.canary == canary && sighting.encoding == encoding;
  });
}

std::string base64url(std::string text) {
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

TEST(CanarySearchTest, FindsATextAsItIs) {
  EXPECT_TRUE(finds("Zoë Käsewürm", 0, "UTF-8"));
  EXPECT_TRUE(finds("07700 900123", 2, "UTF-8"));
}

TEST(CanarySearchTest, FindsNothingWhereOneLetterDiffers) {
  EXPECT_TRUE(search().sightings(in_noise("Zoë Käsewurm")).empty());
  EXPECT_TRUE(search().sightings(in_noise("Zoë Käsewür")).empty());
  EXPECT_TRUE(search().sightings("").empty());
  EXPECT_TRUE(search().sightings("Z").empty());
}

TEST(CanarySearchTest, FindsATextAtTheVeryEndsOfTheBytes) {
  ASSERT_FALSE(search().sightings(kName).empty());
  EXPECT_EQ(search().sightings(kName).front().offset, 0U);
  EXPECT_EQ(search().sightings("xx" + kTelephone).front().offset, 2U);
}

TEST(CanarySearchTest, FindsOtherLetterCaseAndNoPunctuation) {
  EXPECT_TRUE(finds("ZOë KäSEWüRM", 0, "UTF-8"));
  EXPECT_TRUE(finds("zoë käsewürm", 0, "UTF-8"));
  EXPECT_TRUE(finds("07700900123", 2, "UTF-8"));
  EXPECT_FALSE(finds("07700 900124", 2, "UTF-8"));
}

TEST(CanarySearchTest, FindsBothByteOrdersOfUtf16) {
  const std::string little("0\0007\0007\0000\0000\000 \0009\0000\0000\0001\0002\0003\000", 24);
  const std::string big("\0000\0007\0007\0000\0000\000 \0009\0000\0000\0001\0002\0003", 24);
  EXPECT_TRUE(finds(little, 2, "UTF-16LE"));
  EXPECT_TRUE(finds(big, 2, "UTF-16BE"));
  const std::string welsh("S\0i\0\xE2\0n\0 \0T\0\x77\x01n\0e\0w\0y\0d\0d\0", 26);
  EXPECT_TRUE(finds(welsh, 1, "UTF-16LE"));
}

TEST(CanarySearchTest, FindsUtf16BeyondTheBasicPlane) {
  const std::array texts = {std::string("name \U0001F600 here")};
  const std::string little("n\0a\0m\0e\0 \0\x3D\xD8\x00\xDE \0h\0e\0r\0e\0", 24);
  const auto found = CanarySearch(texts).sightings(little);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().encoding, "UTF-16LE");
}

TEST(CanarySearchTest, FindsWindows1252) {
  EXPECT_TRUE(finds("Zo\xEB K\xE4sew\xFCrm", 0, "Windows-1252"));
  const CanarySearch quoted(std::array{std::string("she said \u201Cno\u201D \u2013 \u20AC5")});
  const auto found = quoted.sightings("she said \x93no\x94 \x96 \x80\x35");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().encoding, "Windows-1252");
}

TEST(CanarySearchTest, FindsHexOfBothCases) {
  EXPECT_TRUE(
      finds("5a6fc3ab204bc3a47365"
            "77c3bc726d",
            0, "hex"));
  EXPECT_TRUE(
      finds("5A6FC3AB204BC3A47365"
            "77C3BC726D",
            0, "hex"));
  EXPECT_FALSE(
      finds("5a6fc3ab204bc3a47365"
            "77c3bc726e",
            0, "hex"));
}

TEST(CanarySearchTest, FindsPercentOfBothCasesAndAllOrSome) {
  EXPECT_TRUE(finds("Zo%C3%AB%20K%C3%A4sew%C3%BCrm", 0, "percent"));
  EXPECT_TRUE(finds("Zo%c3%ab%20K%c3%a4sew%c3%bcrm", 0, "percent"));
  EXPECT_TRUE(finds("%30%37%37%30%30%20%39%30%30%31%32%33", 2, "percent"));
}

TEST(CanarySearchTest, FindsBase64AtEveryOffsetWhateverStandsAround) {
  for (std::size_t before = 0; before < 6; ++before) {
    for (std::size_t after = 0; after < 3; ++after) {
      const std::string plain = std::string(before, '\xFE') + kWelsh + std::string(after, '\xEF');
      const std::string encoding = "base64 at offset " + std::to_string(before % 3);
      EXPECT_TRUE(finds(crypto::base64(plain), 1, encoding)) << before << ' ' << after;
      EXPECT_TRUE(finds(base64url(crypto::base64(plain)), 1, encoding)) << before << ' ' << after;
    }
  }
}

// Frames of a made-up connection: length, type, flags, stream.
std::string frame(char type, char stream, const std::string& payload) {
  return std::string{0, 0, static_cast<char>(payload.size()), type, 0, 0, 0, 0, stream} + payload;
}

TEST(Http2PayloadsTest, JoinsATextThatFramesCutInTwo) {
  const std::string received = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(1, 3, "headers") +
                               frame(0, 3, "07700 9") + frame(0, 5, "other") + frame(0, 3, "00123");
  EXPECT_TRUE(search().sightings(received).empty());
  const auto payloads = http2_payloads(received);
  ASSERT_TRUE(payloads);
  EXPECT_EQ(*payloads, (std::vector<std::string>{"headers", "07700 900123", "other"}));
}

TEST(Http2PayloadsTest, KeepsWhatCameOfAFrameThatWasCutShort) {
  const std::string whole = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(0, 1, "complete text");
  const auto payloads = http2_payloads(std::string_view(whole).substr(0, whole.size() - 5));
  ASSERT_TRUE(payloads);
  EXPECT_EQ(*payloads, (std::vector<std::string>{"complete"}));
}

TEST(Http2PayloadsTest, LeavesOtherFilesAlone) { EXPECT_FALSE(http2_payloads("{\"json\":1}")); }

}  // namespace
}  // namespace stile::test
