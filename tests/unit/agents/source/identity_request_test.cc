// A recipient asks who the child of a row is; two data officers of the force say so, or one that
// nobody is identified.
#include <gtest/gtest.h>

#include "agents/source/subject_account.h"
#include "core/agreement/identity_asked.h"
#include "core/record/row.h"
#include "tests/unit/agents/source/identity_fixture.h"

namespace stile::agent {
namespace {

using record::ChangeReason;
using record::IdentityRequest;
using support::kOfficer;
using support::kSecondOfficer;

class IdentityRequestTest : public IdentityFixture {};

TEST_F(IdentityRequestTest, ComesWithTheReferenceByWhichTheForceKnowsTheRecord) {
  const auto request = sent_and_asked();
  const std::string listed = asked_for();
  EXPECT_NE(listed.find("\"reference\":\"CC-1\",\"system\":\"command-and-control\","
                        "\"type\":\"call-out\""),
            std::string::npos)
      << listed;
  EXPECT_NE(listed.find("\"state\":\"waits\",\"officers\":0"), std::string::npos) << listed;
  EXPECT_TRUE(take(support::request_note(request))) << "said again it is one";
  EXPECT_EQ(counted("identity_request"), 1);
}

TEST_F(IdentityRequestTest, GoesOnceTwoOfficersHaveApprovedItToWhoAskedAlone) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("nothing goes before another has"));
  EXPECT_NE(asked_for().find("\"officers\":1"), std::string::npos);
  told(0);
  ASSERT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
  const auto one = told(1).front();
  EXPECT_EQ(one.statement.disclosure.occasion, record::correction(ChangeReason::kIdentified));
  const auto documents = scheme_.document_set();
  EXPECT_TRUE(agreement::check_approved(one.consignment.question, request, *documents, now_).ok());
  const auto& row = one.consignment.rows.at(0);
  const auto cited = wire::decode_citation(row.envelope).value();
  EXPECT_EQ(record::row_hash(cited.row), request.row);
  EXPECT_EQ(row.row.event_token, token_asked());
  const Hash digest = record::identity_request_digest(record::identity_request_text(request));
  const auto opened =
      crypto::open(support::sealing_key_named(support::kOfsted), row.row.sealed_identity);
  ASSERT_TRUE(opened.ok());
  const auto identity = record::open_identity(
      opened.value(), support::signer_named(support::kTestshire).verifier(),
      {digest, token_asked(), one.statement.disclosure.agreement, request.to});
  ASSERT_TRUE(identity.ok()) << identity.error().detail;
  EXPECT_EQ(identity->surname, "Example");
  EXPECT_EQ(asked_for(), "");
  EXPECT_NE(asked_for(true).find("\"state\":\"approved\""), std::string::npos);
  EXPECT_EQ(approve_second(request), ExitCode::kRefused);
}

TEST_F(IdentityRequestTest, OneOfficerIsNotTwo) {
  const auto request = sent_and_asked();
  const std::string whom = proposed(request);
  EXPECT_EQ(approve(request, {}, "officer", whom), ExitCode::kRefused);
  EXPECT_EQ(approve(request, {"a-stranger"}, "officer", whom), ExitCode::kRefused);
  EXPECT_TRUE(said("data_officer_key")) << said_.messages();
  EXPECT_EQ(approve(request, {kOfficer, kSecondOfficer}, "officer", whom), ExitCode::kRefused)
      << "both at once";
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(approve(request, {kOfficer}, "other-officer", whom), ExitCode::kRefused) << "one key";
  EXPECT_EQ(approve(request, {kOfficer, kSecondOfficer}, "officer", whom), ExitCode::kRefused)
      << "one account";
  EXPECT_EQ(approve(request, {kOfficer, "a-stranger"}, "other-officer", whom), ExitCode::kRefused);
  told(0);
}

TEST_F(IdentityRequestTest, OfficersSignTheVeryRequestAndSayTheChildOfItsRow) {
  const auto request = sent_and_asked();
  EXPECT_EQ(approve(request, {kOfficer}, "officer", proposed(request, "N2")), ExitCode::kUsage);
  EXPECT_TRUE(said("of another child")) << said_.messages();
  auto other = request;
  other.actor[0] ^= 1;
  EXPECT_EQ(approve(request, {kOfficer}, "officer", proposed(other)), ExitCode::kIntegrity);
  EXPECT_EQ(approve(other, {kOfficer}, "officer", proposed(other)), ExitCode::kUsage)
      << "nobody has made that one";
  const auto digest = record::identity_request_digest(record::identity_request_text(request));
  EXPECT_EQ(source_->approve_identity(
                {crypto::hex(digest), support::request_note(other, {kOfficer}), proposed(request)},
                "officer", said_),
            ExitCode::kIntegrity);
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(approve(request, {kOfficer, kSecondOfficer}, "other-officer",
                    proposed(request, "N1", "Somebody-Else")),
            ExitCode::kIntegrity);
  told(0);
}

// Who writes the store could put another box in its place: both officers sign whom they mean.
TEST_F(IdentityRequestTest, BothOfficersSignWhomItIs) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  const auto digest =
      crypto::hex(record::identity_request_digest(record::identity_request_text(request)));
  const auto note = support::request_note(request, {kOfficer, kSecondOfficer});
  for (const std::vector<std::string>& signers : std::vector<std::vector<std::string>>{
           {kSecondOfficer}, {kSecondOfficer, "a-stranger"}, {"a-stranger"}}) {
    said_ = Said();
    EXPECT_EQ(
        source_->approve_identity({digest, note, support::signed_by(signers, proposed(request))},
                                  "other-officer", said_),
        ExitCode::kRefused)
        << signers.size();
  }
  told(0);
}

TEST_F(IdentityRequestTest, TheFirstMaySayItAnewUntilTheSecondHas) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve(request, {kOfficer}, "officer", proposed(request, "N1", "Exampel")),
            ExitCode::kOk)
      << said_.messages();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
  told(1);
}

TEST_F(IdentityRequestTest, NothingIsToldOfARestrictedRecordButByACourtOrTheChild) {
  const auto request = sent_and_asked();
  ASSERT_EQ(source_->change(order(ChangeReason::kAccuracyContested), "officer", said_),
            ExitCode::kOk);
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(approve_second(request), ExitCode::kRefused);
  EXPECT_TRUE(said("restricted")) << said_.messages();
  ASSERT_EQ(source_->change(order(ChangeReason::kResolved), "officer", said_), ExitCode::kOk);
  EXPECT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
}

TEST_F(IdentityRequestTest, WhomTheFirstProposesStandsNowhereInClear) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  for (const char* file : {"intake.db", "intake.db-wal"}) {
    std::ifstream in(folder_.file(file), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(bytes.find("Tegan"), std::string::npos) << file;
  }
  EXPECT_EQ(said_.messages().find("Tegan"), std::string::npos);
}

TEST_F(IdentityRequestTest, OneOfficerRefusesAndThatIsAllThatIsSaid) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(refuse(request), ExitCode::kOk) << said_.messages();
  const auto one = told(1).front();
  EXPECT_EQ(one.statement.disclosure.occasion, record::correction(ChangeReason::kNotIdentified));
  EXPECT_TRUE(one.consignment.rows.at(0).row.sealed_identity.empty());
  EXPECT_TRUE(record::is_identity_request(one.consignment.question));
  EXPECT_EQ(counted("identity_request WHERE proposed <> x'' OR sealed <> x''"), 0);
  EXPECT_EQ(approve_second(request), ExitCode::kRefused);
  EXPECT_EQ(refuse(request), ExitCode::kRefused);
}

TEST_F(IdentityRequestTest, NobodyAnswersOneThatHasExpiredAndItsProposalIsForgotten) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  now_ = request.expires;
  EXPECT_EQ(approve_second(request), ExitCode::kRefused);
  EXPECT_TRUE(said("has expired")) << said_.messages();
  EXPECT_EQ(refuse(request), ExitCode::kRefused);
  EXPECT_NE(asked_for(true).find("\"state\":\"expired\""), std::string::npos);
  EXPECT_TRUE(eventually(
      [&] { return counted("identity_request WHERE proposed <> x'' OR sealed <> x''") == 0; }));
  told(0);
}

TEST_F(IdentityRequestTest, WaitsForTheAgreementAndIsVoidOnceItHasExpired) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  scheme_.add_status("SUSPENDED", "2026-11-03T08:00Z", support::signatories_of(support::kOfsted));
  use_documents();
  ASSERT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
  EXPECT_TRUE(said("1 wait")) << said_.messages();
  now_ = request.expires;
  source_->documents_changed();
  EXPECT_TRUE(eventually([&] { return counted("change WHERE state = 3") == 1; }));
  EXPECT_EQ(counted("identity_request WHERE proposed <> x'' OR sealed <> x''"), 0);
  EXPECT_NE(asked_for(true).find("\"state\":\"expired\""), std::string::npos);
  told(0);
}

TEST_F(IdentityRequestTest, ARecordThatIsWithdrawnHasNobodyToIdentify) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  auto what = order(ChangeReason::kDuplicate);
  ASSERT_EQ(source_->change(what, "officer", said_), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(counted("identity_request WHERE proposed <> x''"), 0);
  EXPECT_EQ(approve_second(request), ExitCode::kRefused);
  EXPECT_TRUE(said("withdrawn")) << said_.messages();
  EXPECT_EQ(asked_for(), "");
}

TEST_F(IdentityRequestTest, IsKeptOnlyOfWhatThisRecipientWasGiven) {
  send(october());
  auto request = request_of(gateway_.taken().at(0));
  request.row[0] ^= 1;
  EXPECT_FALSE(take(support::request_note(request)));
  request = request_of(gateway_.taken().at(0));
  request.number += 1;
  EXPECT_FALSE(take(support::request_note(request)));
  request = request_of(gateway_.taken().at(0));
  request.to = support::agency(support::kCiw);
  EXPECT_FALSE(take(support::request_note(request)));
  request = request_of(gateway_.taken().at(0));
  EXPECT_FALSE(take(support::signed_by({support::kCiw}, record::identity_request_text(request))));
  EXPECT_EQ(asked_for(true), "");
}

// X1: that it was asked for tells that the child matters there.
TEST_F(IdentityRequestTest, NobodyButTheDataOfficersIsToldOfAnyOfIt) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
  told(1);
  Said colleague;
  source_->changes(true, colleague, Sight::kAnybody);
  EXPECT_EQ(colleague.text(), "");
  Said officer;
  source_->changes(true, officer, Sight::kOfficer);
  EXPECT_NE(officer.text().find("identified"), std::string::npos) << officer.text();
}

TEST_F(IdentityRequestTest, IsNotAnsweredAsAChallengeIs) {
  sent_and_asked();
  auto what = order(ChangeReason::kIdentified);
  what.only = "regulator/ofsted";
  what.sight = Sight::kOfficer;
  said_ = Said();
  EXPECT_EQ(source_->answer(what, "officer", said_), ExitCode::kUsage);
  told(0);
}

// An answer to an inspector has rows of its own, under tokens of its own.
TEST_F(IdentityRequestTest, IsOfARowOfAnAnswerToo) {
  send(october());
  const auto answer = asked(question());
  const auto request = support::identity_request(answer.at(0).consignment);
  ASSERT_TRUE(take(support::request_note(request)));
  ASSERT_EQ(refuse(request), ExitCode::kOk) << said_.messages();
  const auto one = told(1).front();
  EXPECT_EQ(one.consignment.rows.at(0).row.event_token,
            answer.at(0).consignment.rows.at(0).row.event_token);
}

TEST_F(IdentityRequestTest, GoesWithTheChild) {
  const auto request = sent_and_asked();
  ASSERT_EQ(approve_first(request), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(approve_second(request), ExitCode::kOk) << said_.messages();
  told(1);
  source_->erase({.system = "command-and-control", .child = "N1", .purpose = "erasure-request"},
                 "officer", said_);
  EXPECT_TRUE(eventually([&] {
    for (const Taken& one : gateway_.taken()) {
      const auto& change = one.statement.disclosure.occasion.change;
      if (!change) continue;
      const Bytes word =
          acknowledgement_of(one, support::kOfsted, record::DisclosureState::kClosed);
      const Bytes stored = acknowledgement_of(one);
      const Bytes words[] = {stored, word};
      static_cast<void>(source_->notes().take(words));
    }
    return counted("identity_request") == 0;
  }));
}

}  // namespace
}  // namespace stile::agent
