#include "agents/cli/verdicts.h"

#include <functional>

#include "agents/cli/key.h"
#include "agents/cli/remote.h"
#include "agents/report/json.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/acknowledgement.h"
#include "tests/support/notifying.h"
#include "tests/unit/agents/cli/files_fixture.h"

namespace stile::agent {
namespace {

using record::Verdict;
using support::kFarCouncil;

constexpr Instant kHour = 3600;

// Word is one of the council's words and what the agent says of it.
struct Word {
  Verdict verdict = Verdict::kNotOurs;
  std::uint64_t number = 1;
  Instant time = support::kNow;
  std::string event = "EVENT-1";
  std::string signer = kFarCouncil;
  std::string key = support::vkey_of(kFarCouncil);
  std::function<void(record::Acknowledgement&)> lie = {};
};

class OpenVerdictsTest : public FilesFixture {
 protected:
  static std::string handed(const Word& word) {
    const auto officer = support::signer_named("officer");
    record::Acknowledgement said{
        Hash{7},   support::agency(support::kTestshire), support::agency(kFarCouncil), word.number,
        word.time, record::DisclosureState::kClosed};
    said.actor = Hash{9};
    said.verdict = record::seal_verdict(word.verdict, std::span(&officer.verifier(), 1)).value();
    if (word.lie) word.lie(said);
    const std::string note =
        crypto::sign_note(record::acknowledgement_text(said), support::signer_named(word.signer));
    return JsonObject()
        .text("reference", "CC-7")
        .text("event_reference", word.event)
        .flag("change", false)
        .text("recipient", kFarCouncil)
        .text("agreement", "testshire-farshire")
        .number("consignment", word.number)
        .text("digest", crypto::hex(Hash{7}))
        .text("note", note)
        .text("recipient_key", word.key)
        .done();
  }
  static crypto::SealingKey key_of(std::string_view name) {
    const Hash seed = support::signing_seed_of(name);
    return crypto::sealing_key_of(crypto::SigningKey::from_seed(view(seed)).value());
  }
  ExitCode open(const std::vector<Word>& words, Instant now = support::kNow,
                std::string_view officer = "officer") {
    std::vector<std::string> all;
    for (const Word& word : words) all.push_back(handed(word));
    said_ = Said();
    return open_verdicts(all, key_of(officer), now, said_).value();
  }
  bool said(std::string_view what) const {
    return (said_.text() + said_.json() + said_.messages()).find(what) != std::string::npos;
  }
};

TEST_F(OpenVerdictsTest, SaysWhatWasDecidedInWordsAndForPrograms) {
  EXPECT_EQ(open({{.verdict = Verdict::kAcknowledged}}), ExitCode::kOk);
  EXPECT_EQ(said_.text(), "2026-11-03T09:00Z CC-7 to authority/E10000093: acknowledged\n");
  EXPECT_TRUE(said("\"event_reference\":\"EVENT-1\"")) << said_.json();
  EXPECT_TRUE(said("\"verdict\":\"acknowledged\"}")) << said_.json();
}

TEST_F(OpenVerdictsTest, SaysThatAnIdentityWasNotProvenThere) {
  EXPECT_EQ(open({{.verdict = Verdict::kUnverified}}), ExitCode::kOk);
  EXPECT_TRUE(said("unverified, ACKNOWLEDGED THOUGH the child's identity was not proven"));
  EXPECT_TRUE(said("\"verdict\":\"unverified\"}") && !said("BREACH")) << said_.json();
}

TEST_F(OpenVerdictsTest, SaysByWhenABreachIsToBeDecided) {
  for (const auto verdict : {Verdict::kNotOurs, Verdict::kWrongChild}) {
    EXPECT_EQ(open({{.verdict = verdict}}, support::kNow + 72 * kHour - 1), ExitCode::kOk);
    EXPECT_TRUE(said(": " + std::string(record::name(verdict)) +
                     ", BREACH since 2026-11-03T09:00Z: decide by 2026-11-06T09:00Z\n"));
    EXPECT_TRUE(said("\"decide_by\":\"2026-11-06T09:00Z\",\"overdue\":false"));
    open({{.verdict = verdict}}, support::kNow + 72 * kHour);
    EXPECT_TRUE(said("09:00Z, OVERDUE\n") && said("\"overdue\":true"));
  }
}

TEST_F(OpenVerdictsTest, ALaterRevisionThatGoesBackBeginsNoNewClock) {
  open({{.number = 2, .time = support::kNow + 5 * kHour}, {.number = 1}});
  EXPECT_FALSE(said("since 2026-11-03T14:00Z")) << said_.text();
  open({{.number = 2, .time = support::kNow + 5 * kHour, .event = "EVENT-2"}, {.number = 1}});
  EXPECT_TRUE(said("since 2026-11-03T14:00Z")) << said_.text();
}

TEST_F(OpenVerdictsTest, AnotherOfficersIsNamedAndTheRestIsRead) {
  EXPECT_EQ(open({{}}, support::kNow, "somebody else"), ExitCode::kFaults);
  EXPECT_TRUE(said("CC-7 to authority/E10000093: NOT OPENED: not sealed to this key"));
  EXPECT_FALSE(said("not-ours") || said("BREACH"));
  const auto nobody = [](record::Acknowledgement& word) { word.verdict.clear(); };
  EXPECT_EQ(open({{.lie = nobody}, {}}), ExitCode::kFaults);
  EXPECT_TRUE(said("NOT OPENED: sealed to nobody") && said("not-ours"));
}

TEST_F(OpenVerdictsTest, AWordThatItsRecipientDidNotSignSaysNothing) {
  for (const Word& word : {Word{.signer = support::kOwnCouncil},
                           Word{.key = support::vkey_of(support::kOwnCouncil)}, Word{.key = ""}}) {
    EXPECT_EQ(open({word}), ExitCode::kIntegrity);
    EXPECT_TRUE(said("NOT PROVEN") && !said("not-ours") && !said("BREACH")) << said_.text();
  }
}

TEST_F(OpenVerdictsTest, AWordAboutAnotherConsignmentSaysNothing) {
  const std::vector<std::function<void(record::Acknowledgement&)>> lies{
      [](auto& word) { word.consignment[0] ^= 1U; }, [](auto& word) { ++word.number; },
      [](auto& word) { word.to = support::agency(support::kOwnCouncil); },
      [](auto& word) {
        word.state = record::DisclosureState::kOpened;
        word.verdict.clear();
      }};
  for (const auto& lie : lies) {
    EXPECT_EQ(open({{.lie = lie}, {.verdict = Verdict::kAcknowledged}}), ExitCode::kIntegrity);
    EXPECT_TRUE(said("NOT PROVEN: the word is of another consignment")) << said_.text();
    EXPECT_TRUE(!said("not-ours") && said("acknowledged"));
  }
}

TEST_F(OpenVerdictsTest, WhatIsNoHandedOutWordIsRefused) {
  for (const auto* json : {"", "{}x", "{\"surname\":\"x\"}"}) {
    EXPECT_EQ(open_verdicts({json}, key_of("officer"), support::kNow, said_).reason(),
              Reason::kMalformed);
  }
  EXPECT_EQ(said_.text(), "");
}

TEST_F(OpenVerdictsTest, SaysThatNobodyHasDecidedYet) {
  EXPECT_EQ(open({}), ExitCode::kOk);
  EXPECT_TRUE(said("no recipient has decided anything yet"));
}

TEST_F(OpenVerdictsTest, WithoutAKeyTheAgentIsNotAsked) {
  const std::string file = folder_.file("officer.key");
  EXPECT_EQ(record_verdicts({"nowhere"}, file, support::kNow, said_).reason(), Reason::kNotFound);
  const Hash seed = support::signing_seed_of("officer");
  ASSERT_TRUE(crypto::write_key_file(file, view(seed)).ok());
  EXPECT_EQ(read_officer_key(file)->public_key(), key_of("officer").public_key());
  EXPECT_EQ(record_verdicts({"nowhere"}, file, support::kNow, said_).reason(),
            Reason::kUnavailable);
}

}  // namespace
}  // namespace stile::agent
