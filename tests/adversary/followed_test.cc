#include <gtest/gtest.h>

#include "core/crypto/digest.h"
#include "gateway/pipeline/minimised.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What a source sends after a disclosure, on the gateway's own road.
namespace stile::agent {
namespace {

using record::ChangeReason;
using support::kFarCouncil;

class FollowedTest : public CorrectionTest {
 protected:
  // What the hand takes, the gateway has let pass, with the hand's ledger for its own.
  FollowedTest() {
    gateway_.refuse([this](const Taken& one) { return judged(one, documents_); });
  }

  std::optional<GivenRefusal> judged(
      const Taken& one, const std::shared_ptr<const agreement::DocumentSet>& documents) const {
    using namespace gateway;
    const auto refused = [](Refusal why) {
      GivenRefusal given{why.reason, {}, 0};
      for (const auto& fault : why.faults) given.rows.push_back({fault.row, fault.reason, {}});
      return given;
    };
    const Peer peer{support::agency(support::kTestshire), crypto::sha256("testshire")};
    auto received = receive(one.consignment, peer, gateway::Urgency::kInteractive);
    if (!received.passed()) return refused(std::move(received).refusal());
    auto known = authenticate(std::move(received).take(), peer, *documents);
    if (!known.passed()) return refused(std::move(known).refusal());
    auto authorised = authorise(std::move(known).take(), documents, gateway_.tree(), now_);
    if (!authorised.passed()) return refused(std::move(authorised).refusal());
    auto minimised = minimise(std::move(authorised).take());
    if (!minimised.passed()) return refused(std::move(minimised).refusal());
    return std::nullopt;
  }
};

TEST_F(FollowedTest, TheGatewayTakesEveryChangeThatASourceMakes) {
  notify(events_of({recent()}));
  ASSERT_EQ(told().size(), 2U) << said_.messages();
  for (const auto reason : {ChangeReason::kDisputedByChild, ChangeReason::kAccuracyContested,
                            ChangeReason::kResolved, ChangeReason::kRecordedInError}) {
    EXPECT_EQ(change(reason), ExitCode::kOk) << said_.messages();
    EXPECT_TRUE(said("all of it is admitted")) << said_.messages();
  }
  EXPECT_EQ(corrections().size(), 8U);
}

TEST_F(FollowedTest, TheGatewayTakesFactsCorrectedAfterTheAgreementHasEnded) {
  notify(events_of({recent()}));
  set_status("ENDED");
  auto later = recent();
  later.time = "02/11/2026 20:50";
  notify(events_of({later}));
  EXPECT_TRUE(eventually([&] { return corrections().size() == 1; })) << changes(true);
  EXPECT_EQ(record::to_text(correction_to(kFarCouncil).statement.disclosure.occasion),
            "correction/corrected/inaccurate");
}

// The source finds the agreement in force, and the gateway knows better.
TEST_F(FollowedTest, AnAnnotationThatTheGatewayFindsSuspendedIsKept) {
  notify(events_of({recent()}));
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(kFarCouncil))
      .agreement = scheme_.agreement_hash(1);
  const auto known_there = scheme_.document_set();
  gateway_.refuse([&, known_there](const Taken& one) { return judged(one, known_there); });
  auto only = order(ChangeReason::kUnderReview);
  only.only = "authority/E10000093";
  EXPECT_EQ(change(only), ExitCode::kOk);
  EXPECT_NE(changes().find("waiting since"), std::string::npos) << changes();
  EXPECT_NE(changes().find("AGREEMENT_SUSPENDED"), std::string::npos) << changes();
  only.reason = ChangeReason::kDuplicate;
  EXPECT_EQ(change(only), ExitCode::kOk);
  EXPECT_TRUE(said("all of it is admitted")) << said_.messages();
}

}  // namespace
}  // namespace stile::agent
