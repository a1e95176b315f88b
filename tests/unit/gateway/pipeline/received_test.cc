#include "gateway/pipeline/received.h"

#include "tests/support/notifying.h"
#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

using ReceivedTest = Road;

TEST_F(ReceivedTest, TakesWhatIsWellFormed) {
  const auto received = receive(consign(), peer(), Urgency::kBulk);
  ASSERT_TRUE(received.passed());
  EXPECT_EQ(received->rows().size(), 3U);
  EXPECT_EQ(received->statement().number, 1U);
  EXPECT_EQ(received->rows().front().envelope.home->text(), support::kHome);
}

TEST_F(ReceivedTest, SaysNothingOfWhoSentIt) {
  EXPECT_TRUE(
      receive(consign({.signer = "a/passer-by"}), peer(support::kCiw), Urgency::kBulk).passed());
}

TEST_F(ReceivedTest, RefusesAStatementThatIsNoNote) {
  auto consignment = consign();
  consignment.statement = "a letter";
  const auto refusal = refused(consignment);
  EXPECT_EQ(refusal.reason, Reason::kMalformed);
  EXPECT_EQ(refusal.to, "");
  EXPECT_EQ(refusal.agreement, std::nullopt);
}

TEST_F(ReceivedTest, RefusesAStatementOfAnotherForm) {
  EXPECT_EQ(reason(consign({.text = [](std::string& text) { text += "note urgent\n"; }})),
            Reason::kMalformed);
  EXPECT_EQ(reason(consign({.text =
                                [](std::string& text) {
                                  text = support::replaced(text, "number 1", "number 01");
                                }})),
            Reason::kNotCanonical);
}

TEST_F(ReceivedTest, RefusesANumberOfRowsThatIsNotTheStatements) {
  auto consignment = consign();
  consignment.rows.pop_back();
  EXPECT_EQ(reason(consignment), Reason::kMalformed);
  EXPECT_EQ(
      reason(consign({.statement = [](record::Statement& statement) { statement.rows = 4; }})),
      Reason::kMalformed);
}

TEST_F(ReceivedTest, NamesEveryRowThatDoesNotRead) {
  const auto refusal = refused(consign({.rows = [](wire::Consignment& consignment) {
    consignment.rows[0].envelope.clear();
    consignment.rows[2].row.fields += consignment.rows[2].row.fields;
  }}));
  EXPECT_EQ(refusal.reason, Reason::kMissingField);
  ASSERT_EQ(refusal.faults.size(), 2U);
  EXPECT_EQ(refusal.faults[0].row, 0U);
  EXPECT_EQ(refusal.faults[1].row, 2U);
  EXPECT_EQ(refusal.faults[1].reason, Reason::kNotCanonical);
  EXPECT_EQ(refusal.to, support::kOfsted);
  EXPECT_EQ(refusal.rows, 3U);
}

// A leaf is shown to whom it names, and a force is never who a record was for.
TEST_F(ReceivedTest, ARefusalNamesNoForceAsItsRecipient) {
  const auto claiming = [](const char* to) {
    return Lies{.statement = [=](record::Statement& statement) {
      statement.disclosure.to = support::agency(to);
      statement.rows = 4;
    }};
  };
  EXPECT_EQ(refused(consign(claiming(support::kOthershire))).to, "");
  EXPECT_EQ(refused(consign(claiming(support::kCiw))).to, support::kCiw);
}

TEST_F(ReceivedTest, RefusesAFieldOutsideTheSchema) {
  const auto refusal = refused(consign({.rows = [](wire::Consignment& consignment) {
    consignment.rows[1].row.fields +=
        "\x1a\x03"
        "Ann";
  }}));
  EXPECT_EQ(refusal.reason, Reason::kUnknownField);
  EXPECT_EQ(refusal.faults.front().row, 1U);
}

TEST_F(ReceivedTest, ByTheStreamForNotificationsNothingElseComes) {
  const auto received = receive(consign(), peer(), Urgency::kInteractive);
  ASSERT_FALSE(received.passed());
  EXPECT_EQ(received.refusal().reason, Reason::kOutsideOccasion);
  EXPECT_EQ(received.refusal().number, 1U);
}

TEST_F(ReceivedTest, ANotificationComesByItsOwnStreamAlone) {
  const auto consignment = support::notification(support::notifying_scheme());
  EXPECT_TRUE(receive(consignment, peer(), Urgency::kInteractive).passed());
  const auto received = receive(consignment, peer(), Urgency::kBulk);
  ASSERT_FALSE(received.passed());
  EXPECT_EQ(received.refusal().reason, Reason::kOutsideOccasion);
}

}  // namespace
}  // namespace stile::gateway
