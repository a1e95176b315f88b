#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/record/identity.h"
#include "core/record/row.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"

namespace stile::record {
namespace {

Token token_of(std::uint8_t byte) {
  Token token{};
  token.fill(byte);
  return token;
}

IdentityBinding some_binding() {
  return {identity_row_hash(token_of(1), "fields"), token_of(2), crypto::sha256("agreement"),
          support::agency(support::kOfsted)};
}

Identity some_identity() {
  return {.surname = "Zzsecret", .date_of_birth = to_day({2012, 5, 7}), .police_reference = "7"};
}

Bytes sealed(const Identity& identity, const IdentityBinding& binding = some_binding(),
             std::string_view source = support::kTestshire) {
  return seal_identity({identity, binding}, support::signer_named(source),
                       support::sealing_key_named("ofsted").public_key())
      .value();
}

Result<Identity> opened(ByteView box, const IdentityBinding& expected = some_binding(),
                        std::string_view source = support::kTestshire) {
  STILE_TRY(Bytes plain, crypto::open(support::sealing_key_named("ofsted"), box));
  return open_identity(std::move(plain), support::signer_named(source).verifier(), expected);
}

// opened_plain() is what becomes of a plaintext that somebody sealed with other code than ours.
Result<Identity> opened_plain(Bytes plain) {
  return open_identity(std::move(plain), support::signer_named(support::kTestshire).verifier(),
                       some_binding());
}

Bytes padded_note(std::string_view text, const std::vector<std::string>& signers) {
  return crypto::pad(support::signed_by(signers, text), kIdentityPlainBytes);
}

std::string good_text() { return identity_text({some_identity(), some_binding()}); }

void expect_refused(const Result<Identity>& result, Reason reason) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.reason(), reason) << result.error().detail;
  EXPECT_EQ(result.error().detail.find("Zzsecret"), std::string::npos) << result.error().detail;
}

TEST(SealedIdentityTest, OpensForTheRowThatItWasSealedFor) {
  const auto identity = opened(sealed(some_identity()));
  ASSERT_TRUE(identity.ok()) << identity.error().detail;
  EXPECT_EQ(*identity, some_identity());
}

TEST(SealedIdentityTest, TheSourcesOwnCopyIsSealedToTheSource) {
  IdentityBinding binding = some_binding();
  binding.recipient = support::agency(support::kTestshire);
  const auto identity = opened(sealed(some_identity(), binding), binding);
  ASSERT_TRUE(identity.ok());
  EXPECT_EQ(*identity, some_identity());
  expect_refused(opened(sealed(some_identity(), binding)), Reason::kIntegrity);
}

TEST(SealedIdentityTest, EveryMemberOfItsBindingHasToBeTheRows) {
  const Bytes box = sealed(some_identity());
  const auto refused = [&](const std::function<void(IdentityBinding&)>& change,
                           std::string_view member) {
    IdentityBinding other = some_binding();
    change(other);
    const auto result = opened(box, other);
    expect_refused(result, Reason::kIntegrity);
    if (result.ok()) return;
    EXPECT_TRUE(result.error().detail.ends_with(member)) << result.error().detail;
    // And the other way about: bound to another, held against the right row.
    expect_refused(opened(sealed(some_identity(), other)), Reason::kIntegrity);
  };
  refused([](auto& b) { b.row = identity_row_hash(token_of(3), "fields"); }, "row");
  refused([](auto& b) { b.row = identity_row_hash(token_of(1), "fieldz"); }, "row");
  refused([](auto& b) { b.event[15] ^= 1; }, "event");
  refused([](auto& b) { b.agreement[0] ^= 0x80; }, "agreement");
  refused([](auto& b) { b.recipient = support::agency(support::kCiw); }, "recipient");
}

TEST(SealedIdentityTest, OneSealedToAnotherKeyStaysShut) {
  const auto box =
      seal_identity({some_identity(), some_binding()}, support::signer_named(support::kTestshire),
                    support::sealing_key_named("ciw").public_key());
  ASSERT_TRUE(box.ok());
  expect_refused(opened(*box), Reason::kBadSignature);
}

TEST(SealedIdentityTest, EveryAlteredBitIsNoticed) {
  const Bytes box = sealed(some_identity());
  for (std::size_t i = 0; i < box.size(); i += 61) {
    Bytes altered = box;
    altered[i] = static_cast<char>(altered[i] ^ 0x10);
    expect_refused(opened(altered), Reason::kBadSignature);
  }
}

TEST(SealedIdentityTest, TheSourceAloneSignsIt) {
  const std::string source(support::kTestshire);
  const std::string other(support::kOthershire);
  expect_refused(opened(sealed(some_identity(), some_binding(), other)), Reason::kBadSignature);
  expect_refused(opened_plain(padded_note(good_text(), {source, other})), Reason::kBadSignature);
  expect_refused(opened_plain(padded_note(good_text(), {other, source})), Reason::kBadSignature);
  ASSERT_TRUE(opened_plain(padded_note(good_text(), {source})).ok());
}

// A signature of the source's over something else, with an identity put in its place.
TEST(SealedIdentityTest, ASignatureIsOfThisTextOnly) {
  const std::string source(support::kTestshire);
  std::string note = support::signed_by({source}, good_text());
  note.replace(note.find("Zzsecret"), 8, "Zzsecres");
  expect_refused(opened_plain(crypto::pad(note, kIdentityPlainBytes)), Reason::kBadSignature);
  expect_refused(opened_plain(padded_note("stile-consignment/v1\n", {source})), Reason::kMalformed);
  expect_refused(opened_plain(padded_note(good_text() + "known-as -\n", {source})),
                 Reason::kMalformed);
}

TEST(SealedIdentityTest, ANameThatIsNoneIsRefusedThoughTheSourceSignedIt) {
  std::string text = good_text();
  text.replace(text.find("Zzsecret"), 8, "Zzsecret 2");
  expect_refused(opened_plain(padded_note(text, {support::kTestshire})), Reason::kMalformed);
}

TEST(SealedIdentityTest, ItHasOneLengthAndOnePadding) {
  const std::string note = support::signed_by({support::kTestshire}, good_text());
  expect_refused(opened_plain(note), Reason::kMalformed);
  expect_refused(opened_plain(crypto::pad(note, 1024)), Reason::kMalformed);
  expect_refused(opened_plain(crypto::pad(note, 2 * kIdentityPlainBytes)), Reason::kMalformed);
  Bytes padded = crypto::pad(note, kIdentityPlainBytes);
  padded.back() = 'x';
  expect_refused(opened_plain(padded), Reason::kMalformed);
  expect_refused(opened_plain(Bytes(kIdentityPlainBytes, '\0')), Reason::kMalformed);
  expect_refused(opened_plain({}), Reason::kMalformed);
  const std::string longest_name(2000, 'n');
  const std::string longer = support::signed_by({longest_name}, good_text());
  expect_refused(open_identity(crypto::pad(longer, kIdentityPlainBytes),
                               support::signer_named(longest_name).verifier(), some_binding()),
                 Reason::kMalformed);
}

TEST(SealIdentityTest, RefusesWhatNobodyWouldAccept) {
  const auto refused = [](const Identity& identity) {
    return seal_identity({identity, some_binding()}, support::signer_named(support::kTestshire),
                         support::sealing_key_named("ofsted").public_key())
        .reason();
  };
  EXPECT_EQ(refused({}), Reason::kMissingField);
  EXPECT_EQ(refused({.known_as = "A"}), Reason::kMissingField);
  EXPECT_EQ(refused({.surname = "A1"}), Reason::kMalformed);
  EXPECT_EQ(refused({.surname = "A\nevent 1"}), Reason::kMalformed);
}

TEST(SealIdentityTest, RefusesASealingKeyOfSmallOrder) {
  EXPECT_EQ(seal_identity({some_identity(), some_binding()},
                          support::signer_named(support::kTestshire), {})
                .reason(),
            Reason::kMalformed);
}

TEST(SealIdentityTest, TheLongestIdentityOfTheLongestAgenciesFits) {
  const std::string domain(255, 'd');
  const std::string code(32, 'c');
  const std::string source = "spiffe://" + domain + "/regulator/" + code + "/agent";
  std::string name;
  for (int i = 0; i < 64; ++i) name += "\U0001e900";
  const std::string reference(40, 'r');
  const Identity longest{name, name, name, to_day({2012, 12, 31}), reference, reference, reference};
  IdentityBinding binding = some_binding();
  binding.recipient = support::agency("spiffe://" + domain + "/authority/" + code + "/agent");
  const Bytes box = sealed(longest, binding, source);
  EXPECT_EQ(box.size(), limits::kSealedIdentityBytes);
  const auto identity = opened(box, binding, source);
  ASSERT_TRUE(identity.ok()) << identity.error().detail;
  EXPECT_EQ(*identity, longest);
  // A key name that is no agency's can be longer than there is room.
  EXPECT_EQ(seal_identity({longest, binding}, support::signer_named(std::string(600, 'n')),
                          support::sealing_key_named("ofsted").public_key())
                .reason(),
            Reason::kTooLarge);
}

// RandomIdentity draws parts of every length, absent ones too.
class RandomIdentity {
 public:
  Identity next() {
    Identity made{name(), name(), name(), {}, reference(), reference(), reference()};
    if (chance(2)) made.date_of_birth = to_day({2005, 1, 1}) + static_cast<Day>(up_to(6000));
    return made;
  }

 private:
  std::size_t up_to(std::size_t most) { return engine_() % (most + 1); }
  bool chance(std::size_t of) { return up_to(of - 1) == 0; }
  std::string name() {
    static const std::vector<std::string> kLetters = {
        "a", "Z", "\u0175", "\u0176", "w\u0302", "-a", "'b", " c", ".d", "\u5f20", "\U0001e900"};
    std::string text;
    if (chance(4)) return text;
    text = "Z";
    for (std::size_t n = up_to(31); n > 0; --n) text += kLetters[up_to(kLetters.size() - 1)];
    return text;
  }
  std::string reference() {
    return chance(4) ? std::string()
                     : std::string(1 + up_to(39), static_cast<char>('0' + up_to(9)));
  }
  std::mt19937_64 engine_{20261003};
};

TEST(SealIdentityTest, EveryIdentityHasTheSameLength) {
  RandomIdentity random;
  int sealed_ones = 0;
  for (int i = 0; i < 500; ++i) {
    const Identity identity = random.next();
    if (!check_identity(identity).ok()) {
      EXPECT_EQ(check_identity(identity).error().reason, Reason::kMissingField);
      continue;
    }
    ++sealed_ones;
    const Bytes box = sealed(identity);
    ASSERT_EQ(box.size(), limits::kSealedIdentityBytes);
    const auto read = opened(box);
    ASSERT_TRUE(read.ok()) << read.error().detail;
    ASSERT_EQ(*read, identity);
  }
  EXPECT_GT(sealed_ones, 400);
}

}  // namespace
}  // namespace stile::record
