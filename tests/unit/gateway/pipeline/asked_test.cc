#include "gateway/pipeline/asked.h"

#include "tests/support/enquiring.h"
#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

// A regulator's question, from its agent to the ledger.
namespace stile::gateway {
namespace {

using record::Question;

const Hash kSalt = crypto::sha256("salt");

class AskedTest : public RecorderTest {
 protected:
  AskedTest() { scheme_ = support::enquiring_scheme(); }

  // some_question() is one of many: each has another enquiry.
  Question some_question(std::uint8_t enquiry = 1) const {
    Question question = support::question(scheme_);
    question.enquiry = {enquiry};
    return question;
  }
  Verdict<Asked> asked(const Question& question, const char* from = support::kOfsted,
                       const char* signer = support::kOfsted) {
    return ask(support::signed_question(question, signer), kSalt, peer(from),
               *scheme_.document_set(), now_);
  }
  Entry entry(const Question& question) { return asked(question).take(); }
  Refusal refused(const Question& question, const char* from = support::kOfsted,
                  const char* signer = support::kOfsted) {
    auto verdict = asked(question, from, signer);
    EXPECT_FALSE(verdict.passed());
    return std::move(verdict).refusal();
  }
  // answered() is testshire's `number`th consignment, an answer to it.
  Entry answered(const Question& question, std::uint64_t number = 1) {
    const support::SourceHand hand(scheme_.document_set(), support::answer(question),
                                   support::signed_question(question));
    return sent(hand.consign(records(), number), support::kTestshire, Urgency::kInteractive);
  }
  std::vector<Note> waiting() const { return store_->notes(support::kTestshire, 0, 10).value(); }
};

const RecordedQuestion& taken(const Outcome& outcome) {
  return std::get<RecordedQuestion>(outcome);
}

TEST_F(AskedTest, IsALeafOfTheTwoPartiesAndWaitsForTheSource) {
  const auto outcomes = record(entry(some_question()));
  EXPECT_TRUE(taken(outcomes[0]).fresh());
  EXPECT_EQ(taken(outcomes[0]).source(), support::kTestshire);
  EXPECT_TRUE(proves(0, 1));
  const auto written = leaf(0);
  EXPECT_EQ(written.op, ledger::Op::kConsultation);
  EXPECT_EQ(written.from, support::kOfsted);
  EXPECT_EQ(written.to, support::kTestshire);
  EXPECT_EQ(written.agreement, scheme_.agreement_hash(support::kEnquiring));
  EXPECT_EQ(written.counter, 1U);
  EXPECT_EQ(written.occasion, "enquiry");
  EXPECT_EQ(written.purpose, "pre-inspection-enquiry");
  EXPECT_EQ(written.decision, "asked");
  EXPECT_EQ(written.commit_actor, some_question().actor);
  EXPECT_EQ(written.peer_certificate, peer(support::kOfsted).certificate);
  const auto digest = record::question_digest(record::question_text(some_question()));
  EXPECT_EQ(written.commit_reason, ledger::commitment(kSalt, "question", view(digest)));
  ASSERT_EQ(waiting().size(), 1U);
  EXPECT_EQ(waiting()[0].id, 0U);
  EXPECT_EQ(waiting()[0].salt, kSalt);
  EXPECT_EQ(waiting()[0].text, support::signed_question(some_question()));
}

// X6: no leaf names the home, the inspection or anybody else.
TEST_F(AskedTest, TheLeafSaysNothingOfTheHome) {
  record(entry(some_question()));
  const auto text = store_->leaf_text(0).value().value();
  for (const auto* hidden : {"SC900001", "INS-1001", "2025-10-01", "full"}) {
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
  }
  EXPECT_TRUE(store_->leaves_naming(support::kCiw, 0, 10)->empty());
  EXPECT_TRUE(store_->leaves_naming(support::kOthershire, 0, 10)->empty());
}

TEST_F(AskedTest, AskedAgainItIsOneLeafAndCountsOnce) {
  record(entry(some_question()), entry(some_question()));
  const auto again = record(entry(some_question()));
  EXPECT_FALSE(taken(again[0]).fresh());
  EXPECT_EQ(taken(again[0]).leaf_index(), 0U);
  EXPECT_EQ(taken(again[0]).tree_size(), 1U);
  EXPECT_EQ(size(), 1U);
  EXPECT_EQ(waiting().size(), 1U);
  restart();
  EXPECT_FALSE(taken(record(entry(some_question()))[0]).fresh());
}

TEST_F(AskedTest, NoMoreAreTakenADayThanTheAgreementSays) {
  record(entry(some_question(1)), entry(some_question(2)));
  const auto outcomes = record(entry(some_question(3)), entry(some_question(4)));
  EXPECT_TRUE(taken(outcomes[0]).fresh());
  const auto& over = recorded_refusal(outcomes[1]).refusal();
  EXPECT_EQ(over.reason, Reason::kOverQuota);
  EXPECT_EQ(leaf(3).op, ledger::Op::kRefusal);
  EXPECT_EQ(leaf(3).occasion, "enquiry");
  EXPECT_EQ(leaf(3).to, support::kTestshire);
  restart();
  EXPECT_EQ(recorded_refusal(record(entry(some_question(5)))[0]).refusal().reason,
            Reason::kOverQuota);
  EXPECT_FALSE(taken(record(entry(some_question(1)))[0]).fresh());
  now_ += 86400;
  EXPECT_TRUE(taken(record(entry(some_question(5)))[0]).fresh());
}

TEST_F(AskedTest, ComesFromWhoAsks) {
  EXPECT_EQ(refused(some_question(), support::kCiw).reason, Reason::kWrongPeer);
  EXPECT_EQ(refused(some_question(), support::kTestshire).reason, Reason::kWrongPeer);
  EXPECT_EQ(refused(some_question(), support::kOfsted, support::kTestshire).reason,
            Reason::kBadSignature);
  scheme_.directory.denied_agencies = {support::kOfsted};
  EXPECT_EQ(refused(some_question()).reason, Reason::kDenied);
}

TEST_F(AskedTest, IsRefusedWithItsReasonBeforeAnybodyHearsOfIt) {
  auto question = some_question();
  question.home = support::home("ofsted:SC999999");
  EXPECT_EQ(refused(question).reason, Reason::kUnknownHome);
  question.home = support::home(support::kWelshHome);
  EXPECT_EQ(refused(question).reason, Reason::kNotRouted);
  question = some_question();
  question.agreement = scheme_.agreement_hash(0);
  EXPECT_EQ(refused(question).reason, Reason::kNoClause);
  const auto outcomes = record(Entry(refused(question)));
  EXPECT_EQ(leaf(0).reason, "NO_CLAUSE");
  EXPECT_TRUE(waiting().empty());
}

// No answer could be sealed to it.
TEST_F(AskedTest, WhoAsksHasASealingKeyNow) {
  auto& key = scheme_.sealing_keys.front();
  ASSERT_EQ(key.agency, support::kOfsted);
  key.valid_until = "2026-11-03T08:59Z";
  EXPECT_EQ(refused(some_question()).reason, Reason::kUnavailable);
  key.valid_until = "2026-11-19T00:00Z";
  key.valid_from = "2026-11-03T09:01Z";
  EXPECT_EQ(refused(some_question()).reason, Reason::kUnavailable);
}

// A force is told of no question by somebody with whom it has agreed nothing.
TEST_F(AskedTest, ARefusalNamesTheSourceOnlyWhereTheTwoHaveThatAgreement) {
  auto question = some_question();
  question.home = support::home("ofsted:SC999999");
  EXPECT_EQ(refused(question).to, support::kTestshire);
  EXPECT_EQ(refused(some_question(), support::kCiw).to, "");
  EXPECT_EQ(refused(some_question(), support::kOfsted, support::kTestshire).to, "");
  question.to = support::agency(support::kOthershire);
  EXPECT_EQ(refused(question).to, "");
  EXPECT_EQ(refused(question).agreement, std::nullopt);
}

// What answers it is stored at the regulator, and nothing else is ever said of it.
TEST_F(AskedTest, AnAnswerLeavesNoNoticeAndIsStoredOnce) {
  record(entry(some_question()), answered(some_question()));
  const auto parcel = store_->parcels(support::kOfsted, Urgency::kInteractive, 0, 10).value().at(0);
  EXPECT_FALSE(
      store_->notice(support::kOfsted, support::kTestshire, 1, parcel.digest)->has_value());
  const record::Acknowledgement stored{parcel.digest, support::agency(support::kTestshire),
                                       support::agency(support::kOfsted), 1, now_};
  const auto word = [&] {
    return acknowledge(support::signed_by({support::kOfsted}, record::acknowledgement_text(stored)),
                       disclosed(parcel), peer(support::kOfsted), *scheme_.document_set())
        .take();
  };
  EXPECT_TRUE(std::holds_alternative<Delivered>(record(Entry(word()))[0]));
  EXPECT_FALSE(store_->parcel(parcel.id, support::kOfsted)->has_value());
  record(Entry(word()));
  EXPECT_EQ(size(), 3U);
}

// Signed is not asked: without a leaf of the question nobody can deny having asked.
TEST_F(AskedTest, AnAnswerGoesOnlyWhereItsQuestionIsInTheLedger) {
  EXPECT_EQ(recorded_refusal(record(answered(some_question(1)))[0]).refusal().reason,
            Reason::kOutsideOccasion);
  EXPECT_EQ(leaf(0).op, ledger::Op::kRefusal);
  EXPECT_EQ(leaf(0).reason, "OUTSIDE_OCCASION");
  EXPECT_EQ(leaf(0).to, support::kOfsted);
  EXPECT_TRUE(store_->parcels(support::kOfsted, Urgency::kInteractive, 0, 10)->empty());
  const auto outcomes = record(entry(some_question(1)), answered(some_question(1)));
  EXPECT_EQ(recorded(outcomes[1]).number(), 1U);
  restart();
  EXPECT_EQ(recorded(record(answered(some_question(1), 2))[0]).number(), 2U);
  auto other = some_question(1);
  ++other.first;
  EXPECT_EQ(recorded_refusal(record(answered(other, 3))[0]).refusal().reason,
            Reason::kOutsideOccasion);
}

}  // namespace
}  // namespace stile::gateway
