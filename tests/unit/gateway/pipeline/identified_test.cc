// Who a child is, told in answer to a request that two officers of the source have approved.
#include <functional>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/record/row.h"
#include "gateway/pipeline/identity_asked.h"
#include "tests/support/following.h"
#include "tests/support/identifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using record::ChangeReason;
using support::kOfficer;
using support::kSecondOfficer;
using support::request_note;

using Lie = std::function<void(support::Following& follow, Bytes& note)>;

class IdentifiedTest : public RecorderTest {
 protected:
  IdentifiedTest() {
    support::name_officers(scheme_);
    record(sent(returned_));
    ask(request_);
  }

  void ask(const record::IdentityRequest& request) {
    const Bytes note = request_note(request);
    const auto about = given_to(note, peer(support::kOfsted), *store_).value();
    record(ask_identity(note, about, false, peer(support::kOfsted), *scheme_.document_set(), now_)
               .take());
  }

  Bytes approved() const { return request_note(request_, {kOfficer, kSecondOfficer}); }

  wire::Consignment answer(ChangeReason why, const Lie& lie = {}) const {
    auto follow = support::following(returned_, 0, store_->leaf_text(0).value().value(), why);
    Bytes note = approved();
    if (why == ChangeReason::kIdentified) {
      follow.row.row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
    }
    if (lie) lie(follow, note);
    auto consignment = support::consignment_of(std::move(follow));
    consignment.question = note;
    return consignment;
  }
  Entry travelled(wire::Consignment consignment) {
    return travel(std::move(consignment), peer(support::kTestshire),
                  {scheme_.document_set(), now_, *store_, Urgency::kInteractive});
  }
  Reason refused_for(ChangeReason why, const Lie& lie = {}) {
    const Entry entry = travelled(answer(why, lie));
    const auto* refusal = std::get_if<Refusal>(&entry);
    EXPECT_NE(refusal, nullptr) << "passed";
    return refusal == nullptr ? Reason::kUsage : refusal->reason;
  }

  const wire::Consignment returned_ = consign(records(2));
  const record::IdentityRequest request_ = support::identity_request(returned_);
};

TEST_F(IdentifiedTest, GoesOnceTwoOfficersHaveApprovedAndItsLeafCommitsToThat) {
  const auto consignment = answer(ChangeReason::kIdentified);
  const auto outcomes = record(travelled(consignment));
  EXPECT_TRUE(recorded(outcomes[0]).fresh());
  const auto written = leaf(size() - 1);
  EXPECT_EQ(written.occasion, "correction");
  EXPECT_EQ(written.fields, std::vector<std::string>{"child-identity"});
  EXPECT_EQ(written.commit_reason,
            ledger::commitment(consignment.salt, "approved", view(crypto::sha256(approved()))));
}

TEST_F(IdentifiedTest, OneOfficerTheSameTwiceAnotherAgencysOrNobodyIsNotEnough) {
  const auto with = [&](std::vector<std::string> officers) {
    return refused_for(ChangeReason::kIdentified,
                       [&](auto&, Bytes& note) { note = request_note(request_, officers); });
  };
  EXPECT_EQ(with({}), Reason::kTooFewSignatures);
  EXPECT_EQ(with({kOfficer}), Reason::kTooFewSignatures);
  EXPECT_EQ(with({kOfficer, kOfficer}), Reason::kTooFewSignatures);
  EXPECT_EQ(with({kOfficer, support::kOfsted}), Reason::kTooFewSignatures);
}

TEST_F(IdentifiedTest, ARequestOfSomebodyElseOrOfAnotherRowIdentifiesNobody) {
  const auto with = [&](const record::IdentityRequest& request) {
    return refused_for(ChangeReason::kIdentified, [&](auto&, Bytes& note) {
      note = request_note(request, {kOfficer, kSecondOfficer});
    });
  };
  auto other = request_;
  other.row = record::row_hash(returned_.rows[1].row);
  EXPECT_EQ(with(other), Reason::kEnvelopeMismatch);
  other = request_;
  other.to = support::agency(support::kCiw);
  EXPECT_EQ(with(other), Reason::kWrongParty);
  other = request_;
  other.from = support::agency(support::kOthershire);
  EXPECT_EQ(with(other), Reason::kWrongParty);
}

TEST_F(IdentifiedTest, ExpiresAndWaitsWhileTheAgreementIsNotInForce) {
  now_ = request_.expires;
  EXPECT_EQ(refused_for(ChangeReason::kIdentified), Reason::kOutsideOccasion);
  now_ = support::kNow;
  scheme_.add_status("ENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  EXPECT_EQ(refused_for(ChangeReason::kIdentified), Reason::kEnded);
}

// It may wait between the road and the ledger, by whose time the recipient judges.
TEST_F(IdentifiedTest, IsTooLateWhereItsLeafWouldBe) {
  Entry entry = travelled(answer(ChangeReason::kIdentified));
  ASSERT_TRUE(std::holds_alternative<Pseudonymised>(entry));
  now_ = request_.expires;
  EXPECT_EQ(recorded_refusal(record(std::move(entry))[0]).refusal().reason,
            Reason::kOutsideOccasion);
}

TEST_F(IdentifiedTest, BringsTheIdentityAndNothingElse) {
  const auto with = [&](const std::function<void(wire::ConsignmentRow&)>& change) {
    return refused_for(ChangeReason::kIdentified,
                       [&](auto& follow, Bytes&) { change(follow.row); });
  };
  EXPECT_EQ(with([](auto& row) { row.row.sealed_identity.clear(); }), Reason::kMissingField);
  EXPECT_EQ(with([](auto& row) { row.row.sealed_identity += "s"; }), Reason::kMalformed);
  EXPECT_EQ(with([&](auto& row) { row.row.fields = returned_.rows.front().row.fields; }),
            Reason::kExcessField);
  EXPECT_EQ(with([](auto& row) { row.subject_token = Bytes(16, 't'); }), Reason::kExcessField);
}

TEST_F(IdentifiedTest, NoOtherChangeBringsARequestAndNoneGoesWithoutOne) {
  EXPECT_EQ(refused_for(ChangeReason::kUpheld), Reason::kExcessField);
  EXPECT_EQ(refused_for(ChangeReason::kIdentified, [](auto&, Bytes& note) { note.clear(); }),
            Reason::kMissingField);
  EXPECT_EQ(refused_for(ChangeReason::kNotIdentified, [](auto&, Bytes& note) { note.clear(); }),
            Reason::kMissingField);
}

TEST_F(IdentifiedTest, ThatNobodyIsIdentifiedNeedsNoOfficerAndBringsNoIdentity) {
  const Lie unapproved = [&](auto&, Bytes& note) { note = request_note(request_); };
  EXPECT_EQ(refused_for(ChangeReason::kNotIdentified,
                        [&](auto& follow, Bytes& note) {
                          unapproved(follow, note);
                          follow.row.row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
                        }),
            Reason::kExcessField);
  const auto outcomes = record(travelled(answer(ChangeReason::kNotIdentified, unapproved)));
  EXPECT_TRUE(recorded(outcomes[0]).fresh());
  EXPECT_TRUE(leaf(size() - 1).fields.empty());
  EXPECT_FALSE(leaf(size() - 1).commit_reason);
}

TEST_F(IdentifiedTest, ARequestIsAnsweredOnceAndOnlyIfItCameThisWay) {
  const auto next = [](auto& follow, Bytes&) { ++follow.statement.number; };
  const auto outcomes = record(travelled(answer(ChangeReason::kIdentified)),
                               travelled(answer(ChangeReason::kNotIdentified, next)));
  EXPECT_TRUE(recorded(outcomes[0]).fresh());
  EXPECT_EQ(recorded_refusal(outcomes[1]).refusal().reason, Reason::kConflict);
  restart();
  EXPECT_EQ(recorded_refusal(record(travelled(answer(ChangeReason::kIdentified, next)))[0])
                .refusal()
                .reason,
            Reason::kConflict);
  auto unasked = request_;
  unasked.actor[0] ^= 1;
  const auto refused = record(travelled(answer(ChangeReason::kIdentified, [&](auto& f, Bytes& n) {
    next(f, n);
    n = request_note(unasked, {kOfficer, kSecondOfficer});
  })));
  EXPECT_EQ(recorded_refusal(refused[0]).refusal().reason, Reason::kOutsideOccasion);
}

TEST_F(IdentifiedTest, OnceItIsAnsweredTheRowMayBeAskedAboutAgain) {
  record(travelled(answer(ChangeReason::kNotIdentified)));
  const auto before = size();
  ask(support::identity_request(returned_));
  EXPECT_EQ(leaf(size() - 1).decision, "identity-requested");
  EXPECT_EQ(size(), before + 1);
}

}  // namespace
}  // namespace stile::gateway
