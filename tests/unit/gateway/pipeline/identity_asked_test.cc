#include "gateway/pipeline/identity_asked.h"

#include "core/crypto/digest.h"
#include "core/record/row.h"
#include "tests/support/identifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

// Who a child is, asked by whom a row was disclosed to.
namespace stile::gateway {
namespace {

using support::kOfficer;
using support::request_note;

constexpr Instant kDay = 86400;

class IdentityAskedTest : public RecorderTest {
 protected:
  IdentityAskedTest() {
    support::name_officers(scheme_);
    record(sent(returned_));
  }

  record::IdentityRequest honest(std::size_t row = 0) const {
    auto request = support::identity_request(returned_);
    request.row = record::row_hash(returned_.rows[row].row);
    return request;
  }
  Verdict<IdentityAsked> asked(const Bytes& note, const char* from = support::kOfsted) const {
    const auto about = given_to(note, peer(from), *store_).value();
    return ask_identity(note, about, is_known(note, *store_).value(), peer(from),
                        *scheme_.document_set(), now_);
  }
  std::optional<Reason> refusal_to(const Bytes& note, const char* from = support::kOfsted) const {
    const auto verdict = asked(note, from);
    if (verdict.passed()) return std::nullopt;
    return verdict.refusal().reason;
  }
  Entry entry(const record::IdentityRequest& what) const {
    return asked(request_note(what)).take();
  }

  const wire::Consignment returned_ = consign(records(2));
};

TEST_F(IdentityAskedTest, IsOneLeafThatNamesNobodyAndOneNoteForTheSource) {
  const auto outcomes = record(entry(honest()));
  EXPECT_EQ(std::get<WordPassed>(outcomes[0]).source(), support::kTestshire);
  const auto last = leaf(size() - 1);
  EXPECT_EQ(last.op, ledger::Op::kState);
  EXPECT_EQ(last.decision, "identity-requested");
  EXPECT_EQ(last.from, support::kOfsted);
  EXPECT_EQ(last.to, support::kTestshire);
  EXPECT_EQ(last.agreement, scheme_.agreement_hash());
  EXPECT_EQ(last.commit_actor, honest().actor);
  EXPECT_EQ(last.counter, 2U);
  const auto notes = store_->notes(support::kTestshire, 0, 10).value();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].id, size() - 1);
  EXPECT_TRUE(record::is_identity_request(notes[0].text));
}

TEST_F(IdentityAskedTest, SaidAgainItChangesNothing) {
  const auto said = honest();
  record(entry(said), entry(said));
  const auto before = size();
  restart();
  EXPECT_TRUE(std::holds_alternative<WordPassed>(record(entry(said))[0]));
  EXPECT_EQ(size(), before);
  EXPECT_EQ(store_->notes(support::kTestshire, 0, 10)->size(), 1U);
}

TEST_F(IdentityAskedTest, OfARowOneWaitsAtATimeUntilItExpires) {
  record(entry(honest()));
  EXPECT_EQ(recorded_refusal(record(entry(honest()))[0]).refusal().reason, Reason::kConflict)
      << "sealed anew it is another request";
  EXPECT_TRUE(std::holds_alternative<WordPassed>(record(entry(honest(1)))[0]));
  auto third = honest();
  third.row = crypto::sha256("no row of it");
  EXPECT_EQ(recorded_refusal(record(entry(third))[0]).refusal().reason, Reason::kFlood);
  now_ = honest().expires;
  auto later = honest();
  later.made = now_;
  later.expires = now_ + kDay;
  EXPECT_TRUE(std::holds_alternative<WordPassed>(record(entry(later))[0]));
}

TEST_F(IdentityAskedTest, IsOfWhatThisPeerWasGiven) {
  auto other = honest();
  other.consignment[0] ^= 1;
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kNotFound);
  other = honest();
  other.number = 2;
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kNotFound);
  other = honest();
  other.from = support::agency(support::kOthershire);
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kNotFound);
  EXPECT_EQ(asked(request_note(other)).refusal().to, "");
  // Another recipient's receipt.
  other = honest();
  other.to = support::agency(support::kCiw);
  EXPECT_EQ(refusal_to(request_note(other), support::kCiw), Reason::kNotFound);
}

TEST_F(IdentityAskedTest, IsSignedByThePeerAndByNobodyElseYet) {
  const auto good = honest();
  EXPECT_EQ(refusal_to(request_note(good), support::kCiw), Reason::kWrongPeer);
  EXPECT_EQ(refusal_to(request_note(good, {kOfficer})), Reason::kMalformed);
  EXPECT_EQ(
      refusal_to(support::signed_by({support::kTestshire}, record::identity_request_text(good))),
      Reason::kBadSignature);
}

TEST_F(IdentityAskedTest, IsOfNowAndUnderAnAgreementInForce) {
  auto other = honest();
  other.made = now_ + 3600;
  other.expires = other.made + kDay;
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kOutsideOccasion);
  other.made = now_ - kDay;
  other.expires = now_;
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kOutsideOccasion);
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  EXPECT_EQ(refusal_to(request_note(honest())), Reason::kSuspended);
}

// Its recipient may have lost the answer, and is owed one by whoever holds the request meanwhile.
TEST_F(IdentityAskedTest, OneThatIsRecordedIsTakenAgainWhateverHasHappenedSince) {
  const auto said = honest();
  record(entry(said));
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  EXPECT_EQ(refusal_to(request_note(said)), std::nullopt);
  now_ = said.expires;
  EXPECT_EQ(refusal_to(request_note(said)), std::nullopt);
  EXPECT_EQ(refusal_to(request_note(said), support::kCiw), Reason::kWrongPeer);
}

TEST_F(IdentityAskedTest, AConsignmentIsAskedAboutSoOftenAndNoMore) {
  for (std::size_t i = 0; i < kRequestsOfARow * 2; ++i) {
    auto one = honest(i % 2);
    one.made = now_;
    one.expires = now_ + kDay;
    ASSERT_TRUE(std::holds_alternative<WordPassed>(record(entry(one))[0])) << i;
    if (i % 2 == 1) now_ += kDay;
  }
  auto more = honest();
  more.made = now_;
  more.expires = now_ + kDay;
  EXPECT_EQ(recorded_refusal(record(entry(more))[0]).refusal().reason, Reason::kFlood);
}

TEST_F(IdentityAskedTest, IsOnALawThatWhoAsksCanRelyOn) {
  auto other = honest();
  other.basis = record::IdentityBasis::kChildrenAct1989S47;
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kGroundUnfit);
  other.basis = record::IdentityBasis::kCrimeAndDisorderAct1998S115;
  EXPECT_EQ(refusal_to(request_note(other)), Reason::kGroundUnfit);
  other.basis = record::IdentityBasis::kCourtOrder;
  EXPECT_EQ(refusal_to(request_note(other)), std::nullopt);
}

TEST_F(IdentityAskedTest, NoAlteredByteGoesThrough) {
  const auto good = request_note(honest());
  for (std::size_t i = 0; i < good.size(); i += 7) {
    auto altered = good;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_TRUE(refusal_to(altered)) << i;
  }
}

}  // namespace
}  // namespace stile::gateway
