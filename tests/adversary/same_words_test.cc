#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "core/base/limits.h"
#include "tests/adversary/busy_force.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

// What a force hears while another is silent, and while it is busy: the same, to the byte, but
// for what SECURITY.md says under "What one agency can learn of another".
namespace stile::test {
namespace {

using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

constexpr std::uint64_t kNowhere = std::uint64_t{1} << 40;
constexpr std::uint64_t kProbes = 64;

// Said is all that testshire sends, made once: both times it says the same bytes.
struct Said {
  std::map<std::uint64_t, wire::Consignment> good;  // by number
  wire::Consignment other_bytes;                    // under a number that is taken
  wire::Consignment ahead;                          // a number too high
  std::vector<wire::Consignment> refused;
  wire::Consignment badly_signed;
};

std::vector<record::Event> records(const std::string& word, std::size_t count = 3) {
  std::vector<record::Event> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(support::call_out(support::kHome, "2026-10-10T20:15Z", word + std::to_string(i)));
  }
  return all;
}

Said said_by_testshire() {
  const support::Scheme scheme = scheme_of_two_forces();
  const support::SourceHand hand(scheme.document_set(),
                                 support::disclosure_to(kOfsted, scheme.agreement_hash()));
  Said said;
  for (std::uint64_t number = 1; number <= 4; ++number) {
    said.good[number] = hand.consign(records(std::to_string(number) + "-"), number);
  }
  said.other_bytes = hand.consign(records("others-"), 1);
  said.ahead = hand.consign(records("ahead-"), 9);
  const std::vector<support::Lies> lies = {citing(scheme.agreement_hash(kOthersAgreement)),
                                           citing(scheme.agreement_hash(kOthersSuspended)),
                                           citing(scheme.agreement_hash(kOthersTurnedAway)),
                                           citing(Hash{}),
                                           claiming_to_be(kOthershire),
                                           naming_recipient(kOthershire),
                                           naming_recipient(support::kCiw),
                                           of_home(support::kOthershireHome),
                                           of_home("ofsted:SC999999"),
                                           of_contact("othershire-data"),
                                           of_contact("nobody")};
  for (const auto& lie : lies) said.refused.push_back(hand.consign(records("lie-"), 1, lie));
  said.badly_signed = hand.consign(records("lie-"), 1, {.signer = kOthershire});
  return said;
}

// Session is testshire going through all it can ask, in the same order every time.
class Session {
 public:
  using Meanwhile = std::function<void()>;

  Session(const TwoForces& world, const Said& said, Meanwhile meanwhile)
      : world_(world),
        said_(said),
        caller_(world.dial(kTestshire)),
        ofsted_(world),
        meanwhile_(std::move(meanwhile)) {}

  // first_half() ends with nothing of its own on its way.
  void first_half() {
    ask_what_anybody_may();
    meanwhile();
    send();
    meanwhile();
    probe();
    be_told_it_was_stored(2);
    meanwhile();
    be_refused();
  }
  void second_half() {
    note("third", caller_.submit(said_.good.at(3)));
    meanwhile();
    note("fourth", caller_.submit(said_.good.at(4)));
    be_told_it_was_stored(2);
    note("leaves at last", caller_.leaves());
    note("welcome at last", caller_.attach(hello()));
  }

  const Heard& heard() const { return heard_; }

 private:
  void note(const std::string& step, const Heard& heard) {
    for (const auto& line : heard) heard_.push_back(step + ": " + line);
  }

  void meanwhile() {
    if (meanwhile_) meanwhile_();
  }

  void ask_what_anybody_may() {
    note("health", caller_.unary("/grpc.health.v1.Health/Check"));
    note("health of a service", caller_.unary("/grpc.health.v1.Health/Check", "\x0a\x01x"));
    note("no such method", caller_.unary("/stile.v1.Exchange/Receive"));
    note("documents", caller_.sync());
    note("welcome", caller_.attach(hello()));
    note("no leaves", caller_.leaves());
  }

  void send() {
    note("first", caller_.submit({said_.good.at(1), said_.good.at(2)}));
    note("again", caller_.submit({said_.good.at(1), said_.good.at(2)}));
    note("conflict", caller_.submit(said_.other_bytes));
    note("ahead", caller_.submit(said_.ahead));
    note("no consignment", caller_.submit(std::vector<v1::SubmitRequest>(1)));
    note("larger than the ledger", caller_.submit(std::vector<v1::SubmitRequest>(), kNowhere));
  }

  // Every number that may be a parcel or a note of somebody.
  void probe() {
    std::vector<v1::AttachUp> questions;
    for (std::uint64_t id = 0; id < kProbes; ++id) {
      questions.push_back(parcel_stored(id));
      questions.push_back(note_stored(id));
    }
    note("stored", caller_.attach(hello(), 0, questions));
    for (std::uint64_t id = 0; id < kProbes; ++id) {
      note("rejected " + std::to_string(id), caller_.attach(hello(), 0, {parcel_rejected(id)}));
    }
    note("no inclusion", caller_.inclusion(0, kNowhere));
    note("no consistency", caller_.consistency(1, kNowhere));
    note("no order", caller_.inclusion(2, 1));
    note("no tile", caller_.tile(0, 0, 0));
    note("tile from far", caller_.tile(0, kNowhere, 1));
    note("leaves from far", caller_.leaves(kNowhere));
  }

  void be_told_it_was_stored(std::size_t parcels) {
    ofsted_.store(parcels, kTestshire);
    note("notes", caller_.attach(hello(), parcels));
    world_.settle();
  }

  void be_refused() {
    for (std::size_t i = 0; i < said_.refused.size(); ++i) {
      note("refused " + std::to_string(i), caller_.submit(said_.refused[i]));
    }
    for (std::uint32_t i = 0; i < limits::kRefusalLeavesPerMinute + 5; ++i) {
      note("flood", caller_.submit(said_.badly_signed));
    }
    note("checkpoint", caller_.checkpoint());
    note("inclusion", caller_.inclusion(0, 1));
    note("tile", caller_.tile(0, 0, 1));
    note("leaves", caller_.leaves());
  }

  const TwoForces& world_;
  const Said& said_;
  Caller caller_;
  Ofsted ofsted_;
  const Meanwhile meanwhile_;
  Heard heard_;
};

Heard while_silent(const Said& said, const support::Scheme& scheme = scheme_of_two_forces()) {
  const TwoForces world(scheme);
  Session session(world, said, {});
  session.first_half();
  session.second_half();
  return session.heard();
}

Heard while_busy(const Said& said) {
  TwoForces world;
  BusyForce busy(world);
  Session session(world, said, [&] { busy.another_round(); });
  session.first_half();
  EXPECT_GT(busy.admitted(), 20U);
  EXPECT_GT(busy.refused(), 100U);
  world.deny(kOthershire);
  session.second_half();
  return session.heard();
}

void expect_same(const Heard& one, const Heard& other) {
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i) {
    ASSERT_EQ(one[i], other[i]) << "the first that differs, of " << one.size();
  }
  EXPECT_EQ(one.size(), other.size());
}

TEST(StrangersTest, AForceHearsTheSameWhetherAnotherIsSilentOrBusy) {
  const Said said = said_by_testshire();
  const Heard silent = while_silent(said);
  EXPECT_GT(silent.size(), 400U);
  expect_same(silent, while_busy(said));
}

// The directory, which lists the hashes of all documents, is everyone's and differs.
Heard but_for_the_directory(Heard heard) {
  const auto directories = std::erase_if(
      heard, [](const auto& line) { return line.find("stile-directory/v1") != line.npos; });
  EXPECT_EQ(directories, 1U);
  return heard;
}

TEST(StrangersTest, AForceHearsTheSameWhetherAnotherHasAgreementsOrNone) {
  const Said said = said_by_testshire();
  auto without = scheme_of_two_forces();
  without.agreements.resize(kOthersAgreement);
  without.statuses.clear();
  expect_same(but_for_the_directory(while_silent(said)),
              but_for_the_directory(while_silent(said, without)));
}

}  // namespace
}  // namespace stile::test
