#include "core/crypto/token.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "core/crypto/encoding.h"
#include "tests/unit/core/crypto/fixed_random.h"

namespace stile::crypto {
namespace {

constexpr SubjectScope kSubject = {"returns-test", "spiffe://test/regulator/one/agent",
                                   "ofsted:SC000001", "2026-Q4", "person-1"};
constexpr EventScope kEvent = {"returns-test", "spiffe://test/regulator/one/agent", "calls",
                               "ref-1", "child-1"};

TokenKey counting_key() {
  Bytes bytes;
  for (int i = 0; i < 32; ++i) bytes.push_back(static_cast<char>(i));
  return TokenKey::from_bytes(bytes).value();
}

// The expected values are those of another BLAKE2b: Python's hashlib.
TEST(SubjectTokenTest, IsTheKeyedHashOfItsParts) {
  EXPECT_EQ(hex(subject_token(counting_key(), kSubject)), "02ee0cd9ff01040389f8334ba874d811");
}

TEST(SubjectTokenTest, DiffersWhenAnyPartDoes) {
  const auto key = counting_key();
  std::array<SubjectScope, 5> others;
  others.fill(kSubject);
  others[0].agreement = "returns-other";
  others[1].recipient = "spiffe://test/regulator/two/agent";
  others[2].scope = "ofsted:SC000002";
  others[3].epoch = "2027-Q1";
  others[4].person = "person-2";
  std::set<Token> tokens{subject_token(key, kSubject)};
  for (const auto& other : others) tokens.insert(subject_token(key, other));
  EXPECT_EQ(tokens.size(), 6U);
}

TEST(SubjectTokenTest, DoesNotConfuseWhereOnePartEnds) {
  SubjectScope shifted = kSubject;
  shifted.epoch = "2026-Q4person";
  shifted.person = "-1";
  EXPECT_NE(subject_token(counting_key(), shifted), subject_token(counting_key(), kSubject));
}

TEST(SubjectTokenTest, DiffersUnderAnotherKey) {
  EXPECT_NE(subject_token(TokenKey::generate(fixed_random()), kSubject),
            subject_token(counting_key(), kSubject));
}

TEST(EventTokenTest, IsTheDayAndFourteenBytesOfTheKeyedHash) {
  EXPECT_EQ(hex(event_token(counting_key(), 20'000, kEvent)), "4e20e6c787305a55d5ef836142f9ac7c");
}

TEST(EventTokenTest, OrdersByDay) {
  const auto key = counting_key();
  EXPECT_LT(event_token(key, 255, kEvent), event_token(key, 256, kEvent));
  EXPECT_LT(event_token(key, 20'000, kEvent), event_token(key, 20'001, kEvent));
}

TEST(EventTokenTest, StaysInOrderBeyondTheDaysItCanHold) {
  const auto key = counting_key();
  EXPECT_EQ(event_token(key, -1, kEvent), event_token(key, 0, kEvent));
  EXPECT_EQ(event_token(key, 70'000, kEvent), event_token(key, 65'535, kEvent));
}

TEST(EventTokenTest, DiffersByRecipientAgreementAndChild) {
  const auto key = counting_key();
  std::array<EventScope, 5> others;
  others.fill(kEvent);
  others[0].agreement = "returns-other";
  others[1].recipient = "spiffe://test/regulator/two/agent";
  others[2].system = "missing";
  others[3].reference = "ref-2";
  others[4].child = "";
  std::set<Token> tokens{event_token(key, 20'000, kEvent)};
  for (const auto& other : others) tokens.insert(event_token(key, 20'000, other));
  EXPECT_EQ(tokens.size(), 6U);
}

TEST(EventTokenTest, IsNeverASubjectTokenOfTheSameParts) {
  const auto key = counting_key();
  const Token event = event_token(key, 0, {"a", "b", "c", "d", "e"});
  const Token subject = subject_token(key, {"a", "b", "c", "d", "e"});
  EXPECT_NE(view(event).substr(2), view(subject).substr(0, 14));
}

TEST(TokenKeyTest, ComesBackFromItsStoredBytes) {
  const auto key = TokenKey::generate(fixed_random());
  const auto again = TokenKey::from_bytes(key.bytes_for_storage(mint_secret_access())).value();
  EXPECT_EQ(subject_token(again, kSubject), subject_token(key, kSubject));
  EXPECT_EQ(TokenKey::from_bytes(Bytes(16, 'x')).reason(), Reason::kMalformed);
}

}  // namespace
}  // namespace stile::crypto
