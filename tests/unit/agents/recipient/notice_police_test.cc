// Police seconded to a youth justice service are told of alleged offences. Nothing tells them that
// there is anything else (X1): each answer is the same, byte for byte, with and without it.
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

constexpr char kAlleged[] = "host-alleged-call-out";
constexpr char kOther[] = "host-call-out";

class YjsFixture : public NoticeFixture {
 protected:
  explicit YjsFixture() : NoticeFixture(support::kOwnYjs) {}

  static record::Event victim(const std::string& reference, const std::string& child) {
    auto event = incident(reference, child);
    event.category = record::Category::kSafeguarding;
    event.child_role = record::ChildRole::kVictim;
    return event;
  }

  const Asker police_{"pc", true};
};

class NoticePoliceTest : public YjsFixture {
 protected:
  // answers() is all that police are told when they ask everything of these references.
  std::string answers(const std::vector<std::string>& references) {
    std::string all;
    const auto add = [&](ExitCode code) {
      all += std::to_string(static_cast<int>(code)) + " " + everything() + "\n";
    };
    for (const bool every : {false, true}) add(listed(police_, every));
    for (const std::string& reference : references) {
      add(opened(police_, reference));
      add(acknowledged(police_, reference));
      add(returned(police_, reference));
    }
    add(listed(police_, true));
    return all;
  }
};

class YjsTest : public YjsFixture {};

TEST_F(YjsTest, AWorkerSeesAllInOneListByTimeOfArrival) {
  const std::string missing_child = tell(missing(), "host-missing-episode");
  now_ += 60;
  const std::string alleged = tell(of_offence(incident("CAD-2", "N-2")), kAlleged);
  now_ += 60;
  const std::string hurt = tell(victim("CAD-3", "N-3"), kOther);
  ASSERT_EQ(listed(asker_), ExitCode::kOk);
  EXPECT_LT(said_.text().find(missing_child), said_.text().find(alleged));
  EXPECT_LT(said_.text().find(alleged), said_.text().find(hurt));
  opened(asker_, hurt);
  EXPECT_EQ(said_.text().find("alleged"), std::string::npos);
  EXPECT_FALSE(said("identity"));
  opened(asker_, missing_child);
  EXPECT_EQ(said_.text().find("alleged"), std::string::npos);
  opened(asker_, alleged);
  EXPECT_TRUE(said("Pryce-Jones"));
}

// The salt differs each time.
TEST_F(YjsTest, WhatCameTwiceIsReadOnce) {
  const std::string reference = tell(victim("CAD-3", "N-3"), kOther, 4);
  EXPECT_EQ(tell(victim("CAD-3", "N-3"), kOther, 4), reference);
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(words().size(), 2U);
  listed(asker_);
  EXPECT_TRUE(said("1 notifications"));
  EXPECT_TRUE(said("\"correction\":false"));
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(NoticePoliceTest, SeeWhatIsAboutAnAllegedOffence) {
  const std::string reference = tell(of_offence(), kAlleged);
  ASSERT_EQ(listed(police_), ExitCode::kOk);
  EXPECT_TRUE(said(reference));
  ASSERT_EQ(opened(police_, reference), ExitCode::kOk);
  EXPECT_TRUE(said("Pryce-Jones"));
  EXPECT_EQ(acknowledged(police_, reference), ExitCode::kOk);
}

// The same world twice, once with notices that police must not know of.
TEST(NoticePolice, AnswersAreTheSameWhateverElseThereIs) {
  class World : public NoticePoliceTest {
   public:
    void TestBody() override {}
    std::string run(bool with_others) {
      if (with_others) {
        tell(victim("CAD-2", "N-2"), kOther);
        tell(missing(), "host-missing-episode");
      }
      const auto mine = tell(of_offence(incident("CAD-7", "N-7")), kAlleged, 7);
      if (with_others) tell(victim("CAD-4", "N-4"), kOther);
      const auto hidden = reference_of(victim("CAD-2", "N-2"), kOther);
      return answers({mine, hidden});
    }
    std::string reference_of(const record::Event& event, const std::string& clause) {
      return crypto::crockford(notice(event, clause).rows.front().row.event_token);
    }
  };
  const std::string without = World().run(false);
  EXPECT_EQ(World().run(true), without);
  EXPECT_NE(without.find("no notification of that reference"), std::string::npos);
  EXPECT_EQ(without.find("consignment"), std::string::npos);
}

TEST_F(NoticePoliceTest, DoNotKnowOfAnEarlierRevisionThatAllegedNothing) {
  tell(victim("CAD-1", "N-1"), kOther, 5);
  const std::string reference = tell(of_offence(), kAlleged, 9);
  listed(police_);
  EXPECT_TRUE(said("\"correction\":false"));
  ASSERT_EQ(opened(police_, reference), ExitCode::kOk);
  EXPECT_FALSE(said("orrects"));
  EXPECT_EQ(words().size(), 1U);
  opened(asker_, reference);
  EXPECT_TRUE(said("Corrects"));
  EXPECT_EQ(words().size(), 2U);
}

TEST_F(NoticePoliceTest, SeeNoMoreOfWhatTurnsOutToAllegeNothing) {
  const std::string reference = tell(of_offence(), kAlleged, 5);
  ASSERT_EQ(opened(police_, reference), ExitCode::kOk);
  tell(victim("CAD-1", "N-1"), kOther, 9);
  EXPECT_EQ(opened(police_, reference), ExitCode::kUsage);
  EXPECT_TRUE(said("no notification of that reference"));
  listed(police_, true);
  EXPECT_EQ(everything(), "no notification waits for anybody here\n");
  EXPECT_EQ(opened(asker_, reference), ExitCode::kOk);
}

}  // namespace
}  // namespace stile::agent
