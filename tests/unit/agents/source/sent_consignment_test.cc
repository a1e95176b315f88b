#include "agents/source/sent_consignment.h"

#include <gtest/gtest.h>

#include <string>

#include "core/crypto/random.h"
#include "core/wire/row_codec.h"

// A consignment of which rows are destroyed has their hashes and nothing of them, and all the rest.
namespace stile::agent {
namespace {

wire::Consignment consignment_of(std::size_t rows) {
  wire::Consignment consignment;
  consignment.statement = "a signed statement";
  consignment.salt = crypto::random_32(crypto::system_random());
  record::Treated treated;
  treated.type = record::RecordType::kCallOut;
  for (std::size_t i = 0; i < rows; ++i) {
    consignment.rows.push_back({.row = {crypto::random_token(crypto::system_random()),
                                        wire::encode_fields(treated),
                                        crypto::random_token(crypto::system_random()),
                                        i + 1,
                                        {}},
                                .envelope = "the envelope of " + std::to_string(i),
                                .subject_token = {}});
  }
  return consignment;
}

TEST(SentConsignmentTest, AWholeOneIsWhatWasSent) {
  const auto consignment = consignment_of(3);
  const auto sent = read_sent(wire::encode_consignment(consignment)).value();
  EXPECT_TRUE(sent.is_whole());
  ASSERT_EQ(sent.rows.size(), 3U);
  EXPECT_EQ(sent.rows[1].hash, record::row_hash(consignment.rows[1].row));
  EXPECT_EQ(sent.rows[1].event_token, consignment.rows[1].row.event_token);
}

TEST(SentConsignmentTest, WhatIsDestroyedLeavesHashAndEventAndTheRestStays) {
  const auto consignment = consignment_of(3);
  const auto sent = read_sent(wire::encode_consignment(consignment)).value();
  const Bytes bytes = reduced(sent, {1}, Destroyed::kContents);
  EXPECT_EQ(bytes.find(view(consignment.rows[1].row.salt)), bytes.npos);
  EXPECT_EQ(bytes.find(consignment.rows[1].envelope), bytes.npos);
  const auto left = read_sent(bytes).value();
  EXPECT_EQ(left.hashes(), sent.hashes());
  EXPECT_FALSE(left.rows[1].row.has_value());
  EXPECT_EQ(left.rows[1].event_token, consignment.rows[1].row.event_token);
  EXPECT_EQ(left.rows[2].row->envelope, consignment.rows[2].envelope);
  EXPECT_EQ(read_sent_head(bytes)->statement, consignment.statement);
  EXPECT_EQ(read_sent_head(bytes)->salt, consignment.salt);
}

TEST(SentConsignmentTest, WhatIsErasedLeavesItsHashAloneAlsoWhereItWasDestroyedBefore) {
  const auto consignment = consignment_of(2);
  auto sent = read_sent(wire::encode_consignment(consignment)).value();
  sent = read_sent(reduced(sent, {0, 1}, Destroyed::kContents)).value();
  const Bytes bytes = reduced(sent, {0}, Destroyed::kAll);
  EXPECT_EQ(bytes.find(view(consignment.rows[0].row.event_token)), bytes.npos);
  const auto left = read_sent(bytes).value();
  EXPECT_EQ(left.hashes(), sent.hashes());
  EXPECT_FALSE(left.rows[0].event_token.has_value());
  EXPECT_TRUE(left.rows[1].event_token.has_value());
}

TEST(SentConsignmentTest, NothingShorterOrLongerReads) {
  const auto sent = read_sent(wire::encode_consignment(consignment_of(2))).value();
  const Bytes bytes = reduced(sent, {0}, Destroyed::kAll);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto read = read_sent(ByteView(bytes).substr(0, length));
    EXPECT_FALSE(read.ok() && read->rows.size() == 2) << length;
  }
  EXPECT_FALSE(read_sent(bytes + "x").ok());
}

}  // namespace
}  // namespace stile::agent
