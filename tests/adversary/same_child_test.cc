#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/limits.h"
#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "tests/adversary/caller.h"
#include "tests/adversary/two_forces.h"
#include "tests/support/following.h"
#include "tests/support/keys.h"
#include "tests/support/notifying.h"

// X1: a force that sends the same event about one child or another, to one authority or another,
// hears the same from the gateway, whatever the authority decided: by no call does it learn whose
// the child is.
namespace stile::test {
namespace {

using record::DisclosureState;
using record::Verdict;
using support::kFarCouncil;
using support::kTestshire;

constexpr char kThirdCouncil[] = "spiffe://stile.example/authority/E10000092/agent";

// A second authority that might have placed the child, as far from its home.
support::Scheme scheme_of_two_authorities() {
  auto scheme = support::notifying_scheme();
  auto& agencies = scheme.directory.agencies;
  auto council = *std::ranges::find(agencies, std::string(kFarCouncil), &support::AgencyDraft::id);
  council.id = council.name = council.signing_key = kThirdCouncil;
  council.signatories = support::signatories_of(kThirdCouncil);
  council.areas = {support::kAdjoiningAuthority};
  agencies.push_back(council);
  auto agreement = scheme.agreements[support::kFirstNotifying];
  agreement.id = "testshire-thirdshire";
  agreement.recipient = kThirdCouncil;
  agreement.signing.signers = support::both(kTestshire, kThirdCouncil);
  scheme.agreements.push_back(std::move(agreement));
  scheme.sealing_keys.push_back(
      {{{kThirdCouncil}}, kThirdCouncil, kThirdCouncil, "2026-10-20T00:00Z", "2026-11-19T00:00Z"});
  return scheme;
}

// Told is what differs between two submissions of one event.
struct Told {
  const char* child = "N-1";
  Verdict verdict = Verdict::kAcknowledged;
  const char* authority = kFarCouncil;
  const char* area = support::kDistantAuthority;
};

template <typename Instead>
void replace_each(std::string& text, const std::regex& what, const Instead& instead) {
  std::string replaced;
  std::smatch found;
  for (; std::regex_search(text, found, what); text = found.suffix()) {
    replaced += found.prefix().str() + instead(found.str());
  }
  text = replaced + text;
}

// Force is testshire going through every call that there is, with what it has told.
class Force {
 public:
  explicit Force(Told told)
      : told_(told),
        disclosure_(support::notification_to(scheme_, told.authority, "placed-call-out")),
        hand_(scheme_.document_set(), disclosure_),
        caller_(world_.dial(kTestshire)) {}

  Heard all() {
    const auto first = consign(1, "2026-11-03T08:15Z");
    const auto size = world_.tree_size();
    note("first", submit(first));
    note("again", submit(first));
    note("conflict", submit(consign(1, "2026-11-03T08:20Z")));
    note("ahead", submit(consign(5, "2026-11-03T08:20Z")));
    note("bulk", caller_.submit({first}));
    note("waiting", caller_.attach(hello()));
    be_answered(first, size);
    note("words", caller_.attach(hello(), 3));
    world_.settle();
    note("more facts", submit(follow(first, size, record::ChangeReason::kInaccurate)));
    note("withdrawn", submit(follow(first, size, record::ChangeReason::kWrongChild)));
    note("never told", submit(follow(first, 0, record::ChangeReason::kWrongChild)));
    probe(size);
    return std::move(heard_);
  }

 private:
  Heard submit(const wire::Consignment& consignment) {
    return caller_.submit({request_of(consignment)}, 0, true);
  }

  wire::Consignment consign(std::uint64_t number, const char* minute) const {
    auto event = support::call_out(support::kHome, minute, "CAD-1", told_.child);
    event.placing_authority = support::area(told_.area);
    const support::Lies sealed{.row = [&](std::size_t, support::RowInHand& row) {
      row.sealed_identity = Bytes(limits::kSealedIdentityBytes, told_.child[2]);
    }};
    return hand_.consign(std::vector{event}, number, sealed);
  }

  wire::Consignment follow(const wire::Consignment& first, std::uint64_t leaf,
                           record::ChangeReason why) {
    auto made =
        support::following(first, leaf, world_.store().leaf_text(leaf).value().value(), why);
    made.statement.number = ++number_;
    made.row.row.revision = number_;
    return support::consignment_of(std::move(made));
  }

  // The authority has it, opens it, and decides.
  void be_answered(const wire::Consignment& first, std::uint64_t leaf) {
    const auto officer = support::signer_named("officer");
    std::vector<v1::AttachUp> words;
    record::Acknowledgement said{
        record::consignment_digest(crypto::parse_note(first.statement)->text), disclosure_.from,
        disclosure_.to, 1, support::kNow};
    const auto sign = [&](DisclosureState state) {
      said.state = state;
      return support::signed_by({told_.authority}, record::acknowledgement_text(said));
    };
    words.push_back(parcel_stored(leaf, sign(DisclosureState::kStored)));
    said.actor = crypto::sha256(told_.child);
    words.push_back(word(sign(DisclosureState::kOpened)));
    said.verdict = record::seal_verdict(told_.verdict, std::span(&officer.verifier(), 1)).value();
    words.push_back(word(sign(DisclosureState::kClosed)));
    Caller(world_.dial(told_.authority)).attach(hello(), 0, words);
    world_.settle();
  }

  void probe(std::uint64_t leaf) {
    note("documents", caller_.sync());
    note("checkpoint", caller_.checkpoint());
    note("inclusion", caller_.inclusion(leaf, leaf + 1));
    note("consistency", caller_.consistency(leaf, leaf + 1));
    note("leaves", caller_.leaves());
    for (std::uint64_t id = 0; id < leaf + 8; ++id) {
      note("stored", caller_.attach(hello(), 0, {parcel_stored(id), note_stored(id)}));
      note("rejected", caller_.attach(hello(), 0, {parcel_rejected(id)}));
    }
    note("no word of its own", caller_.attach(hello(), 0, {word("no note")}));
  }

  // What the force made itself it knows: its digests, whom it told and under which agreement. What
  // others made at random, signatures, commitments and seals, is compared by its length.
  void note(const std::string& step, const Heard& heard) {
    for (const auto& line : heard) {
      std::string text = line.substr(0, line.rfind(" } "));
      replace_each(text, std::regex("spiffe://stile.example/authority/E1000009[23]/agent"),
                   [](const auto&) { return "authority"; });
      replace_each(text, std::regex("testshire-(farshire|thirdshire)"),
                   [](const auto&) { return "agreement"; });
      replace_each(text, std::regex(R"re(digest: "(\\.|[^"\\])*")re"),
                   [](const auto&) { return "its digest"; });
      replace_each(text, std::regex("[A-Za-z0-9+/]{24,}=*"), [](const std::string& found) {
        return "<" + std::to_string(found.size()) + ">";
      });
      heard_.push_back(step + ": " + text);
    }
  }

  const support::Scheme scheme_ = scheme_of_two_authorities();
  const TwoForces world_{scheme_};
  const Told told_;
  const record::Disclosure disclosure_;
  const support::SourceHand hand_;
  Caller caller_;
  std::uint64_t number_ = 1;
  Heard heard_;
};

void expect_same(const Heard& one, const Heard& other) {
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) ASSERT_EQ(one[i], other[i]);
}

bool anything(const Heard& heard, std::string_view text) {
  return std::ranges::any_of(heard, [&](const auto& line) { return line.find(text) != line.npos; });
}

TEST(SameChildTest, TheForceHearsTheSameWhoseverTheChildIs) {
  const Heard ours = Force({}).all();
  EXPECT_TRUE(anything(ours, "state closed"));
  EXPECT_TRUE(anything(ours, "proves the leaf"));
  expect_same(ours, Force({.child = "N-2"}).all());
  expect_same(ours, Force({.child = "N-1", .verdict = Verdict::kNotOurs}).all());
  expect_same(ours, Force({.child = "N-2", .verdict = Verdict::kWrongChild}).all());
}

TEST(SameChildTest, AChildSentToEveryAuthorityTeachesNothing) {
  expect_same(Force({.verdict = Verdict::kAcknowledged}).all(),
              Force({.verdict = Verdict::kNotOurs,
                     .authority = kThirdCouncil,
                     .area = support::kAdjoiningAuthority})
                  .all());
}

}  // namespace
}  // namespace stile::test
