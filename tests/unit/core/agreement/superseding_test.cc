#include <gtest/gtest.h>

#include "core/agreement/document_set.h"
#include "core/agreement/identity_asked.h"
#include "tests/support/scheme.h"

namespace stile::agreement {
namespace {

using support::both;
using support::kCiw;
using support::kNow;
using support::kOfsted;
using support::kTestshire;
using support::Scheme;
using support::signatories_of;

// Two versions of one agreement; kOld and kNew are their places in the scheme.
constexpr std::size_t kOld = 0;
constexpr std::size_t kNew = 2;

Scheme two_versions() {
  Scheme scheme;
  scheme.agreements.push_back(scheme.agreements[kOld]);
  scheme.agreements[kNew].version = 2;
  return scheme;
}

std::optional<Reason> out_of_force(const Scheme& scheme, std::size_t version) {
  const auto found = scheme.document_set()->in_force(scheme.agreement_hash(version), kNow);
  if (found.ok()) return std::nullopt;
  return found.reason();
}

TEST(SupersedingTest, TheNewerVersionTakesThePlaceOfTheOlder) {
  const Scheme scheme = two_versions();
  EXPECT_EQ(out_of_force(scheme, kOld), Reason::kSuperseded);
  EXPECT_EQ(out_of_force(scheme, kNew), std::nullopt);
}

TEST(SupersedingTest, NotBeforeItsFirstDay) {
  Scheme scheme = two_versions();
  scheme.agreements[kNew].from = "2026-11-04";
  EXPECT_EQ(out_of_force(scheme, kOld), std::nullopt);
  EXPECT_EQ(out_of_force(scheme, kNew), Reason::kNotYetInForce);
}

TEST(SupersedingTest, TakesBothSides) {
  Scheme scheme = two_versions();
  scheme.agreements[kNew].signing.signers = signatories_of(kOfsted);
  EXPECT_EQ(out_of_force(scheme, kOld), std::nullopt);
  scheme.agreements[kNew].signing = {both(kTestshire, kOfsted)};
  scheme.agreements[kNew].signing.listed = false;
  EXPECT_EQ(out_of_force(scheme, kOld), std::nullopt);
}

TEST(SupersedingTest, StoppingTheNewerBringsNoOlderBack) {
  for (const char* kind : {"SUSPENDED", "ENDED"}) {
    Scheme scheme = two_versions();
    scheme.add_status(kind, "2026-11-02T09:00Z", signatories_of(kOfsted)).agreement =
        scheme.agreement_hash(kNew);
    EXPECT_EQ(out_of_force(scheme, kOld), Reason::kSuperseded) << kind;
    EXPECT_NE(out_of_force(scheme, kNew), std::nullopt) << kind;
  }
}

TEST(SupersedingTest, IsBetweenTheSamePartiesOnly) {
  Scheme scheme = two_versions();
  scheme.agreements[kNew].recipient = kCiw;
  scheme.agreements[kNew].signing.signers = both(kTestshire, kCiw);
  EXPECT_EQ(out_of_force(scheme, kOld), std::nullopt);
}

TEST(SupersedingTest, WhatWasAdmittedUnderTheOlderStaysGood) {
  const Scheme scheme = two_versions();
  EXPECT_TRUE(scheme.document_set()->was_in_force(scheme.agreement_hash(kOld), kNow).ok());
}

void end_before_now(Scheme& scheme) {
  scheme.agreements[kOld].review = "2026-11-01";
  scheme.agreements[kOld].until = "2026-11-02";
}

// asked_under_old() is why nobody may be asked any more about what was shared under the older.
std::optional<Reason> asked_under_old(const Scheme& scheme) {
  const auto agreed = check_still_agreed(scheme.agreement_hash(kOld), *scheme.document_set(), kNow);
  if (agreed.ok()) return std::nullopt;
  return agreed.reason();
}

TEST(SupersedingTest, WhatWasSharedUnderTheOlderMayStillBeAskedAbout) {
  Scheme scheme = two_versions();
  EXPECT_EQ(asked_under_old(scheme), std::nullopt);
  end_before_now(scheme);
  EXPECT_EQ(out_of_force(scheme, kOld), Reason::kEnded);
  EXPECT_EQ(asked_under_old(scheme), std::nullopt);
}

TEST(SupersedingTest, ButNotWhereTheNewerIsStopped) {
  for (const char* kind : {"SUSPENDED", "ENDED"}) {
    Scheme scheme = two_versions();
    scheme.add_status(kind, "2026-11-02T09:00Z", signatories_of(kOfsted)).agreement =
        scheme.agreement_hash(kNew);
    EXPECT_EQ(asked_under_old(scheme), Reason::kSuperseded) << kind;
  }
}

TEST(SupersedingTest, NorWhereTheOlderIsSuspended) {
  Scheme scheme = two_versions();
  scheme.add_status("SUSPENDED", "2026-11-02T09:00Z", signatories_of(kOfsted));
  EXPECT_EQ(asked_under_old(scheme), Reason::kSuspended);
}

TEST(SupersedingTest, NorWhereTheNewerIsBetweenOthersOrNotYetThere) {
  Scheme other = two_versions();
  end_before_now(other);
  other.agreements[kNew].recipient = kCiw;
  other.agreements[kNew].signing.signers = both(kTestshire, kCiw);
  EXPECT_EQ(asked_under_old(other), Reason::kEnded);

  Scheme later = two_versions();
  end_before_now(later);
  later.agreements[kNew].from = "2026-11-04";
  EXPECT_EQ(asked_under_old(later), Reason::kEnded);

  Scheme older = two_versions();
  older.agreements[kNew].version = 1;
  older.agreements[kOld].version = 2;
  end_before_now(older);
  EXPECT_EQ(asked_under_old(older), Reason::kEnded);
}

}  // namespace
}  // namespace stile::agreement
