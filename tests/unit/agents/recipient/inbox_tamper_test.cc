// What a dishonest gateway or source can do, and that the recipient notices.
#include "core/wire/row_codec.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"

namespace stile::agent {
namespace {

class InboxTamperTest : public InboxFixture {
 protected:
  // noticed() is the reason; afterwards nothing of the parcel is kept but the event, and an
  // honest parcel still comes in.
  Reason noticed(const GatewayLies& lies, const Lies& source = {}) {
    const Reason reason = refused(consign(1, source), lies);
    EXPECT_EQ(rows(), 0);
    EXPECT_EQ(integrity_events(), 1);
    EXPECT_TRUE(take(consign(1)).ok());
    return reason;
  }
};

TEST_F(InboxTamperTest, AnAlteredRow) {
  EXPECT_EQ(
      noticed({.parcel = [](wire::Parcel& parcel) { parcel.rows[0].row.fields.back() ^= 1; }}),
      Reason::kIntegrity);
}

TEST_F(InboxTamperTest, ARevisionMadeHigher) {
  EXPECT_EQ(noticed({.parcel = [](wire::Parcel& parcel) { parcel.rows[1].row.revision += 1; }}),
            Reason::kIntegrity);
}

TEST_F(InboxTamperTest, ADroppedRow) {
  EXPECT_EQ(noticed({.parcel = [](wire::Parcel& parcel) { parcel.rows.pop_back(); }}),
            Reason::kIntegrity);
}

TEST_F(InboxTamperTest, ADroppedRowThatTheLeafConceals) {
  EXPECT_EQ(noticed({.parcel = [](wire::Parcel& parcel) { parcel.rows.pop_back(); },
                     .leaf = [](ledger::Leaf& leaf) { leaf.rows = 1; }}),
            Reason::kIntegrity);
}

TEST_F(InboxTamperTest, AnInventedRow) {
  EXPECT_EQ(
      noticed({.parcel = [](wire::Parcel& parcel) { parcel.rows.push_back(parcel.rows[0]); }}),
      Reason::kIntegrity);
}

TEST_F(InboxTamperTest, RowsInAnotherOrder) {
  EXPECT_EQ(
      noticed({.parcel = [](wire::Parcel& parcel) { std::swap(parcel.rows[0], parcel.rows[1]); }}),
      Reason::kIntegrity);
}

TEST_F(InboxTamperTest, AStatementSignedByAnother) {
  EXPECT_EQ(noticed({}, {.signer = "another"}), Reason::kUnsigned);
}

TEST_F(InboxTamperTest, AnAlteredStatement) {
  EXPECT_EQ(noticed({.parcel =
                         [](wire::Parcel& parcel) {
                           parcel.statement =
                               support::replaced(parcel.statement, "number 1", "number 2");
                         }}),
            Reason::kBadSignature);
}

TEST_F(InboxTamperTest, AnotherSalt) {
  EXPECT_EQ(noticed({.parcel = [](wire::Parcel& parcel) { parcel.salt[0] ^= 1; }}),
            Reason::kIntegrity);
}

TEST_F(InboxTamperTest, ALeafOfAnotherRecipient) {
  EXPECT_EQ(noticed({.leaf = [](ledger::Leaf& leaf) { leaf.to = support::kCiw; }}),
            Reason::kIntegrity);
}

TEST_F(InboxTamperTest, ALeafThatNamesOtherFields) {
  EXPECT_EQ(noticed({.leaf = [](ledger::Leaf& leaf) { leaf.fields.pop_back(); }}),
            Reason::kIntegrity);
}

TEST_F(InboxTamperTest, ALeafThatNamesNoClauseOfTheAgreement) {
  EXPECT_EQ(noticed({.leaf = [](ledger::Leaf& leaf) { leaf.clause = "another"; }}),
            Reason::kNoClause);
}

TEST_F(InboxTamperTest, ALeafFromBeforeTheAgreement) {
  EXPECT_EQ(noticed({.leaf = [](ledger::Leaf& leaf) { leaf.time -= 400 * 86400; }}),
            Reason::kNotYetInForce);
}

TEST_F(InboxTamperTest, AParcelThatIsSealedToAnotherKey) {
  const auto other = support::sealing_key_named("another").public_key();
  const auto parcel = gateway_.deliver(consign(), other, inbox_->view().size());
  EXPECT_EQ(inbox_->take(parcel).reason(), Reason::kBadSignature);
}

TEST_F(InboxTamperTest, AnAlteredByteOfTheSealedParcel) {
  EXPECT_EQ(noticed({.sent = [](ParcelDelivery& sent) { sent.sealed[60] ^= 1; }}),
            Reason::kBadSignature);
}

TEST_F(InboxTamperTest, MoreThanTheClauseGrants) {
  const Lies lies{.row = [](std::size_t, support::RowInHand& row) {
    row.treated.event_minute = row.envelope.event_minute;
  }};
  EXPECT_EQ(noticed({}, lies), Reason::kExcessField);
}

TEST_F(InboxTamperTest, ASealedIdentityThatNobodyGranted) {
  const Lies lies{.row = [](std::size_t, support::RowInHand& row) { row.sealed_identity = "x"; }};
  EXPECT_EQ(noticed({}, lies), Reason::kExcessField);
}

TEST_F(InboxTamperTest, ARowOfAnotherMonth) {
  const Lies lies{.row = [](std::size_t, support::RowInHand& row) {
    row.treated.event_day = *row.treated.event_day + 31;
  }};
  EXPECT_EQ(noticed({}, lies), Reason::kOutsideOccasion);
}

TEST_F(InboxTamperTest, AContactThatIsNotTheSources) {
  const Lies lies{.row = [](std::size_t, support::RowInHand& row) { row.treated.contact = "x"; }};
  EXPECT_EQ(noticed({}, lies), Reason::kUnknownValue);
}

TEST_F(InboxTamperTest, AnUngrantedPseudonym) {
  scheme_.withhold("CHILD_PSEUDONYM");
  documents_ = scheme_.document_set();
  const support::SourceHand hand(
      documents_, support::disclosure_to(support::kOfsted, scheme_.agreement_hash()));
  support::GatewayHand gateway(*documents_);
  const std::vector<record::Event> records{call_out(support::kHome, "2026-10-10T20:15Z")};
  const auto invent = [](wire::Parcel& parcel) { parcel.rows[0].pseudonym = Bytes(16, 'p'); };
  const auto parcel = gateway.deliver(hand.consign(records), sealing_key(), 0, {.parcel = invent});
  EXPECT_EQ(inbox_->take(parcel).reason(), Reason::kExcessField);
}

TEST_F(InboxTamperTest, AReceiptForAnotherLeaf) {
  const auto first = sent(consign(1));
  auto second = sent(consign(2));
  second.receipt = first.receipt;
  second.consistency = first.consistency;
  EXPECT_EQ(inbox_->take(second).reason(), Reason::kIntegrity);
}

TEST_F(InboxTamperTest, AHistoryThatDoesNotGoOnFromTheOneSeen) {
  ASSERT_TRUE(take(consign(1)).ok());
  gateway_.fork();
  EXPECT_EQ(refused(consign(2)), Reason::kIntegrity);
  EXPECT_EQ(rows(), 2);
}

TEST_F(InboxTamperTest, ATurnedAwayParcelDoesNotStandInTheWayOfTheNext) {
  const auto seen = inbox_->view().size();
  auto bad = gateway_.deliver(consign(1), sealing_key(), seen,
                              {.sent = [](ParcelDelivery& sent) { sent.sealed[60] ^= 1; }});
  const auto after = gateway_.size();
  const auto good = gateway_.deliver(consign(2), sealing_key(), after);
  EXPECT_FALSE(inbox_->take(bad).ok());
  EXPECT_TRUE(inbox_->take(good).ok());
}

}  // namespace
}  // namespace stile::agent
