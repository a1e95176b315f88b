// What recipients have decided goes to a data officer, sealed, and to nobody else at the source.
#include "agents/cli/verdicts.h"
#include "core/storage/database.h"
#include "tests/unit/agents/source/correction_fixture.h"

namespace stile::agent {
namespace {

using record::DisclosureState;
using record::Verdict;

class VerdictsTest : public CorrectionTest {
 protected:
  // decided() has the recipient of one consignment say what its people decided.
  void decided(const Taken& one, Verdict verdict) {
    const std::string recipient = one.statement.disclosure.to.text();
    record::Acknowledgement said{record::consignment_digest(one.note),
                                 one.statement.disclosure.from,
                                 one.statement.disclosure.to,
                                 one.statement.number,
                                 now_,
                                 DisclosureState::kClosed};
    said.actor = said.consignment;
    const auto officer = support::signer_named("officer");
    said.verdict = record::seal_verdict(verdict, std::span(&officer.verifier(), 1)).value();
    const Bytes note =
        crypto::sign_note(record::acknowledgement_text(said), support::signer_named(recipient));
    EXPECT_EQ(source_->notes().take(std::span(&note, 1)).value().size(), 1U);
  }
  // all_decided() tells of an event, and has each who is told of it decide the same.
  void all_decided(Verdict verdict) {
    ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
    for (const auto& one : gateway_.taken()) decided(one, verdict);
  }
  std::vector<std::string> handed_out() {
    Said said;
    HandedOut handed(said);
    EXPECT_EQ(source_->verdicts("olive", handed), ExitCode::kOk) << said.messages();
    return handed.lines();
  }
  // opened_by() is what the handed-out words say to whoever has this key.
  ExitCode opened_by(std::string_view name) {
    const Hash seed = support::signing_seed_of(name);
    const auto key = crypto::SigningKey::from_seed(view(seed)).value();
    said_ = Said();
    return open_verdicts(handed_out(), crypto::sealing_key_of(key), now_, said_).value();
  }
  // colleagues() is all that the force's other people are ever shown.
  std::string colleagues() {
    std::string all = notify_status() + alarms() + changes(true) + status();
    EXPECT_EQ(audit(), ExitCode::kOk);
    return all + said_.text() + said_.messages();
  }
  // tamper() alters the store behind the agent's back, as somebody with the disk can.
  void tamper(const char* sql) {
    source_.reset();
    {
      auto database =
          storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
      ASSERT_TRUE(database.run(sql).ok());
    }
    reopen();
  }
  std::string consultations() {
    std::string all;
    const auto reader = IntakeReader::open(folder_.file("intake.db")).value();
    const auto asked = reader->operations("consultation").value();
    for (const auto& one : asked) {
      all += one.account + " " + one.occasion + " " + std::to_string(one.rows) + "\n";
    }
    return all;
  }
};

TEST_F(VerdictsTest, ADataOfficerReadsWhatEachRecipientDecidedOfANotification) {
  all_decided(Verdict::kNotOurs);
  ASSERT_EQ(opened_by("officer"), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("2026-11-03T09:00Z CC-7 to authority/E10000093: not-ours, BREACH"))
      << said_.text();
  EXPECT_TRUE(said("CC-7 to yjs/testshire: not-ours")) << said_.text();
}

TEST_F(VerdictsTest, ADataOfficerReadsWhatBecameOfAWithdrawal) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(change(record::ChangeReason::kRecordedInError), ExitCode::kOk) << said_.messages();
  decided(correction_to(support::kFarCouncil), Verdict::kKeptByLaw);
  ASSERT_EQ(opened_by("officer"), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("CC-7 (what followed it) to authority/E10000093: kept-by-law")) << said_.text();
}

TEST_F(VerdictsTest, NobodyElseOpensThem) {
  all_decided(Verdict::kNotOurs);
  for (const auto* other : {"another officer", support::kTestshire, support::kFarCouncil}) {
    EXPECT_EQ(opened_by(other), ExitCode::kFaults);
    EXPECT_FALSE(said("not-ours")) << said_.text();
  }
}

TEST_F(VerdictsTest, WhoAskedIsWrittenDown) {
  EXPECT_TRUE(handed_out().empty());
  all_decided(Verdict::kAcknowledged);
  EXPECT_EQ(handed_out().size(), 2U);
  EXPECT_EQ(consultations(), "olive verdicts 0\nolive verdicts 2\n");
}

TEST_F(VerdictsTest, WhatIsOnlyReadIsNoVerdict) {
  notify(events_of({recent()}));
  says(only_to(support::kFarCouncil), DisclosureState::kOpened);
  EXPECT_TRUE(handed_out().empty());
}

TEST_F(VerdictsTest, NothingIsHandedOutThatCannotBeWrittenDown) {
  all_decided(Verdict::kNotOurs);
  tamper(
      "CREATE TRIGGER full BEFORE INSERT ON operation_log"
      " BEGIN SELECT RAISE(ABORT, 'full'); END");
  said_ = Said();
  EXPECT_NE(source_->verdicts("olive", said_), ExitCode::kOk);
  EXPECT_TRUE(said_.json().empty());
}

TEST_F(VerdictsTest, WithoutDocumentsNothingIsHandedOut) {
  all_decided(Verdict::kNotOurs);
  {
    const std::lock_guard lock(documents_mutex_);
    documents_ = nullptr;
  }
  said_ = Said();
  EXPECT_EQ(source_->verdicts("olive", said_), ExitCode::kIo);
  EXPECT_TRUE(said_.json().empty());
  use_documents();
}

TEST_F(VerdictsTest, AWordAlteredInTheStoreIsNamedAndNotBelieved) {
  all_decided(Verdict::kNotOurs);
  tamper(
      "UPDATE acknowledgement SET note = (SELECT note FROM acknowledgement"
      " WHERE state = 3 ORDER BY id LIMIT 1) WHERE state = 3");
  EXPECT_EQ(opened_by("officer"), ExitCode::kIntegrity);
  EXPECT_TRUE(said("NOT PROVEN")) << said_.text();
}

// X1: whatever was decided, and whether or not an officer looked, colleagues are shown the same.
class ColleagueTest : public VerdictsTest, public ::testing::WithParamInterface<Verdict> {};

TEST_P(ColleagueTest, IsShownTheSameWhateverWasDecided) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
  for (const auto& one : gateway_.taken()) decided(one, GetParam());
  const std::string before = colleagues();
  ASSERT_EQ(opened_by("officer"), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said(record::name(GetParam())));
  EXPECT_EQ(colleagues(), before);
  EXPECT_NE(before.find("CC-7 to authority/E10000093: read (queued"), std::string::npos) << before;
  for (const auto word : record::names<Verdict>) {
    EXPECT_EQ(before.find(word), std::string::npos) << before;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, ColleagueTest,
                         ::testing::Values(Verdict::kAcknowledged, Verdict::kNotOurs,
                                           Verdict::kWrongChild, Verdict::kUnverified));

}  // namespace
}  // namespace stile::agent
