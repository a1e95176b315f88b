// An inspector asks before an inspection, and reads what comes (proto/ENQUIRIES.md).
#include <string>
#include <tuple>
#include <vector>

#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

using InboxEnquiryTest = EnquiryFixture;

TEST_F(InboxEnquiryTest, AsksTheForceInWhoseAreaTheHomeWas) {
  EXPECT_EQ(ask(), ExitCode::kOk) << said_.messages();
  ASSERT_EQ(road_.asked.size(), 1U);
  EXPECT_EQ(asked().to, support::agency(support::kTestshire));
  EXPECT_EQ(asked().home, support::home(support::kHome));
  EXPECT_EQ(asked().reference, "INS-1001");
  EXPECT_TRUE(said("force/testshire: pending"));
  EXPECT_NE(list().find("\"state\":\"pending\""), std::string::npos) << said_.json();
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'consultation'"
                      " AND account = 'inspector'"),
            2);
}

TEST_F(InboxEnquiryTest, APreviewSaysWhomAndWhatAndAsksNobody) {
  EXPECT_EQ(ask(order(), true), ExitCode::kOk);
  EXPECT_TRUE(said("force/testshire: would be asked"));
  EXPECT_TRUE(said("of each call-out: home, event-reference, child-pseudonym"));
  EXPECT_TRUE(said("of each home-month: home, event-reference, time, contact, exploitation, return-"))
      << said_.text();
  EXPECT_TRUE(road_.asked.empty());
  EXPECT_EQ(number_of("SELECT count(*) FROM question"), 0);
}

TEST_F(InboxEnquiryTest, SaysWhyNobodyIsAsked) {
  EXPECT_EQ(ask(order(support::kOthershireHome)), ExitCode::kRefused);
  EXPECT_TRUE(said("force/othershire: not-asked, NO_AGREEMENT; mend with: an agreement"))
      << said_.text();
  EXPECT_EQ(ask(order("ofsted:SC999999")), ExitCode::kRefused);
  EXPECT_EQ(said_.messages(),
            "UNKNOWN_HOME: no list has the home in that period; mend with: the number that it had "
            "then\n");
  EXPECT_EQ(ask(order(support::kWelshHome)), ExitCode::kRefused);
  EXPECT_TRUE(said("NOT_ROUTED: the home is another regulator's")) << said_.messages();
  EXPECT_TRUE(road_.asked.empty());
}

// Who tries, looks or asks is written down, whatever comes of it.
TEST_F(InboxEnquiryTest, EveryAttemptIsInTheOperationLog) {
  const auto logged = [this](const std::string& where) {
    return number_of(("SELECT count(*) FROM operation_log WHERE operation = 'consultation' AND "
                      "account = 'inspector' AND " +
                      where)
                         .c_str());
  };
  ask(order(), true);
  EXPECT_EQ(logged("occasion = 'enquiry' AND reason = 'preview'"), 1);
  ask(order("ofsted:SC999999"));
  ask(order("ofsted:SC999999"), true);
  EXPECT_EQ(logged("occasion = 'enquiry' AND reason = 'UNKNOWN_HOME'"), 2);
  ask(order(support::kOthershireHome));
  EXPECT_EQ(logged("occasion = 'enquiry' AND reason = 'NO_AGREEMENT'"), 1);
  ask();
  EXPECT_EQ(
      logged("occasion LIKE 'enquiry/%' AND agency = '" + std::string(support::kTestshire) + "'"),
      1);
  EXPECT_EQ(logged("true"), 5);
}

// A period that nobody can be asked about is said once, and no force is named beside it.
TEST_F(InboxEnquiryTest, AWrongPeriodIsSaidOnceAndHowToMendIt) {
  const Day today = local_day(support::kNow);
  const std::vector<std::tuple<Day, Day, std::string>> periods{
      {today - 10, today - 11,
       "the period ends before it begins; mend with: --from that is not after --to"},
      {today + 5, today - 1,
       "no day of the period is over; mend with: --from 2026-11-02 at the latest"},
      {today, today, "no day of the period is over; mend with: --from 2026-11-02 at the latest"},
      {today - 10, today, "the period is not over; mend with: --to 2026-11-02 at the latest"},
      {today - 10, today + 1, "the period is not over; mend with: --to 2026-11-02 at the latest"},
      {today - 5 * 366 - 1, today - 1,
       "the period is longer than a question may ask about; mend with: --from and --to, in "
       "parts of at most 1830 days"}};
  for (const auto& [first, last, why] : periods) {
    auto what = order();
    what.first = first;
    what.last = last;
    EXPECT_EQ(ask(what), ExitCode::kRefused);
    EXPECT_EQ(said_.messages(), "OUTSIDE_OCCASION: " + why + "\n");
    EXPECT_EQ(said_.text(), "");
  }
  EXPECT_TRUE(road_.asked.empty());
}

TEST_F(InboxEnquiryTest, ARefusalOfTheGatewaysSaysHowToMendIt) {
  road_.refuse = Reason::kOverQuota;
  EXPECT_EQ(ask(), ExitCode::kRefused);
  const std::string_view why =
      "refused, OVER_QUOTA; mend with: another day, when the agreement's questions of this one are "
      "used up no more";
  EXPECT_TRUE(said(why)) << said_.text();
  list();
  EXPECT_TRUE(said(why)) << said_.text();
  EXPECT_NE(said_.json().find("\"reason\":\"OVER_QUOTA\""), std::string::npos) << said_.json();
}

// Its rows are no return's: no list, no export, no month has them.
TEST_F(InboxEnquiryTest, IsInNoListOfReturns) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  said_ = Said();
  EXPECT_EQ(inbox_->list("inspector", {}, Language::kEnglish, said_), ExitCode::kOk);
  EXPECT_FALSE(said("2026")) << said_.text();
  said_ = Said();
  inbox_->export_month("inspector", {2026, 11}, {}, "november", said_);
  EXPECT_TRUE(said("0 records of 2026-11 in november/call-outs.csv")) << said_.text();
  said_ = Said();
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
}

TEST_F(InboxEnquiryTest, WhatNobodyHereHasAskedForIsTurnedAway) {
  Question invented = support::question(scheme_);
  EXPECT_EQ(refused(rows(1, invented)), Reason::kOutsideOccasion);
  ask();
  EXPECT_EQ(refused(rows(1, asked(), support::kSecondHome)), Reason::kOutsideOccasion);
  EXPECT_EQ(refused(rows(1, asked(), support::kHome, "2026-09-10T20:15Z")),
            Reason::kOutsideOccasion);
  EXPECT_EQ(number_of("SELECT count(*) FROM row"), 0);
  EXPECT_TRUE(take(rows(1, asked())).ok());
}

// The gateway may have taken what it could not answer any more.
TEST_F(InboxEnquiryTest, WhereTheGatewayIsLostTheQuestionStandsAndItsAnswerIsTaken) {
  road_.away = true;
  EXPECT_EQ(ask(), ExitCode::kIo);
  EXPECT_TRUE(said("not-sent; the gateway has not confirmed it, and is asked again"))
      << said_.text();
  list();
  EXPECT_TRUE(
      said("not-sent since 2026-11-03T09:00:00Z, for 0 minutes; the gateway has not confirmed it"))
      << said_.text();
  restart();
  EXPECT_TRUE(take(rows(1, asked())).ok());
  EXPECT_NE(list().find("answered-in-part"), std::string::npos);
}

// Only what is written down is sent again.
TEST_F(InboxEnquiryTest, WhatCannotBeWrittenDownIsNotAskedNorSaidToBe) {
  vandalise("CREATE TRIGGER full BEFORE INSERT ON question BEGIN SELECT RAISE(ABORT, 'full'); END");
  restart();
  EXPECT_NE(ask(), ExitCode::kOk);
  EXPECT_TRUE(said("full")) << said_.messages();
  EXPECT_FALSE(said("not-sent")) << said_.text();
  EXPECT_TRUE(road_.asked.empty());
}

TEST_F(InboxEnquiryTest, AReceiptForAnotherQuestionIsNotBelieved) {
  road_.lie_about_source = true;
  EXPECT_EQ(ask(), ExitCode::kIntegrity);
  EXPECT_EQ(number_of("SELECT count(*) FROM question WHERE state = 2"), 0);
}

// Around the triggers, as the owner of the file could: what does not read any more is no question
// less, and what reads otherwise none more.
TEST_F(InboxEnquiryTest, AnAlteredQuestionIsLoudAndHidesNoOther) {
  const std::vector<std::string> alterations{
      "UPDATE question SET note = 'nothing' WHERE id = 1",
      "UPDATE question SET note = replace(note, 'INS-1001', 'INS-1002') WHERE id = 1",
      "UPDATE question SET account = 'another' WHERE id = 1",
      "UPDATE question SET asked = asked - 3600 WHERE id = 1",
      "UPDATE question SET source = 'spiffe://stile.example/force/othershire/agent' WHERE id = 1"};
  for (const std::string& alter : alterations) {
    SCOPED_TRACE(alter);
    vandalise(
        "DROP TRIGGER IF EXISTS question_update; DROP TRIGGER IF EXISTS question_delete; DELETE "
        "FROM question");
    restart();
    road_.asked.clear();
    ask();
    ask();
    vandalise(alter);
    restart();
    said_ = Said();
    EXPECT_EQ(inbox_->list_enquiries("inspector", said_), ExitCode::kIntegrity);
    EXPECT_TRUE(said("INTEGRITY: a question in the store is not as it was asked"));
    EXPECT_TRUE(said(crypto::hex(asked(1).enquiry))) << said_.text();
    EXPECT_EQ(show(asked(0)), ExitCode::kIntegrity);
    EXPECT_TRUE(said("INTEGRITY: a question in the store is not as it was asked"));
    EXPECT_EQ(show(asked(1)), ExitCode::kFaults);
  }
}

TEST_F(InboxEnquiryTest, AStateThatThereIsNoneOfIsLoud) {
  ask();
  vandalise(
      "DROP TRIGGER question_update; PRAGMA ignore_check_constraints = 1; UPDATE question SET "
      "state = 4");
  restart();
  said_ = Said();
  EXPECT_EQ(inbox_->list_enquiries("inspector", said_), ExitCode::kIntegrity);
}

TEST_F(InboxEnquiryTest, WhatWasAskedCannotBeAltered) {
  ask();
  inbox_.reset();
  auto own = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kWrite).value();
  EXPECT_FALSE(own.run("UPDATE question SET account = 'another'").ok());
  EXPECT_FALSE(own.run("DELETE FROM question").ok());
}

// A force may have agreed more than once: the first of its agreements that may be asked now is.
class TwoAgreementsTest : public EnquiryFixture {
 protected:
  static support::Scheme scheme() {
    auto scheme = support::enquiring_scheme();
    scheme.agreements.push_back(scheme.agreements.at(support::kEnquiring));
    scheme.agreements.back().id = "testshire-enquiries-again";
    return scheme;
  }
  TwoAgreementsTest() : EnquiryFixture(scheme()) {}
  // end() ends one of the two, by its place among the agreements of the world.
  void end(std::size_t which) {
    auto& status =
        scheme_.add_status("ENDED", "2026-11-01T00:00Z", support::signatories_of(support::kOfsted));
    status.agreement = scheme_.agreement_hash(which);
    status.serial = 1;
    documents_ = scheme_.document_set();
  }
};

TEST_F(TwoAgreementsTest, OneForceIsAskedOnce) {
  EXPECT_EQ(ask(), ExitCode::kOk) << said_.messages();
  EXPECT_EQ(road_.asked.size(), 1U);
  EXPECT_EQ(number_of("SELECT count(*) FROM question"), 1);
}

TEST_F(TwoAgreementsTest, OneThatHasEndedIsNotInTheWayOfTheOther) {
  for (const std::size_t ended : {support::kEnquiring, support::kEnquiring + 1}) {
    scheme_.statuses.clear();
    end(ended);
    EXPECT_EQ(ask(), ExitCode::kOk) << said_.messages();
    EXPECT_FALSE(said("AGREEMENT_ENDED")) << said_.text();
  }
  end(support::kEnquiring);
  EXPECT_EQ(ask(), ExitCode::kRefused);
  EXPECT_TRUE(said("not-asked, AGREEMENT_ENDED; mend with: a new version of the agreement"))
      << said_.text();
}

TEST_F(InboxEnquiryTest, TheEnquirysIdIsSaidWhateverBecomesOfTheQuestions) {
  road_.lie_about_source = true;
  EXPECT_EQ(ask(), ExitCode::kIntegrity);
  EXPECT_TRUE(said("enquiry " + crypto::hex(asked().enquiry))) << said_.text();
}

}  // namespace
}  // namespace stile::agent
