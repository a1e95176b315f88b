#include "core/crypto/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace stile::crypto {
namespace {

TEST(Utf8Test, AcceptsEveryLength) {
  EXPECT_TRUE(valid_utf8(""));
  EXPECT_TRUE(valid_utf8("Llŷn, tŵr, \u2014, \U0001f9ed, \U0010ffff"));
}

TEST(Utf8Test, RefusesWhatIsNotWellFormed) {
  // A lone continuation, a cut sequence, overlong forms, a surrogate, beyond U+10FFFF.
  for (const auto* text :
       {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x80", "\xe2\x28\xa1", "\xff"}) {
    EXPECT_FALSE(valid_utf8(text));
  }
}

TEST(Utf8Test, FindsSpacesThatAreNotAscii) {
  EXPECT_TRUE(has_unicode_space("a b"));
  EXPECT_TRUE(has_unicode_space("a\u00a0b"));
  EXPECT_TRUE(has_unicode_space("a\u3000"));
  EXPECT_FALSE(has_unicode_space("gateway.example/tŵr\u2014"));
}

}  // namespace
}  // namespace stile::crypto
