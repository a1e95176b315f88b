// What people here hold against records, and what their sources answer.
#include "core/record/challenge.h"

#include "core/crypto/digest.h"
#include "tests/unit/agents/recipient/following.h"
#include "tests/unit/agents/recipient/notice_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

using record::ChallengeReason;
using record::ChangeReason;
using record::Doubt;
using record::Field;
using support::following;

constexpr char kPlaced[] = "placed-call-out";
constexpr Instant kDay = 86400;

// Challenging is an inbox whose people challenge what a force sent, which has a data officer.
template <typename Fixture>
class Challenging : public Fixture {
 protected:
  template <typename... T>
  explicit Challenging(const T&... with) : Fixture(with...) {
    name_officer();
  }
  // name_officer() is what the directory says here; the gateway goes on with what it began with.
  void name_officer() {
    this->scheme_.agency(support::kTestshire).duty =
        "data_officer_key: \"" + support::vkey_of("force-officer") + "\"\n";
    this->documents_ = this->scheme_.document_set();
  }

  ExitCode challenge(const std::string& reference, Doubt doubt = {}) {
    this->said_ = Said();
    return this->inbox_->challenge(by_, reference, std::move(doubt), Language::kEnglish,
                                   this->said_);
  }
  std::string challenges(bool all = false) {
    Said said;
    EXPECT_EQ(this->inbox_->list_challenges(by_, all, Language::kEnglish, said), ExitCode::kOk);
    return said.text() + said.json();
  }
  std::string everything() const {
    return this->said_.text() + this->said_.json() + this->said_.messages();
  }
  bool said(std::string_view what) const { return everything().find(what) != std::string::npos; }
  // sent() are the challenges that wait to go up, each verified to be signed here.
  std::vector<record::Challenge> challenges_sent() {
    std::vector<record::Challenge> all;
    const auto own = support::signer_named(this->self_).verifier();
    const std::vector<Bytes> waiting = this->inbox_->untaken(100).value();
    for (const Bytes& text : waiting) {
      const auto note = crypto::parse_note(text).value();
      EXPECT_EQ(crypto::verified_names(note, std::span(&own, 1))->size(), 1U);
      if (record::is_challenge(note.text)) {
        all.push_back(record::parse_challenge(note.text).value());
      }
    }
    return all;
  }
  static Doubt opened(const record::Challenge& sent) {
    const Hash seed = support::signing_seed_of("force-officer");
    const auto officer = crypto::SigningKey::from_seed(view(seed)).value();
    return record::open_doubt(sent.doubt, crypto::sealing_key_of(officer)).value();
  }

  Challenger by_{"mary", true, true};

 private:
  const std::shared_ptr<const agreement::DocumentSet> before_ = this->documents_;
};

class ReturnChallengeTest : public Challenging<ReturnFixture> {
 protected:
  ReturnChallengeTest() { took(sent_); }
  void answer(ChangeReason why, std::uint64_t revision = 2) {
    took(following(sent_, why, next_number(),
                   {.row = [revision](record::Row& row) { row.revision = revision; }}));
  }

  const wire::Consignment sent_ =
      hand_of(RecordType::kCallOut)
          .consign(std::vector{event(RecordType::kCallOut, "1"), event(RecordType::kCallOut, "2")},
                   next_number());
  const std::string reference_ = crypto::crockford(sent_.rows[1].row.event_token);
};

TEST_F(ReturnChallengeTest, IsSignedOfThatRowAndSealedToTheDataOfficer) {
  const Doubt doubt{ChallengeReason::kNotThisHome, {Field::kHome, Field::kAge}};
  ASSERT_EQ(challenge(reference_, doubt), ExitCode::kOk) << everything();
  const auto sent = challenges_sent();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].consignment,
            record::consignment_digest(crypto::parse_note(sent_.statement)->text));
  EXPECT_EQ(sent[0].row, record::row_hash(sent_.rows[1].row));
  EXPECT_EQ(sent[0].number, 1U);
  EXPECT_EQ(sent[0].from.text(), support::kTestshire);
  EXPECT_EQ(sent[0].doubt.size(), record::kSealedDoubtBytes);
  EXPECT_EQ(opened(sent[0]), doubt);
  EXPECT_NE(challenges().find(reference_), std::string::npos);
  EXPECT_NE(challenges().find("\"fields\":\"home,age\""), std::string::npos);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE occasion = 'challenge'"), 1);
}

TEST_F(ReturnChallengeTest, TheSameAgainIsNothingNewAndAnotherWaits) {
  challenge(reference_, {ChallengeReason::kDuplicate});
  EXPECT_EQ(challenge(reference_, {ChallengeReason::kDuplicate}), ExitCode::kOk);
  EXPECT_TRUE(said("challenged already"));
  EXPECT_NE(challenge(reference_, {ChallengeReason::kInaccurate}), ExitCode::kOk);
  EXPECT_TRUE(said("its source answers that first")) << everything();
  EXPECT_EQ(challenges_sent().size(), 1U);
  EXPECT_EQ(challenge(crypto::crockford(sent_.rows[0].row.event_token)), ExitCode::kOk);
  EXPECT_EQ(challenges_sent().size(), 2U);
}

TEST_F(ReturnChallengeTest, AnAnswerEndsItAndIsNoMarkAndTheNextCitesTheAnswer) {
  challenge(reference_);
  const auto token = sent_.rows[1].row.event_token;
  took(following(sent_, ChangeReason::kPartlyUpheld, next_number(), {}, 1));
  EXPECT_EQ(challenges().find(reference_), std::string::npos);
  EXPECT_NE(challenges(true).find("\"answer\":\"partly-upheld\""), std::string::npos);
  Said changes;
  inbox_->list_changes({"mary", false}, false, Language::kEnglish, changes);
  EXPECT_NE(changes.json().find("\"change\":\"answered\""), std::string::npos) << changes.json();
  said_ = Said();
  listed();
  EXPECT_TRUE(said(reference_));
  EXPECT_FALSE(said("upheld"));
  EXPECT_EQ(number_of("SELECT count(*) FROM mark"), 0);
  EXPECT_EQ(inbox_->verify("mary", said_), ExitCode::kOk) << everything();
  EXPECT_EQ(challenge(crypto::crockford(token)), ExitCode::kOk) << everything();
  const auto sent = challenges_sent();
  EXPECT_NE(challenges().find(reference_), std::string::npos)
      << "an answer is to what was before it";
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[1].number, 2U);
  EXPECT_NE(sent[1].row, sent[0].row);
}

TEST_F(ReturnChallengeTest, WhatTheGatewayRefusedMayBeMadeAgain) {
  challenge(reference_);
  const Bytes note = inbox_->untaken(10)->front();
  ASSERT_TRUE(inbox_->refused(crypto::sha256(note), Reason::kNotFound).ok());
  EXPECT_TRUE(inbox_->untaken(10)->empty());
  EXPECT_NE(challenges(true).find("the gateway refused it (NOT_FOUND)"), std::string::npos);
  now_ += 60;
  EXPECT_EQ(challenge(reference_), ExitCode::kOk);
  EXPECT_EQ(challenges_sent().size(), 1U);
}

TEST_F(ReturnChallengeTest, WhatWasTakenIsSaidNoMoreAndWaitsForItsAnswer) {
  challenge(reference_);
  const Bytes note = inbox_->untaken(10)->front();
  reopen();
  EXPECT_EQ(inbox_->untaken(10)->front(), note);
  ASSERT_TRUE(inbox_->taken(crypto::sha256(note)).ok());
  EXPECT_TRUE(inbox_->untaken(10)->empty());
  now_ += 31 * kDay;
  EXPECT_NE(challenges().find("OVERDUE"), std::string::npos) << challenges();
}

TEST_F(ReturnChallengeTest, SaysWhatCannotBeChallengedAndHowToMendIt) {
  for (const std::string& unknown : {std::string("no reference"), crypto::crockford(Token{1})}) {
    EXPECT_NE(challenge(unknown), ExitCode::kOk);
    EXPECT_TRUE(said("mend with: the reference")) << everything();
  }
  EXPECT_EQ(challenge(reference_, {ChallengeReason::kIncomplete, {Field::kChildIdentity}}),
            ExitCode::kUsage);
  EXPECT_TRUE(said("the record has no child-identity; mend with: --fields and some of home"))
      << everything();
  took(following(sent_, ChangeReason::kDuplicate, next_number(), {}, 1));
  EXPECT_NE(challenge(reference_), ExitCode::kOk);
  EXPECT_TRUE(said("withdrawn")) << everything();
  EXPECT_TRUE(challenges_sent().empty());
}

TEST_F(ReturnChallengeTest, VerifyFindsAChallengeThatWasAltered) {
  challenge(reference_);
  EXPECT_EQ(inbox_->verify("mary", said_), ExitCode::kOk) << everything();
  vandalise("DROP TRIGGER challenge_update; UPDATE challenge SET account = 'somebody else'");
  EXPECT_EQ(inbox_->verify("mary", said_), ExitCode::kIntegrity);
}

TEST_F(ReturnChallengeTest, AWithdrawalEndsIt) {
  challenge(reference_);
  took(following(sent_, ChangeReason::kDuplicate, next_number(), {}, 1));
  EXPECT_TRUE(challenges().empty()) << challenges();
  EXPECT_NE(challenges(true).find("withdrawn"), std::string::npos);
}

TEST_F(ReturnChallengeTest, WithoutADataOfficerThereIsNobodyToTell) {
  scheme_.agency(support::kTestshire).duty = "";
  documents_ = scheme_.document_set();
  EXPECT_NE(challenge(reference_), ExitCode::kOk);
  EXPECT_TRUE(said("mend with: `data_officer_key`")) << everything();
  EXPECT_TRUE(challenges_sent().empty());
}

TEST_F(ReturnChallengeTest, WhoReadsNotificationsAloneSeesNothingOfReturns) {
  challenge(reference_);
  by_.returns = false;
  EXPECT_TRUE(challenges(true).empty());
  EXPECT_NE(challenge(reference_, {ChallengeReason::kDuplicate}), ExitCode::kOk);
  EXPECT_TRUE(said("no record of that reference"));
}

class NoticeChallengeTest : public Challenging<NoticeFixture> {};

TEST_F(NoticeChallengeTest, IsOfWhatSomebodyHasReadAndNotReturned) {
  const std::string reference = tell(incident(), kPlaced);
  EXPECT_NE(challenge(reference), ExitCode::kOk);
  EXPECT_TRUE(said("open it first")) << everything();
  NoticeFixture::opened(asker_, reference);
  EXPECT_EQ(challenge(reference, {ChallengeReason::kInaccurate, {Field::kChildIdentity}}),
            ExitCode::kOk)
      << everything();
  EXPECT_EQ(challenges_sent().size(), 1U);
  returned(asker_, reference);
  EXPECT_TRUE(challenges().empty()) << challenges();
  EXPECT_NE(challenge(reference), ExitCode::kOk);
  EXPECT_TRUE(said("it was returned")) << everything();
}

TEST_F(NoticeChallengeTest, NobodyWhoReadsReturnsAloneSeesThatThereIsOne) {
  const std::string reference = tell(incident(), kPlaced);
  NoticeFixture::opened(asker_, reference);
  challenge(reference);
  by_.notifications = false;
  EXPECT_TRUE(challenges(true).empty());
  EXPECT_NE(challenge(reference), ExitCode::kOk);
  EXPECT_TRUE(said("no record of that reference"));
}

// X1: of a notice that police see too they do not see that it was challenged.
class PoliceChallengeTest : public Challenging<NoticeFixture> {
 protected:
  PoliceChallengeTest() : Challenging<NoticeFixture>(support::kOwnYjs) {}
};

TEST_F(PoliceChallengeTest, PoliceSeeNoAnswer) {
  const auto told = notice(of_offence(), "host-alleged-call-out");
  const std::string reference = took(told);
  const Asker police{"pc", true};
  NoticeFixture::opened(police, reference);
  ASSERT_EQ(challenge(reference), ExitCode::kOk) << everything();
  took(following(told, ChangeReason::kUpheld, 2));
  Said said;
  inbox_->list_changes(police, true, Language::kEnglish, said);
  EXPECT_EQ(said.text() + said.json(), "");
  Said worker;
  inbox_->list_changes(asker_, true, Language::kEnglish, worker);
  EXPECT_NE(worker.json().find("answered"), std::string::npos);
  EXPECT_NE(
      inbox_->close_change(police, reference, NoticeState::kConfirmed, Language::kEnglish, said),
      ExitCode::kOk);
}

}  // namespace
}  // namespace stile::agent
