#include <gtest/gtest.h>

#include "core/agreement/document_set.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::both;
using support::kNow;
using support::kOfsted;
using support::kTestshire;
using support::Scheme;
using support::signatories_of;

constexpr char kYesterday[] = "2026-11-02T09:00Z";
constexpr char kThisMinute[] = "2026-11-03T09:00Z";
constexpr char kTomorrow[] = "2026-11-04T09:00Z";

std::optional<Reason> out_of_force(const Scheme& scheme, Instant now = kNow) {
  const auto found = scheme.document_set()->in_force(scheme.agreement_hash(), now);
  if (found.ok()) return std::nullopt;
  return found.reason();
}

TEST(InForceTest, FromItsFirstLocalDayToItsLast) {
  Scheme scheme;
  scheme.agreement().from = "2026-11-03";
  scheme.agreement().review = "2026-11-03";
  scheme.agreement().until = "2026-11-03";
  const auto at = [&](const char* minute) {
    return out_of_force(scheme, parse_utc_minute(minute).value());
  };
  EXPECT_EQ(at("2026-11-02T23:59Z"), Reason::kNotYetInForce);
  EXPECT_EQ(at("2026-11-03T00:00Z"), std::nullopt);
  EXPECT_EQ(at("2026-11-03T23:59Z"), std::nullopt);
  EXPECT_EQ(at("2026-11-04T00:00Z"), Reason::kEnded);
}

TEST(InForceTest, ItsDaysAreLocalInSummerToo) {
  Scheme scheme;
  scheme.agreement().from = "2026-06-01";
  const auto at = [&](const char* minute) {
    return out_of_force(scheme, parse_utc_minute(minute).value());
  };
  EXPECT_EQ(at("2026-05-31T22:59Z"), Reason::kNotYetInForce);
  EXPECT_EQ(at("2026-05-31T23:00Z"), std::nullopt);
}

TEST(StatusTest, EitherSideAloneSuspendsAtOnce) {
  for (const auto* side : {kTestshire, kOfsted}) {
    Scheme scheme;
    scheme.add_status("SUSPENDED", kThisMinute, signatories_of(side));
    EXPECT_EQ(out_of_force(scheme), Reason::kSuspended) << side;
    EXPECT_EQ(out_of_force(scheme, kNow - 1), std::nullopt) << side;
  }
}

TEST(StatusTest, BindsBeforeTheDirectoryListsIt) {
  Scheme scheme;
  scheme.add_status("ENDED", kYesterday, signatories_of(kOfsted)).signing.listed = false;
  EXPECT_EQ(out_of_force(scheme), Reason::kEnded);
}

TEST(StatusTest, OneSignatoryDoesNotSuspend) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday, {signatories_of(kOfsted).front()});
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
  EXPECT_EQ(scheme.document_set()->turned_away().begin()->second.reason, Reason::kTooFewSignatures);
}

TEST(StatusTest, OneOfEachSideDoesNotSuspend) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday,
                    {signatories_of(kOfsted).front(), signatories_of(kTestshire).front()});
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
}

TEST(StatusTest, StrangersDoNotEndAnAgreement) {
  Scheme scheme;
  scheme.add_status("ENDED", kYesterday, signatories_of(support::kCiw));
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
}

TEST(StatusTest, ResumingTakesBothSides) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday, signatories_of(kOfsted));
  scheme.add_status("RESUMED", kThisMinute, signatories_of(kOfsted));
  EXPECT_EQ(out_of_force(scheme), Reason::kSuspended);
  scheme.statuses.back().signing.signers = both(kTestshire, kOfsted);
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
}

TEST(StatusTest, NothingComesAfterTheEnd) {
  Scheme scheme;
  scheme.add_status("ENDED", kYesterday, signatories_of(kTestshire));
  scheme.add_status("RESUMED", kThisMinute, both(kTestshire, kOfsted));
  EXPECT_EQ(out_of_force(scheme), Reason::kEnded);
}

TEST(StatusTest, TheHighestSerialDecidesInWhateverOrderTheyCome) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday, signatories_of(kOfsted));
  scheme.add_status("RESUMED", kYesterday, both(kTestshire, kOfsted));
  std::swap(scheme.statuses.front(), scheme.statuses.back());
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
}

TEST(StatusTest, WhatIsToComeDoesNotBindYet) {
  Scheme scheme;
  scheme.add_status("ENDED", kTomorrow, signatories_of(kOfsted));
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
  EXPECT_EQ(out_of_force(scheme, parse_utc_minute(kTomorrow).value()), Reason::kEnded);
}

TEST(StatusTest, AnAlteredStatusIsTurnedAway) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday, signatories_of(kOfsted)).signing.tamper =
      [](std::string& note) { note = support::replaced(note, "SUSPENDED", "ENDED"); };
  EXPECT_EQ(out_of_force(scheme), std::nullopt);
  EXPECT_EQ(scheme.document_set()->turned_away().begin()->second.reason, Reason::kBadSignature);
}

TEST(StatusTest, OfAnUnknownAgreementIsTurnedAway) {
  Scheme scheme;
  scheme.add_status("ENDED", kYesterday, signatories_of(kOfsted)).agreement = Hash{};
  EXPECT_EQ(scheme.document_set()->turned_away().begin()->second.reason, Reason::kNoAgreement);
}

TEST(StatusTest, IsKeptWhileItsAgreementIsTurnedAwayIfItIsSignedForIt) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday, signatories_of(kTestshire)).signing.listed = false;
  const auto kept = [&] { return scheme.document_set()->notes().size() == scheme.notes().size(); };
  scheme.agreement().signing.signers.pop_back();
  EXPECT_TRUE(kept());
  scheme.statuses.front().signing.signers.resize(1);
  EXPECT_FALSE(kept());
  scheme.statuses.front().signing.signers = signatories_of(support::kCiw);
  EXPECT_FALSE(kept());
}

TEST(StatusTest, IsNotKeptOnceItsAgreementIsNoLongerListed) {
  Scheme scheme;
  scheme.add_status("SUSPENDED", kYesterday, signatories_of(kTestshire)).signing.listed = false;
  scheme.agreement().signing.listed = false;
  EXPECT_EQ(scheme.document_set()->notes().size(), scheme.notes().size() - 2);
}

}  // namespace
}  // namespace stile::agreement
