#include "gateway/pipeline/cited.h"

#include <functional>

#include "core/record/question.h"
#include "core/wire/row_codec.h"
#include "gateway/pipeline/asked.h"
#include "tests/support/enquiring.h"
#include "tests/support/following.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

using record::ChangeReason;
using record::Question;
using support::Following;
using Lie = std::function<void(Following& follow)>;

constexpr Instant kDay = 86400;

// The force has answered an inspector's question, and now follows a record of the answer up.
class CitedAnswerTest : public RecorderTest {
 protected:
  CitedAnswerTest() {
    scheme_ = support::enquiring_scheme();
    const std::string note = support::signed_question(question_);
    record(Entry(ask(note, {7}, peer(support::kOfsted), *scheme_.document_set(), now_).take()));
    answer_ = support::SourceHand(scheme_.document_set(), support::answer(question_), note)
                  .consign(records());
    const auto admitted = record(travelled(answer_));
    EXPECT_TRUE(std::holds_alternative<Recorded>(admitted.front()));
    disclosed_ = size() - 1;
  }

  Entry travelled(wire::Consignment consignment, const char* from = support::kTestshire) {
    return travel(std::move(consignment), peer(from),
                  {scheme_.document_set(), now_, *store_, Urgency::kInteractive});
  }
  wire::Consignment following(ChangeReason why, const Lie& lie = {}) const {
    auto follow =
        support::following(answer_, disclosed_, store_->leaf_text(disclosed_).value().value(), why);
    if (lie) lie(follow);
    return support::consignment_of(std::move(follow));
  }
  std::optional<Reason> outcome(wire::Consignment consignment,
                                const char* from = support::kTestshire) {
    const Entry entry = travelled(std::move(consignment), from);
    const auto* refusal = std::get_if<Refusal>(&entry);
    return refusal == nullptr ? std::nullopt : std::optional(refusal->reason);
  }

  const Question question_ = support::question(support::enquiring_scheme());
  wire::Consignment answer_;
  std::uint64_t disclosed_ = 0;  // index of its leaf
};

// X6: it goes to the two agencies, and nothing of the home is in the ledger.
TEST_F(CitedAnswerTest, AWithdrawalFollowsAnAnswerAndItsLeafNamesNoHome) {
  record(travelled(following(ChangeReason::kRecordedInError)));
  const std::uint64_t at = size() - 1;
  const auto written = leaf(at);
  EXPECT_EQ(written.occasion, "correction");
  EXPECT_EQ(written.purpose, "pre-inspection-enquiry");
  EXPECT_EQ(written.clause, "asked-call-outs");
  EXPECT_EQ(written.from, support::kTestshire);
  EXPECT_EQ(written.to, support::kOfsted);
  EXPECT_TRUE(written.fields.empty());
  const std::string text = store_->leaf_text(at).value().value();
  EXPECT_EQ(text.find(support::kHome), std::string::npos) << text;
  EXPECT_EQ(text.find("enquiry/"), std::string::npos) << text;
  EXPECT_EQ(store_->parcels(support::kOfsted, Urgency::kInteractive, 0, 9)->size(), 2U);
  for (const char* other : {support::kCiw, support::kOthershire, support::kTestshire}) {
    EXPECT_TRUE(store_->parcels(other, Urgency::kInteractive, 0, 9)->empty()) << other;
  }
}

TEST_F(CitedAnswerTest, ACorrectionCarriesWhatWasAnsweredButForWhoTheChildIs) {
  record(travelled(following(ChangeReason::kInaccurate)));
  auto fields = leaf(disclosed_).fields;
  EXPECT_EQ(std::erase(fields, "child-pseudonym"), 1U);
  EXPECT_EQ(leaf(size() - 1).fields, fields);
  EXPECT_EQ(outcome(following(ChangeReason::kInaccurate,
                              [this](Following& follow) {
                                auto treated =
                                    wire::decode_fields(answer_.rows.front().row.fields).value();
                                treated.exploitation = record::Answer::kYes;
                                follow.row.row.fields = wire::encode_fields(treated);
                              })),
            Reason::kExcessField);
}

// What was answered stays right, however long ago it was asked, and when nobody may ask any more.
TEST_F(CitedAnswerTest, FollowsThoughNobodyMayAnswerTheQuestionAnyMore) {
  now_ += record::kQuestionAgeSeconds + kDay;
  scheme_.directory.valid_from = "2026-12-01T00:00Z";
  scheme_.directory.valid_until = "2026-12-14T00:00Z";
  scheme_.sealing_keys[0].valid_from = "2026-12-01T00:00Z";
  scheme_.sealing_keys[0].valid_until = "2026-12-14T00:00Z";
  EXPECT_EQ(outcome(answer_), Reason::kOutsideOccasion);
  EXPECT_EQ(outcome(following(ChangeReason::kInaccurate)), std::nullopt);
  scheme_.add_status("ENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted))
      .agreement = scheme_.agreement_hash(support::kEnquiring);
  for (const auto why :
       {ChangeReason::kInaccurate, ChangeReason::kDisputedByChild, ChangeReason::kAccuracyContested,
        ChangeReason::kResolved, ChangeReason::kNoLongerQualifies}) {
    EXPECT_EQ(outcome(following(why)), std::nullopt) << record::name(why);
  }
}

TEST_F(CitedAnswerTest, RefusesWhatWasNotAnswered) {
  const auto otherwise = [&](const Lie& lie) {
    return outcome(following(ChangeReason::kDuplicate, lie));
  };
  EXPECT_EQ(otherwise([](Following& follow) { follow.cited.row.revision += 1; }),
            Reason::kEnvelopeMismatch);
  EXPECT_EQ(otherwise([](Following& follow) { ++follow.row.row.event_token[15]; }),
            Reason::kEnvelopeMismatch);
  // The question is a leaf too, and disclosed nothing.
  EXPECT_EQ(otherwise([&](Following& follow) {
              follow.cited.index = disclosed_ - 1;
              follow.cited.leaf = store_->leaf_text(disclosed_ - 1).value().value();
            }),
            Reason::kNotFound);
  EXPECT_EQ(
      otherwise([](Following& follow) { follow.statement.disclosure.clause = "asked-arrests"; }),
      Reason::kNoClause);
  auto with_question = following(ChangeReason::kDuplicate);
  with_question.question = support::signed_question(question_);
  EXPECT_EQ(outcome(std::move(with_question)), Reason::kExcessField);
}

// Nobody but who was given the answer is told what became of it, and only by who gave it.
TEST_F(CitedAnswerTest, RefusesAForeignAnswer) {
  const auto to_ciw = [&](Following& follow) {
    follow.statement.disclosure.to = support::agency(support::kCiw);
    follow.statement.disclosure.agreement = scheme_.agreement_hash(1);
  };
  EXPECT_NE(outcome(following(ChangeReason::kDuplicate, to_ciw)), std::nullopt);
  const auto by_another = [](Following& follow) {
    follow.statement.disclosure.from = support::agency(support::kOthershire);
  };
  EXPECT_EQ(outcome(following(ChangeReason::kDuplicate, by_another), support::kOthershire),
            Reason::kNoAgreement);
  EXPECT_EQ(outcome(following(ChangeReason::kDuplicate), support::kOthershire), Reason::kWrongPeer);
}

// What a monthly return disclosed is no answer, and the other way round.
TEST_F(CitedAnswerTest, RefusesAnAnswerUnderAnotherAgreementOfTheSameTwo) {
  EXPECT_EQ(outcome(following(ChangeReason::kDuplicate,
                              [&](Following& follow) {
                                follow.statement.disclosure.agreement = scheme_.agreement_hash();
                              })),
            Reason::kNoClause);
}

}  // namespace
}  // namespace stile::gateway
