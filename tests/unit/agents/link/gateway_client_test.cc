#include "agents/link/gateway_client.h"

#include <grpcpp/channel.h>
#include <gtest/gtest.h>

#include "core/base/limits.h"
#include "core/wire/consignment_codec.h"
#include "tests/unit/agents/link/gateway_stand_in.h"

namespace stile::agent {
namespace {

using Submitting = GatewayStandIn::Submitting;

Bytes consignment_bytes() {
  wire::Consignment consignment;
  consignment.statement = "statement";
  wire::ConsignmentRow row;
  row.row.fields = "fields";
  row.row.revision = 9;
  consignment.rows.push_back(row);
  return wire::encode_consignment(consignment);
}

class GatewayClientTest : public ::testing::Test {
 protected:
  // answered() sends one consignment and gives the one answer of this gateway.
  Result<std::optional<Answer>> answered(const v1::SubmitAnswer& answer) {
    stand_in_.on_submit = [&](std::uint64_t, Submitting& stream) {
      v1::SubmitRequest request;
      stream.Read(&request);
      stream.Write(answer);
      return grpc::Status::OK;
    };
    auto stream = client_.begin(3, Urgency::kBulk).value();
    EXPECT_TRUE(stream->send(consignment_bytes()).ok());
    return stream->receive();
  }

  GatewayStandIn stand_in_;
  GatewayClient client_{stand_in_.channel()};
};

TEST_F(GatewayClientTest, SendsTheBytesAsTheyWereKept) {
  Bytes came;
  std::uint64_t size = 0;
  stand_in_.on_submit = [&](std::uint64_t verified_size, Submitting& stream) {
    v1::SubmitRequest request;
    stream.Read(&request);
    came = request.consignment().SerializeAsString();
    size = verified_size;
    return grpc::Status::OK;
  };
  auto stream = client_.begin(17, Urgency::kBulk).value();
  ASSERT_TRUE(stream->send(consignment_bytes()).ok());
  EXPECT_FALSE(stream->receive().value().has_value());
  EXPECT_EQ(came, consignment_bytes());
  EXPECT_EQ(size, 17U);
  EXPECT_FALSE(stand_in_.interactive);
}

TEST_F(GatewayClientTest, SaysThatAStreamIsOfNotifications) {
  stand_in_.on_submit = [](std::uint64_t, Submitting&) { return grpc::Status::OK; };
  auto stream = client_.begin(17, Urgency::kInteractive).value();
  EXPECT_FALSE(stream->receive().value().has_value());
  EXPECT_TRUE(stand_in_.interactive);
}

TEST_F(GatewayClientTest, ReadsAReceipt) {
  v1::SubmitAnswer wire;
  wire.set_number(4);
  wire.mutable_receipt()->set_leaf("leaf");
  wire.mutable_receipt()->set_receipt("receipt");
  wire.mutable_receipt()->add_consistency(std::string(32, 'h'));
  const auto answer = answered(wire);
  ASSERT_TRUE(answer.ok() && answer->has_value());
  EXPECT_EQ((*answer)->number, 4U);
  const auto& receipt = std::get<GivenReceipt>((*answer)->outcome);
  EXPECT_EQ(receipt.leaf, "leaf");
  EXPECT_EQ(receipt.consistency.size(), 1U);
}

TEST_F(GatewayClientTest, ReadsARefusalWithItsRows) {
  v1::SubmitAnswer wire;
  wire.set_number(4);
  auto& refusal = *wire.mutable_refusal();
  refusal.set_reason(static_cast<int>(Reason::kConflict) + 1);
  refusal.set_last_number(9);
  auto& fault = *refusal.add_fault();
  fault.set_row(2);
  fault.set_reason(static_cast<int>(Reason::kUnknownHome) + 1);
  fault.set_field(v1::HOME);
  const auto answer = answered(wire);
  ASSERT_TRUE(answer.ok() && answer->has_value());
  const auto& given = std::get<GivenRefusal>((*answer)->outcome);
  EXPECT_EQ(given.reason, Reason::kConflict);
  EXPECT_EQ(given.last_number, 9U);
  ASSERT_EQ(given.rows.size(), 1U);
  EXPECT_EQ(given.rows[0].reason, Reason::kUnknownHome);
  EXPECT_EQ(given.rows[0].field, record::Field::kHome);
}

TEST_F(GatewayClientTest, RefusesAHashOfAnotherLength) {
  v1::SubmitAnswer wire;
  wire.mutable_receipt()->add_consistency("short");
  EXPECT_EQ(answered(wire).reason(), Reason::kMalformed);
}

TEST_F(GatewayClientTest, RefusesAnUnknownReason) {
  v1::SubmitAnswer wire;
  wire.mutable_refusal()->set_reason(4711);
  EXPECT_EQ(answered(wire).reason(), Reason::kMalformed);
}

TEST_F(GatewayClientTest, RefusesAFieldOutsideTheSchema) {
  v1::SubmitAnswer wire;
  wire.mutable_receipt()->set_leaf("leaf");
  wire.GetReflection()->MutableUnknownFields(&wire)->AddVarint(99, 1);
  EXPECT_EQ(answered(wire).reason(), Reason::kUnknownField);
}

TEST_F(GatewayClientTest, TellsWhatTheGatewayNamedFromALostConnection) {
  EXPECT_EQ(error_of({grpc::StatusCode::UNAUTHENTICATED, "DENIED"}).reason, Reason::kDenied);
  EXPECT_EQ(error_of({grpc::StatusCode::UNAVAILABLE, "Connection reset"}).reason,
            Reason::kUnavailable);
  EXPECT_EQ(error_of({grpc::StatusCode::UNAVAILABLE, "IO"}).reason, Reason::kUnavailable);
}

TEST_F(GatewayClientTest, TakesAsManyDocumentsAsAWholeCountryHasAndNoMore) {
  std::size_t count = limits::kSyncNotes;
  stand_in_.on_sync = [&](const v1::SyncRequest&) { return std::vector<std::string>(count, "n"); };
  const auto most = client_.documents({});
  ASSERT_TRUE(most.ok()) << most.error().detail;
  EXPECT_EQ(most->size(), count);
  ++count;
  const auto more = client_.documents({});
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.reason(), Reason::kTooLarge);
}

TEST_F(GatewayClientTest, TakesDocumentsOfSoManyBytesAndNoMore) {
  constexpr std::size_t kNoteBytes = limits::kSyncBytes / 32;
  std::vector<std::string> notes(32, std::string(kNoteBytes, 'n'));
  stand_in_.on_sync = [&](const v1::SyncRequest&) { return notes; };
  EXPECT_TRUE(client_.documents({}).ok());
  notes.emplace_back("n");
  const auto more = client_.documents({});
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.reason(), Reason::kTooLarge);
}

TEST_F(GatewayClientTest, CancellingWakesWhoReceives) {
  stand_in_.on_submit = [](std::uint64_t, Submitting& stream) {
    v1::SubmitRequest request;
    while (stream.Read(&request)) {
    }
    return grpc::Status::OK;
  };
  auto stream = client_.begin(0, Urgency::kBulk).value();
  std::thread cancelling([&] { stream->cancel(); });
  EXPECT_EQ(stream->receive().reason(), Reason::kUnavailable);
  cancelling.join();
}

v1::LeafAnswer listed(std::uint64_t index, std::string text) {
  v1::LeafAnswer leaf;
  leaf.set_index(index);
  leaf.set_leaf(std::move(text));
  return leaf;
}

TEST_F(GatewayClientTest, ListsLeavesAndThoseWhoseTextIsGone) {
  stand_in_.on_leaves = [](const v1::LeavesRequest& asked) {
    return std::vector{listed(asked.from_index(), "text"), listed(asked.from_index() + 3, "")};
  };
  const auto leaves = client_.leaves(5, 2).value();
  ASSERT_EQ(leaves.size(), 2U);
  EXPECT_EQ(leaves[0].index, 5U);
  EXPECT_EQ(leaves[0].text, "text");
  EXPECT_EQ(leaves[1].index, 8U);
  EXPECT_FALSE(leaves[1].text.has_value());
}

TEST_F(GatewayClientTest, TakesNoMoreLeavesThanItAskedFor) {
  stand_in_.on_leaves = [](const v1::LeavesRequest&) {
    return std::vector{listed(1, "a"), listed(2, "b"), listed(3, "c")};
  };
  EXPECT_EQ(client_.leaves(0, 2).reason(), Reason::kTooLarge);
  stand_in_.on_leaves = [](const v1::LeavesRequest&) {
    return std::vector{listed(1, std::string(limits::kLeafBytes + 1, 'a'))};
  };
  EXPECT_EQ(client_.leaves(0, 2).reason(), Reason::kTooLarge);
}

}  // namespace
}  // namespace stile::agent
