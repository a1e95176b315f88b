#include "gateway/service/witnesses.h"

#include <gtest/gtest.h>

#include "core/agreement/quorum.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::gateway {
namespace {

using support::kCiw;
using support::kNow;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;
using std::chrono::seconds;

class WitnessesTest : public ::testing::Test {
 protected:
  WitnessesTest() { scheme_.witnessed_by({kTestshire, kOthershire, kOfsted}); }

  const agreement::Directory& directory() {
    documents_ = scheme_.document_set();
    return documents_->directory();
  }
  static std::string checkpoint(std::uint64_t size) {
    return support::signed_by({support::kLog},
                              ledger::checkpoint_text({support::kLog, size, Hash{}}));
  }
  Witnesses::Standing standing(std::uint64_t size, int after = 0) {
    return witnesses_.standing(directory(), checkpoint(size), size, begun_ + seconds(after));
  }
  static std::string line(const char* agency, std::uint64_t size, Instant time = kNow) {
    const auto note = crypto::parse_note(checkpoint(size)).value();
    return support::cosigner_named(agency).sign_line(note.text, time);
  }
  Result<bool> take(const char* agency, std::uint64_t size) {
    return take(agency, size, line(agency, size));
  }
  Result<bool> take(const char* agency, std::uint64_t size, const std::string& line) {
    return witnesses_.take(directory(), support::agency(agency), size, line, kNow);
  }
  std::size_t counted(const std::string& note) {
    return agreement::cosignings(crypto::parse_note(note).value(), directory(), kNow).size();
  }

  support::Scheme scheme_;
  std::shared_ptr<const agreement::DocumentSet> documents_;
  Witnesses witnesses_;
  Witnesses::Clock::time_point begun_ = Witnesses::Clock::now();
};

TEST_F(WitnessesTest, OffersOneCheckpointForARound) {
  const auto first = standing(5);
  EXPECT_EQ(first.offered, checkpoint(5));
  EXPECT_EQ(first.next, seconds(60));
  EXPECT_TRUE(first.cosigned.empty());
  const auto same = standing(6, 59);
  EXPECT_EQ(same.offer, first.offer);
  EXPECT_EQ(same.offered, checkpoint(5));
  const auto second = standing(7, 60);
  EXPECT_GT(second.offer, first.offer);
  EXPECT_EQ(second.offered, checkpoint(7));
}

TEST_F(WitnessesTest, OffersNothingWithoutAQuorumOrALedger) {
  EXPECT_EQ(standing(0).offer, 0U);
  scheme_.directory.quorum.clear();
  EXPECT_EQ(standing(5).offer, 0U);
  EXPECT_FALSE(take(kOfsted, 5).value());
}

TEST_F(WitnessesTest, ShowsWhatAQuorumHasCosignedAtOnce) {
  standing(5);
  EXPECT_FALSE(take(kTestshire, 5).value());
  EXPECT_TRUE(standing(5).cosigned.empty());
  EXPECT_TRUE(take(kOfsted, 5).value());
  const auto now = standing(5);
  EXPECT_EQ(counted(now.cosigned), 2U);
  EXPECT_TRUE(ledger::verify_checkpoint(now.cosigned,
                                        support::signer_named(support::kLog).verifier())
                  .ok());
}

TEST_F(WitnessesTest, ShowsWhoCosignedLaterWithTheNextRoundOnce) {
  standing(5);
  take(kTestshire, 5).value();
  take(kOfsted, 5).value();
  EXPECT_FALSE(take(kOthershire, 5).value());
  const auto before = standing(5);
  EXPECT_EQ(counted(before.cosigned), 2U);
  const auto next = standing(6, 60);
  EXPECT_EQ(counted(next.cosigned), 3U);
  EXPECT_GT(next.cosigning, before.cosigning);
  EXPECT_EQ(standing(6, 120).cosigning, next.cosigning);
}

TEST_F(WitnessesTest, WhatIsTooLateChangesNothing) {
  standing(5);
  standing(6, 60);
  EXPECT_FALSE(take(kTestshire, 5).value());
  EXPECT_FALSE(take(kOfsted, 5).value());
  EXPECT_TRUE(standing(6, 61).cosigned.empty());
}

TEST_F(WitnessesTest, WhoIsNoMemberChangesNothing) {
  standing(5);
  take(kTestshire, 5).value();
  EXPECT_FALSE(take(kCiw, 5).value());
  EXPECT_FALSE(take(kOfsted, 5, line(kCiw, 5)).value());
  EXPECT_TRUE(standing(5).cosigned.empty());
}

TEST_F(WitnessesTest, RefusesACosignatureThatIsNotGood) {
  standing(5);
  EXPECT_EQ(take(kOfsted, 5, line(kOfsted, 6)).reason(), Reason::kBadSignature);
  EXPECT_EQ(take(kOfsted, 5, "no line\n").reason(), Reason::kMalformed);
  EXPECT_EQ(take(kOfsted, 5, line(kOfsted, 5) + line(kTestshire, 5)).reason(), Reason::kMalformed);
  take(kTestshire, 5).value();
  EXPECT_TRUE(take(kOfsted, 5).value());
}

// Whose clock is wrong, the gateway's or a witness's, is for those to judge who are shown it.
TEST_F(WitnessesTest, TakesAnyTime) {
  standing(5);
  take(kTestshire, 5, line(kTestshire, 5, kNow - 4 * 86400)).value();
  EXPECT_TRUE(take(kOfsted, 5, line(kOfsted, 5, kNow + 86400)).value());
}

}  // namespace
}  // namespace stile::gateway
