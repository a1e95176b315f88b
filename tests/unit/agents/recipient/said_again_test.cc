// What the gateway may have lost with a ledger that was closed is said once more.
#include "core/crypto/digest.h"
#include "core/ledger/checkpoint.h"
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

class SaidAgainTest : public NoticeFixture {
 protected:
  // Somebody has read a notification and acknowledged it, and the gateway has both words.
  SaidAgainTest() {
    consignment_ = notice(incident(), "placed-call-out", 1);
    const std::string reference = took(consignment_);
    EXPECT_EQ(opened(asker_, reference), ExitCode::kOk);
    acknowledged(asker_, reference);
    words_ = inbox_->untaken(9).value();
    EXPECT_EQ(words_.size(), 2U);
    for (const auto& word : words_) EXPECT_TRUE(inbox_->taken(crypto::sha256(word)).ok());
    EXPECT_TRUE(inbox_->untaken(9)->empty());
  }
  // close() closes the ledger as it is, at that time; begin() begins the agent anew after it.
  void close(Instant when) {
    const auto note = crypto::parse_note(inbox_->view().note()).value();
    const auto last = ledger::parse_checkpoint_text(note.text).value();
    log_ = ledger::Log(support::signer_named("stile.example/ledger-2").verifier(),
                       {{log_.key, last, 0, when}});
    begin();
  }
  void begin() {
    auto anew = options();
    anew.log = log_;
    inbox_.reset();
    inbox_ = Inbox::open(std::move(anew)).value();
  }

  ledger::Log log_ = support::signer_named(support::kLog).verifier();
  wire::Consignment consignment_;
  std::vector<Bytes> words_;
};

TEST_F(SaidAgainTest, WordsOfTheLastWeeksAreSaidOnceMoreInTheirOrder) {
  close(now_);
  EXPECT_NE(inbox_->view().closed(), nullptr);
  EXPECT_EQ(inbox_->untaken(9).value(), words_);
  begin();  // stopped meanwhile
  EXPECT_EQ(inbox_->untaken(9).value(), words_);
}

TEST_F(SaidAgainTest, WhatBecomesOfThemThenChangesNoneOfThem) {
  close(now_);
  ASSERT_TRUE(inbox_->taken(crypto::sha256(words_[0])).ok());
  EXPECT_EQ(inbox_->untaken(9).value(), std::vector{words_[1]});
  ASSERT_TRUE(inbox_->refused(crypto::sha256(words_[1]), Reason::kConflict).ok());
  EXPECT_TRUE(inbox_->untaken(9)->empty());
  EXPECT_EQ(number_of("SELECT count(*) FROM word WHERE answer = 'taken'"), 2);
  said_ = Said();
  inbox_->list_breaches("officer", said_);
  EXPECT_TRUE(said("CONFLICT"));  // a refusal is written down
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(SaidAgainTest, WhatIsOlderTheGatewaysBackupHas) {
  close(now_ + Instant{46} * 86400);
  EXPECT_TRUE(inbox_->untaken(9)->empty());
}

}  // namespace
}  // namespace stile::agent
