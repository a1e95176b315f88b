// What recipients challenge goes to a data officer, sealed, is answered by one, and nobody else at
// the source learns that there is anything (X1).
#include <atomic>

#include "agents/cli/challenges.h"
#include "agents/cli/verdicts.h"
#include "core/record/challenge.h"
#include "core/record/row.h"
#include "core/storage/database.h"
#include "tests/unit/agents/source/correction_fixture.h"

namespace stile::agent {
namespace {

using record::ChallengeReason;
using record::ChangeReason;
using support::kFarCouncil;

constexpr Instant kDay = 86400;

class ChallengesTest : public CorrectionTest {
 protected:
  record::Challenge challenge_of(const Taken& one) const {
    const auto officer = support::signer_named("officer");
    const record::Doubt doubt{ChallengeReason::kNotThisHome, {record::Field::kHome}};
    return {record::consignment_digest(one.note),
            one.statement.disclosure.from,
            one.statement.disclosure.to,
            one.statement.number,
            record::row_hash(one.consignment.rows.front().row),
            record::row_hash(one.consignment.rows.front().row),
            record::seal_doubt(doubt, std::span(&officer.verifier(), 1)).value(),
            now_};
  }
  // comes() is how many of one challenge, as its recipient signs it, are kept.
  std::size_t comes(const record::Challenge& what, std::string_view by = kFarCouncil) {
    const Bytes note = crypto::sign_note(record::challenge_text(what), support::signer_named(by));
    return source_->notes().take(std::span(&note, 1)).value().size();
  }
  void told_and_challenged() {
    ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
    ASSERT_EQ(comes(challenge_of(only_to(kFarCouncil))), 1U);
  }
  ExitCode opened_by(std::string_view name, bool all = false) {
    const Hash seed = support::signing_seed_of(name);
    const auto key = crypto::SigningKey::from_seed(view(seed)).value();
    said_ = Said();
    HandedOut handed(said_);
    EXPECT_EQ(source_->challenges(all, "olive", handed), ExitCode::kOk);
    return open_challenges(handed.lines(), crypto::sealing_key_of(key), now_, said_).value();
  }
  ExitCode answered(ChangeReason why, const char* by = "authority/E10000093") {
    auto what = order(why);
    what.only = by;
    said_ = Said();
    return source_->answer(what, "olive", said_);
  }
  // colleagues() is all that the force's other people are ever shown.
  std::string colleagues() {
    std::string all = notify_status() + alarms() + changes(true) + changes(false) + status();
    const auto figures = source_->figures().value();
    all += std::to_string(figures.queued + figures.admitted + figures.stored);
    EXPECT_EQ(audit(), ExitCode::kOk) << said_.text();
    return all;
  }
};

TEST_F(ChallengesTest, ADataOfficerReadsWhatIsDoubtedAndByWhenToAnswer) {
  told_and_challenged();
  EXPECT_EQ(opened_by("officer"), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(
      said("CC-7 (call-out of command-and-control) by authority/E10000093: not-this-home: "
           "home; answer by 2026-12-03T09:00Z"))
      << said_.text();
  now_ += 30 * kDay;
  use_documents();
  EXPECT_EQ(opened_by("officer"), ExitCode::kFaults);
  EXPECT_TRUE(said("OVERDUE")) << said_.text();
}

TEST_F(ChallengesTest, NobodyElseOpensThem) {
  told_and_challenged();
  for (const auto* other : {"another officer", support::kTestshire, kFarCouncil}) {
    EXPECT_EQ(opened_by(other), ExitCode::kFaults);
    EXPECT_TRUE(said("NOT OPENED"));
    EXPECT_FALSE(said("not-this-home")) << said_.text();
  }
}

TEST_F(ChallengesTest, AForgedOneOrOneOfWhatWasNotSentIsNotKept) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
  const auto honest = challenge_of(only_to(kFarCouncil));
  EXPECT_EQ(comes(honest, support::kTestshire), 0U);
  auto other = honest;
  other.row[0] ^= 1;
  EXPECT_EQ(comes(other), 0U);
  other = honest;
  other.consignment[0] ^= 1;
  EXPECT_EQ(comes(other), 0U);
  other = honest;
  other.number += 1;
  EXPECT_EQ(comes(other), 0U);
  opened_by("officer", true);
  EXPECT_TRUE(said("no challenge waits"));
}

TEST_F(ChallengesTest, OneThatComesTwiceIsOne) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
  const auto challenge = challenge_of(only_to(kFarCouncil));
  EXPECT_EQ(comes(challenge), 1U);
  EXPECT_EQ(comes(challenge), 1U);
  opened_by("officer", true);
  EXPECT_EQ(said_.text().find("CC-7"), said_.text().rfind("CC-7")) << said_.text();
}

TEST_F(ChallengesTest, TheAnswerGoesToWhoAskedAsOneRowWithoutFacts) {
  told_and_challenged();
  ASSERT_EQ(answered(ChangeReason::kPartlyUpheld), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(corrections().size(), 1U);
  const Taken one = correction_to(kFarCouncil);
  EXPECT_EQ(record::to_text(one.statement.disclosure.occasion),
            "correction/answered/partly-upheld");
  record::Treated bare;
  bare.type = record::RecordType::kCallOut;
  EXPECT_EQ(one.consignment.rows.front().row.fields, wire::encode_fields(bare));
  EXPECT_EQ(opened_by("officer"), ExitCode::kOk);
  EXPECT_TRUE(said("no challenge waits"));
  opened_by("officer", true);
  EXPECT_TRUE(said("answered, partly-upheld")) << said_.text();
}

TEST_F(ChallengesTest, AnswersOnceAndOnlyWhatWasChallenged) {
  told_and_challenged();
  EXPECT_EQ(answered(ChangeReason::kUpheld, "yjs/testshire"), ExitCode::kUsage);
  EXPECT_TRUE(said("no challenge of it waits there")) << said_.messages();
  EXPECT_EQ(answered(ChangeReason::kUpheld), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(answered(ChangeReason::kNotUpheld), ExitCode::kUsage);
  EXPECT_EQ(corrections().size(), 1U);
}

TEST_F(ChallengesTest, AWithdrawnRecordNeedsNoAnswer) {
  told_and_challenged();
  change(ChangeReason::kDuplicate);
  EXPECT_EQ(answered(ChangeReason::kUpheld), ExitCode::kUsage);
  EXPECT_TRUE(said("it is withdrawn")) << said_.messages();
  opened_by("officer");
  EXPECT_TRUE(said("no challenge waits"));
}

TEST_F(ChallengesTest, ASuspensionHoldsNoAnswerNorDoesAChangeThatWaitsForItsEnd) {
  told_and_challenged();
  set_status("SUSPENDED");
  change(ChangeReason::kDisputedByChild);
  EXPECT_EQ(answered(ChangeReason::kUpheld), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(record::to_text(correction_to(kFarCouncil).statement.disclosure.occasion),
            "correction/answered/upheld");
}

// Whoever waits for a notification of their own meanwhile is told how much of theirs is on its way.
TEST_F(ChallengesTest, ColleaguesWaitForNoAnswer) {
  told_and_challenged();
  std::atomic<std::uint64_t> seen = 1;
  std::atomic<std::uint64_t> all = 0;
  gateway_.refuse(
      [&, store = folder_.file("intake.db")](const Taken& one) -> std::optional<GivenRefusal> {
        if (!one.statement.disclosure.occasion.corrects()) return std::nullopt;
        const auto reader = IntakeReader::open(store).value();
        seen = reader->unanswered(0, record::OccasionKind::kNotify, Sight::kAnybody).value();
        all = reader->unanswered(0, record::OccasionKind::kNotify, Sight::kOfficer).value();
        return std::nullopt;
      });
  ASSERT_EQ(answered(ChangeReason::kUpheld), ExitCode::kOk) << said_.messages();
  gateway_.refuse({});
  EXPECT_EQ(seen, 0U);
  EXPECT_EQ(all, 1U);
}

TEST_F(ChallengesTest, ColleaguesAreShownTheSameWithAndWithoutChallengeAndAnswer) {
  ASSERT_EQ(notify(events_of({recent()})), ExitCode::kOk) << said_.messages();
  const std::string before = colleagues();
  ASSERT_EQ(comes(challenge_of(only_to(kFarCouncil))), 1U);
  EXPECT_EQ(colleagues(), before);
  ASSERT_EQ(opened_by("officer"), ExitCode::kOk);
  EXPECT_EQ(colleagues(), before);
  ASSERT_EQ(answered(ChangeReason::kUpheld), ExitCode::kOk) << said_.messages();
  says(correction_to(kFarCouncil), record::DisclosureState::kStored);
  EXPECT_EQ(colleagues(), before);
  Said officer;
  source_->changes(true, officer, Sight::kOfficer);
  EXPECT_NE(officer.text().find("answered, upheld"), std::string::npos) << officer.text();
}

}  // namespace
}  // namespace stile::agent
