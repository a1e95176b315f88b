#include "agents/handing/handing.h"

#include <gtest/gtest.h>

#include <array>

#include "core/crypto/encoding.h"
#include "tests/unit/agents/handing/hand_fixture.h"

namespace stile::agent {
namespace {

constexpr std::array kKinds{Handing::Kind::kNotification, Handing::Kind::kOverdue,
                            Handing::Kind::kCorrected,    Handing::Kind::kWithdrawn,
                            Handing::Kind::kControlRoom,  Handing::Kind::kExercise};

TEST(HandingTest, TakesEveryReferenceThatStileWrites) {
  Token token{};
  for (int i = 0; i < 512; ++i) {
    token[static_cast<std::size_t>(i) % token.size()] = static_cast<std::uint8_t>(i * 37);
    Handing one = handing();
    one.id = crypto::crockford(token);
    EXPECT_TRUE(check(one).ok()) << one.id;
  }
}

TEST(HandingTest, TakesNoOtherTextForAReference) {
  for (const char* id :
       {"", "x", "0024h-36H2N-CSVRH-6DAQF-6DVVQ-Z", "8024H-36H2N-CSVRH-6DAQF-6DVVQ-Z",
        "0024H-36H2N-CSVRH-6DAQF-6DVVQ-U", "0024H-36H2N-CSVRH-6DAQF-6DVVQZ-",
        "0024H-36H2N-CSVRH-6DAQF-6DVVQ-ZZ", "../..-36H2N-CSVRH-6DAQF-6DVVQ-Z",
        "0024H-36H2N-CSVRH-6DAQF-6DVVQ-\n", "0024H/36H2N-CSVRH-6DAQF-6DVVQ-Z"}) {
    Handing one = handing();
    one.id = id;
    EXPECT_EQ(check(one).reason(), Reason::kMalformed) << id;
  }
}

TEST(HandingTest, IsKnownAgainByItsName) {
  for (const auto kind : kKinds) {
    const HandingName named{kId, kind};
    const auto parsed = HandingName::parse(named.text());
    ASSERT_TRUE(parsed.has_value()) << named.text();
    EXPECT_EQ(parsed->id, kId);
    EXPECT_EQ(parsed->kind, kind);
  }
}

TEST(HandingTest, IsNotKnownByAnyOtherName) {
  const std::string id(kId);
  for (const std::string& text :
       {std::string(), id, id + "-", id + "-notice", id + "-notification ", id + "_notification",
        " " + id + "-notification", "../" + id + "-notification", id + "-../notification"}) {
    EXPECT_FALSE(HandingName::parse(text).has_value()) << text;
  }
}

TEST(HandingTest, SaysWhoIsToBeToldAndNothingElse) {
  EXPECT_EQ(json_of(handing(Handing::Kind::kControlRoom)),
            R"({"id":"0024H-36H2N-CSVRH-6DAQF-6DVVQ-Z","kind":"control-room","contact":"duty",)"
            R"("mailbox":"duty@authority.example","telephone":"01632 960001",)"
            R"("time":"2026-11-03T09:00:00Z"})");
}

TEST(HandingTest, StaysOneLineWhateverTheContactIs) {
  Handing one = handing();
  one.to.telephone = "1\"\n{}\\";
  EXPECT_NE(json_of(one).find(R"("telephone":"1\"\u000a{}\\")"), std::string::npos);
  EXPECT_EQ(json_of(one).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
