#include <gtest/gtest.h>

#include "core/ledger/merkle.h"
#include "stile/v1/exchange.grpc.pb.h"
#include "tests/adversary/held.h"
#include "tests/support/enquiring.h"

// Where the proof of what comes on an agency's held stream begins: at the largest checkpoint that
// it was shown, wherever that was. What an agency has not taken of it, it asks for.
namespace stile::test {
namespace {

using support::kOfsted;
using support::kTestshire;

class ShownTest : public ::testing::Test {
 protected:
  void ask(std::uint8_t enquiry) {
    auto question = support::question(world_.scheme());
    question.enquiry = {enquiry};
    grpc::ClientContext context;
    v1::AskRequest request;
    request.set_question(support::signed_question(question));
    request.set_salt(std::string(sizeof(Hash), 's'));
    v1::AskAnswer answer;
    ASSERT_TRUE(v1::Exchange::NewStub(world_.dial(kOfsted))->Ask(&context, request, &answer).ok());
    ASSERT_TRUE(answer.has_receipt()) << answer.refusal().ShortDebugString();
  }
  void submit(std::uint64_t number) {
    Caller(world_.dial(kTestshire))
        .submit(world_.hand(kTestshire)
                    .consign(std::vector{support::call_out(support::kHome, "2026-10-10T20:15Z")},
                             number));
  }
  // expect_from() holds what brings a proof against the ledger.
  template <typename Brought>
  void expect_from(std::uint64_t size, const Brought& brought) {
    EXPECT_EQ(brought.consistency_from(), size);
    const auto proof = ledger::consistency_proof(size, world_.tree_size(), world_.store()).value();
    ASSERT_EQ(static_cast<std::size_t>(brought.consistency_size()), proof.size());
    for (int i = 0; i < brought.consistency_size(); ++i) {
      EXPECT_EQ(brought.consistency(i), view(proof[static_cast<std::size_t>(i)]));
    }
  }

  const TwoForces world_{support::enquiring_scheme()};
};

TEST_F(ShownTest, AParcelIsProvenFromTheReceiptOfAQuestion) {
  Held ofsted(world_, kOfsted);
  ask(1);
  const std::uint64_t asked = world_.tree_size();
  submit(1);
  expect_from(asked, ofsted.next().delivery());
}

TEST_F(ShownTest, AQuestionIsProvenFromTheReceiptOfAConsignment) {
  Held testshire(world_, kTestshire);
  submit(1);
  const std::uint64_t submitted = world_.tree_size();
  ask(1);
  const auto down = testshire.next();
  ASSERT_TRUE(down.has_question());
  expect_from(submitted, down.question());
}

// The one before it came on the same stream.
TEST_F(ShownTest, AParcelIsProvenFromTheOneBeforeIt) {
  Held ofsted(world_, kOfsted);
  submit(1);
  EXPECT_TRUE(ofsted.next().has_delivery());
  const std::uint64_t first = world_.tree_size();
  submit(2);
  expect_from(first, ofsted.next().delivery());
}

}  // namespace
}  // namespace stile::test
