#include "tests/unit/agents/source/source_fixture.h"

namespace stile::agent {
namespace {

using Places = std::vector<std::size_t>;

class AcknowledgementsTest : public SourceFixture {};

TEST_F(AcknowledgementsTest, ATrueOneMakesTheRowsStored) {
  send(rows_of(3));
  const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0])};
  EXPECT_EQ(source_->notes().take(notes).value(), (Places{0}));
  EXPECT_NE(status().find("0 queued, 0 admitted, 3 stored"), std::string::npos);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(AcknowledgementsTest, TwiceIsOnce) {
  send(rows_of(3));
  const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0])};
  EXPECT_EQ(source_->notes().take(notes).value(), (Places{0}));
  EXPECT_EQ(source_->notes().take(notes).value(), (Places{0}));
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(AcknowledgementsTest, EveryStateIsKeptOnceAndProven) {
  using enum record::DisclosureState;
  send(rows_of(3));
  std::vector<Bytes> notes;
  for (const auto state : {kStored, kOpened, kOpened, kClosed}) {
    notes.push_back(acknowledgement_of(gateway_.taken()[0], support::kOfsted, state));
  }
  EXPECT_EQ(source_->notes().take(notes).value(), (Places{0, 1, 2, 3}));
  EXPECT_EQ(audit(), ExitCode::kOk);
  EXPECT_TRUE(said("1 receipts and 3 acknowledgements verified"));
  EXPECT_NE(status().find("3 stored"), std::string::npos);
}

TEST_F(AcknowledgementsTest, ALaterStateMeansThatItWasStored) {
  send(rows_of(3));
  const std::vector<Bytes> notes{
      acknowledgement_of(gateway_.taken()[0], support::kOfsted, record::DisclosureState::kClosed)};
  EXPECT_EQ(source_->notes().take(notes).value(), (Places{0}));
  EXPECT_NE(status().find("0 admitted, 3 stored"), std::string::npos);
  EXPECT_EQ(audit(), ExitCode::kOk);
}

TEST_F(AcknowledgementsTest, OneByAnotherKeyIsAnEventAndNotConfirmed) {
  send(rows_of(3));
  const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0], support::kCiw)};
  EXPECT_EQ(source_->notes().take(notes).value(), Places{});
  EXPECT_NE(status().find("INTEGRITY"), std::string::npos);
  EXPECT_NE(status().find("3 admitted, 0 stored"), std::string::npos);
}

TEST_F(AcknowledgementsTest, OneOfAnUnknownConsignmentIsAnEvent) {
  send(rows_of(3));
  Taken other = gateway_.taken()[0];
  other.note += "x";
  const std::vector<Bytes> notes{acknowledgement_of(other)};
  EXPECT_EQ(source_->notes().take(notes).value(), Places{});
  EXPECT_NE(status().find("INTEGRITY"), std::string::npos);
}

TEST_F(AcknowledgementsTest, AFalseOneIsLoggedOnce) {
  const std::vector<Bytes> notes{"nonsense"};
  EXPECT_EQ(source_->notes().take(notes).value(), Places{});
  const std::string once = status();
  EXPECT_EQ(source_->notes().take(notes).value(), Places{});
  EXPECT_EQ(status(), once);
}

TEST_F(AcknowledgementsTest, TheGatewaysLastNumberIsOurs) {
  send(rows_of(3));
  const auto one = gateway_.taken()[0];
  const LastNumber last{"testshire-ofsted", support::kOfsted, 1,
                        Bytes(view(record::consignment_digest(one.note)))};
  EXPECT_TRUE(source_->notes().compare(std::span(&last, 1)).ok());
  EXPECT_EQ(status().find("INTEGRITY"), std::string::npos);
}

TEST_F(AcknowledgementsTest, OtherBytesUnderANumberOfOursAreCaught) {
  send(rows_of(3));
  const LastNumber last{"testshire-ofsted", support::kOfsted, 1, Bytes(32, 'x')};
  const auto compared = source_->notes().compare(std::span(&last, 1));
  ASSERT_FALSE(compared.ok());
  EXPECT_EQ(compared.reason(), Reason::kIntegrity);
}

TEST_F(AcknowledgementsTest, ALostStoreGoesOnBehindTheGatewaysLastNumber) {
  const LastNumber last{"testshire-ofsted", support::kOfsted, 41, Bytes(32, 'x')};
  EXPECT_TRUE(source_->notes().compare(std::span(&last, 1)).ok());
  gateway_.go_on_from(support::kOfsted, 41);
  EXPECT_EQ(send(rows_of(3)), ExitCode::kOk);
  EXPECT_EQ(numbers_taken(), (std::vector<std::uint64_t>{42}));
  EXPECT_NE(status().find("up to 41"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
