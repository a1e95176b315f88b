// What a recipient makes of a gateway that lies to it (design section 2, I5).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "core/record/statement.h"
#include "core/wire/row_codec.h"
#include "tests/adversary/hostile_gateway.h"
#include "tests/adversary/recipient_bench.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

namespace stile::test {
namespace {

using support::call_out;
using support::kCiw;
using support::kHome;
using support::kOfsted;
using support::kSecondHome;
using support::kTestshire;

const std::vector<record::Event>& three_calls() {
  static const std::vector<record::Event> calls = {
      call_out(kHome, "2026-10-04T21:10Z", "CAD-1", "N-1"),
      call_out(kHome, "2026-10-05T01:40Z", "CAD-2", "N-1"),
      call_out(kSecondHome, "2026-10-06T14:05Z", "CAD-3", "N-2")};
  return calls;
}

// World is an honest force, a gateway that may lie, and Ofsted's real inbox.
struct World {
  explicit World(const support::Scheme& scheme = {})
      : documents(scheme.document_set()),
        force(documents, support::disclosure_to(kOfsted, scheme.agreement_hash())),
        ofsted(documents),
        gateway(documents, ofsted.sealing_key()) {}

  wire::Consignment consignment(std::uint64_t number = 1, const support::Lies& lies = {}) const {
    return force.consign(three_calls(), number, lies);
  }

  // refused() is why the inbox refuses the parcel; that nothing of it was stored is checked.
  Reason refused(const GatewayLies& lies) { return refused(gateway.deliver(consignment(), lies)); }
  Reason refused(const agent::ParcelDelivery& delivery) {
    const std::string before = ofsted.listed();
    const auto taken = ofsted.inbox().take(delivery);
    EXPECT_FALSE(taken.ok());
    EXPECT_EQ(ofsted.listed(), before);
    EXPECT_EQ(ofsted.audit().first, agent::ExitCode::kOk);
    return taken.ok() ? Reason::kUsage : taken.reason();
  }

  std::shared_ptr<const agreement::DocumentSet> documents;
  support::SourceHand force;
  RecipientBench ofsted;
  HostileGateway gateway;
};

void expect_stored(World& world, const agent::ParcelDelivery& delivery) {
  const auto taken = world.ofsted.inbox().take(delivery);
  ASSERT_TRUE(taken.ok()) << name(taken.reason()) << ' ' << taken.error().detail;
}

void alter_a_field(wire::Parcel& parcel) {
  auto fields = wire::decode_fields(parcel.rows[1].row.fields).value();
  fields.category = record::Category::kAllegedCrime;
  parcel.rows[1].row.fields = wire::encode_fields(fields);
}
void drop_a_row(wire::Parcel& parcel) { parcel.rows.pop_back(); }
void invent_a_row(wire::Parcel& parcel) {
  parcel.rows.push_back(parcel.rows.front());
  parcel.rows.back().row.event_token[15] ^= 1U;
}
void swap_rows(wire::Parcel& parcel) { std::swap(parcel.rows[0], parcel.rows[1]); }
void relabel_an_event(wire::Parcel& parcel) { parcel.rows[0].row.event_token[0] ^= 1U; }
void raise_a_revision(wire::Parcel& parcel) { ++parcel.rows[0].row.revision; }

TEST(HonestGatewayTest, GetsItsParcelStoredAndTruthfullyAcknowledged) {
  World world;
  const auto consignment = world.consignment();
  const auto taken = world.ofsted.inbox().take(world.gateway.deliver(consignment));
  ASSERT_TRUE(taken.ok()) << name(taken.reason()) << ' ' << taken.error().detail;

  const auto note = crypto::parse_note(*taken).value();
  const std::vector key = {support::signer_named(kOfsted).verifier()};
  EXPECT_EQ(crypto::verified_names(note, key)->size(), 1U);
  const auto said = record::parse_acknowledgement(note.text).value();
  const auto statement = crypto::parse_note(consignment.statement).value();
  EXPECT_EQ(said.consignment, record::consignment_digest(statement.text));
  EXPECT_EQ(said.number, 1U);
  const auto [code, words] = world.ofsted.audit();
  EXPECT_EQ(code, agent::ExitCode::kOk);
  EXPECT_NE(words.find("1 consignments, 3 rows, 0 faults"), std::string::npos) << words;
}

TEST(DishonestGatewayTest, IsCaughtAlteringAField) {
  World world;
  EXPECT_EQ(world.refused({.parcel = alter_a_field}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = alter_a_field, .honest_leaf = true}), Reason::kIntegrity);
}

TEST(DishonestGatewayTest, IsCaughtDroppingARow) {
  World world;
  EXPECT_EQ(world.refused({.parcel = drop_a_row}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = drop_a_row, .honest_leaf = true}), Reason::kIntegrity);
}

TEST(DishonestGatewayTest, IsCaughtInventingARow) {
  World world;
  EXPECT_EQ(world.refused({.parcel = invent_a_row}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = invent_a_row, .honest_leaf = true}), Reason::kIntegrity);
}

TEST(DishonestGatewayTest, IsCaughtPuttingRowsInAnotherOrder) {
  World world;
  EXPECT_EQ(world.refused({.parcel = swap_rows}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = swap_rows, .honest_leaf = true}), Reason::kIntegrity);
}

TEST(DishonestGatewayTest, IsCaughtChangingAnEventReferenceOrARevision) {
  World world;
  EXPECT_EQ(world.refused({.parcel = relabel_an_event}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = relabel_an_event, .honest_leaf = true}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = raise_a_revision}), Reason::kIntegrity);
  EXPECT_EQ(world.refused({.parcel = raise_a_revision, .honest_leaf = true}), Reason::kIntegrity);
}

TEST(DishonestGatewayTest, KeepsNobodyFromTakingTheHonestParcelLater) {
  World world;
  EXPECT_EQ(world.refused({.parcel = alter_a_field}), Reason::kIntegrity);
  expect_stored(world, world.gateway.deliver(world.consignment()));
  EXPECT_NE(world.ofsted.listed().find("\n3 records\n"), std::string::npos);
}

TEST(DishonestGatewayTest, IsCaughtInventingAConsignment) {
  World world;
  for (const char* forger : {support::kGateway, support::kLog, kOfsted, "mallory"}) {
    const auto forged = world.consignment(1, {.signer = forger});
    EXPECT_EQ(world.refused(world.gateway.deliver(forged)), Reason::kUnsigned) << forger;
  }
}

TEST(DishonestGatewayTest, IsCaughtForgingTheForcesSignature) {
  World world;
  auto forged = world.consignment();
  char& digit = forged.statement[forged.statement.size() - 5];
  digit = digit == 'A' ? 'B' : 'A';  // base64 still
  EXPECT_EQ(world.refused(world.gateway.deliver(forged)), Reason::kBadSignature);
}

TEST(DishonestGatewayTest, IsCaughtSwappingInAPseudonymWhereNoneIsGranted) {
  support::Scheme scheme;
  scheme.withhold("CHILD_PSEUDONYM");
  World world(scheme);
  const auto add = [](wire::Parcel& parcel) { parcel.rows[0].pseudonym = Bytes(16, 'p'); };
  EXPECT_EQ(world.refused({.parcel = add}), Reason::kExcessField);
  expect_stored(world, world.gateway.deliver(world.consignment()));
}

// The pseudonym is the gateway's own making, so its mislabelling one is the one lie that nobody
// can see in a parcel (design I5; SECURITY.md says so). This test is here so that the day it
// can be seen, the documents are changed.
TEST(DishonestGatewayTest, IsNotCaughtMislabellingAGrantedPseudonym) {
  World world;
  const auto relabel = [](wire::Parcel& parcel) { parcel.rows[0].pseudonym = Bytes(16, 'p'); };
  expect_stored(world, world.gateway.deliver(world.consignment(), {.parcel = relabel}));
}

TEST(DishonestGatewayTest, ChangesNothingByDeliveringAParcelAgain) {
  World world;
  const auto consignment = world.consignment();
  const auto first = world.ofsted.inbox().take(world.gateway.deliver(consignment));
  const auto again = world.ofsted.inbox().take(world.gateway.deliver(consignment));
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(*first, *again);
  EXPECT_NE(world.ofsted.listed().find("\n3 records\n"), std::string::npos);
}

TEST(DishonestGatewayTest, IsCaughtReplayingAnOldParcelUnderANewNumber) {
  World world;
  auto consignment = world.consignment();
  expect_stored(world, world.gateway.deliver(consignment));
  consignment.statement = support::replaced(consignment.statement, "number 1\n", "number 2\n");
  EXPECT_EQ(world.refused(world.gateway.deliver(consignment)), Reason::kBadSignature);
}

TEST(DishonestGatewayTest, IsCaughtPassingOneRecipientsParcelToAnother) {
  const support::Scheme scheme;
  World world(scheme);
  const support::SourceHand to_wales(world.documents,
                                     support::disclosure_to(kCiw, scheme.agreement_hash(1)));
  const std::vector calls = {call_out(support::kWelshHome, "2026-10-04T21:10Z")};
  const auto consignment = to_wales.consign(calls);
  EXPECT_EQ(world.refused(world.gateway.deliver(consignment)), Reason::kIntegrity);
  const auto readdress = [](ledger::Leaf& leaf) { leaf.to = kOfsted; };
  EXPECT_EQ(world.refused(world.gateway.deliver(consignment, {.leaf = readdress})),
            Reason::kIntegrity);
}

TEST(DishonestGatewayTest, IsCaughtSealingWhatItCannotHaveReceived) {
  World world;
  auto delivery = world.gateway.deliver(world.consignment());
  delivery.sealed = crypto::seal(world.ofsted.sealing_key(), "not a parcel").value();
  EXPECT_EQ(world.refused(delivery), Reason::kMalformed);
  delivery.sealed.back() ^= 1;
  EXPECT_EQ(world.refused(delivery), Reason::kBadSignature);
}

// The force did not know yet; the gateway did, and the recipient does.
TEST(DishonestGatewayTest, IsCaughtAdmittingUnderAnAgreementThatHasEnded) {
  support::Scheme ended;
  ended.add_status("ENDED", "2026-11-03T08:00Z", support::signatories_of(kOfsted));
  World world;
  RecipientBench informed(ended.document_set());
  HostileGateway gateway(world.documents, informed.sealing_key());
  const auto taken = informed.inbox().take(gateway.deliver(world.consignment()));
  ASSERT_FALSE(taken.ok());
  EXPECT_EQ(taken.reason(), Reason::kEnded);
  EXPECT_EQ(informed.listed().find("records"), std::string::npos);
}

}  // namespace
}  // namespace stile::test
