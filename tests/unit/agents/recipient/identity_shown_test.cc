// Who a child is, once its source has said it: shown to whom it is proven, and gone with the
// record.
#include <filesystem>

#include "agents/recipient/received_holds.h"
#include "tests/unit/agents/recipient/identity_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;

constexpr Instant kDay = 86400;
constexpr Instant kOver = support::kNow + Instant{365} * kDay;

class IdentityShownTest : public AskingRegulator {
 protected:
  // unproven() is that an answer was taken whose identity is shown to nobody.
  void unproven(const IdentityLies& lies) {
    took(answer(sent(reference_), lies));
    EXPECT_EQ(show(reference_), ExitCode::kIntegrity);
    EXPECT_TRUE(said("NOT SHOWN")) << everything();
    EXPECT_TRUE(said("\"identity\":\"not-proven\"")) << everything();
    EXPECT_FALSE(said("Zedworthy"));
    EXPECT_FALSE(said("2012"));
    EXPECT_EQ(logged("operation = 'integrity' AND occasion = 'identity-request'"), 1);
    EXPECT_NE(problems_.find("identity_not_proven"), std::string::npos);
    EXPECT_EQ(problems_.find("Zed"), std::string::npos);
  }
};

TEST_F(IdentityShownTest, SaysWhoItIsAndForWhomAndOnWhichLawThatWasAsked) {
  asked_and_told();
  ASSERT_EQ(show(reference_), ExitCode::kOk) << everything();
  for (const auto* what :
       {"Zedworthy", "Tomos", "2012-05-04", "Ann Other", "S47-2026-18", "a data subject's right",
        "force/testshire", "\"identity\":{\"surname\":\"Zedworthy\""}) {
    EXPECT_TRUE(said(what)) << what << "\n" << everything();
  }
  EXPECT_EQ(logged("operation = 'consultation' AND occasion = 'identity-request' AND"
                   " reason = 'data-subject-right' AND number = 2 AND account = 'officer'"),
            1);
  Said welsh;
  ASSERT_EQ(inbox_->show_identity("officer", reference_, Language::kWelsh, welsh), ExitCode::kOk);
  EXPECT_NE(welsh.text().find("Gofynnwyd ar ran"), std::string::npos) << welsh.text();
}

TEST_F(IdentityShownTest, SaysThatNobodyHasAskedOrAnswered) {
  EXPECT_EQ(show("no reference"), ExitCode::kUsage);
  EXPECT_EQ(show(reference_), ExitCode::kUsage);
  EXPECT_TRUE(said("`stile reidentify request`")) << everything();
  sent(reference_);
  EXPECT_EQ(show(reference_), ExitCode::kUsage);
  EXPECT_TRUE(said("nobody has said")) << everything();
}

TEST_F(IdentityShownTest, ShowsNoneThatAnswersAnotherRequest) {
  unproven({.bound = [](record::BoundIdentity& bound) { bound.binding.row = Hash{7}; }});
}

TEST_F(IdentityShownTest, ShowsNoneOfAnotherEvent) {
  unproven({.bound = [](record::BoundIdentity& bound) { bound.binding.event = Token{7}; }});
}

TEST_F(IdentityShownTest, ShowsNoneUnderAnotherAgreement) {
  unproven({.bound = [](record::BoundIdentity& bound) { bound.binding.agreement = Hash{7}; }});
}

TEST_F(IdentityShownTest, ShowsNoneThatIsForAnotherRecipient) {
  unproven({.bound = [](record::BoundIdentity& bound) {
    bound.binding.recipient = support::agency(support::kCiw);
  }});
}

TEST_F(IdentityShownTest, ShowsNoneThatAnotherAgencyHasSigned) {
  unproven({.signer = support::kOthershire});
}

TEST_F(IdentityShownTest, ShowsNoneThatIsSealedToAnotherKey) {
  unproven({.to = support::sealing_key_named("another").public_key()});
}

TEST_F(IdentityShownTest, ShowsNoneThatSomebodyPutInItsPlace) {
  const auto told = asked_and_told();
  EXPECT_NE(altered("DROP TRIGGER identity_answer_update;"
                    " UPDATE identity_answer SET sealed = zeroblob(2096)")
                .find("an identity is not as its source signed it"),
            std::string::npos);
  EXPECT_EQ(show(reference_), ExitCode::kIntegrity);
}

// The request as it stands in the store says of which record it is; what the source sealed does
// too.
TEST_F(IdentityShownTest, ShowsNoneUnderTheReferenceOfAnotherRecord) {
  asked_and_told();
  const Token other = sent_.rows[0].row.event_token;
  vandalise("DROP TRIGGER identity_request_update; UPDATE identity_request SET event_token = x'" +
            crypto::hex(other) + "', event = x'" + crypto::hex(buried(other)) + "'");
  EXPECT_EQ(show(crypto::crockford(other)), ExitCode::kIntegrity);
  EXPECT_FALSE(said("Zedworthy")) << everything();
}

TEST_F(IdentityShownTest, SaysThatTheKeyToItWasDestroyed) {
  asked_and_told();
  now_ += 61 * kDay;
  ASSERT_EQ(show(reference_), ExitCode::kOk) << "the key is there still";
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    if (entry.path().filename().string().starts_with("sealing.key")) {
      std::filesystem::remove(entry.path());
    }
  }
  reopen();
  EXPECT_EQ(show(reference_), ExitCode::kFaults);
  EXPECT_TRUE(said("the key to it was destroyed. Ask again")) << everything();
  EXPECT_EQ(logged("operation = 'integrity'"), 0);
  EXPECT_TRUE(is_whole()) << everything();
  EXPECT_EQ(ask(reference_), ExitCode::kOk) << everything();
}

TEST_F(IdentityShownTest, VerifyFindsOneThatSomebodyDestroyedOrInvented) {
  asked_and_told();
  vandalise(
      "DROP TRIGGER identity_answer_update; DROP TRIGGER identity_answer_delete;"
      " CREATE TABLE kept_here AS SELECT * FROM identity_answer");
  ASSERT_TRUE(is_whole()) << everything();
  for (const auto& [sql, what] : std::vector<std::pair<std::string, std::string>>{
           {"UPDATE identity_answer SET salt = x'', fields = x'', sealed = x''",
            "who a child is was destroyed, and its record is there"},
           {"DELETE FROM identity_answer", "an answer to a request that nobody here has made"},
           {"UPDATE identity_answer SET fields = x'00'", "not as its source signed it"}}) {
    const std::string found = altered(sql);
    EXPECT_NE(found.find(what), found.npos) << sql << ": " << found;
    vandalise("DELETE FROM identity_answer; INSERT INTO identity_answer SELECT * FROM kept_here");
  }
  EXPECT_TRUE(is_whole()) << everything();
}

// Each way in which rows are destroyed.
class IdentityGoneTest : public AskingRegulator {
 protected:
  IdentityGoneTest() { EXPECT_EQ(show(reference_), ExitCode::kOk) << everything(); }

  bool there() {
    return holds(told_.rows[0].row.sealed_identity) || holds("Ann Other") || holds("S47-2026-18");
  }
  void gone() {
    EXPECT_FALSE(there());
    EXPECT_NE(show(reference_), ExitCode::kOk);
    EXPECT_FALSE(said("Zedworthy"));
    EXPECT_TRUE(is_whole()) << everything();
    EXPECT_EQ(requests(), "");
    EXPECT_EQ(number_of("SELECT count(*) FROM identity_request WHERE person <> ''"), 0);
  }
  // unseen() is that a hold keeps it, and nobody sees it.
  void unseen() {
    EXPECT_TRUE(holds(told_.rows[0].row.sealed_identity));
    EXPECT_EQ(show(reference_), ExitCode::kUsage);
    EXPECT_FALSE(said("Zedworthy"));
    EXPECT_EQ(requests(), "");
    EXPECT_TRUE(is_whole()) << everything();
  }
  void look_at(Instant time) {
    now_ = time;
    reopen();  // looks at once after a start
    EXPECT_TRUE(inbox_->look_for_disposals(time).ok());
  }
  ExitCode place() {
    return inbox_->place_hold(
        {.reference = reference_, .ground = "inquiry", .matter = "", .purpose = "legal-hold"},
        "officer", said_);
  }
  ExitCode lift(std::int64_t hold = 1) {
    return inbox_->lift_hold(hold, "legal-hold", "officer", said_);
  }
  void withdraw(ChangeReason why = ChangeReason::kDuplicate) { took(without(why, 3)); }

  const wire::Consignment told_ = asked_and_told();
};

TEST_F(IdentityGoneTest, WithAWithdrawal) {
  ASSERT_TRUE(there());
  withdraw();
  gone();
  EXPECT_NE(requests(true).find("\"state\":\"identified\",\"refused\":\"\",\"open\":false,"
                                "\"kept\":false"),
            std::string::npos)
      << requests(true);
}

TEST_F(IdentityGoneTest, WhenTheTimeOfTheRecordIsOver) {
  look_at(kOver - 1);
  EXPECT_TRUE(there());
  look_at(kOver);
  gone();
}

TEST_F(IdentityGoneTest, WithAnErasureThatSomebodyHasConfirmed) {
  withdraw(ChangeReason::kErasureOrdered);
  gone();
  ASSERT_EQ(inbox_->close_change({.account = "mary"}, reference_, NoticeState::kConfirmed,
                                 Language::kEnglish, said_),
            ExitCode::kOk)
      << everything();
  EXPECT_TRUE(is_whole()) << everything();
  EXPECT_FALSE(holds(stile::view(sent_.rows[1].row.event_token))) << "not even its name is left";
}

TEST_F(IdentityGoneTest, AHoldKeepsItUnseenPastAWithdrawalUntilItIsLifted) {
  ASSERT_EQ(place(), ExitCode::kOk) << everything();
  EXPECT_EQ(show(reference_), ExitCode::kOk) << "until then it is as it was";
  withdraw();
  unseen();
  ASSERT_EQ(lift(), ExitCode::kOk) << everything();
  gone();
}

TEST_F(IdentityGoneTest, AHoldKeepsItUnseenPastItsTimeUntilTheLastIsLifted) {
  place();
  place();
  look_at(kOver);
  unseen();
  ASSERT_EQ(lift(1), ExitCode::kOk);
  unseen();
  ASSERT_EQ(lift(2), ExitCode::kOk);
  gone();
}

TEST_F(IdentityGoneTest, AHoldThatIsLiftedBeforeKeepsAndDestroysNothing) {
  place();
  lift();
  EXPECT_EQ(show(reference_), ExitCode::kOk) << everything();
  withdraw();
  gone();
}

TEST_F(IdentityGoneTest, VerifyFindsOneThatStaysOrGoesAgainstAHold) {
  place();
  withdraw();
  EXPECT_NE(altered("DROP TRIGGER identity_answer_update; CREATE TABLE kept_here AS SELECT * FROM"
                    " identity_answer; UPDATE identity_answer SET sealed = x''")
                .find("who a child is was destroyed, and its record is held"),
            std::string::npos);
  lift();
  ASSERT_TRUE(is_whole()) << everything();
  EXPECT_NE(altered("UPDATE identity_answer SET sealed = (SELECT sealed FROM kept_here)")
                .find("who a child is stands there, and its record is gone"),
            std::string::npos);
  vandalise("UPDATE identity_answer SET sealed = x''");
  EXPECT_NE(altered("DROP TRIGGER identity_request_update;"
                    " UPDATE identity_request SET person = 'Ann Other'")
                .find("for whom a request was made stands there"),
            std::string::npos);
}

TEST_F(IdentityGoneTest, WhatComesAfterAWithdrawalIsNotKept) {
  const Hash again = sent(reference_);
  withdraw();
  const auto late = answer(again, {.row = [](record::Row& row) { row.revision = 4; }});
  took(late);
  EXPECT_FALSE(holds(late.rows[0].row.sealed_identity));
  EXPECT_EQ(logged("operation = 'erasure' AND reason = 'record-gone'"), 1);
  gone();
}

TEST_F(IdentityGoneTest, TheRecordOfAnotherEventStays) {
  const std::string other = crypto::crockford(sent_.rows[0].row.event_token);
  took(identified(sent_, sent(other), next_number()));
  withdraw();
  EXPECT_EQ(show(other), ExitCode::kOk) << everything();
}

// A youth justice service knows the child of a notification by a pseudonym of that event.
class ReturnedIdentityTest : public Asking<NoticeFixture> {
 protected:
  using Asked = Asking<NoticeFixture>;
  ReturnedIdentityTest() : Asking<NoticeFixture>(support::kOwnYjs) {}
};

TEST_F(ReturnedIdentityTest, GoesWithTheNotificationThatIsSentBack) {
  const auto told = notice(incident(), "host-call-out");
  const std::string reference = took(told);
  NoticeFixture::opened(asker_, reference);
  const auto answer = identified(told, sent(reference), 2);
  took(answer);
  ASSERT_EQ(show(reference), ExitCode::kOk) << Asked::everything();
  EXPECT_TRUE(Asked::said("Zedworthy"));
  ASSERT_EQ(returned(asker_, reference), ExitCode::kOk) << Asked::everything();
  EXPECT_FALSE(holds(answer.rows[0].row.sealed_identity));
  EXPECT_FALSE(holds("Ann Other"));
  EXPECT_EQ(show(reference), ExitCode::kUsage);
  EXPECT_TRUE(Asked::said("it was returned")) << Asked::everything();
  EXPECT_TRUE(is_whole()) << Asked::everything();
}

}  // namespace
}  // namespace stile::agent
