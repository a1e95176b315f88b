// What is not its source's, for this agency and of this row is shown to nobody.
#include "tests/unit/agents/recipient/notice_fixture.h"

namespace stile::agent {
namespace {

constexpr char kPlaced[] = "placed-call-out";

class NoticeTamperTest : public NoticeFixture {
 protected:
  // is_hidden() tells of an event and opens it: the row is there, and no part of an identity.
  bool is_hidden(const NoticeLies& lies) {
    const std::string reference = tell(incident(), kPlaced, 1, lies);
    const ExitCode code = opened(asker_, reference);
    const bool row = said("\"child_role\":\"missing\"") && said("\"identity\":\"not-proven\"");
    const bool none = !said("Pryce") && !said("Tomos") && !said("2012-05-04") && !said("TS/1234");
    const bool logged = integrity_events() == 1 && problems_.starts_with("notice_not_proven");
    return code == ExitCode::kIntegrity && row && none && logged &&
           problems_.find("Pryce") == problems_.npos;
  }
};

TEST_F(NoticeTamperTest, HidesAnIdentityThatWasSealedForAnotherRow) {
  EXPECT_TRUE(is_hidden({.bound = [](auto& bound) { bound.binding.row[0] ^= 1U; }}));
}

TEST_F(NoticeTamperTest, HidesAnIdentityOfAnotherEvent) {
  EXPECT_TRUE(is_hidden({.bound = [](auto& bound) { bound.binding.event[5] ^= 1U; }}));
}

TEST_F(NoticeTamperTest, HidesAnIdentityUnderAnotherAgreement) {
  EXPECT_TRUE(is_hidden({.bound = [](auto& bound) { bound.binding.agreement[0] ^= 1U; }}));
}

TEST_F(NoticeTamperTest, HidesAnIdentityMeantForAnotherRecipient) {
  EXPECT_TRUE(is_hidden({.bound = [](auto& bound) {
    bound.binding.recipient = support::agency(support::kOwnCouncil);
  }}));
}

TEST_F(NoticeTamperTest, HidesAnIdentityThatAnotherSigned) {
  EXPECT_TRUE(is_hidden({.signer = support::kOthershire}));
}

TEST_F(NoticeTamperTest, HidesAnIdentitySealedToAnother) {
  EXPECT_TRUE(is_hidden({.to = support::sealing_key_named(support::kOwnCouncil).public_key()}));
}

TEST_F(NoticeTamperTest, HidesWhatIsNoIdentity) {
  EXPECT_TRUE(is_hidden({.sealed = Bytes(limits::kSealedIdentityBytes, 'x')}));
}

TEST_F(NoticeTamperTest, SaysThatAGrantedIdentityDidNotCome) {
  EXPECT_TRUE(is_hidden({.sealed = Bytes()}));
}

TEST_F(NoticeTamperTest, IsOpenedAllTheSameSoThatItsSourceKnows) {
  const std::string reference = tell(incident(), kPlaced, 1, {.sealed = Bytes()});
  opened(asker_, reference);
  EXPECT_EQ(states(), std::vector{record::DisclosureState::kOpened});
  said_ = Said();
  inbox_->list_breaches("officer", said_);
  EXPECT_TRUE(said("not-proven"));
  EXPECT_FALSE(said("decide by"));
}

TEST_F(NoticeTamperTest, ShowsNothingOfARowThatWasAlteredHere) {
  const std::string reference = tell(incident(), kPlaced);
  vandalise("DROP TRIGGER row_update; UPDATE row SET salt = zeroblob(16)");
  EXPECT_EQ(opened(asker_, reference), ExitCode::kIntegrity);
  EXPECT_FALSE(said("child_role"));
  EXPECT_TRUE(words().empty());
  EXPECT_EQ(integrity_events(), 1);
}

// What is decided of a notice goes to the source's data officer, whether or not it was proven.
class NoticeVerdictTest : public NoticeTamperTest {
 protected:
  NoticeVerdictTest() {
    scheme_.agency(support::kTestshire).duty =
        "data_officer_key: \"" + support::vkey_of("force-officer") + "\"\n";
    documents_ = scheme_.document_set();
  }
  // verdict() is what the officer reads of the last word.
  record::Verdict verdict() {
    const Hash seed = support::signing_seed_of("force-officer");
    const auto officer = crypto::SigningKey::from_seed(view(seed)).value();
    const auto word = words().back();
    EXPECT_EQ(word.state, record::DisclosureState::kClosed);
    EXPECT_EQ(word.verdict.size(), record::kSealedVerdictBytes);
    return record::open_verdict(word.verdict, crypto::sealing_key_of(officer)).value();
  }
  record::Verdict acknowledged_though(const NoticeLies& lies) {
    const std::string reference = tell(incident(), kPlaced, 1, lies);
    opened(asker_, reference);
    EXPECT_EQ(acknowledged(asker_, reference), ExitCode::kOk) << said_.messages();
    return verdict();
  }

 private:
  // The gateway between them goes on with those that it began with.
  const std::shared_ptr<const agreement::DocumentSet> before_ = documents_;
};

TEST_F(NoticeVerdictTest, SaysThatAProvenOneWasAcknowledged) {
  EXPECT_EQ(acknowledged_though({}), record::Verdict::kAcknowledged);
  EXPECT_EQ(integrity_events(), 0);
}

TEST_F(NoticeVerdictTest, SaysThatTheIdentityIsOfAnotherRow) {
  const NoticeLies lies{.bound = [](auto& bound) { bound.binding.row[0] ^= 1U; }};
  EXPECT_EQ(acknowledged_though(lies), record::Verdict::kUnverified);
  EXPECT_EQ(state(), static_cast<std::int64_t>(NoticeState::kAcknowledged));
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE reason = 'unverified'"
                      " AND account = 'mary'"),
            1);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(NoticeVerdictTest, SaysThatTheSourceDidNotSignTheIdentity) {
  EXPECT_EQ(acknowledged_though({.signer = support::kOthershire}), record::Verdict::kUnverified);
}

TEST_F(NoticeVerdictTest, SaysThatAGrantedIdentityDidNotCome) {
  EXPECT_EQ(acknowledged_though({.sealed = Bytes()}), record::Verdict::kUnverified);
}

TEST_F(NoticeVerdictTest, WhatIsReturnedWasSomebodyElsesProvenOrNot) {
  const std::string reference = tell(incident(), kPlaced, 1, {.sealed = Bytes()});
  opened(asker_, reference);
  ASSERT_EQ(returned(asker_, reference, NoticeState::kWrongChild), ExitCode::kOk);
  EXPECT_EQ(verdict(), record::Verdict::kWrongChild);
}

TEST_F(NoticeVerdictTest, ARevisionThatIsProvenIsAcknowledgedAsSuch) {
  EXPECT_EQ(acknowledged_though({.sealed = Bytes()}), record::Verdict::kUnverified);
  const std::string reference = tell(incident(), kPlaced, 2);
  opened(asker_, reference);
  ASSERT_EQ(acknowledged(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(verdict(), record::Verdict::kAcknowledged);
}

TEST_F(NoticeVerdictTest, SaidAgainItIsSaidOnce) {
  acknowledged_though({.sealed = Bytes()});
  const std::size_t said = words().size();
  const std::int64_t events = integrity_events();
  const std::string reference = said_.text().substr(0, said_.text().find(' '));
  ASSERT_EQ(acknowledged(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(words().size(), said);
  EXPECT_EQ(integrity_events(), events);
}

class NoIdentityTest : public NoticeFixture {
 protected:
  NoIdentityTest() : NoticeFixture(support::kOwnYjs) {}
};

TEST_F(NoIdentityTest, NothingIsAmissWhereNoneIsGranted) {
  const std::string reference = tell(incident(), "host-call-out");
  ASSERT_EQ(opened(asker_, reference), ExitCode::kOk);
  ASSERT_EQ(acknowledged(asker_, reference), ExitCode::kOk);
  EXPECT_EQ(operations("integrity"), 0);
}

class NoticeAuditTest : public NoticeTamperTest {
 protected:
  // is_found() has a notice read and edits the store; the audit has to find that.
  bool is_found(const std::string& edit) {
    opened(asker_, tell(incident(), kPlaced));
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
    vandalise(
        "DROP TRIGGER notice_update; DROP TRIGGER notice_back; DROP TRIGGER word_update;"
        "DROP TRIGGER word_delete; DROP TRIGGER row_delete; DROP TRIGGER notice_delete;" +
        edit);
    said_ = Said();
    return inbox_->verify("officer", said_) == ExitCode::kIntegrity;
  }
};

TEST_F(NoticeAuditTest, FindsAWordThatIsSaidToBeAnothers) {
  EXPECT_TRUE(is_found("UPDATE word SET account = 'sam'"));
}

TEST_F(NoticeAuditTest, FindsAWordWhoseTextWasEdited) {
  EXPECT_TRUE(is_found("UPDATE word SET note = replace(note, 'opened', 'not-ours'), state = 4"));
}

TEST_F(NoticeAuditTest, FindsAWordThatIsGone) { EXPECT_TRUE(is_found("DELETE FROM word")); }

TEST_F(NoticeAuditTest, FindsAStateThatNobodySaid) {
  EXPECT_TRUE(is_found("UPDATE notice SET state = 3"));
}

TEST_F(NoticeAuditTest, FindsARowDeletedAsIfItHadBeenReturned) {
  EXPECT_TRUE(is_found("UPDATE notice SET state = 4; DELETE FROM row"));
}

TEST_F(NoticeAuditTest, FindsAForgedWordForADeletedRow) {
  const auto consignment = notice(incident(), kPlaced);
  took(consignment);
  const auto statement = crypto::parse_note(consignment.statement).value();
  const Hash salt{};
  const std::string forged =
      support::signed_by({support::kOwnCouncil},
                         record::acknowledgement_text({record::consignment_digest(statement.text),
                                                       support::agency(support::kTestshire),
                                                       support::agency(self_),
                                                       1,
                                                       now_,
                                                       record::DisclosureState::kClosed,
                                                       ledger::commitment(salt, "actor", "mary"),
                                                       {}}));
  vandalise(
      "INSERT INTO word (parcel, state, account, salt, note, digest, after, answer) VALUES"
      " (1, 4, 'mary', zeroblob(32), '" +
      forged + "', zeroblob(32), 0, 'taken'); UPDATE notice SET state = 4; DELETE FROM row");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
  EXPECT_TRUE(said("a word is not signed by this agency"));
}

TEST_F(NoticeAuditTest, FindsARowThatWasReturnedAndIsThereAgain) {
  const std::string reference = tell(incident(), kPlaced);
  opened(asker_, reference);
  vandalise("CREATE TABLE saved AS SELECT * FROM row");
  returned(asker_, reference);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
  vandalise("INSERT INTO row SELECT * FROM saved");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
}

}  // namespace
}  // namespace stile::agent
