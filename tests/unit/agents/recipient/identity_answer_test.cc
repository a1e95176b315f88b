// What a source answers to a request to be told who a child is, as it comes.
#include "agents/recipient/challenge.h"
#include "agents/report/disclosure_account.h"
#include "agents/report/proof_files.h"
#include "core/wire/row_codec.h"
#include "tests/unit/agents/recipient/identity_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using record::Field;
using support::following;

constexpr Instant kDay = 86400;

class IdentityAnswerTest : public AskingRegulator {
 protected:
  ExitCode challenge() {
    said_ = Said();
    return inbox_->challenge({"mary", true, true}, reference_, {}, Language::kEnglish, said_);
  }
  std::string challenges() {
    Said said;
    inbox_->list_challenges({"mary", true, true}, true, Language::kEnglish, said);
    return said.json();
  }
  // unasked() is that an answer is turned away and written down, and nothing of it kept.
  void unasked(const wire::Consignment& answer, const GatewayLies& lies = {}) {
    const auto answers = number_of("SELECT count(*) FROM answer");
    EXPECT_EQ(refused(answer, lies), Reason::kOutsideOccasion);
    EXPECT_EQ(number_of("SELECT count(*) FROM answer"), answers);
    EXPECT_GT(logged("operation = 'integrity' AND reason = 'OUTSIDE_OCCASION'"), 0);
  }
};

TEST_F(IdentityAnswerTest, IsKeptSealedAsAMarkerAndIsInNoListOrFile) {
  const auto told = asked_and_told();
  EXPECT_NE(
      requests().find("\"state\":\"identified\",\"refused\":\"\",\"open\":false,\"kept\":true"),
      std::string::npos)
      << requests();
  EXPECT_EQ(number_of("SELECT count(*) FROM identity_answer WHERE length(sealed) = 2096"), 1);
  EXPECT_EQ(number_of("SELECT count(*) FROM answer WHERE reason = 22 AND salt = x''"), 1);
  EXPECT_TRUE(holds(told.rows[0].row.sealed_identity));
  EXPECT_TRUE(is_whole()) << everything();
  said_ = Said();
  listed();
  ASSERT_EQ(exported(), ExitCode::kOk);
  inbox_->list_changes({"mary", false}, true, Language::kEnglish, said_);
  EXPECT_TRUE(said("answered: the child was identified")) << everything();
  EXPECT_FALSE(said("Zedworthy"));
  EXPECT_EQ(text_of("october/call-outs.csv").find(told.rows[0].row.sealed_identity),
            std::string::npos);
  EXPECT_FALSE(holds("Zedworthy")) << "nothing here is in clear";
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 2);
  EXPECT_EQ(number_of("SELECT count(*) FROM mark"), 0);
}

TEST_F(IdentityAnswerTest, ThatNobodyWasIdentifiedIsKeptAsTheAnswerToAChallengeIs) {
  sent(reference_);
  took(without(ChangeReason::kNotIdentified));
  EXPECT_EQ(requests(), "");
  EXPECT_NE(requests(true).find("\"state\":\"not-identified\""), std::string::npos);
  EXPECT_EQ(number_of("SELECT count(*) FROM answer WHERE reason = 23 AND length(salt) = 16"), 1);
  EXPECT_TRUE(is_whole()) << everything();
  EXPECT_EQ(show(reference_), ExitCode::kUsage);
  EXPECT_TRUE(said("nobody has said who the child")) << everything();
  EXPECT_EQ(ask(reference_), ExitCode::kOk) << "another may be asked: " << everything();
}

TEST_F(IdentityAnswerTest, WhatNobodyHasAskedIsTurnedAway) {
  unasked(answer(Hash{1}));
  unasked(without(ChangeReason::kNotIdentified));
  const Hash request = sent(crypto::crockford(sent_.rows[0].row.event_token));
  unasked(answer(request));
  took(identified(sent_, request, next_number()));
}

TEST_F(IdentityAnswerTest, ASecondAnswerIsTurnedAwayAndTheSameAgainChangesNothing) {
  const Hash request = sent(reference_);
  const auto told = answer(request);
  took(told);
  took(told);
  unasked(answer(request, {.row = [](record::Row& row) { row.revision = 3; }}));
  unasked(without(ChangeReason::kNotIdentified, 3));
  EXPECT_EQ(number_of("SELECT count(*) FROM identity_answer"), 1);
  EXPECT_TRUE(is_whole()) << everything();
}

TEST_F(IdentityAnswerTest, WhatTheGatewayRefusedWasNotAsked) {
  ask(reference_);
  const Bytes note = waiting().front();
  ASSERT_TRUE(inbox_->refused(crypto::sha256(note), Reason::kConflict).ok());
  unasked(answer(record::identity_request_digest(crypto::parse_note(note)->text)));
}

// A gateway that was cut off before it could say that it had taken a request has taken it.
TEST_F(IdentityAnswerTest, AnAnswerMayOvertakeTheWordThatTheGatewayHasTheRequest) {
  ask(reference_);
  took(answer(record::identity_request_digest(crypto::parse_note(waiting().front())->text)));
  EXPECT_NE(requests().find("\"state\":\"identified\""), std::string::npos);
}

TEST_F(IdentityAnswerTest, WhoTheChildIsIsSaidInTimeByTheLedgersClock) {
  const Hash request = sent(reference_);
  const auto at = [](Instant time) {
    return GatewayLies{.leaf = [time](ledger::Leaf& leaf) { leaf.time = time; }};
  };
  unasked(answer(request), at(support::kNow + 7 * kDay));
  now_ += 8 * kDay;
  const auto told = answer(request);
  const auto taken = take(told, at(support::kNow + 7 * kDay - 60));
  EXPECT_TRUE(taken.ok()) << "it came late, and was admitted in time: " << taken.error().detail;
}

// Of two requests of a record the first had expired before the second was made.
TEST_F(IdentityAnswerTest, AnswersTheRequestThatWasOpenWhenItWasAdmitted) {
  const Hash first = sent(reference_);
  now_ += 7 * kDay;
  const Hash second = sent(reference_);
  EXPECT_NE(first, second);
  ASSERT_TRUE(take(answer(first)).ok());
  EXPECT_EQ(number_of("SELECT request FROM identity_answer"), 1);
  const auto later = answer(second, {.row = [](record::Row& row) { row.revision = 3; }});
  ASSERT_TRUE(take(later, {.leaf = [this](ledger::Leaf& leaf) { leaf.time = now_; }}).ok());
  EXPECT_EQ(number_of("SELECT max(request) FROM identity_answer"), 2);
  EXPECT_EQ(show(reference_), ExitCode::kOk) << everything();
}

TEST_F(IdentityAnswerTest, ThatNobodyIsIdentifiedMayBeSaidLate) {
  sent(reference_);
  const auto told = without(ChangeReason::kNotIdentified);
  ASSERT_TRUE(take(told, {.leaf = [](ledger::Leaf& leaf) { leaf.time += 8 * kDay; }}).ok());
  EXPECT_NE(requests(true).find("\"state\":\"not-identified\""), std::string::npos);
}

TEST_F(IdentityAnswerTest, BringsASealedIdentityAndNothingElse) {
  const Hash request = sent(reference_);
  const auto refused_row = [&](std::function<void(record::Row & row)> lie) {
    return refused(answer(request, {.row = std::move(lie)}));
  };
  EXPECT_EQ(refused_row([](record::Row& row) { row.sealed_identity.clear(); }),
            Reason::kMissingField);
  EXPECT_EQ(refused_row([](record::Row& row) { row.sealed_identity.pop_back(); }),
            Reason::kMalformed);
  EXPECT_EQ(refused_row([&](record::Row& row) { row.fields = sent_.rows[1].row.fields; }),
            Reason::kExcessField);
  auto named = answer(request);
  named.rows[0].subject_token = Bytes(16, 'p');
  EXPECT_EQ(refused(named), Reason::kExcessField);
  const GatewayLies none{.leaf = [](ledger::Leaf& leaf) { leaf.fields.clear(); }};
  EXPECT_EQ(refused(answer(request), none), Reason::kIntegrity);
  const GatewayLies more{.leaf = [](ledger::Leaf& leaf) {
    leaf.fields = {"home", "child-identity"};
  }};
  EXPECT_EQ(refused(answer(request), more), Reason::kIntegrity);
  EXPECT_EQ(number_of("SELECT count(*) FROM answer"), 0);
  EXPECT_EQ(integrity_events(), 6);
  EXPECT_TRUE(take(answer(request)).ok());
}

TEST_F(IdentityAnswerTest, WhereNobodyIsIdentifiedNoIdentityComes) {
  const Hash request = sent(reference_);
  const Bytes sealed = answer(request).rows[0].row.sealed_identity;
  const auto told = following(sent_, ChangeReason::kNotIdentified, next_number(),
                              {.row = [&](record::Row& row) { row.sealed_identity = sealed; }}, 1);
  EXPECT_EQ(refused(told), Reason::kExcessField);
}

TEST_F(IdentityAnswerTest, IsNotTakenOfAnAgreementThatIsSuspended) {
  const Hash request = sent(reference_);
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  documents_ = scheme_.document_set();
  EXPECT_EQ(refused(answer(request)), Reason::kSuspended);
  EXPECT_TRUE(take(without(ChangeReason::kNotIdentified)).ok());
}

TEST_F(IdentityAnswerTest, IsNoAnswerToAChallengeNorThatToARequest) {
  const Hash request = sent(reference_);
  ASSERT_EQ(challenge(), ExitCode::kOk) << everything();
  took(answer(request));
  EXPECT_NE(challenges().find("\"answer\":\"\",\"open\":true"), std::string::npos) << challenges();
  took(without(ChangeReason::kUpheld, 3));
  EXPECT_NE(challenges().find("\"answer\":\"upheld\",\"open\":false"), std::string::npos);
  const Hash again = sent(reference_);
  EXPECT_NE(requests().find("\"state\":\"sent\""), std::string::npos) << requests();
  ASSERT_EQ(challenge(), ExitCode::kOk) << everything();
  took(without(ChangeReason::kNotUpheld, 4));
  EXPECT_NE(requests().find("\"state\":\"sent\""), std::string::npos) << requests();
  took(answer(again, {.row = [](record::Row& row) { row.revision = 5; }}));
  EXPECT_TRUE(is_whole()) << everything();
}

TEST_F(IdentityAnswerTest, TheDataOfficersAccountSaysThatItWasAskedFor) {
  const auto told = asked_and_told();
  const auto account = inbox_->disclosures({.purpose = "audit"}, "officer").value();
  ASSERT_EQ(account.listed.size(), 2U);
  const ListedDisclosure& one = account.listed[1];
  EXPECT_EQ(record::to_text(*one.occasion), "correction/answered/identified");
  EXPECT_TRUE(one.fields.contains(Field::kChildIdentity));
  EXPECT_EQ(one.asked_for, std::set<Field>{Field::kChildIdentity});
  EXPECT_TRUE(one.beyond.empty());
  EXPECT_EQ(one.fault, "");
  EXPECT_EQ(account.numbered.at(scheme_.agreement_hash()).counters.words(), 3U)
      << "two acknowledgements have leaves of their own, and the request has";
  Said summary;
  EXPECT_EQ(say_summary(account, {}, summary), ExitCode::kOk) << summary.text();
  EXPECT_NE(summary.text().find("; asked for: child-identity"), std::string::npos)
      << summary.text();
  const ProofOrder order{.leaf = *one.leaf, .purpose = "legal-proceedings", .row = 1};
  EXPECT_TRUE(inbox_->prove(order, "officer").ok());
  vandalise(
      "DROP TRIGGER identity_answer_update;"
      " UPDATE identity_answer SET sealed = zeroblob(2096)");
  EXPECT_EQ(inbox_->disclosures({.purpose = "audit"}, "officer")->listed.at(1).fault,
            "row 1 is not as its source signed it");
  EXPECT_EQ(inbox_->prove(order, "officer").reason(), Reason::kIntegrity);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE reason LIKE '%Zed%'"), 0);
}

}  // namespace
}  // namespace stile::agent
