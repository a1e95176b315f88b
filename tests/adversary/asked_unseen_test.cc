#include <gtest/gtest.h>

#include <algorithm>

#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"
#include "tests/support/enquiring.h"
#include "tests/support/notifying.h"

// X6: what anybody else hears while an inspector asks a force and is answered, and while nobody
// does: the same, to the byte, but for what SECURITY.md says under "What one agency can learn of
// another".
namespace stile::test {
namespace {

using support::kFarCouncil;  // placed the child of whom the answer tells
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

// The world of two forces and an authority, of which Ofsted may ask othershire.
support::Scheme asking_scheme() {
  support::Scheme scheme = scheme_of_two_forces();
  scheme.directory.agencies.push_back(support::notifying_scheme().agency(kFarCouncil));
  auto enquiries = support::enquiring_scheme().agreements.back();
  enquiries.signing = {support::both(kOthershire, kOfsted)};
  enquiries.id = "othershire-enquiries";
  enquiries.source = kOthershire;
  scheme.agreements.push_back(std::move(enquiries));
  return scheme;
}

bool tells(const Heard& heard, std::string_view what) {
  return std::ranges::any_of(heard, [&](const auto& line) { return line.find(what) != line.npos; });
}

class AskedUnseenTest : public ::testing::Test {
 protected:
  record::Question question(std::uint8_t enquiry) const {
    auto asked = support::question(support::enquiring_scheme());
    asked.enquiry = {enquiry};
    asked.to = support::agency(kOthershire);
    asked.agreement = scheme_.agreement_hash(scheme_.agreements.size() - 1);
    asked.home = support::home(support::kOthershireHome);
    return asked;
  }
  static Heard ask(Caller& caller, const record::Question& asked, const char* signer = kOfsted) {
    v1::AskRequest request;
    request.set_question(support::signed_question(asked, signer));
    request.set_salt(std::string(32, 's'));
    return caller.unary("/stile.v1.Exchange/Ask", request.SerializeAsString());
  }
  // answer() is othershire's `number`th, of a child that kFarCouncil placed.
  wire::Consignment answer(const record::Question& asked, std::uint64_t number) const {
    const support::SourceHand hand(scheme_.document_set(), support::answer(asked),
                                   support::signed_question(asked));
    return hand.consign(
        std::vector{support::call_out(support::kOthershireHome, "2026-10-10T20:15Z")}, number,
        of_othershire());
  }

  // asked() is one question that is answered and stored, and one that is refused.
  void asked(const TwoForces& world, std::uint8_t number) const {
    Caller ofsted(world.dial(kOfsted));
    Caller othershire(world.dial(kOthershire));
    ask(ofsted, question(number));
    EXPECT_TRUE(tells(othershire.submit({request_of(answer(question(number), number))}, 0, true),
                      "decision admitted"));
    EXPECT_EQ(Ofsted(world).store(1, kOthershire).size(), 1U);
    auto refused = question(number);
    refused.home = support::home("ofsted:SC999999");
    ask(ofsted, refused);
    EXPECT_TRUE(tells(othershire.leaves(), "decision asked"));
    EXPECT_TRUE(tells(othershire.leaves(), "UNKNOWN_HOME"));
  }

  // heard() is what testshire and the authority hear, beside what Ofsted asks between.
  Heard heard(bool asks) const {
    const TwoForces world(scheme_);
    Caller testshire(world.dial(kTestshire));
    Caller council(world.dial(kFarCouncil));
    Heard all;
    const auto note = [&](const Heard& more) { all.insert(all.end(), more.begin(), more.end()); };
    note(testshire.attach(hello()));
    if (asks) asked(world, 1);
    note(testshire.submit(own_));
    if (asks) asked(world, 2);
    for (Caller* third : {&testshire, &council}) {
      note(third->attach(hello()));
      note(third->leaves());
      note(third->sync());
      note(third->checkpoint());
    }
    return all;
  }

  const support::Scheme scheme_ = asking_scheme();
  const wire::Consignment own_ =
      support::SourceHand(scheme_.document_set(),
                          support::disclosure_to(kOfsted, scheme_.agreement_hash()))
          .consign(std::vector{support::call_out(support::kHome, "2026-10-10T20:15Z")});
};

TEST_F(AskedUnseenTest, AThirdAgencyHearsTheSameWhetherAnybodyAsksOrNot) {
  const Heard silent = heard(false);
  EXPECT_EQ(std::ranges::count(silent, "status 0 '' ''"), 10) << "a call was not answered";
  EXPECT_TRUE(tells(silent, "decision admitted"));
  EXPECT_EQ(heard(true), silent);
}

// A question names a home about to be inspected, and the force may never come for it.
TEST_F(AskedUnseenTest, TheGatewayForgetsAQuestionThatNobodyMayAnswerAnyMore) {
  TwoForces world(scheme_);
  Caller ofsted(world.dial(kOfsted));
  ask(ofsted, question(1));
  const auto waiting = [&] { return world.store().notes(kOthershire, 0, 10)->size(); };
  world.put_forward(record::kQuestionAgeSeconds);
  world.look();
  EXPECT_EQ(waiting(), 1U);
  world.put_forward(60);
  world.look();
  EXPECT_EQ(waiting(), 0U);
}

// A stranger to an agreement hears of it, and finds in its own leaves, what it does of none.
TEST_F(AskedUnseenTest, AStrangerLearnsNothingByAsking) {
  const auto asked_by_testshire = [&](const Hash& agreement) {
    const TwoForces world(scheme_);
    Caller testshire(world.dial(kTestshire));
    auto own = question(1);
    own.from = support::agency(kTestshire);
    own.agreement = agreement;
    Heard all = ask(testshire, own, kTestshire);
    EXPECT_EQ(std::ranges::count(all, "status 0 '' ''"), 1);
    const Heard leaves = testshire.leaves();
    EXPECT_TRUE(tells(leaves, "reason NO_AGREEMENT"));
    EXPECT_FALSE(tells(Caller(world.dial(kOthershire)).leaves(), "NO_AGREEMENT"));
    all.insert(all.end(), leaves.begin(), leaves.end());
    return all;
  };
  EXPECT_EQ(asked_by_testshire(question(1).agreement), asked_by_testshire(Hash{}));
}

}  // namespace
}  // namespace stile::test
