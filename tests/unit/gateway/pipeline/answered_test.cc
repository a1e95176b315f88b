#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <span>

#include "core/crypto/seal.h"
#include "gateway/pipeline/exchange.h"
#include "tests/support/enquiring.h"
#include "tests/support/keys.h"
#include "tests/unit/gateway/pipeline/road.h"

// The answer to an inspector's question, on its way along the road.
namespace stile::gateway {
namespace {

using record::Question;

class AnsweredTest : public Road {
 protected:
  AnsweredTest() { scheme_ = support::enquiring_scheme(); }

  // answered() is an honest answer to `question_`, or a dishonest one.
  wire::Consignment answered(const std::vector<record::Event>& rows, const Lies& lies = {}) const {
    return support::SourceHand(scheme_.document_set(), support::answer(question_),
                               support::signed_question(question_))
        .consign(rows, 1, lies);
  }
  wire::Consignment answered(const Lies& lies = {}) const { return answered(records(), lies); }

  std::optional<Reason> outcome(wire::Consignment consignment,
                                Urgency urgency = Urgency::kInteractive) {
    const Entry entry = sent(std::move(consignment), support::kTestshire, urgency);
    const auto* refusal = std::get_if<Refusal>(&entry);
    return refusal == nullptr ? std::nullopt : std::optional(refusal->reason);
  }
  // manifest() says that the answer has no row, or that there is none.
  wire::Consignment manifest(std::optional<record::Declined> declined,
                             const std::function<void(record::Treated&)>& lie = {}) const {
    const auto type = record::RecordType::kReturnManifest;
    const support::SourceHand hand(scheme_.document_set(), support::answer(question_, type),
                                   support::signed_question(question_));
    const support::Figures said{
        {}, {}, {record::empty_collection(record::RecordType::kCallOut)}, 1};
    const Lies lies = {.row = [&](std::size_t, support::RowInHand& row) {
      row.treated.declined = declined;
      if (lie) lie(row.treated);
    }};
    return hand.consign_figures(std::span(&said, 1), 1, lies);
  }
  // asked_otherwise() is that answer beside another question than was answered.
  template <typename Change>
  std::optional<Reason> asked_otherwise(const Change& change,
                                        const char* signer = support::kOfsted) {
    auto consignment = answered();
    Question question = question_;
    change(question);
    consignment.question = support::signed_question(question, signer);
    return outcome(std::move(consignment));
  }

  // pseudonym() is that of one child's call-out at the home that is asked about.
  Bytes pseudonym(const Question& question, const char* minute = "2026-10-10T20:15Z") {
    const support::SourceHand hand(scheme_.document_set(), support::answer(question),
                                   support::signed_question(question));
    const std::vector rows{call_out(question.home.text(), minute)};
    auto entry = sent(hand.consign(rows), support::kTestshire, Urgency::kInteractive);
    const Bytes sealed = std::get<Pseudonymised>(std::move(entry)).take_sealed();
    const auto parcel = crypto::open(support::sealing_key_named(support::kOfsted), sealed).value();
    return wire::decode_parcel(parcel)->rows.at(0).pseudonym;
  }

  const Question question_ = support::question(support::enquiring_scheme());
};

TEST_F(AnsweredTest, GoesTheOrdinaryRoadUnderTheQuestionThatItAnswers) {
  const Entry entry = sent(answered(), support::kTestshire, Urgency::kInteractive);
  const auto* admitted = std::get_if<Pseudonymised>(&entry);
  ASSERT_NE(admitted, nullptr);
  EXPECT_EQ(admitted->leaf().occasion, "enquiry");
  EXPECT_EQ(admitted->leaf().purpose, "pre-inspection-enquiry");
  EXPECT_EQ(admitted->leaf().clause, "asked-call-outs");
  EXPECT_EQ(admitted->leaf().rows, 3U);
}

// X6: by the ledger nobody tells a question that was declined from a home of which nothing is
// known.
TEST_F(AnsweredTest, ADeclinedOneHasTheLeafOfOneWithoutARow) {
  const auto leaf_of = [&](std::optional<record::Declined> why) {
    auto entry = sent(manifest(why), support::kTestshire, Urgency::kInteractive);
    const auto* admitted = std::get_if<Pseudonymised>(&entry);
    EXPECT_NE(admitted, nullptr);
    return admitted == nullptr ? ledger::Leaf() : admitted->leaf();
  };
  const ledger::Leaf empty = leaf_of({});
  EXPECT_EQ(empty.rows, 1U);
  for (int i = 1; i <= record::count<record::Declined>; ++i) {
    ledger::Leaf declined = leaf_of(static_cast<record::Declined>(i));
    EXPECT_NE(declined.commit_rows, empty.commit_rows);
    declined.nonce = empty.nonce;
    declined.commit_rows = empty.commit_rows;
    declined.commit_actor = empty.commit_actor;
    EXPECT_EQ(declined, empty);
  }
}

TEST_F(AnsweredTest, ADeclinedOneHoldsNothing) {
  auto dishonest = manifest(record::Declined::kExpired,
                            [](record::Treated& row) { row.collections.front().records = 1; });
  EXPECT_EQ(outcome(std::move(dishonest)), Reason::kMalformed);
}

TEST_F(AnsweredTest, SomebodyWaitsForIt) {
  EXPECT_EQ(outcome(answered(), Urgency::kBulk), Reason::kOutsideOccasion);
}

TEST_F(AnsweredTest, NothingGoesWithoutAQuestionAndNoneGoesWithoutAnAnswer) {
  auto unasked = answered();
  unasked.question.clear();
  EXPECT_EQ(outcome(std::move(unasked)), Reason::kMissingField);
  auto returned = consign();
  returned.question = support::signed_question(question_);
  EXPECT_EQ(outcome(std::move(returned), Urgency::kBulk), Reason::kExcessField);
}

// The force cannot ask itself, nor answer what somebody else was told.
TEST_F(AnsweredTest, TheQuestionIsTheRecipientsOwn) {
  EXPECT_EQ(asked_otherwise([](Question&) {}), std::nullopt);
  EXPECT_EQ(asked_otherwise([](Question&) {}, support::kTestshire), Reason::kBadSignature);
  EXPECT_EQ(asked_otherwise([](Question&) {}, support::kCiw), Reason::kBadSignature);
  EXPECT_EQ(asked_otherwise([](Question& q) { q.enquiry[0] ^= 1; }), Reason::kOutsideOccasion);
  EXPECT_EQ(asked_otherwise([](Question& q) {
              q.made -= record::kQuestionAgeSeconds + 86400;
              q.last = q.first;
            }),
            Reason::kOutsideOccasion);
}

TEST_F(AnsweredTest, EveryRowIsOfTheHomeAndThePeriodAsked) {
  EXPECT_EQ(asked_otherwise([](Question& q) { q.home = support::home(support::kSecondHome); }),
            Reason::kOutsideOccasion);
  EXPECT_EQ(asked_otherwise([](Question& q) {
              q.last = to_day({2026, 10, 9});
            }),
            Reason::kOutsideOccasion);
  const Lies one_other = {.row = [](std::size_t index, support::RowInHand& row) {
    if (index != 1) return;
    row.envelope.home = support::home(support::kSecondHome);
    row.treated.home = row.envelope.home;
  }};
  const Entry entry = sent(answered(one_other), support::kTestshire, Urgency::kInteractive);
  const auto* refusal = std::get_if<Refusal>(&entry);
  ASSERT_NE(refusal, nullptr);
  ASSERT_EQ(refusal->faults.size(), 1U);
  EXPECT_EQ(refusal->faults[0].row, 1U);
  EXPECT_EQ(refusal->faults[0].reason, Reason::kOutsideOccasion);
}

TEST_F(AnsweredTest, HoldsNoFieldBeyondTheInspectorsColumn) {
  EXPECT_EQ(outcome(answered({.row =
                                  [](std::size_t, support::RowInHand& row) {
                                    row.treated.exploitation = record::Answer::kYes;
                                  }})),
            Reason::kExcessField);
  EXPECT_EQ(outcome(answered(
                {.row = [](std::size_t, support::RowInHand& row) { row.subject_token.clear(); }})),
            Reason::kMissingField);
}

TEST_F(AnsweredTest, AnEndedAgreementAnswersNothingMore) {
  auto consignment = answered();
  auto& status =
      scheme_.add_status("ENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  status.agreement = scheme_.agreement_hash(support::kEnquiring);
  EXPECT_EQ(outcome(std::move(consignment)), Reason::kEnded);
}

// Who asks chooses the enquiry, and would join a child's homes by asking about each under one.
TEST_F(AnsweredTest, OneChildHasAnotherPseudonymInEveryQuestionThoughTheirEnquiryIsOne) {
  const Bytes one = pseudonym(question_);
  EXPECT_EQ(pseudonym(question_, "2026-01-10T20:15Z"), one);
  Question other = question_;
  other.home = support::home(support::kSecondHome);
  EXPECT_NE(pseudonym(other), one);
  other = question_;
  ++other.first;
  EXPECT_NE(pseudonym(other), one);
  other = question_;
  other.reference = "INS-1002";
  EXPECT_NE(pseudonym(other), one);
}

}  // namespace
}  // namespace stile::gateway
