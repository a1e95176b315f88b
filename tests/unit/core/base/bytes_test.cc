#include "core/base/bytes.h"

#include <gtest/gtest.h>

namespace stile {
namespace {

TEST(BytesTest, WritesNumbersBigEndian) {
  Bytes bytes;
  append_u16(bytes, 0x0102);
  append_u32(bytes, 0x03040506);
  append_u64(bytes, 0x0708090a0b0c0d0e);
  EXPECT_EQ(bytes, "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e");
}

TEST(BytesTest, WritesTheHighestNumbers) {
  Bytes bytes;
  append_u16(bytes, 0xffff);
  append_u64(bytes, 0xffffffffffffffff);
  EXPECT_EQ(bytes, Bytes(10, '\xff'));
}

TEST(BytesTest, PrefixesKeepListsOfPartsApart) {
  Bytes one;
  append_prefixed(one, "ab");
  append_prefixed(one, "c");
  Bytes other;
  append_prefixed(other, "a");
  append_prefixed(other, "bc");
  EXPECT_NE(one, other);
  EXPECT_EQ(one.size(), 11U);
}

TEST(BytesTest, CopiesExactlyOrNotAtAll) {
  Token token{};
  token.fill(7);
  const Token before = token;
  EXPECT_FALSE(copy_exact(Bytes(15, 'x'), token));
  EXPECT_FALSE(copy_exact(Bytes(17, 'x'), token));
  EXPECT_EQ(token, before);
  EXPECT_TRUE(copy_exact(Bytes(16, 'x'), token));
  EXPECT_EQ(view(token), Bytes(16, 'x'));
}

}  // namespace
}  // namespace stile
