// Which notices an area authority may pass on, and that the force learns nothing of it.
#include "agents/recipient/opened_notice.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

using record::DisclosureState;

constexpr char kArea[] = "area-call-out";

record::Event of_nobody_knows_whom() {
  record::Event event = incident();
  event.placing_authority.reset();
  return event;
}

class NoticePassOnTest : public NoticeFixture {
 protected:
  NoticePassOnTest() : NoticeFixture(support::kOwnCouncil) {}

  std::string read_one(const NoticeLies& lies = {}) {
    consignment_ = notice(of_nobody_knows_whom(), kArea, 1, lies);
    const std::string reference = took(consignment_);
    opened(asker_, reference);
    return reference;
  }
  Error refused(const std::string& reference) {
    const auto may = inbox_->to_pass_on(asker_, reference);
    EXPECT_FALSE(may.ok());
    return may.ok() ? Error{Reason::kUsage, ""} : may.error();
  }
  void follow(record::ChangeReason why, std::uint64_t number) {
    const auto taken = take(support::following(consignment_, why, number));
    EXPECT_TRUE(taken.ok()) << taken.error().detail;
  }

  wire::Consignment consignment_;
};

TEST_F(NoticePassOnTest, GivesWhatWasToldWithTheChildsNameAndWritesItDown) {
  const std::string reference = read_one();
  const auto before = operations("consultation");
  const auto may = inbox_->to_pass_on(asker_, reference);
  ASSERT_TRUE(may.ok()) << may.error().detail;
  EXPECT_EQ(may->identity, tom());
  EXPECT_EQ(may->row.home, support::home(support::kHome));
  EXPECT_EQ(operations("consultation"), before + 1);
}

TEST_F(NoticePassOnTest, GivesTheNewestRevisionOnceSomebodyHasReadIt) {
  const std::string reference = read_one();
  auto later = of_nobody_knows_whom();
  later.child_role = record::ChildRole::kVictim;
  tell(later, kArea, 2);
  EXPECT_EQ(refused(reference).reason, Reason::kConflict);
  opened(asker_, reference);
  const auto may = inbox_->to_pass_on(asker_, reference);
  ASSERT_TRUE(may.ok()) << may.error().detail;
  EXPECT_EQ(may->row.child_role, record::ChildRole::kVictim);
}

// X1: the force is told what it would be told of any notice.
TEST_F(NoticePassOnTest, SaysNoWordToTheForce) {
  const std::string reference = read_one();
  const auto before = states();
  ASSERT_TRUE(inbox_->to_pass_on(asker_, reference).ok());
  EXPECT_EQ(states(), before);
  EXPECT_EQ(before, std::vector{DisclosureState::kOpened});
}

TEST_F(NoticePassOnTest, RefusesWhatNobodyHasRead) {
  const std::string reference = tell(of_nobody_knows_whom(), kArea);
  EXPECT_EQ(refused(reference).reason, Reason::kConflict);
  EXPECT_TRUE(states().empty());
}

TEST_F(NoticePassOnTest, RefusesWhatWasReturnedOrIsNotThere) {
  const std::string reference = read_one();
  returned(asker_, reference);
  EXPECT_EQ(refused(reference).reason, Reason::kNotFound);
  EXPECT_NE(refused(reference).detail.find("it was returned"), std::string::npos);
  EXPECT_EQ(refused("00000-00000-00000-00000-00000-0").reason, Reason::kNotFound);
}

TEST_F(NoticePassOnTest, RefusesWhatWasWithdrawnOrIsRestricted) {
  const std::string reference = read_one();
  follow(record::ChangeReason::kAccuracyContested, 2);
  EXPECT_NE(refused(reference).detail.find("restricted"), std::string::npos);
  follow(record::ChangeReason::kRecordedInError, 3);
  EXPECT_NE(refused(reference).detail.find("it was withdrawn"), std::string::npos);
}

TEST_F(NoticePassOnTest, RefusesAnIdentityThatIsNotProven) {
  const std::string reference =
      read_one({.bound = [](record::BoundIdentity& bound) { bound.binding.event[0] ^= 1; }});
  EXPECT_EQ(refused(reference).reason, Reason::kIntegrity);
}

class PlacedPassOnTest : public NoticeFixture {};

TEST_F(PlacedPassOnTest, RefusesWhatCameToTheAuthorityThatPlacedTheChild) {
  const std::string reference = tell(incident(), "placed-call-out");
  opened(asker_, reference);
  const auto may = inbox_->to_pass_on(asker_, reference);
  ASSERT_FALSE(may.ok());
  EXPECT_EQ(may.reason(), Reason::kNotRouted);
  EXPECT_NE(may.error().detail.find("placed-call-out"), std::string::npos);
}

}  // namespace
}  // namespace stile::agent
