#include "core/record/identity.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>

#include "core/crypto/digest.h"
#include "tests/support/scheme.h"

namespace stile::record {
namespace {

BoundIdentity whole() {
  IdentityBinding binding{
      crypto::sha256("row"), {}, crypto::sha256("agreement"), support::agency(support::kOfsted)};
  binding.event.fill(0xab);
  return {{"Tywyll-\u0174ynne", "Zz\u00e9 O'Invented", "Q.", to_day({2012, 5, 7}), "TS/1021",
           "PAC-7", "E9"},
          binding};
}

TEST(IdentityTextTest, IsItsGrammar) {
  EXPECT_EQ(identity_text(whole()),
            "stile-identity/v1\n"
            "row 634768dae1474506e4bf7d341890542b09987d7e6aea5d446c02e37581a56954\n"
            "event abababababababababababababababab\n"
            "agreement 46a81739c6ee7c1d5ed084e7de843a7ed79435cd445513e4dd5c4e5ac395fb4b\n"
            "to spiffe://stile.example/regulator/ofsted/agent\n"
            "surname Tywyll-\u0174ynne\n"
            "forenames Zz\u00e9 O'Invented\n"
            "known-as Q.\n"
            "date-of-birth 2012-05-07\n"
            "police-reference TS/1021\n"
            "pac-mash-reference PAC-7\n"
            "authority-reference E9\n");
}

TEST(IdentityTextTest, ReadsBackWhateverIsAbsent) {
  const std::array<std::function<void(Identity&)>, 7> absences = {
      [](Identity& i) { i.surname.clear(); },
      [](Identity& i) { i.forenames.clear(); },
      [](Identity& i) { i.known_as.clear(); },
      [](Identity& i) { i.date_of_birth.reset(); },
      [](Identity& i) { i.police_reference.clear(); },
      [](Identity& i) { i.pac_mash_reference.clear(); },
      [](Identity& i) { i.authority_reference.clear(); }};
  for (unsigned absent = 0; absent < 1U << absences.size(); ++absent) {
    BoundIdentity bound = whole();
    for (std::size_t i = 0; i < absences.size(); ++i) {
      if ((absent >> i & 1U) != 0) absences[i](bound.identity);
    }
    const auto read = parse_identity(identity_text(bound));
    const auto& it = bound.identity;
    const bool known = !it.surname.empty() || !it.forenames.empty() ||
                       !it.police_reference.empty() || !it.pac_mash_reference.empty() ||
                       !it.authority_reference.empty();
    if (known) {
      ASSERT_TRUE(read.ok()) << absent << ": " << read.error().detail;
      EXPECT_EQ(*read, bound) << absent;
    } else {
      EXPECT_EQ(read.reason(), Reason::kMissingField) << absent;
      EXPECT_EQ(check_identity(bound.identity).error().reason, Reason::kMissingField) << absent;
    }
  }
}

TEST(IdentityTextTest, EveryAlteredOrMissingByteIsNoticed) {
  const std::string good = identity_text(whole());
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char other : {'\n', ' ', '-', '0', '\0', '\xff'}) {
      std::string altered = good;
      altered[i] = other;
      const auto read = parse_identity(altered);
      if (altered == good || !read.ok()) continue;
      EXPECT_EQ(identity_text(*read), altered) << i;
      EXPECT_NE(*read, whole()) << i;
    }
    EXPECT_FALSE(parse_identity(good.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(parse_identity(good + "\n").ok());
  EXPECT_FALSE(parse_identity(good + "surname -\n").ok());
}

std::string with_line(std::string_view from, std::string_view to) {
  std::string text = identity_text(whole());
  const auto at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(IdentityTextTest, AnotherWayToWriteTheSameIsRefused) {
  EXPECT_FALSE(parse_identity(with_line("row ", "row  ")).ok());
  EXPECT_FALSE(parse_identity(with_line("abab", "ABAB")).ok());
  const auto empty = parse_identity(with_line("known-as Q.\n", "known-as \n"));
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.reason(), Reason::kNotCanonical);
  EXPECT_FALSE(parse_identity(with_line("2012-05-07", "2012-5-7")).ok());
  EXPECT_FALSE(parse_identity(with_line("2012-05-07", "2012-02-31")).ok());
  EXPECT_FALSE(parse_identity(with_line("stile-identity/v1", "stile-identity/v2")).ok());
  EXPECT_FALSE(parse_identity(with_line("known-as Q.\n", "")).ok());
  EXPECT_FALSE(parse_identity(with_line("known-as Q.\n", "known-as Q.\nknown-as Q.\n")).ok());
}

TEST(NameTest, HasLettersOfAnyScript) {
  for (const std::string_view name : {"A",
                                      "\u0175",
                                      "w\u0302yn",
                                      "\u0176-\u0174",
                                      "d'Invented",
                                      "D\u2019Arth",
                                      "'t Hof",
                                      "St. X",
                                      "\u0141\u00f3\u0142",
                                      "\u0394\u03ad\u03bd",
                                      "\u0416\u0438",
                                      "\u05d0\u05d1",
                                      "\u0645\u064f",
                                      "\u0906\u0928\u093f",
                                      "\u0e01\u0e34",
                                      "\u5f20\u4e09",
                                      "\u30a2\u30fc",
                                      "\ud55c\uae00",
                                      "\U0001e900\U0001e922",
                                      "\U00020000",
                                      "de la A",
                                      "a-b c.d"}) {
    EXPECT_TRUE(is_name(name)) << name;
  }
}

TEST(NameTest, HasNoDigitSignOrControlCharacter) {
  for (const std::string_view name :
       {"",         " ",          "-",       ".",          "' -",
        "A1",       "1",          "\u0661",  "A\u0967",    "A\uff11",
        "\u00b2",   "\u2460",     "\u2167",  "\U0001d7d8", "A\nB",
        "A\r",      "\tA",        "A\x7f",   "A\x01",      "A\u0085",
        "A\u00a0B", "A\u2028",    "A\u200b", "A\u202e",    "A\ufeff",
        "\u115f",   "A\ufe0f",    "A\u00ad", " A",         "A ",
        "A_B",      "A,B",        "A/B",     "A(B)",       "A\"",
        "<b>",      "A@b",        "A+B",     "A=B",        "A\u00d7",
        "A\u00f7",  "\U0001f600", "\ue000",  "A\xc3",      "\xed\xa0\x80",
        "\xc1\x81"}) {
    EXPECT_FALSE(is_name(name)) << testing::PrintToString(name);
  }
  EXPECT_FALSE(is_name(std::string_view("A\0B", 3)));
}

TEST(NameTest, HasAtMost64Characters) {
  std::string widest;
  for (int i = 0; i < 64; ++i) widest += "\U0001e900";
  EXPECT_TRUE(is_name(widest));
  EXPECT_FALSE(is_name(widest + "a"));
  EXPECT_TRUE(is_name(std::string(64, 'a')));
  EXPECT_FALSE(is_name(std::string(65, 'a')));
}

TEST(IdentityReferenceTest, IsVisibleAsciiOfAtMost40) {
  for (const std::string_view reference : {"1", "TS/1021", "--", "~!", "A-1"}) {
    EXPECT_TRUE(is_identity_reference(reference)) << reference;
  }
  EXPECT_TRUE(is_identity_reference(std::string(40, '9')));
  for (const std::string_view reference :
       {"", "-", "A 1", " A", "A\n", "A\t", "\u0175", "A\x7f", "\x80"}) {
    EXPECT_FALSE(is_identity_reference(reference)) << testing::PrintToString(reference);
  }
  EXPECT_FALSE(is_identity_reference(std::string(41, '9')));
}

// What a source that means harm would have to get past: a part that is several lines.
TEST(CheckIdentityTest, NamesThePartAndNeverWhatItSays) {
  struct Case {
    std::string_view part;
    std::string Identity::*text;
  };
  const std::array cases = {Case{"surname", &Identity::surname},
                            Case{"forenames", &Identity::forenames},
                            Case{"known-as", &Identity::known_as},
                            Case{"police-reference", &Identity::police_reference},
                            Case{"pac-mash-reference", &Identity::pac_mash_reference},
                            Case{"authority-reference", &Identity::authority_reference}};
  for (const auto& [part, text] : cases) {
    BoundIdentity bound = whole();
    bound.identity.*text = "Zzsecret\nauthority-reference 7";
    const Status checked = check_identity(bound.identity);
    ASSERT_FALSE(checked.ok()) << part;
    EXPECT_EQ(checked.error().reason, Reason::kMalformed);
    EXPECT_NE(checked.error().detail.find(part), std::string::npos) << checked.error().detail;
    EXPECT_EQ(checked.error().detail.find("Zzsecret"), std::string::npos);
    const auto read = parse_identity(identity_text(bound));
    ASSERT_FALSE(read.ok()) << part;
    EXPECT_EQ(read.error().detail.find("Zzsecret"), std::string::npos);
  }
}

TEST(CheckIdentityTest, ADateOfBirthIsOfThisOrTheLastCentury) {
  const auto born = [](int year, int month, int day) {
    Identity identity{.surname = "A"};
    identity.date_of_birth = to_day({year, month, day});
    return check_identity(identity).ok();
  };
  EXPECT_TRUE(born(1900, 1, 1));
  EXPECT_TRUE(born(2099, 12, 31));
  EXPECT_FALSE(born(1899, 12, 31));
  EXPECT_FALSE(born(2100, 1, 1));
}

TEST(WipeTest, LeavesAnIdentityEmpty) {
  Identity identity = whole().identity;
  wipe(identity);
  EXPECT_EQ(identity, Identity{});
}

}  // namespace
}  // namespace stile::record
