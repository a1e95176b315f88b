#include "gateway/pipeline/challenged.h"

#include "core/crypto/digest.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

// What a recipient doubts of what it was given, of a return here.
namespace stile::gateway {
namespace {

class ChallengedTest : public RecorderTest {
 protected:
  ChallengedTest() {
    record(sent(consign(records(2))));
    parcel_ = store_->parcels(support::kOfsted, Urgency::kBulk, 0, 10)->front();
  }

  record::Challenge honest(const char* row = "row 1") const {
    return {parcel_.digest,
            support::agency(support::kTestshire),
            support::agency(support::kOfsted),
            1,
            crypto::sha256(row),
            crypto::sha256("actor"),
            Bytes(record::kSealedDoubtBytes, 'x'),
            support::kNow};
  }
  static Bytes note(const record::Challenge& what, const char* signer = support::kOfsted) {
    return support::signed_by({signer}, record::challenge_text(what));
  }
  Verdict<Challenged> said(const Bytes& text, const char* from = support::kOfsted) const {
    const auto about = given_to(text, peer(from), *store_).value();
    return challenge(text, about, peer(from), *scheme_.document_set());
  }
  std::optional<Reason> refusal_to(const Bytes& text, const char* from = support::kOfsted) const {
    const auto verdict = said(text, from);
    if (verdict.passed()) return std::nullopt;
    return verdict.refusal().reason;
  }
  Entry entry(const record::Challenge& what) const { return said(note(what)).take(); }
  std::size_t waiting() const { return store_->notes(support::kTestshire, 0, 10)->size(); }

  Parcel parcel_;
};

TEST_F(ChallengedTest, IsOneLeafAndOneNoteForTheSourceWhateverBecameOfTheParcel) {
  record(acknowledge(support::signed_by({support::kOfsted},
                                        record::acknowledgement_text(
                                            {parcel_.digest, support::agency(support::kTestshire),
                                             support::agency(support::kOfsted), 1, support::kNow})),
                     disclosed(parcel_), peer(support::kOfsted), *scheme_.document_set())
             .take());
  const auto outcomes = record(entry(honest()));
  EXPECT_EQ(std::get<WordPassed>(outcomes[0]).source(), support::kTestshire);
  const auto last = leaf(size() - 1);
  EXPECT_EQ(last.op, ledger::Op::kState);
  EXPECT_EQ(last.decision, "challenged");
  EXPECT_EQ(last.from, support::kOfsted);
  EXPECT_EQ(last.to, support::kTestshire);
  EXPECT_EQ(last.agreement, parcel_.agreement);
  EXPECT_EQ(last.commit_actor, honest().actor);
  EXPECT_EQ(last.peer_certificate, peer(support::kOfsted).certificate);
  EXPECT_EQ(last.counter, 3U);
  const auto notes = store_->notes(support::kTestshire, 0, 10).value();
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[1].text, note(honest()));
  EXPECT_EQ(notes[1].id, size() - 1);
}

TEST_F(ChallengedTest, SaidAgainItChangesNothing) {
  record(entry(honest()), entry(honest()));
  const auto before = size();
  restart();
  EXPECT_TRUE(std::holds_alternative<WordPassed>(record(entry(honest()))[0]));
  EXPECT_EQ(size(), before);
  EXPECT_EQ(waiting(), 1U);
}

TEST_F(ChallengedTest, OfARowThereIsOneAndOfAConsignmentNoMoreThanItHasRows) {
  record(entry(honest()));
  auto other = honest();
  other.actor[0] ^= 1;
  EXPECT_EQ(recorded_refusal(record(entry(other))[0]).refusal().reason, Reason::kConflict);
  const auto outcomes = record(entry(honest("row 2")), entry(honest("row 3")));
  EXPECT_TRUE(std::holds_alternative<WordPassed>(outcomes[0]));
  EXPECT_EQ(recorded_refusal(outcomes[1]).refusal().reason, Reason::kFlood);
  EXPECT_EQ(recorded_refusal(outcomes[1]).refusal().to, support::kTestshire);
  EXPECT_EQ(waiting(), 2U);
}

TEST_F(ChallengedTest, IsOfWhatThisPeerWasGiven) {
  auto other = honest();
  other.consignment[0] ^= 1;
  EXPECT_EQ(refusal_to(note(other)), Reason::kNotFound);
  other = honest();
  other.number = 2;
  EXPECT_EQ(refusal_to(note(other)), Reason::kNotFound);
  other = honest();
  other.from = support::agency(support::kOthershire);
  EXPECT_EQ(refusal_to(note(other)), Reason::kNotFound);
  // Its leaf is shown to whom it names: not to a force that only the challenge claims.
  EXPECT_EQ(said(note(other)).refusal().to, "");
  other = honest();
  other.to = support::agency(support::kCiw);
  EXPECT_EQ(refusal_to(note(other, support::kCiw), support::kCiw), Reason::kNotFound);
}

TEST_F(ChallengedTest, IsSignedByThePeerItself) {
  EXPECT_EQ(refusal_to(note(honest()), support::kCiw), Reason::kWrongPeer);
  EXPECT_EQ(refusal_to(note(honest()), support::kTestshire), Reason::kWrongPeer);
  EXPECT_EQ(refusal_to(note(honest(), support::kTestshire)), Reason::kBadSignature);
  EXPECT_EQ(refusal_to(note(honest(), support::kGateway)), Reason::kBadSignature);
}

TEST_F(ChallengedTest, NoAlteredByteGoesThrough) {
  const auto good = note(honest());
  for (std::size_t i = 0; i < good.size(); i += 5) {
    auto altered = good;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_TRUE(refusal_to(altered)) << i;
  }
  EXPECT_EQ(refusal_to("stile-challenge/v1\n"), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::gateway
