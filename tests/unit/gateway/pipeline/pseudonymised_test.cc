#include "gateway/pipeline/pseudonymised.h"

#include <set>

#include "core/crypto/seal.h"
#include "tests/support/keys.h"
#include "tests/unit/gateway/pipeline/road.h"

namespace stile::gateway {
namespace {

class PseudonymisedTest : public Road {
 protected:
  Pseudonymised passed(wire::Consignment consignment) {
    return std::get<Pseudonymised>(sent(std::move(consignment)));
  }
  wire::Parcel opened(wire::Consignment consignment) {
    const Bytes sealed = passed(std::move(consignment)).take_sealed();
    const auto key = support::sealing_key_named(support::kOfsted);
    return wire::decode_parcel(crypto::open(key, sealed).value()).value();
  }
  std::set<Bytes> pseudonyms(const std::vector<record::Event>& rows) {
    std::set<Bytes> found;
    for (const auto& row : opened(consign(rows)).rows) found.insert(row.pseudonym);
    return found;
  }
};

TEST_F(PseudonymisedTest, TheRecipientAloneOpensIt) {
  const auto consignment = consign();
  const auto parcel = opened(consignment);
  EXPECT_EQ(parcel.statement, consignment.statement);
  EXPECT_EQ(parcel.salt, consignment.salt);
  ASSERT_EQ(parcel.rows.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(record::row_hash(parcel.rows[i].row), record::row_hash(consignment.rows[i].row));
  }
  const Bytes sealed = passed(consignment).take_sealed();
  const auto other = support::sealing_key_named(support::kCiw);
  EXPECT_EQ(crypto::open(other, sealed).reason(), Reason::kBadSignature);
}

TEST_F(PseudonymisedTest, NoSubjectTokenAndNoEnvelopeLeaves) {
  const auto consignment = consign();
  const auto bytes = wire::encode_parcel(opened(consignment));
  for (const auto& row : consignment.rows) {
    EXPECT_EQ(bytes.find(row.subject_token), Bytes::npos);
    EXPECT_EQ(bytes.find(row.envelope), Bytes::npos);
  }
}

TEST_F(PseudonymisedTest, FiveCallOutsOfOneChildAreOnePseudonym) {
  EXPECT_EQ(pseudonyms(records(5)).size(), 1U);
}

TEST_F(PseudonymisedTest, AnotherChildOrHomeIsAnother) {
  const auto minute = "2026-10-10T20:15Z";
  EXPECT_EQ(pseudonyms({call_out(support::kHome, minute, "CAD-1", "N-1"),
                        call_out(support::kHome, minute, "CAD-2", "N-2"),
                        call_out(support::kSecondHome, minute, "CAD-3", "N-1")})
                .size(),
            3U);
}

TEST_F(PseudonymisedTest, StaysTheSameFromConsignmentToConsignment) {
  EXPECT_EQ(pseudonyms(records(1)), pseudonyms(records(2)));
}

TEST_F(PseudonymisedTest, ADestroyedKeyMakesAnother) {
  const auto before = pseudonyms(records(1));
  ASSERT_EQ(keys_.destroy_pseudonym_keys(support::kNow + 400 * Instant{86400}).value(), 1U);
  EXPECT_NE(pseudonyms(records(1)), before);
}

TEST_F(PseudonymisedTest, ASmallHomesRowHasNone) {
  EXPECT_EQ(pseudonyms({call_out(support::kSmallHome, "2026-10-10T20:15Z")}),
            (std::set<Bytes>{""}));
}

TEST_F(PseudonymisedTest, TheLeafSaysWhoWhatWhyAndNothingOfAChild) {
  const auto consignment = consign();
  const auto leaf = passed(consignment).leaf();
  EXPECT_EQ(leaf.op, ledger::Op::kDisclosure);
  EXPECT_EQ(leaf.from, support::kTestshire);
  EXPECT_EQ(leaf.to, support::kOfsted);
  EXPECT_EQ(leaf.agreement, scheme_.agreement_hash());
  EXPECT_EQ(leaf.clause, "monthly-return");
  EXPECT_EQ(leaf.purpose, "regulation-of-childrens-homes");
  EXPECT_EQ(leaf.occasion, "return");
  EXPECT_EQ(leaf.rows, 3U);
  EXPECT_EQ(leaf.fields.size(), 13U);
  EXPECT_EQ(leaf.peer_certificate, peer().certificate);
  std::vector<Hash> hashes;
  for (const auto& row : consignment.rows) hashes.push_back(record::row_hash(row.row));
  EXPECT_EQ(leaf.commit_rows,
            ledger::commitment(consignment.salt, "rows", view(record::row_list_hash(hashes))));
}

TEST_F(PseudonymisedTest, WithoutASealingKeyNothingIsShared) {
  scheme_.sealing_keys.front().valid_until = "2026-11-03T08:59Z";
  EXPECT_EQ(reason(consign()), Reason::kUnavailable);
}

TEST_F(PseudonymisedTest, WithoutAPseudonymKeyNothingIsShared) {
  keys_.fail(support::Step::kPseudonymKey, support::Fault::kLost);
  EXPECT_EQ(reason(consign()), Reason::kUnavailable);
}

}  // namespace
}  // namespace stile::gateway
