#include "core/agreement/asked.h"

#include <gtest/gtest.h>

#include "core/agreement/evaluate.h"
#include "core/base/limits.h"
#include "core/crypto/encoding.h"
#include "tests/support/enquiring.h"
#include "tests/support/keys.h"
#include "tests/support/source_hand.h"

namespace stile::agreement {
namespace {

using record::Question;

class AskedTest : public ::testing::Test {
 protected:
  // refused() is why nobody answers this question; nothing where it is answered.
  std::optional<Reason> refused(const Question& question, const char* signer = support::kOfsted) {
    const auto asked = verify_question(support::signed_question(question, signer),
                                       *scheme_.document_set(), support::kNow);
    return asked.ok() ? std::nullopt : std::optional(asked.reason());
  }
  template <typename Change>
  std::optional<Reason> refused_with(const Change& change) {
    Question question = support::question(scheme_);
    change(question);
    return refused(question);
  }

  support::Scheme scheme_ = support::enquiring_scheme();
};

TEST_F(AskedTest, AQuestionUnderItsAgreementIsAnswered) {
  EXPECT_EQ(refused(support::question(scheme_)), std::nullopt);
}

TEST_F(AskedTest, OnlyWhoAsksSignsIt) {
  EXPECT_EQ(refused(support::question(scheme_), support::kCiw), Reason::kBadSignature);
  EXPECT_EQ(refused(support::question(scheme_), support::kTestshire), Reason::kBadSignature);
  EXPECT_EQ(refused_with([](Question& q) {
              q.from = support::agency("spiffe://stile.example/regulator/nobody/agent");
            }),
            Reason::kUnknownAgency);
}

TEST_F(AskedTest, NothingInItCanBeAltered) {
  std::string note = support::signed_question(support::question(scheme_));
  note = support::replaced(note, "SC900001", "SC900002");
  EXPECT_EQ(verify_question(note, *scheme_.document_set(), support::kNow).reason(),
            Reason::kBadSignature);
}

// The same thread verifies all of these.
TEST_F(AskedTest, WhatWasVerifiedBeforeVouchesForNothingElse) {
  const auto read = [](ByteView note, const support::Scheme& scheme) {
    return read_signed_question(note, *scheme.document_set());
  };
  const std::string note = support::signed_question(support::question(scheme_));
  ASSERT_TRUE(read(note, scheme_).ok());
  EXPECT_EQ(read(support::replaced(note, "SC900001", "SC900002"), scheme_).reason(),
            Reason::kBadSignature);
  auto renewed = scheme_;
  renewed.agency(support::kOfsted).signing_key = "a-new-key";
  renewed.homes.front().signing.signers = {"a-new-key"};
  std::erase_if(renewed.sealing_keys,
                [](const auto& key) { return key.agency == support::kOfsted; });
  EXPECT_EQ(read(note, renewed).reason(), Reason::kBadSignature);
  EXPECT_TRUE(read(note, scheme_).ok());
}

// Every consignment of the answer carries the note, so that nothing may ride along in it.
TEST_F(AskedTest, TheNoteHasOneSignatureAndNoMoreThanItNeeds) {
  const auto refused_note = [&](ByteView note) {
    return verify_question(note, *scheme_.document_set(), support::kNow).reason();
  };
  const auto text = record::question_text(support::question(scheme_));
  EXPECT_EQ(refused_note(support::signed_by({support::kOfsted, support::kTestshire}, text)),
            Reason::kMalformed);
  EXPECT_EQ(refused_note(support::signed_by({"stile.example/nobody", support::kOfsted}, text)),
            Reason::kMalformed);
  std::string note = support::signed_question(support::question(scheme_));
  EXPECT_EQ(refused_note(note + note.substr(note.find("\n\n") + 2)), Reason::kMalformed);
  note.append(limits::kQuestionNoteBytes + 1 - note.size(), 'A');
  EXPECT_EQ(refused_note(note), Reason::kTooLarge);
}

// Whether it may be answered changes with the documents and the hour; who signed it does not.
TEST_F(AskedTest, IsReadWhetherOrNotItMayBeAnsweredNow) {
  Question question = support::question(scheme_);
  question.agreement = {};
  question.made -= 2 * record::kQuestionAgeSeconds;
  question.last = local_day(question.made);
  scheme_.directory.valid_until = "2026-11-03T08:00Z";
  const auto documents = scheme_.document_set();
  EXPECT_EQ(read_signed_question(support::signed_question(question), *documents).value(), question);
  EXPECT_EQ(
      read_signed_question(support::signed_question(question, support::kCiw), *documents).reason(),
      Reason::kBadSignature);
}

TEST_F(AskedTest, TheAgreementIsInForceBetweenExactlyTheseAndAboutEnquiries) {
  const auto with = [&](std::size_t agreement) {
    return refused_with([&](Question& q) { q.agreement = scheme_.agreement_hash(agreement); });
  };
  EXPECT_EQ(with(0), Reason::kNoClause);     // about returns
  EXPECT_EQ(with(1), Reason::kNoAgreement);  // between others
  EXPECT_EQ(refused_with([](Question& q) { q.to = support::agency(support::kOthershire); }),
            Reason::kWrongParty);
  auto& draft = scheme_.agreements[support::kEnquiring];
  draft.until = draft.review = "2026-11-02";
  EXPECT_EQ(refused(support::question(scheme_)), Reason::kEnded);
}

TEST_F(AskedTest, ASuspendedAgreementAnswersNothing) {
  auto& status = scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z",
                                    support::signatories_of(support::kTestshire));
  status.agreement = scheme_.agreement_hash(support::kEnquiring);
  EXPECT_EQ(refused(support::question(scheme_)), Reason::kSuspended);
}

TEST_F(AskedTest, TheHomeIsTheRegulatorsAndInTheForcesAreaInThePeriod) {
  const auto about = [&](const char* home) {
    return refused_with([&](Question& q) { q.home = support::home(home); });
  };
  EXPECT_EQ(about(support::kWelshHome), Reason::kNotRouted);
  EXPECT_EQ(about(support::kOthershireHome), Reason::kNotRouted);
  EXPECT_EQ(about("ofsted:SC999999"), Reason::kUnknownHome);
  EXPECT_EQ(about(support::kSuccessorHome), std::nullopt);
  // Registered anew on 16 October 2026: after that nobody lists the old number.
  EXPECT_EQ(refused_with([](Question& q) {
              q.home = support::home(support::kClosedHome);
              q.first = to_day({2026, 10, 16});
            }),
            Reason::kUnknownHome);
}

TEST_F(AskedTest, IsNeitherTooOldNorOfATimeToCome) {
  const auto made = [&](Instant when) {
    return refused_with([&](Question& q) {
      q.made = when;
      q.last = local_day(support::kNow) - 40;
    });
  };
  EXPECT_EQ(made(support::kNow - record::kQuestionAgeSeconds), std::nullopt);
  EXPECT_EQ(made(support::kNow - record::kQuestionAgeSeconds - 60), Reason::kOutsideOccasion);
  EXPECT_EQ(made(support::kNow + 300), std::nullopt);
  EXPECT_EQ(made(support::kNow + 360), Reason::kOutsideOccasion);
}

// Whoever asks dates the question, up to five minutes ahead, and so may be in tomorrow.
TEST_F(AskedTest, ThePeriodIsOverByTheClockOfWhoJudges) {
  Question question = support::question(scheme_);
  question.last = local_day(support::kNow) + 1;
  const Instant midnight = to_instant({to_civil(question.last), 0, 0}).value();
  question.made = midnight;
  const auto judged = [&](Instant now) {
    return verify_question(support::signed_question(question), *scheme_.document_set(), now);
  };
  EXPECT_TRUE(judged(midnight).ok());
  EXPECT_EQ(judged(midnight - 60).reason(), Reason::kOutsideOccasion);
}

TEST_F(AskedTest, StaleDocumentsJudgeNoQuestion) {
  scheme_.directory.valid_until = "2026-11-03T08:00Z";
  EXPECT_EQ(refused(support::question(scheme_)), Reason::kStale);
}

class AnswerTest : public AskedTest {
 protected:
  Result<Evaluation> begin(const record::Disclosure& what) {
    documents_ = scheme_.document_set();
    return Evaluation::begin_answer(*documents_, what, support::signed_question(question_),
                                    support::kNow);
  }
  std::optional<Reason> refused_row(const char* home, const char* minute) {
    const auto evaluation = begin(support::answer(question_));
    const auto grant = evaluation->of(record::envelope_of(support::call_out(home, minute)));
    return grant.ok() ? std::nullopt : std::optional(grant.reason());
  }

  Question question_ = support::question(scheme_);
  std::shared_ptr<const DocumentSet> documents_;
};

TEST_F(AnswerTest, HoldsWhatTheQuestionCoversAndNoMore) {
  EXPECT_EQ(refused_row(support::kHome, "2025-09-30T23:00Z"), std::nullopt);
  EXPECT_EQ(refused_row(support::kHome, "2026-11-03T08:00Z"), std::nullopt);
  EXPECT_EQ(refused_row(support::kHome, "2025-09-30T22:59Z"), Reason::kOutsideOccasion);
  EXPECT_EQ(refused_row(support::kSecondHome, "2026-10-10T20:15Z"), Reason::kOutsideOccasion);
}

// What was answered is followed up for longer than it may be asked for (proto/ENQUIRIES.md).
TEST_F(AnswerTest, WhatWasAnsweredIsJudgedByItsQuestionHoweverOldThatIs) {
  scheme_.directory.valid_from = "2026-12-01T00:00Z";
  scheme_.directory.valid_until = "2026-12-14T00:00Z";
  const auto documents = scheme_.document_set();
  const Instant later = support::kNow + record::kQuestionAgeSeconds + 86400;
  const auto evaluation =
      Evaluation::begin_as_answered(*documents, support::answer(question_), question_, later);
  ASSERT_TRUE(evaluation.ok());
  const auto of = [&](const char* home, const char* minute) {
    const auto grant = evaluation->of(record::envelope_of(support::call_out(home, minute)));
    return grant.ok() ? std::nullopt : std::optional(grant.reason());
  };
  EXPECT_EQ(of(support::kHome, "2026-11-03T08:00Z"), std::nullopt);
  EXPECT_EQ(of(support::kHome, "2025-09-30T22:59Z"), Reason::kOutsideOccasion);
  EXPECT_EQ(of(support::kSecondHome, "2026-10-10T20:15Z"), Reason::kOutsideOccasion);
}

// Only backwards: what the number came to stand for is another question.
TEST_F(AnswerTest, CoversTheNumbersThatTheHomeHadBefore) {
  question_.home = support::home(support::kSuccessorHome);
  EXPECT_EQ(refused_row(support::kSuccessorHome, "2026-10-20T20:15Z"), std::nullopt);
  EXPECT_EQ(refused_row(support::kClosedHome, "2026-10-10T20:15Z"), std::nullopt);
  EXPECT_EQ(refused_row(support::kHome, "2026-10-10T20:15Z"), Reason::kOutsideOccasion);
  question_.home = support::home(support::kClosedHome);
  EXPECT_EQ(refused_row(support::kSuccessorHome, "2026-10-20T20:15Z"), Reason::kOutsideOccasion);
}

TEST_F(AnswerTest, ALoopOfPredecessorsComesToAnEnd) {
  scheme_.homes[0].homes[4].predecessor = support::kSuccessorHome;
  EXPECT_EQ(scheme_.document_set()->numbers(support::home(support::kSuccessorHome)).size(), 2U);
}

TEST_F(AnswerTest, WhatSaysThatItIsWholeHasNoHome) {
  const auto evaluation =
      begin(support::answer(question_, record::RecordType::kReturnManifest)).value();
  record::Envelope envelope;
  envelope.type = record::RecordType::kReturnManifest;
  envelope.event_minute = support::kNow / 60;
  EXPECT_TRUE(evaluation.of(envelope).ok());
  envelope.home = support::home(support::kHome);
  EXPECT_EQ(evaluation.of(envelope).reason(), Reason::kExcessField);
  envelope.home.reset();
  envelope.event_minute -= std::int64_t{800} * 1440;
  EXPECT_EQ(evaluation.of(envelope).reason(), Reason::kOutsideOccasion);
}

TEST_F(AnswerTest, GoesBackToWhoAskedUnderTheSameAgreementAndEnquiry) {
  auto what = support::answer(question_);
  EXPECT_TRUE(begin(what).ok());
  what.to = support::agency(support::kCiw);
  EXPECT_EQ(begin(what).reason(), Reason::kWrongParty);
  what = support::answer(question_);
  what.from = support::agency(support::kOthershire);
  EXPECT_EQ(begin(what).reason(), Reason::kWrongParty);
  what = support::answer(question_);
  what.agreement = scheme_.agreement_hash(0);
  EXPECT_EQ(begin(what).reason(), Reason::kNoAgreement);
  what = support::answer(question_);
  what.occasion = record::answer_to({1});
  EXPECT_EQ(begin(what).reason(), Reason::kOutsideOccasion);
}

TEST_F(AnswerTest, OneChildIsOneSubjectWithinTheAnswerAndAnotherInEveryOther) {
  const auto evaluation = begin(support::answer(question_)).value();
  const auto grant = [&](const char* minute) {
    return evaluation.of(record::envelope_of(support::call_out(support::kHome, minute))).value();
  };
  const auto early = grant("2025-10-10T20:15Z");
  const auto late = grant("2026-10-10T20:15Z");
  const record::Origin origin = support::call_out(support::kHome, "2026-10-10T20:15Z").origin;
  EXPECT_EQ(subject_epoch(early), "2026-Q4");
  EXPECT_EQ(subject_epoch(early), subject_epoch(late));
  EXPECT_EQ(subject_scope(early, origin),
            crypto::hex(record::question_digest(record::question_text(question_))));
  EXPECT_EQ(subject_scope(early, origin), subject_scope(late, origin));
}

}  // namespace
}  // namespace stile::agreement
