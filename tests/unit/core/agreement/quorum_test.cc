#include "core/agreement/quorum.h"

#include <gtest/gtest.h>

#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::kCiw;
using support::kNow;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;
using support::Scheme;

constexpr std::string_view kText = "stile.example/ledger\n5\nroot\n";

class QuorumTest : public ::testing::Test {
 protected:
  QuorumTest() { scheme_.witnessed_by({kTestshire, kOthershire, kOfsted}); }

  struct Line {
    const char* agency;
    Instant time;
  };
  // at() is since when a quorum stands behind a checkpoint with these lines.
  std::optional<Instant> at(const std::vector<Line>& lines) const {
    const auto documents = scheme_.document_set();
    return witnessed_at(counted(lines, documents->directory()), documents->directory());
  }
  static std::vector<Cosigning> counted(const std::vector<Line>& lines,
                                        const Directory& directory) {
    return cosignings(note_of(lines), directory, kNow);
  }
  static crypto::Note note_of(const std::vector<Line>& lines) {
    std::string note = support::signed_by({support::kLog}, kText);
    for (const auto& [agency, time] : lines) {
      note += support::cosigner_named(agency).sign_line(kText, time);
    }
    return crypto::parse_note(note).value();
  }

  Scheme scheme_;
};

TEST_F(QuorumTest, IsAPolicyForOtherPeoplesTools) {
  const auto directory = scheme_.document_set()->directory();
  const auto key = [&](const char* id) {
    return directory.find(AgencyId::parse(id).value())->witness_key->vkey();
  };
  EXPECT_EQ(policy_text(directory),
            "log " + support::vkey_of(support::kLog) + "\n" +             //
                "witness force/testshire " + key(kTestshire) + "\n" +     //
                "witness force/othershire " + key(kOthershire) + "\n" +   //
                "witness regulator/ofsted " + key(kOfsted) + "\n" +       //
                "# Stile wants them of 2 kinds of agencies at least\n" +  //
                "group quorum 2 force/testshire force/othershire regulator/ofsted\n" +
                "quorum quorum\n");
  scheme_.witnessed_by({});
  EXPECT_EQ(policy_text(scheme_.document_set()->directory()),
            "log " + support::vkey_of(support::kLog) + "\nquorum none\n");
}

TEST_F(QuorumTest, IsMoreThanHalfOfTheMembersAtTheEarliestOfTheirTimes) {
  EXPECT_EQ(at({}), std::nullopt);
  EXPECT_EQ(at({{kOfsted, kNow}}), std::nullopt);
  EXPECT_EQ(at({{kOfsted, kNow}, {kTestshire, kNow - 60}}), kNow - 60);
}

TEST_F(QuorumTest, IsAsLateAsTheLatestThatAreEnough) {
  EXPECT_EQ(at({{kOfsted, kNow}, {kTestshire, kNow - 7200}, {kOthershire, kNow - 60}}), kNow - 60);
}

TEST_F(QuorumTest, HalfOfTheMembersAreNone) {
  scheme_.witnessed_by({kTestshire, kOthershire, kOfsted, kCiw});
  EXPECT_EQ(at({{kOfsted, kNow}, {kTestshire, kNow}}), std::nullopt);
  EXPECT_EQ(at({{kOfsted, kNow}, {kTestshire, kNow}, {kCiw, kNow - 1}}), kNow - 1);
}

TEST_F(QuorumTest, OfOneKindAloneIsNone) {
  EXPECT_EQ(at({{kTestshire, kNow}, {kOthershire, kNow}}), std::nullopt);
  EXPECT_EQ(at({{kTestshire, kNow}, {kOthershire, kNow}, {kOfsted, kNow - 9}}), kNow - 9);
}

TEST_F(QuorumTest, CountsNobodyWhoIsNoMember) {
  EXPECT_EQ(at({{kTestshire, kNow}, {kCiw, kNow}}), std::nullopt);
}

TEST_F(QuorumTest, CountsNobodyTwice) {
  EXPECT_EQ(at({{kOfsted, kNow}, {kOfsted, kNow - 1}, {kOfsted, kNow - 2}}), std::nullopt);
  const auto documents = scheme_.document_set();
  const auto found = counted({{kOfsted, kNow - 60}, {kOfsted, kNow}}, documents->directory());
  EXPECT_EQ(found, (std::vector<Cosigning>{{support::agency(kOfsted), kNow}}));
}

TEST_F(QuorumTest, CountsNoTimeThatIsNotYet) {
  EXPECT_EQ(at({{kOfsted, kNow + kCosignedAheadMost + 1}, {kTestshire, kNow}}), std::nullopt);
  EXPECT_EQ(at({{kOfsted, kNow + kCosignedAheadMost}, {kTestshire, kNow}}), kNow);
}

TEST_F(QuorumTest, CountsNobodyWhoIsDenied) {
  scheme_.directory.denied_agencies = {kOfsted};
  EXPECT_EQ(at({{kOfsted, kNow}, {kTestshire, kNow}}), std::nullopt);
}

TEST_F(QuorumTest, AWitnessThatLiesTakesNobodyElseAway) {
  const auto documents = scheme_.document_set();
  auto note = note_of({{kOfsted, kNow}, {kTestshire, kNow}, {kOthershire, kNow}});
  note.signatures[3].bytes[70] ^= 1;
  const auto found = cosignings(note, documents->directory(), kNow);
  EXPECT_EQ(found.size(), 2U);
  EXPECT_EQ(witnessed_at(found, documents->directory()), kNow);
}

TEST_F(QuorumTest, CosignaturesOfAnotherTreeAreNone) {
  const auto documents = scheme_.document_set();
  auto note = note_of({{kOfsted, kNow}, {kTestshire, kNow}});
  note.text = "stile.example/ledger\n6\nroot\n";
  EXPECT_TRUE(cosignings(note, documents->directory(), kNow).empty());
}

TEST(QuorumOfDirectoryTest, OneThatNamesNoneHasNone) {
  const Scheme scheme;
  EXPECT_TRUE(scheme.document_set()->directory().quorum.empty());
  EXPECT_EQ(witnessed_at({}, scheme.document_set()->directory()), std::nullopt);
}

Reason refusal(const std::vector<const char*>& members) {
  Scheme scheme;
  scheme.witnessed_by(members);
  return scheme.verified().reason();
}

TEST(QuorumOfDirectoryTest, HasMembersOfTwoKindsEachOnceAndWithAKey) {
  EXPECT_EQ(refusal({kTestshire, kOthershire}), Reason::kMalformed);
  EXPECT_EQ(refusal({kTestshire, kOfsted, kOfsted}), Reason::kMalformed);
  EXPECT_EQ(refusal({kTestshire, kOfsted, "spiffe://stile.example/force/nowhere/agent"}),
            Reason::kMalformed);
  Scheme scheme;
  scheme.witnessed_by({kTestshire, kOfsted});
  EXPECT_TRUE(scheme.verified().ok());
  scheme.agency(kOfsted).witness_key.clear();
  EXPECT_EQ(scheme.verified().reason(), Reason::kMalformed);
}

TEST(QuorumOfDirectoryTest, AWitnessKeyIsNobodyElsesAndOfItsOwnType) {
  Scheme scheme;
  scheme.witnessed_by({kTestshire, kOfsted});
  scheme.agency(kOfsted).witness_key = scheme.agency(kTestshire).witness_key;
  EXPECT_EQ(scheme.verified().reason(), Reason::kMalformed);
  scheme.agency(kOfsted).witness_key = support::vkey_of(kOfsted);
  EXPECT_EQ(scheme.verified().reason(), Reason::kMalformed);
}

TEST(QuorumOfDirectoryTest, AFirstWitnessKeyIsNoChangeOfKeysAnotherIs) {
  Scheme scheme;
  const auto before = scheme.document_set()->directory();
  scheme.witnessed_by({kTestshire, kOfsted});
  const auto first = scheme.document_set()->directory();
  EXPECT_TRUE(changed_keys(before, first).empty());
  scheme.agency(kOfsted).witness_key = support::cosigner_named("another").verifier().vkey();
  EXPECT_EQ(changed_keys(first, scheme.document_set()->directory()),
            std::vector{support::agency(kOfsted)});
}

}  // namespace
}  // namespace stile::agreement
