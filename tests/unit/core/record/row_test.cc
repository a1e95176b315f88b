#include "core/record/row.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "core/crypto/digest.h"

namespace stile::record {
namespace {

Row some_row() {
  Row row;
  row.salt.fill(1);
  row.event_token.fill(2);
  row.fields = "fields";
  row.revision = 3;
  row.sealed_identity = "sealed";
  return row;
}

TEST(RowHashTest, IsTheHashOfItsGrammar) {
  Bytes message = "stile-row/v1\n";
  message += Bytes(16, '\x01') + Bytes(16, '\x02');
  message += Bytes("\0\0\0\0\0\0\0\x03", 8);
  message += Bytes("\0\0\0\x06", 4) + "fields" + Bytes("\0\0\0\x06", 4) + "sealed";
  EXPECT_EQ(row_hash(some_row()), crypto::sha256(message));
}

TEST(RowHashTest, CoversEveryPart) {
  std::set<Hash> hashes = {row_hash(some_row())};
  const auto differs = [&](const auto& change) {
    Row row = some_row();
    change(row);
    return hashes.insert(row_hash(row)).second;
  };
  for (std::size_t i = 0; i < 16; ++i) {
    EXPECT_TRUE(differs([&](Row& row) { row.salt[i] ^= 0x40; })) << i;
    EXPECT_TRUE(differs([&](Row& row) { row.event_token[i] ^= 0x40; })) << i;
  }
  EXPECT_TRUE(differs([](Row& row) { row.revision = 4; }));
  EXPECT_TRUE(differs([](Row& row) { row.fields = "fieldz"; }));
  EXPECT_TRUE(differs([](Row& row) { row.sealed_identity = "sealeD"; }));
  EXPECT_TRUE(differs([](Row& row) { row.sealed_identity.clear(); }));
}

TEST(RowHashTest, MovingAByteBetweenPartsShows) {
  Row row = some_row();
  row.fields = "fieldss";
  row.sealed_identity = "ealed";
  EXPECT_NE(row_hash(row), row_hash(some_row()));
}

TEST(IdentityRowHashTest, IsTheHashOfItsGrammar) {
  const Row row = some_row();
  const Bytes message =
      "stile-identity-row/v1\n" + Bytes(16, '\x01') + Bytes("\0\0\0\x06", 4) + "fields";
  EXPECT_EQ(identity_row_hash(row.salt, row.fields), crypto::sha256(message));
}

TEST(RowListHashTest, CoversOrderAndNumber) {
  const Hash one = crypto::sha256("one");
  const Hash two = crypto::sha256("two");
  const std::array both{one, two};
  const std::array turned{two, one};
  const std::array twice{one, two, two};
  EXPECT_NE(row_list_hash(both), row_list_hash(turned));
  EXPECT_NE(row_list_hash(both), row_list_hash(twice));
  EXPECT_NE(row_list_hash(both), row_list_hash({&one, 1}));
  EXPECT_NE(row_list_hash({&one, 1}), one);
}

TEST(EnvelopesHashTest, CoversEnvelopesAndTokensInTheirPlaces) {
  const std::array rows{EnvelopeBytes{"envelope", "token"}, EnvelopeBytes{"other", ""}};
  const std::array swapped{EnvelopeBytes{"envelope", ""}, EnvelopeBytes{"other", "token"}};
  const std::array shifted{EnvelopeBytes{"envelopet", "oken"}, EnvelopeBytes{"other", ""}};
  EXPECT_NE(envelopes_hash(rows), envelopes_hash(swapped));
  EXPECT_NE(envelopes_hash(rows), envelopes_hash(shifted));
  EXPECT_EQ(envelopes_hash(rows), envelopes_hash(rows));
}

}  // namespace
}  // namespace stile::record
