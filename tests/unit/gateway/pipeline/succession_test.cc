#include "gateway/pipeline/succession.h"

#include "core/crypto/encoding.h"
#include "tests/support/drafts.h"
#include "tests/unit/gateway/pipeline/recorder_fixture.h"

namespace stile::gateway {
namespace {

constexpr char kNextLog[] = "stile.example/ledger-2";

// A gateway that has lost what it admitted after its backup, two consignments.
class SuccessionTest : public RecorderTest {
 protected:
  SuccessionTest() {
    record(sent(one_));
    backup_ = store_->reopened();
    kept_ = size();
    record(sent(two_), sent(three_));
    close();
  }

  // close() has the directory close the ledger at its newest checkpoint.
  void close() {
    last_ = size();
    checkpoint_ = store_->checkpoint_at(last_).value().value();
    const std::string text = support::closed_log_text(support::kLog, checkpoint_, kept_);
    scheme_.directory.log_key = kNextLog;
    scheme_.directory.signing.edit = [text](std::string& body) { body += text; };
    documents_ = scheme_.document_set();
  }

  std::string receipt(std::uint64_t index) const {
    return ledger::receipt_text(
        {index, ledger::inclusion_proof(index, last_, *store_).value(), checkpoint_});
  }
  std::string text(std::uint64_t index) const { return store_->leaf_text(index).value().value(); }
  // taken() is the leaf of a consignment, as its source gives it back.
  GivenBack held(std::uint64_t number) const {
    const auto taken = store_->taken(stream(), number).value().value();
    return {.index = 0, .leaf = text(taken.leaf_index), .number = number, .digest = taken.digest};
  }
  StreamKey stream() const {
    return {store_->last_taken().value().front().stream.agreement_id, support::kTestshire,
            support::kOfsted};
  }
  std::uint64_t index_of(std::uint64_t number) const {
    return store_->taken(stream(), number).value()->leaf_index;
  }
  Result<GivenBack> give(std::uint64_t number, const char* by = support::kTestshire) const {
    return take_back(held(number), receipt(index_of(number)), support::agency(by), *documents_);
  }
  Result<Succeeded> succeed_with(const std::vector<GivenBack>& all) {
    std::map<std::uint64_t, GivenBack> given;
    for (const auto& one : all) given[one.index] = one;
    return succeed(*backup_, given, *documents_, support::signer_named(kNextLog));
  }
  // go_on() opens the successor.
  void go_on() {
    recorder_.reset();
    store_ = std::move(backup_);
    recorder_.emplace(Recorder::open(*store_, *second_, support::signer_named(kNextLog),
                                     crypto::system_random(), "build-1",
                                     documents_->directory().closed_logs)
                          .value());
  }

  const wire::Consignment one_ = consign(records(1), {}, 1);
  const wire::Consignment two_ = consign(records(1), {}, 2);
  const wire::Consignment three_ = consign(records(1), {}, 3);
  std::unique_ptr<support::FailingStore> backup_;
  std::shared_ptr<const agreement::DocumentSet> documents_;
  std::uint64_t kept_ = 0;
  std::uint64_t last_ = 0;
  std::string checkpoint_;
};

TEST_F(SuccessionTest, TakesALeafFromEitherPartyThatItNames) {
  const auto source = give(2);
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(source->index, index_of(2));
  EXPECT_EQ(source->number, 2u);
  const auto recipient = give(2, support::kOfsted);
  ASSERT_TRUE(recipient.ok());
  EXPECT_EQ(recipient->number, 0u);  // it has to show what the source signed
}

TEST_F(SuccessionTest, TheRecipientShowsWhatTheSourceSigned) {
  auto shown = held(2);
  shown.number = 0;
  shown.note = two_.statement;
  shown.salt = two_.salt;
  const auto taken =
      take_back(shown, receipt(index_of(2)), support::agency(support::kOfsted), *documents_);
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->note, "");
  shown.salt[0] ^= 1;
  EXPECT_EQ(take_back(shown, receipt(index_of(2)), support::agency(support::kOfsted), *documents_)
                ->number,
            0u);
}

TEST_F(SuccessionTest, TakesNothingThatIsNotProvenOrNotOfThePeer) {
  EXPECT_EQ(give(2, support::kOthershire).reason(), Reason::kWrongParty);
  auto other = held(2);
  other.leaf = text(index_of(3));
  EXPECT_EQ(
      take_back(other, receipt(index_of(2)), support::agency(support::kTestshire), *documents_)
          .reason(),
      Reason::kIntegrity);
  EXPECT_EQ(give(1).reason(), Reason::kOutOfScope);  // is kept
}

TEST_F(SuccessionTest, WhatIsGivenBackStandsAtItsPlace) {
  const auto done = succeed_with({give(2).value()});
  ASSERT_TRUE(done.ok()) << done.error().detail;
  EXPECT_EQ(done->lost, last_ - kept_);
  EXPECT_EQ(std::ranges::count(done->gone, index_of(2)), 0);
  EXPECT_EQ(std::ranges::count(done->gone, index_of(3)), 1);
  const auto two = index_of(2);
  const auto three = index_of(3);
  const std::string text_of_two = text(two);
  go_on();
  EXPECT_EQ(size(), last_ + 1);
  EXPECT_EQ(text(two), text_of_two);
  EXPECT_EQ(leaf(three).decision, "lost");
  EXPECT_EQ(leaf(last_).decision, "succeeds");
  EXPECT_EQ(leaf(last_).counter, last_);
}

TEST_F(SuccessionTest, ANumberGivenBackGetsItsLeafAgainAndItsParcelOnce) {
  ASSERT_TRUE(succeed_with({give(2).value()}).ok());
  const auto two = index_of(2);
  go_on();
  const auto again = record(sent(two_));
  EXPECT_EQ(recorded(again[0]).leaf_index(), two);
  EXPECT_TRUE(recorded(again[0]).fresh());
  ASSERT_TRUE(store_->parcel(two, support::kOfsted).value());
  const auto repeated = record(sent(two_));
  EXPECT_FALSE(recorded(repeated[0]).fresh());
  EXPECT_EQ(store_->waiting_parcels().value().size(), 2u);  // the first one's waited in the backup
}

TEST_F(SuccessionTest, AReceiptOfWhatWasKeptIsOfTheSuccessor) {
  ASSERT_TRUE(succeed_with({}).ok());
  go_on();
  const auto again = record(sent(one_));
  EXPECT_FALSE(recorded(again[0]).fresh());
  EXPECT_EQ(recorded(again[0]).tree_size(), size());
}

TEST_F(SuccessionTest, ANumberThatNobodyGaveBackIsAdmittedAnew) {
  ASSERT_TRUE(succeed_with({give(2).value()}).ok());
  const auto lost = last_;
  go_on();
  const auto anew = record(sent(three_));
  EXPECT_GT(recorded(anew[0]).leaf_index(), lost);
  EXPECT_TRUE(recorded(anew[0]).fresh());
}

TEST_F(SuccessionTest, ANumberThatIsSaidOfTwoLeavesIsTakenOnce) {
  auto lied = give(3).value();
  lied.number = 2;
  ASSERT_TRUE(succeed_with({give(2).value(), lied}).ok());
  EXPECT_EQ(backup_->taken(stream(), 2).value()->leaf_index, index_of(2));
}

TEST_F(SuccessionTest, WhatASourcePassesOverStaysOut) {
  ASSERT_TRUE(succeed_with({}).ok());
  go_on();
  auto behind = three_;
  EXPECT_EQ(recorded_refusal(record(sent(behind))[0]).refusal().reason, Reason::kNumberSkipped);
  behind.passes = 1;
  EXPECT_TRUE(recorded(record(sent(behind))[0]).fresh());
  const auto late = record(sent(two_));
  EXPECT_EQ(recorded_refusal(late[0]).refusal().reason, Reason::kConflict);
  EXPECT_EQ(recorded_refusal(late[0]).last_number(), 3U);
  EXPECT_FALSE(recorded(record(sent(behind))[0]).fresh());
  EXPECT_TRUE(recorded(record(admission(4))[0]).fresh());
}

TEST_F(SuccessionTest, FewerThanAreMissingAreNotPassedOver) {
  ASSERT_TRUE(succeed_with({}).ok());
  go_on();
  auto far = consign(records(1), {}, 5);
  far.passes = 2;
  EXPECT_EQ(recorded_refusal(record(sent(far))[0]).refusal().reason, Reason::kNumberSkipped);
  far.passes = 4;  // of which the gateway has one
  EXPECT_TRUE(recorded(record(sent(far))[0]).fresh());
}

// A number behind one that nobody gave back is not taken: those between would never be let in.
TEST_F(SuccessionTest, BehindAGapEachIsAdmittedAnew) {
  ASSERT_TRUE(succeed_with({give(3).value()}).ok());
  EXPECT_FALSE(backup_->taken(stream(), 3).value());
  const auto lost = last_;
  go_on();
  for (const auto& consignment : {two_, three_}) {
    const auto anew = record(sent(consignment));
    EXPECT_GT(recorded(anew[0]).leaf_index(), lost);
    EXPECT_TRUE(recorded(anew[0]).fresh());
  }
}

TEST_F(SuccessionTest, WhoSaysAFarNumberStopsNothing) {
  auto lied = give(2).value();
  lied.number = 1000;
  ASSERT_TRUE(succeed_with({lied, give(3).value()}).ok());
  go_on();
  EXPECT_TRUE(recorded(record(sent(two_))[0]).fresh());
  EXPECT_TRUE(recorded(record(sent(three_))[0]).fresh());
}

// Nothing goes that has no leaf: a source may say of a leaf which of its consignments it was, and
// that has to be the one that the leaf commits to.
TEST_F(SuccessionTest, NoOtherConsignmentGoesUnderALeafThatWasGivenBack) {
  const auto other = consign(records(3), {}, 2);
  auto entry = sent(other);
  auto lied = give(2).value();
  lied.digest = std::get<Pseudonymised>(entry).digest();
  ASSERT_TRUE(succeed_with({lied}).ok());
  const auto two = index_of(2);
  go_on();
  const auto answer = record(std::move(entry));
  EXPECT_EQ(std::get<RecordedRefusal>(answer[0]).refusal().reason, Reason::kConflict);
  EXPECT_FALSE(store_->parcel(two, support::kOfsted).value());
}

TEST_F(SuccessionTest, NoCounterIsGivenTwice) {
  const auto counter_of_three = leaf(index_of(3)).counter.value();
  ASSERT_TRUE(succeed_with({give(2).value()}).ok());
  go_on();
  const auto anew = record(sent(three_));
  EXPECT_GT(leaf(recorded(anew[0]).leaf_index()).counter.value(), counter_of_three);
}

TEST_F(SuccessionTest, NoCounterIsGivenTwiceOfAnAgreementThatTheBackupDoesNotKnow) {
  const auto counter_of_three = leaf(index_of(3)).counter.value();
  backup_ = std::make_unique<support::FailingStore>(crypto::system_random());
  kept_ = 0;
  close();
  ASSERT_TRUE(succeed_with({}).ok());
  go_on();
  const auto anew = record(sent(one_));
  EXPECT_GT(leaf(recorded(anew[0]).leaf_index()).counter.value(), counter_of_three);
}

TEST_F(SuccessionTest, AStoreThatIsNotTheOneThatWasKeptBeginsNothing) {
  kept_ += 1;
  close();
  EXPECT_EQ(succeed_with({}).reason(), Reason::kConflict);
}

TEST_F(SuccessionTest, BeginsOnce) {
  ASSERT_TRUE(succeed_with({}).ok());
  const auto again = succeed_with({});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().detail, "the successor has begun already");
}

TEST_F(SuccessionTest, NobodyServesAClosedLedger) {
  const auto opened =
      Recorder::open(*backup_, *second_, support::signer_named(kNextLog), crypto::system_random(),
                     "build-1", documents_->directory().closed_logs);
  EXPECT_EQ(opened.reason(), Reason::kConflict);
}

}  // namespace
}  // namespace stile::gateway
