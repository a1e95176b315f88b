#include <gtest/gtest.h>

#include <functional>

#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"

// What is another force's and what is not there at all: one answer, made of the same work.
namespace stile::test {
namespace {

using support::kOfsted;
using support::kOthershire;
using support::kTestshire;

// Answer is what a caller heard, and what the gateway asked of its store to say it.
struct Answer {
  Heard heard;
  CountedStore::Counts work;
  bool operator==(const Answer&) const = default;
};

class ForeignOrAbsentTest : public ::testing::Test {
 protected:
  // Othershire has two parcels waiting, one that was stored, and the note of that.
  ForeignOrAbsentTest() {
    const auto hand = world_.hand(kOthershire);
    Caller othershire(world_.dial(kOthershire));
    othershire.submit(hand.consign(one(support::kOthershireHome), 1, of_othershire()));
    Ofsted(world_).store(1, kOthershire);
    othershire.submit({hand.consign(one(support::kOthershireHome), 2, of_othershire()),
                       hand.consign(one(support::kOthershireHome), 3, of_othershire())});
  }
  // The indices of what it left.
  static constexpr std::uint64_t kStored = 1;
  static constexpr std::uint64_t kNote = 2;
  static constexpr std::uint64_t kWaiting = 3;
  static constexpr std::uint64_t kNowhere = 1'000'000;

  static std::vector<record::Event> one(const char* home) {
    return {support::call_out(home, "2026-10-10T20:15Z")};
  }
  static void replace(CountedStore::Counts& counts, const CountedStore::Counts& before) {
    for (const auto& [what, times] : before) counts[what] -= times;
    std::erase_if(counts, [](const auto& count) { return count.second == 0; });
  }

  Answer answer(const std::function<Heard(Caller&)>& ask) {
    const auto before = world_.store().counts();
    Answer answer{ask(testshire_), {}};
    answer.work = world_.store().counts();
    replace(answer.work, before);
    return answer;
  }
  Answer sent(const support::Lies& lies) {
    const auto consignment = world_.hand(kTestshire).consign(one(support::kHome), 1, lies);
    return answer([&](Caller& caller) { return caller.submit(consignment); });
  }
  Answer said(const v1::AttachUp& up) {
    return answer([&](Caller& caller) { return caller.attach(hello(), 0, {up}); });
  }

  static void expect_same(const Answer& one, const Answer& other) {
    EXPECT_EQ(one.heard, other.heard);
    EXPECT_EQ(one.work, other.work);
  }
  static bool says(const Answer& answer, Reason reason) {
    const auto code = "reason: " + std::to_string(static_cast<int>(reason) + 1) + " ";
    for (const auto& line : answer.heard) {
      if (line.find(code) != line.npos) return true;
    }
    return false;
  }
  // leaf() is what the newest leaf of testshire says.
  std::string newest_leaf() {
    const auto heard = testshire_.leaves();
    return heard.at(heard.size() - 4);  // before metadata and status
  }

  const TwoForces world_;
  Caller testshire_{world_.dial(kTestshire)};
};

TEST_F(ForeignOrAbsentTest, AnAgreement) {
  const auto absent = sent(citing(Hash{}));
  EXPECT_TRUE(says(absent, Reason::kNoAgreement));
  for (const std::size_t of_others : {kOthersAgreement, kOthersSuspended, kOthersTurnedAway}) {
    expect_same(sent(citing(world_.scheme().agreement_hash(of_others))), absent);
  }
}

TEST_F(ForeignOrAbsentTest, AnIdentityToSendAs) {
  const auto absent = sent(claiming_to_be("spiffe://stile.example/force/nowhere/agent"));
  EXPECT_TRUE(says(absent, Reason::kWrongPeer));
  expect_same(sent(claiming_to_be(kOthershire)), absent);
}

TEST_F(ForeignOrAbsentTest, ARecipient) {
  const auto absent = sent(naming_recipient("spiffe://stile.example/force/nowhere/agent"));
  EXPECT_TRUE(says(absent, Reason::kWrongParty));
  expect_same(sent(naming_recipient(kOthershire)), absent);
}

TEST_F(ForeignOrAbsentTest, AContact) {
  const auto absent = sent(of_contact("nobody"));
  EXPECT_TRUE(says(absent, Reason::kUnknownValue));
  expect_same(sent(of_contact("othershire-data")), absent);
}

TEST_F(ForeignOrAbsentTest, ANumber) {
  // Othershire has sent three; testshire, which has sent none, is at its own beginning.
  const auto consignment = world_.hand(kTestshire).consign(one(support::kHome), 3);
  const auto skipped = answer([&](Caller& caller) { return caller.submit(consignment); });
  EXPECT_TRUE(says(skipped, Reason::kNumberSkipped));
  EXPECT_EQ(skipped.heard.front().find("last_number"), std::string::npos);
  EXPECT_EQ(said({}).heard.front().find("last_number"), std::string::npos);
}

TEST_F(ForeignOrAbsentTest, AParcelSaidToBeStored) {
  const auto absent = said(parcel_stored(kNowhere));
  const auto leaves = world_.tree_size();
  for (const std::uint64_t parcel : {kStored, kNote, kWaiting}) {
    expect_same(said(parcel_stored(parcel)), absent);
  }
  EXPECT_EQ(world_.tree_size(), leaves);
  // Nobody's word but the recipient's makes it stored.
  Ofsted(world_).store(2, kOthershire);
}

TEST_F(ForeignOrAbsentTest, AParcelSaidToBeWrong) {
  const auto absent = said(parcel_rejected(kNowhere));
  for (const std::uint64_t parcel : {kStored, kNote, kWaiting}) {
    expect_same(said(parcel_rejected(parcel)), absent);
  }
}

TEST_F(ForeignOrAbsentTest, ANoteSaidToBeStored) {
  const auto absent = said(note_stored(kNowhere));
  expect_same(said(note_stored(kNote)), absent);
  expect_same(said(note_stored(kWaiting)), absent);
  // It still waits for the force that it is for.
  const auto told = Caller(world_.dial(kOthershire)).attach(hello(), 1);
  EXPECT_TRUE(told.at(1).starts_with("stile.v1.AttachDown { note {")) << told.at(1);
}

TEST_F(ForeignOrAbsentTest, ALeafsBody) {
  EXPECT_EQ(testshire_.leaves(), testshire_.leaves(kNowhere));
  sent(citing(Hash{}));
  EXPECT_EQ(testshire_.leaves().size(), testshire_.leaves(kNowhere).size() + 1);
}

// Hashes are everyone's; they say the same of every leaf.
TEST_F(ForeignOrAbsentTest, AProofHasNothingButHashes) {
  sent(citing(Hash{}));
  const auto size = world_.tree_size();
  for (std::uint64_t index = 0; index < size; ++index) {
    EXPECT_EQ(testshire_.inclusion(index, size), testshire_.inclusion(0, size));
  }
  EXPECT_EQ(testshire_.inclusion(size, size), testshire_.inclusion(size + 1, size));
}

// A leaf goes to whom it names: a force must not read in it of another's refusals.
TEST_F(ForeignOrAbsentTest, ARefusalNamesNoForceAsItsRecipient) {
  const auto none = testshire_.leaves();
  Caller othershire(world_.dial(kOthershire));
  const auto hand = world_.hand(kOthershire);
  const auto refused = othershire.submit(
      hand.consign(one(support::kOthershireHome), 4, naming_recipient(kTestshire)));
  EXPECT_NE(refused.front().find("refusal {"), std::string::npos);
  EXPECT_EQ(testshire_.leaves(), none);
}

TEST_F(ForeignOrAbsentTest, TheDocumentsOfAnAgreementBetweenOthers) {
  const auto heard = testshire_.sync();
  std::size_t agreements = 0;
  for (const auto& line : heard) {
    if (line.find("stile-status/") != line.npos) ADD_FAILURE() << line;
    if (line.find("stile-agreement/") == line.npos) continue;
    ++agreements;
    EXPECT_EQ(line.find(kOthershire), line.npos) << line;
  }
  EXPECT_EQ(agreements, 2U);
  std::size_t of_othershire = 0;
  for (const auto& line : Caller(world_.dial(kOthershire)).sync()) {
    if (line.find("stile-status/") != line.npos) ++of_othershire;
    if (line.find("stile-agreement/") != line.npos) ++of_othershire;
  }
  EXPECT_EQ(of_othershire, 3U);  // what nobody lists goes to nobody
}

// A sealing key is a document that everyone is handed. Nobody seals to a force, so none is taken.
TEST_F(ForeignOrAbsentTest, ASealingKeyOfAForce) {
  const auto documents = testshire_.sync();
  support::SealingKeyDraft draft{
      {{kOthershire}}, kOthershire, kOthershire, "2026-10-20T00:00Z", "2026-11-19T00:00Z"};
  auto with_key = hello();
  with_key.set_sealing_key(support::note_of(support::text_of(draft), draft.signing));
  Caller(world_.dial(kOthershire)).attach(with_key);
  EXPECT_EQ(testshire_.sync(), documents);
  // Nor is another agency's key from whoever happens to hold it.
  draft = {{{kOfsted}}, kOfsted, "an older key", "2026-10-21T00:00Z", "2026-11-19T00:00Z"};
  with_key.set_sealing_key(support::note_of(support::text_of(draft), draft.signing));
  Caller(world_.dial(kOthershire)).attach(with_key);
  EXPECT_EQ(testshire_.sync(), documents);
}

// What the size of the tree says: consignments, never rows.
TEST_F(ForeignOrAbsentTest, ALeafHoweverManyRows) {
  Caller othershire(world_.dial(kOthershire));
  const auto hand = world_.hand(kOthershire);
  const auto grown_by = [&](std::size_t rows, std::uint64_t number) {
    const auto before = world_.tree_size();
    const std::vector<record::Event> records(rows, one(support::kOthershireHome).front());
    othershire.submit(hand.consign(records, number, of_othershire()));
    return world_.tree_size() - before;
  };
  EXPECT_EQ(grown_by(1, 4), 1U);
  EXPECT_EQ(grown_by(64, 5), 1U);
}

}  // namespace
}  // namespace stile::test
