// What a source makes of a gateway that lies about what it did with a consignment, and about what
// the recipient said (design section 2, I5 and I8).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adversary/hostile_gateway.h"
#include "tests/adversary/source_bench.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::test {
namespace {

using agent::ExitCode;
using support::kCiw;
using support::kGateway;
using support::kLog;
using support::kOfsted;

class DishonestAnswerTest : public ::testing::Test {
 protected:
  // expect_caught() tells one lie to a source that has seen nothing yet.
  void expect_caught(GatewayLies lies, HostileSubmitter::Distort distort = {}) {
    HostileGateway gateway = gateway_;
    HostileSubmitter submitter(gateway);
    submitter.lie(std::move(lies), std::move(distort));
    SourceBench force(documents_, submitter);
    const auto [code, words] = force.send();
    EXPECT_EQ(code, ExitCode::kIntegrity) << words;
    EXPECT_EQ(force.status().first, ExitCode::kIntegrity);
    EXPECT_EQ(force.status().second.find("3 admitted"), std::string::npos);
  }
  void expect_leaf_caught(const std::function<void(ledger::Leaf&)>& lie) {
    expect_caught({.leaf = lie});
  }

  // take() hands notes to the force as the gateway's; what comes back is how many it believed.
  static std::size_t take(SourceBench& force, const std::vector<Bytes>& notes) {
    return force.source().notes().take(notes).value().size();
  }
  static Bytes signed_word(const record::Acknowledgement& word, const char* signer) {
    return support::signed_by({signer}, record::acknowledgement_text(word));
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_ = scheme_.document_set();
  HostileGateway gateway_{documents_, support::sealing_key_named(kOfsted).public_key()};
};

TEST_F(DishonestAnswerTest, AnHonestOneIsBelieved) {
  HostileSubmitter submitter(gateway_);
  SourceBench force(documents_, submitter);
  const auto [code, words] = force.send();
  EXPECT_EQ(code, ExitCode::kOk) << words;
  ASSERT_EQ(submitter.sent().size(), 1U);
  const auto word = acknowledgement_of(submitter.sent().front());
  EXPECT_EQ(take(force, {signed_word(word, kOfsted)}), 1U);
  EXPECT_EQ(force.status().first, ExitCode::kOk) << force.status().second;
  EXPECT_EQ(force.audit().first, ExitCode::kOk) << force.audit().second;
}

TEST_F(DishonestAnswerTest, IsCaughtWhenTheLeafSaysSomethingElse) {
  expect_leaf_caught([](auto& leaf) { leaf.to = kCiw; });
  expect_leaf_caught([](auto& leaf) { leaf.from = support::kOthershire; });
  expect_leaf_caught([](auto& leaf) { leaf.agreement = Hash{}; });
  expect_leaf_caught([](auto& leaf) { leaf.rows = 2; });
  expect_leaf_caught([](auto& leaf) { leaf.commit_rows = Hash{}; });
  expect_leaf_caught([](auto& leaf) { leaf.commit_actor = Hash{}; });
  expect_leaf_caught([](auto& leaf) { leaf.op = ledger::Op::kErasure; });
  expect_leaf_caught([](auto& leaf) { leaf.decision = "stored"; });
  expect_leaf_caught([](auto& leaf) { leaf.occasion = "notify"; });
}

TEST_F(DishonestAnswerTest, IsCaughtHidingTheLeaf) { expect_caught({.hidden = true}); }

TEST_F(DishonestAnswerTest, IsCaughtAlteringTheReceipt) {
  expect_caught({}, [](agent::Answer& answer) {
    auto& given = std::get<agent::GivenReceipt>(answer.outcome);
    given.leaf = support::replaced(given.leaf, "rows 3\n", "rows 4\n");
  });
  expect_caught({}, [](agent::Answer& answer) {
    std::get<agent::GivenReceipt>(answer.outcome).receipt = "no receipt";
  });
  expect_caught({}, [](agent::Answer& answer) { ++answer.number; });
}

TEST_F(DishonestAnswerTest, IsCaughtSigningWithAnotherLogKey) {
  gateway_ = HostileGateway(documents_, support::sealing_key_named(kOfsted).public_key(),
                            "stile.example/other");
  expect_caught({});
}

TEST_F(DishonestAnswerTest, IsCaughtRewritingItsHistory) {
  gateway_.add_others(3);
  HostileGateway shown = gateway_;
  HostileSubmitter submitter(shown);
  SourceBench force(documents_, submitter);
  ASSERT_EQ(force.send().first, ExitCode::kOk);

  gateway_.add_others(4, "rewritten");
  ledger::LogView view = force.source().log().view();
  const auto before = view.size();
  EXPECT_EQ(view.see(gateway_.checkpoint(), gateway_.consistency(before, gateway_.size())).reason(),
            Reason::kIntegrity);
  EXPECT_EQ(view.size(), before);
}

class ForgedAcknowledgementTest : public DishonestAnswerTest {
 protected:
  void SetUp() override { ASSERT_EQ(force_.send().first, ExitCode::kOk); }
  // word() is what Ofsted would truthfully sign.
  record::Acknowledgement word() const { return acknowledgement_of(submitter_.sent().front()); }
  void expect_not_believed(const std::vector<Bytes>& notes) {
    EXPECT_EQ(take(force_, notes), 0U);
    const auto [code, words] = force_.status();
    EXPECT_EQ(code, ExitCode::kIntegrity) << words;
    EXPECT_NE(words.find("an acknowledgement that does not verify"), std::string::npos) << words;
    // The honest word is still taken beside it, and only that.
    EXPECT_EQ(take(force_, {notes.front(), signed_word(word(), kOfsted)}), 1U);
    EXPECT_EQ(force_.audit().first, ExitCode::kOk);
  }

  HostileSubmitter submitter_{gateway_};
  SourceBench force_{documents_, submitter_};
};

TEST_F(ForgedAcknowledgementTest, UnsignedIsNotBelieved) {
  expect_not_believed({record::acknowledgement_text(word())});
}

TEST_F(ForgedAcknowledgementTest, SignedByTheLogOrAnyoneElseIsNotBelieved) {
  for (const char* signer : {kLog, kGateway, kCiw, support::kTestshire, "mallory"}) {
    expect_not_believed({signed_word(word(), signer)});
  }
}

TEST_F(ForgedAcknowledgementTest, OfAnotherConsignmentIsNotBelieved) {
  auto other = word();
  other.consignment[0] ^= 1U;
  expect_not_believed({signed_word(other, kOfsted)});
  other = word();
  ++other.number;
  expect_not_believed({signed_word(other, kOfsted)});
}

TEST_F(ForgedAcknowledgementTest, OfAnotherForceOrRecipientIsNotBelieved) {
  auto other = word();
  other.from = support::agency(support::kOthershire);
  expect_not_believed({signed_word(other, kOfsted)});
  other = word();
  other.to = support::agency(kCiw);
  expect_not_believed({signed_word(other, kCiw)});
}

TEST_F(ForgedAcknowledgementTest, AlteredIsNotBelieved) {
  const Bytes good = signed_word(word(), kOfsted);
  expect_not_believed({support::replaced(good, "number 1\n", "number 2\n")});
}

TEST_F(ForgedAcknowledgementTest, OtherBytesUnderATakenNumberAreCaught) {
  const std::string id = "testshire-ofsted";
  const std::vector<agent::LastNumber> honest = {{id, kOfsted, 1, Bytes(view(word().consignment))}};
  EXPECT_TRUE(force_.source().notes().compare(honest).ok());
  const std::vector<agent::LastNumber> lie = {{id, kOfsted, 1, Bytes(32, 'x')}};
  EXPECT_EQ(force_.source().notes().compare(lie).reason(), Reason::kIntegrity);
}

}  // namespace
}  // namespace stile::test
