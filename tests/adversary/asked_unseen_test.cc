#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "core/base/limits.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"
#include "tests/support/enquiring.h"
#include "tests/support/notifying.h"

// X6: what anybody else hears while an inspector asks a force and is answered, and while nobody
// does: the same, to the byte, but for what SECURITY.md says under "What one agency can learn of
// another".
namespace stile::test {
namespace {

using support::kCiw;
using support::kFarCouncil;  // placed the child of whom the answer tells
using support::kFarYjs;
using support::kOfsted;
using support::kOthershire;
using support::kTestshire;
// In whose area the home is.
constexpr char kHomesCouncil[] = "spiffe://stile.example/authority/E10000092/agent";

support::AgreementDraft enquiries(const char* id, const char* source, const char* recipient) {
  auto draft = support::enquiring_scheme().agreements.back();
  draft.signing = {support::both(source, recipient)};
  draft.id = id;
  draft.source = source;
  draft.recipient = recipient;
  return draft;
}

// The world of two forces, of which Ofsted may ask othershire and CIW testshire, and whom testshire
// notifies.
support::Scheme asking_scheme() {
  support::Scheme scheme = scheme_of_two_forces();
  support::Scheme notifying = support::notifying_scheme();
  for (const char* id : {kFarCouncil, kFarYjs}) {
    scheme.directory.agencies.push_back(notifying.agency(id));
    const auto found =
        std::ranges::find(notifying.agreements, id, &support::AgreementDraft::recipient);
    scheme.agreements.push_back(*found);
    scheme.sealing_keys.push_back({{{id}}, id, id, "2026-10-20T00:00Z", "2026-11-19T00:00Z"});
  }
  auto council = notifying.agency(kFarCouncil);
  council.id = council.name = council.signing_key = kHomesCouncil;
  council.signatories = support::signatories_of(kHomesCouncil);
  council.areas = {support::kAdjoiningAuthority};
  scheme.directory.agencies.push_back(std::move(council));
  scheme.agreements.push_back(enquiries("testshire-ciw-enquiries", kTestshire, kCiw));
  scheme.agreements.push_back(enquiries("othershire-enquiries", kOthershire, kOfsted));
  return scheme;
}

// alleged() is testshire's to a youth justice service, of a child who is alleged to have done
// something.
wire::Consignment alleged(const support::Scheme& scheme) {
  auto event = support::call_out(support::kHome, "2026-11-03T08:15Z");
  event.child_role = record::ChildRole::kAlleged;
  const support::SourceHand hand(
      scheme.document_set(), support::notification_to(scheme, kFarYjs, "home-alleged-call-out"));
  const support::Lies sealed{.row = [](std::size_t, support::RowInHand& row) {
    row.sealed_identity = Bytes(limits::kSealedIdentityBytes, 's');
  }};
  return hand.consign(std::vector{event}, 1, sealed);
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
  // own_question() is CIW's of testshire, which nobody else has to do with.
  record::Question own_question() const {
    auto asked = question(9);
    asked.from = support::agency(kCiw);
    asked.to = support::agency(kTestshire);
    asked.agreement = scheme_.agreement_hash(scheme_.agreements.size() - 2);
    asked.home = support::home(support::kWelshHome);
    return asked;
  }
  static Heard ask(Caller& caller, const record::Question& asked, const char* signer = kOfsted) {
    return caller.ask(support::signed_question(asked, signer));
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

  // everything() is whatever else an agency may call, of all that is there.
  static Heard everything(Caller& third, std::size_t given) {
    Heard all = third.attach(hello(), 0, {}, given);
    for (const Heard& more :
         {third.leaves(), third.sync(), third.checkpoint(), third.inclusion(0, 1),
          third.consistency(1, 2), third.tile(0, 0, 1), third.unary("/grpc.health.v1.Health/Check"),
          third.unary("/stile.v1.Exchange/Look")}) {
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  // heard() is what all others hear, who hold their streams while Ofsted asks and is answered, if
  // it does. Testshire sends its own to each of them, and CIW asks it, between.
  Heard heard(bool asks) const {
    const TwoForces world(scheme_);
    const auto caller = [&](const char* agency) { return Caller(world.dial(agency), agency); };
    Caller testshire = caller(kTestshire);
    Caller ciw = caller(kCiw);
    Caller council = caller(kFarCouncil);
    Caller yjs = caller(kFarYjs);
    Caller homes_council = caller(kHomesCouncil);
    Heard all;
    const auto note = [&](const Heard& more) { all.insert(all.end(), more.begin(), more.end()); };
    const auto held = [](Caller& third) {
      return std::async(std::launch::async, [&third] { return third.attach(hello(), 0, {}, 1); });
    };
    auto by_ciw = held(ciw);
    auto by_council = held(council);
    auto by_yjs = held(yjs);
    note(testshire.attach(hello()));
    note(homes_council.attach(hello()));
    if (asks) asked(world, 1);
    note(testshire.submit(own_));
    note(testshire.submit(to_ciw_));
    for (const auto& told : {to_council_, to_yjs_}) {
      note(testshire.submit({request_of(told)}, 0, true));
    }
    note(by_ciw.get());
    note(by_council.get());
    note(by_yjs.get());
    if (asks) asked(world, 2);
    note(ask(ciw, own_question(), kCiw));
    // What is not stored comes again.
    for (Caller* third : {&testshire, &ciw, &council, &yjs}) note(everything(*third, 1));
    note(everything(homes_council, 0));
    return all;
  }

  const support::Scheme scheme_ = asking_scheme();
  const wire::Consignment own_ =
      support::SourceHand(scheme_.document_set(),
                          support::disclosure_to(kOfsted, scheme_.agreement_hash()))
          .consign(std::vector{support::call_out(support::kHome, "2026-10-10T20:15Z")});
  const wire::Consignment to_ciw_ =
      support::SourceHand(scheme_.document_set(),
                          support::disclosure_to(kCiw, scheme_.agreement_hash(1)))
          .consign(std::vector{support::call_out(support::kWelshHome, "2026-10-10T20:15Z")});
  const wire::Consignment to_council_ = support::notification(scheme_);
  const wire::Consignment to_yjs_ = alleged(scheme_);
};

// Of another force, of the other country's regulator, of the authority that placed the child of
// whom the answer tells, of the one in whose area the home is, and of a youth justice service, each
// with a certificate, agreements, questions and parcels of its own: all that it hears on every call
// that there is, while it is asked and afterwards, to the byte. What is left is what follows from
// the tree (how large it is and where in it one's own leaves stand, with tiles, proofs, signatures
// and times): SECURITY.md.
TEST_F(AskedUnseenTest, AThirdAgencyHearsTheSameWhetherAnybodyAsksOrNot) {
  const Heard silent = heard(false);
  EXPECT_EQ(std::ranges::count(silent, "status 0 '' ''"), 10 + 5 * 8) << "a call was not answered";
  EXPECT_EQ(std::ranges::count_if(
                silent, [](const auto& line) { return line.find(" bytes: ") != line.npos; }),
            6)
      << "a parcel was not opened";
  EXPECT_TRUE(tells(silent, "decision admitted"));
  EXPECT_TRUE(tells(silent, "decision asked"));
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
