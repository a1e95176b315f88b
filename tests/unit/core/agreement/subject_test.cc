#include <gtest/gtest.h>

#include <array>
#include <set>

#include "core/agreement/evaluate.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

// One child, as its tokens let it be seen: linkable within one home and one quarter of one
// recipient, and nowhere else.
namespace stile::agreement {
namespace {

using support::call_out;
using support::kHome;
using support::kOfsted;
using support::Scheme;
using support::SourceHand;

// The force's hand after a month, with a directory of the days in which it sends.
SourceHand hand_of(const Month& month, const char* recipient = kOfsted, std::size_t agreement = 0) {
  const Scheme scheme;
  auto what = support::disclosure_to(recipient, scheme.agreement_hash(agreement));
  what.occasion.month = month;
  return SourceHand(scheme.document_set(), what);
}

Token token(const char* home, const char* minute, const char* child = "N-1") {
  const auto record = call_out(home, minute, "CAD-1", child);
  return hand_of(month_of(local_day(record.time))).subject_token(record);
}

TEST(SubjectTest, FiveCallOutsOfOneChildHomeAndQuarterAreOneSubject) {
  constexpr std::array kMinutes = {"2026-07-01T00:00Z", "2026-07-19T21:40Z", "2026-08-02T03:10Z",
                                   "2026-09-12T15:00Z", "2026-09-30T22:59Z"};
  std::set<Token> tokens;
  for (const auto* minute : kMinutes) tokens.insert(token(kHome, minute));
  EXPECT_EQ(tokens.size(), 1U);
}

TEST(SubjectTest, AnotherChildHomeOrQuarterIsAnother) {
  const auto one = token(kHome, "2026-09-30T22:59Z");
  EXPECT_NE(one, token(kHome, "2026-09-30T22:59Z", "N-2"));
  EXPECT_NE(one, token(support::kSecondHome, "2026-09-30T22:59Z"));
  EXPECT_NE(one, token(kHome, "2026-06-30T22:59Z"));
}

TEST(SubjectTest, TheQuarterTurnsAtLocalMidnight) {
  EXPECT_NE(token(kHome, "2026-09-30T22:59Z"), token(kHome, "2026-09-30T23:00Z"));
  EXPECT_EQ(token(kHome, "2026-09-30T23:00Z"), token(kHome, "2026-10-31T23:00Z"));
}

TEST(SubjectTest, ScopeAndEpochAreHomeAndQuarter) {
  const auto record = call_out(kHome, "2026-10-10T20:15Z");
  const auto documents = Scheme().document_set();
  const auto what = support::disclosure_to(kOfsted, Scheme().agreement_hash());
  const auto grant =
      Evaluation::begin(*documents, what, support::kNow)->of(record::envelope_of(record)).value();
  EXPECT_EQ(subject_scope(grant, record.origin), kHome);
  EXPECT_EQ(subject_epoch(grant), "2026-Q4");
}

TEST(SubjectTest, AnotherRecipientIsAnother) {
  // A home cannot have two regulators: the same person is looked at in a home of each.
  const auto english = call_out(kHome, "2026-10-10T20:15Z");
  const auto welsh = call_out(support::kWelshHome, "2026-10-10T20:15Z");
  EXPECT_NE(hand_of(support::kMonth).subject_token(english),
            hand_of(support::kMonth, support::kCiw, 1).subject_token(welsh));
}

TEST(SubjectTest, AnotherAgreementIsAnother) {
  const auto record = call_out(kHome, "2026-10-10T20:15Z");
  Scheme scheme;
  scheme.agreement().id = "testshire-ofsted-two";
  const SourceHand other(scheme.document_set(),
                         support::disclosure_to(kOfsted, scheme.agreement_hash()));
  EXPECT_NE(other.subject_token(record), hand_of(support::kMonth).subject_token(record));
}

TEST(SubjectTest, AnEventKeepsItsReferenceAndNoSalt) {
  const std::array records{call_out(kHome, "2026-10-10T20:15Z")};
  const auto hand = hand_of(support::kMonth);
  const auto one = hand.consign(records, 1);
  const auto two = hand.consign(records, 2);
  EXPECT_NE(one.salt, two.salt);
  EXPECT_NE(one.rows.front().row.salt, two.rows.front().row.salt);
  EXPECT_EQ(one.rows.front().row.event_token, two.rows.front().row.event_token);
}

}  // namespace
}  // namespace stile::agreement
