#include "agents/ingest/text_decoder.h"

#include <gtest/gtest.h>

#include "core/crypto/utf8.h"

namespace stile::agent {
namespace {

using std::string_literals::operator""s;

// decoded() reads `bytes` in pieces of `size`; an error gives its detail.
std::string decoded(ByteView bytes, std::size_t size = 1000) {
  TextDecoder decoder;
  std::string text;
  do {
    const ByteView piece = bytes.substr(0, size);
    bytes.remove_prefix(piece.size());
    const Status status = decoder.decode(piece, bytes.empty(), text);
    if (!status.ok()) return "refused: " + status.error().detail;
  } while (!bytes.empty());
  return text;
}

TEST(TextDecoderTest, KeepsUtf8AndDropsItsMark) {
  EXPECT_EQ(decoded("tŷ,dŵr"), "tŷ,dŵr");
  EXPECT_EQ(decoded("\xEF\xBB\xBFtŷ"), "tŷ");
}

TEST(TextDecoderTest, ReadsWindows1252) {
  EXPECT_EQ(decoded("caf\xE9 \x80 \x93quote\x94"), "café € “quote”");
}

TEST(TextDecoderTest, DecidesAtTheFirstByteThatIsNotAscii) {
  const std::string ascii(5000, 'a');
  EXPECT_EQ(decoded(ascii + "\xE9"), ascii + "é");
  EXPECT_EQ(decoded(ascii + "ŵ"), ascii + "ŵ");
}

TEST(TextDecoderTest, DoesNotMindWhereAPieceEnds) {
  const std::string text = "a€ŵ😀b€ŷ";
  for (std::size_t size = 1; size < text.size(); ++size) EXPECT_EQ(decoded(text, size), text);
  EXPECT_EQ(decoded("abcd\xE9\xE9", 5), "abcdéé");
}

TEST(TextDecoderTest, RefusesWhatContradictsUtf8AndNamesTheLine) {
  const std::string detail = decoded("ŵ\nab\ncaf\xE9,\n", 4);
  EXPECT_TRUE(detail.starts_with("refused: line 3: ")) << detail;
  EXPECT_NE(detail.find("CSV UTF-8"), detail.npos);
}

TEST(TextDecoderTest, RefusesAByteThatWindows1252DoesNotHave) {
  EXPECT_TRUE(decoded("abc\n\x81\xE9 ").starts_with("refused: line 2: "));
}

TEST(TextDecoderTest, RefusesUtf16WithAndWithoutItsMark) {
  EXPECT_TRUE(decoded("\xFF\xFE"s + "a\0b\0"s).starts_with("refused: line 1: this file is UTF-16"));
  EXPECT_TRUE(decoded("\xFE\xFF\0a\0b"s).starts_with("refused: "));
  EXPECT_TRUE(decoded("a\0b\0"s).starts_with("refused: "));
  EXPECT_TRUE(decoded("\0a\0b"s).starts_with("refused: "));
}

TEST(TextDecoderTest, RefusesACharacterThatTheFileEndsWithin) {
  EXPECT_TRUE(decoded("\xEF\xBB\xBFtŷ\xC5").starts_with("refused: "));
}

TEST(TextDecoderTest, TakesAnEmptyAndATinyFile) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("a"), "a");
}

}  // namespace
}  // namespace stile::agent
