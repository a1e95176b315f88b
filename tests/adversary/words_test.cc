#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/leaf.h"
#include "core/ledger/proof.h"
#include "core/record/acknowledgement.h"
#include "core/record/challenge.h"
#include "tests/adversary/held.h"
#include "tests/support/identifying.h"
#include "tests/support/keys.h"
#include "tests/support/notifying.h"

// What recipients say of notifications, honestly or not, over the gateway's real port.
namespace stile::test {
namespace {

using support::kFarCouncil;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;
using enum record::DisclosureState;

class WordsTest : public ::testing::Test {
 protected:
  // Testshire's notification to the council waits.
  WordsTest() { Caller(world_.dial(kTestshire)).submit({request_of(consignment_)}, 0, true); }
  // answer_and_work() is what a word is answered, and what the gateway asked its store for that.
  std::pair<std::optional<Reason>, CountedStore::Counts> answer_and_work(Held& held,
                                                                         const Bytes& note) {
    auto before = world_.store().counts();
    const auto reason = held.answer_to(note);
    world_.settle();
    auto work = world_.store().counts();
    for (auto& [what, times] : work) times -= before[what];
    return {reason, work};
  }
  record::Acknowledgement said(record::DisclosureState state, const char* by = kFarCouncil) const {
    const auto text = crypto::parse_note(consignment_.statement).value().text;
    record::Acknowledgement said{record::consignment_digest(text),
                                 support::agency(kTestshire),
                                 support::agency(by),
                                 1,
                                 support::kNow,
                                 state};
    if (state != kStored) said.actor = crypto::sha256("actor");
    return said;
  }
  static Bytes signed_by(const char* signer, const record::Acknowledgement& said) {
    return support::signed_by({signer}, record::acknowledgement_text(said));
  }
  Bytes note(record::DisclosureState state) const { return signed_by(kFarCouncil, said(state)); }
  // store() says that the council has the notification.
  void store(Held& council) {
    const auto down = council.next();
    ASSERT_TRUE(down.has_delivery());
    council.say(parcel_stored(down.delivery().parcel(), note(kStored)));
  }
  // leaf() is the newest leaf.
  ledger::Leaf leaf() const {
    return ledger::parse_leaf(world_.store().leaf_text(world_.tree_size() - 1).value().value())
        .value();
  }
  std::vector<Bytes> passed_on() const {
    std::vector<Bytes> texts;
    const auto notes = world_.store().notes(kTestshire, 0, 10).value();
    for (const auto& one : notes) texts.push_back(one.text);
    return texts;
  }

  const support::Scheme scheme_ = support::notifying_scheme();
  const wire::Consignment consignment_ = support::notification(scheme_);
  const TwoForces world_{scheme_};
};

TEST_F(WordsTest, EachGoesIntoTheLedgerAndToTheSource) {
  Held council(world_, kFarCouncil);
  store(council);
  for (const auto state : {kOpened, kClosed}) {
    EXPECT_EQ(council.answer_to(note(state)), std::nullopt);
    EXPECT_EQ(leaf().decision, record::name(state));
    EXPECT_EQ(leaf().commit_actor, said(state).actor);
  }
  Held testshire(world_, kTestshire);
  for (const auto state : {kStored, kOpened, kClosed}) {
    EXPECT_EQ(testshire.next().note().text(), note(state));
  }
}

TEST_F(WordsTest, OneMaySayMoreThanStoredBeforeItIsKnownToBe) {
  Held council(world_, kFarCouncil);
  EXPECT_EQ(council.answer_to(note(kClosed)), std::nullopt);
  EXPECT_EQ(passed_on(), std::vector{note(kClosed)});
  EXPECT_FALSE(world_.store().parcel(1, kFarCouncil).value().has_value());
}

TEST_F(WordsTest, SaidAgainOnAnotherStreamItIsTakenAndChangesNothing) {
  {
    Held council(world_, kFarCouncil);
    store(council);
    EXPECT_EQ(council.answer_to(note(kClosed)), std::nullopt);
  }
  const auto size = world_.tree_size();
  Held again(world_, kFarCouncil);
  EXPECT_EQ(again.answer_to(note(kClosed)), std::nullopt);
  EXPECT_EQ(again.answer_to(note(kOpened)), std::nullopt);
  EXPECT_EQ(world_.tree_size(), size);
  EXPECT_EQ(passed_on().size(), 2U);
}

TEST_F(WordsTest, AfterAFinalOneNothingIsPassedOn) {
  Held council(world_, kFarCouncil);
  store(council);
  EXPECT_EQ(council.answer_to(note(kClosed)), std::nullopt);
  EXPECT_EQ(council.answer_to(note(kOpened)), std::nullopt);
  EXPECT_EQ(council.answer_to(note(kClosed)), std::nullopt);
  EXPECT_EQ(passed_on().size(), 2U);
}

// X1: what an authority decided is in no bit of what the force is told but the officers' seal.
TEST_F(WordsTest, TheForceIsToldTheSameWhateverWasDecided) {
  const auto officer = support::signer_named("officer");
  const auto closed = [&](record::Verdict verdict) {
    auto word = said(kClosed);
    word.verdict = record::seal_verdict(verdict, std::span(&officer.verifier(), 1)).value();
    return word;
  };
  const auto ours = closed(record::Verdict::kAcknowledged);
  for (const auto verdict :
       {record::Verdict::kNotOurs, record::Verdict::kWrongChild, record::Verdict::kUnverified}) {
    auto other = closed(verdict);
    EXPECT_EQ(other.verdict.size(), ours.verdict.size());
    other.verdict = ours.verdict;
    EXPECT_EQ(record::acknowledgement_text(other), record::acknowledgement_text(ours));
  }
  Held council(world_, kFarCouncil);
  store(council);
  EXPECT_EQ(council.answer_to(signed_by(kFarCouncil, closed(record::Verdict::kNotOurs))),
            std::nullopt);
  EXPECT_EQ(leaf().decision, "closed");
}

TEST_F(WordsTest, WhatIsNoWordIsRefusedAndTheStreamGoesOn) {
  Held council(world_, kFarCouncil);
  store(council);
  EXPECT_EQ(council.answer_to("no note"), Reason::kMalformed);
  EXPECT_EQ(council.answer_to(note(kStored)), Reason::kUnknownValue);
  EXPECT_EQ(council.answer_to(signed_by(kTestshire, said(kOpened))), Reason::kBadSignature);
  auto other = said(kOpened);
  other.number = 2;
  EXPECT_EQ(council.answer_to(signed_by(kFarCouncil, other)), Reason::kNotFound);
  EXPECT_EQ(council.answer_to(note(kOpened)), std::nullopt);
}

// Another agency says of what the council was given, in its own name or with the council's word,
// what it says of nothing.
TEST_F(WordsTest, AboutAnothersNotificationIsAsAboutNone) {
  Held stranger(world_, kOthershire);
  const auto answer = [&](const Bytes& note) { return answer_and_work(stranger, note); };
  auto nothing = said(kOpened, kOthershire);
  nothing.consignment[0] ^= 1;
  const auto absent = answer(signed_by(kOthershire, nothing));
  EXPECT_EQ(absent.first, Reason::kNotFound);
  EXPECT_EQ(answer(signed_by(kOthershire, said(kOpened, kOthershire))), absent);
  EXPECT_EQ(answer(signed_by(kOthershire, said(kOpened))), absent);
  EXPECT_EQ(leaf().to, "");
  nothing.to = support::agency(kFarCouncil);
  const auto of_council = answer(signed_by(kFarCouncil, nothing));
  EXPECT_EQ(of_council.first, Reason::kBadSignature);
  EXPECT_EQ(answer(note(kOpened)), of_council);
  EXPECT_TRUE(passed_on().empty());
}

// X1: whom a force told of a child no other agency learns by challenging it.
TEST_F(WordsTest, AChallengeOfAnothersNotificationIsAsOfNone) {
  const auto challenge = [](const char* by, const Hash& consignment) {
    record::Challenge what{
        consignment, support::agency(kTestshire), support::agency(by), 1, {}, {}, {}, 0};
    what.doubt = Bytes(record::kSealedDoubtBytes, 'x');
    return support::signed_by({by}, record::challenge_text(what));
  };
  Held stranger(world_, kOthershire);
  const auto absent = answer_and_work(stranger, challenge(kOthershire, Hash{}));
  EXPECT_EQ(absent.first, Reason::kNotFound);
  EXPECT_EQ(answer_and_work(stranger, challenge(kOthershire, said(kOpened).consignment)), absent);
  const auto of_council = answer_and_work(stranger, challenge(kFarCouncil, Hash{}));
  EXPECT_EQ(of_council.first, Reason::kWrongPeer);
  EXPECT_EQ(answer_and_work(stranger, challenge(kFarCouncil, said(kOpened).consignment)),
            of_council);
  EXPECT_TRUE(passed_on().empty());
}

TEST_F(WordsTest, ARequestForAnIdentityOfAnothersRecordIsAsOfNone) {
  const auto request = [&](const char* by, const Hash& consignment) {
    auto what = support::identity_request(consignment_);
    what.consignment = consignment;
    what.to = support::agency(by);
    what.basis = record::IdentityBasis::kCourtOrder;  // on which anybody may ask
    return support::request_note(what);
  };
  const Hash given = said(kOpened).consignment;
  Held stranger(world_, kOthershire);
  const auto absent = answer_and_work(stranger, request(kOthershire, Hash{}));
  EXPECT_EQ(absent.first, Reason::kNotFound);
  EXPECT_EQ(answer_and_work(stranger, request(kOthershire, given)), absent);
  const auto of_council = answer_and_work(stranger, request(kFarCouncil, Hash{}));
  EXPECT_EQ(of_council.first, Reason::kWrongPeer);
  EXPECT_EQ(answer_and_work(stranger, request(kFarCouncil, given)), of_council);
  EXPECT_TRUE(passed_on().empty());
  Held council(world_, kFarCouncil);
  const Bytes note = request(kFarCouncil, given);
  EXPECT_EQ(council.answer_to(note), std::nullopt);
  EXPECT_EQ(council.answer_to(note), std::nullopt) << "said again it is one";
  EXPECT_EQ(leaf().decision, "identity-requested");
  EXPECT_EQ(passed_on(), std::vector<Bytes>{note});
}

TEST_F(WordsTest, AFloodIsAnsweredAndBecomesFewLeaves) {
  Held council(world_, kFarCouncil);
  store(council);
  EXPECT_EQ(council.answer_to(note(kClosed)), std::nullopt);
  const auto size = world_.tree_size();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(council.answer_to("no note"), Reason::kMalformed);
  EXPECT_EQ(world_.tree_size(), size + limits::kRefusalLeavesPerMinute);
}

// The agreement is suspended from ten o'clock to eleven, and over at noon.
class HoldingTest : public ::testing::Test {
 protected:
  static constexpr Instant kHour = 3600;
  static support::Scheme scheme() {
    auto scheme = support::notifying_scheme();
    const auto agreement = scheme.agreement_hash(support::kFirstNotifying);
    const auto both = support::both(kTestshire, kFarCouncil);
    scheme.statuses = {{{both}, agreement, "SUSPENDED", "2026-11-03T10:00Z", 1},
                       {{both}, agreement, "RESUMED", "2026-11-03T11:00Z", 2},
                       {{both}, agreement, "ENDED", "2026-11-03T12:00Z", 3}};
    return scheme;
  }
  void notify(std::uint64_t number) {
    const std::vector requests{request_of(support::notification(scheme_, number))};
    Caller(world_.dial(kTestshire)).submit(requests, 0, true);
  }
  void look_after(Instant seconds) {
    world_.put_forward(seconds);
    world_.look();
  }
  // told() is the decision of what testshire hears next, which is of its first consignment.
  static std::string told(Held& testshire) {
    const auto down = testshire.next();
    EXPECT_EQ(down.holding().number(), 1U);
    const auto receipt = ledger::parse_receipt(down.holding().receipt()).value();
    const auto log = support::signer_named(support::kLog).verifier();
    EXPECT_TRUE(ledger::verify_receipt(receipt, down.holding().leaf(), log).ok());
    testshire.say(note_stored(down.holding().note()));
    return ledger::parse_leaf(down.holding().leaf()).value().decision;
  }
  std::size_t waiting() const { return world_.store().waiting_parcels().value().size(); }

  const support::Scheme scheme_ = scheme();
  TwoForces world_{scheme_};
};

TEST_F(HoldingTest, NothingGoesWhileItsAgreementIsSuspendedAndItsSourceIsTold) {
  notify(1);
  look_after(kHour);
  Held testshire(world_, kTestshire);
  EXPECT_EQ(told(testshire), "frozen");
  Held council(world_, kFarCouncil);
  look_after(kHour);
  EXPECT_EQ(told(testshire), "thawed");
  EXPECT_EQ(council.next().delivery().parcel(), 1U);
  EXPECT_EQ(waiting(), 1U);
}

// What is suspended is not sent though nobody has looked yet. The second answer comes after all
// that would go at the first.
TEST_F(HoldingTest, ASuspensionBindsBeforeAnythingIsRecorded) {
  notify(1);
  world_.put_forward(kHour);
  Held council(world_, kFarCouncil);
  for (int i = 0; i < 2; ++i) {
    council.say(word("no note"));
    EXPECT_TRUE(council.next().has_word_refused());
  }
  world_.put_forward(kHour);
  council.say(word("no note"));
  auto down = council.next();
  if (!down.has_delivery()) down = council.next();
  EXPECT_EQ(down.delivery().parcel(), 1U);
}

TEST_F(HoldingTest, WhatIsNotCollectedWithinTheHourIsSaid) {
  notify(1);
  look_after(kHour);
  look_after(kHour);
  look_after(kHour / 2);
  Held testshire(world_, kTestshire);
  EXPECT_EQ(told(testshire), "frozen");
  EXPECT_EQ(told(testshire), "thawed");
  EXPECT_EQ(told(testshire), "uncollected");
}

TEST_F(HoldingTest, WhatWaitsWhenItsAgreementEndsIsDeleted) {
  notify(1);
  look_after(3 * kHour);
  Held testshire(world_, kTestshire);
  EXPECT_EQ(told(testshire), "ended");
  EXPECT_EQ(waiting(), 0U);
}

class UrgencyTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kUnansweredReturns = 16;

  // send() sends consignments of these numbers to Ofsted, as a return.
  void send(std::uint64_t first, std::uint64_t last) {
    std::vector<wire::Consignment> consignments;
    for (auto number = first; number <= last; ++number) consignments.push_back(consign(number));
    Caller(world_.dial(kTestshire)).submit(consignments);
  }
  wire::Consignment consign(std::uint64_t number) const {
    return world_.hand(kTestshire)
        .consign(std::vector{support::call_out(support::kHome, "2026-10-10T20:15Z")}, number);
  }

  TwoForces world_;  // its own leaf is the first: the index of another is its number
};

TEST_F(UrgencyTest, ANotificationGoesBeforeReturnsThatWaitLonger) {
  send(1, 6);
  world_.notify(6);
  Held ofsted(world_, kOfsted);
  EXPECT_EQ(ofsted.next().delivery().parcel(), 6U);
  EXPECT_EQ(ofsted.next().delivery().parcel(), 1U);
}

TEST_F(UrgencyTest, ANotificationGoesThoughAsManyReturnsAsMayBeAreUnanswered) {
  send(1, kUnansweredReturns + 4);
  Held ofsted(world_, kOfsted);
  for (std::uint64_t i = 1; i <= kUnansweredReturns; ++i) {
    EXPECT_EQ(ofsted.next().delivery().parcel(), i);
  }
  world_.notify(kUnansweredReturns + 4);
  EXPECT_EQ(ofsted.next().delivery().parcel(), kUnansweredReturns + 4);
}

TEST_F(UrgencyTest, TheStreamForNotificationsTakesNothingElse) {
  const auto size = world_.tree_size();
  const auto heard = Caller(world_.dial(kTestshire)).submit({request_of(consign(2))}, 0, true);
  const auto code =
      "reason: " + std::to_string(static_cast<int>(Reason::kOutsideOccasion) + 1) + " ";
  EXPECT_NE(heard.front().find(code), std::string::npos) << heard.front();
  EXPECT_EQ(world_.tree_size(), size + 1);
  const auto leaf = world_.store().leaf_text(size).value().value();
  EXPECT_NE(leaf.find("reason OUTSIDE_OCCASION"), std::string::npos) << leaf;
}

TEST_F(UrgencyTest, TheStreamsOfTwoUrgenciesDoNotEndEachOther) {
  const auto stub = v1::Exchange::NewStub(world_.dial(kTestshire));
  grpc::ClientContext bulk;
  const auto stream = stub->Submit(&bulk);
  v1::SubmitRequest request;
  request.mutable_begin();
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Write(request_of(consign(1))));
  v1::SubmitAnswer answer;
  ASSERT_TRUE(stream->Read(&answer));
  Caller(world_.dial(kTestshire)).submit(std::vector<v1::SubmitRequest>(), 0, true);
  ASSERT_TRUE(stream->Write(request_of(consign(2))));
  ASSERT_TRUE(stream->Read(&answer));
  EXPECT_EQ(answer.number(), 2U);
  EXPECT_TRUE(answer.has_receipt());
  bulk.TryCancel();
}

}  // namespace
}  // namespace stile::test
