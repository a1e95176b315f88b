// Whether what a force has answered is all that there is, and which forces nobody could ask.
#include <string>
#include <utility>
#include <vector>

#include "agents/recipient/own_question.h"
#include "tests/unit/agents/recipient/enquiry_fixture.h"

namespace stile::agent {
namespace {

using record::Collection;
using EnquiryAnswerTest = EnquiryFixture;

TEST_F(EnquiryAnswerTest, AnAnswerIsWholeWhenAllThatItsSourceSaysIsHere) {
  ask();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  ASSERT_TRUE(take(rows(1, asked())).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("answered-in-part"));
  ASSERT_TRUE(take(manifest(2, asked(), 2)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 2 of 2 here")) << said_.text();
  EXPECT_TRUE(said("answered"));
}

// A store that was put back at the force may make the answer again, under numbers of its own: the
// same events, each with the token that it had.
TEST_F(EnquiryAnswerTest, AnAnswerThatComesAgainFromARestoredStoreHasEachEventOnce) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  const support::Lies later{.rows = [](wire::Consignment& made) {
    for (auto& row : made.rows) row.row.revision += 1000;
  }};
  ASSERT_TRUE(take(rows(2, asked(), support::kHome, "2026-10-10T20:15Z", later)).ok());
  ASSERT_TRUE(take(manifest(3, asked(), 2)).ok());
  ASSERT_TRUE(take(manifest(4, asked(), 2)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(said("call-out: 2 of 2 here")) << said_.text();
  const std::string json = said_.json();
  const std::string_view key = "\"event_date\"";
  const auto first = json.find(key);
  EXPECT_EQ(json.find(key, json.find(key, first + 1) + 1), json.npos) << json;
}

// A month in which much was asked costs the reader of one answer nothing.
TEST_F(EnquiryAnswerTest, ItsRowsAreFoundByTheirTokensAndByNoMonth) {
  ASSERT_EQ(ask(), ExitCode::kOk);
  ASSERT_TRUE(take(rows(1, asked())).ok());
  EXPECT_EQ(number_of("SELECT count(*) FROM answer_row WHERE question = 1"), 2);
  EXPECT_EQ(number_of("SELECT count(*) FROM row WHERE month > 0"), 0);
  EXPECT_EQ(number_of("SELECT count(*) FROM parcel WHERE month > 0"), 1);
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kRead);
  const std::string plan =
      plan_of(database.value(), "SELECT event_token FROM answer_row WHERE question = ?");
  EXPECT_NE(plan.find("SEARCH row USING PRIMARY KEY (source=? AND event_token>? AND"
                      " event_token<?)"),
            std::string::npos)
      << plan;
  EXPECT_EQ(plan.find("SCAN"), std::string::npos) << plan;
  const std::string read = plan_of(database.value(), kAnsweredRows);
  EXPECT_NE(read.find("SEARCH newest USING PRIMARY KEY (source=? AND event_token=?)"),
            std::string::npos)
      << read;
}

TEST_F(EnquiryAnswerTest, ARowThatItsAnswerWouldNotFindIsAFault) {
  ASSERT_EQ(ask(), ExitCode::kOk);
  ASSERT_TRUE(take(rows(1, asked())).ok());
  ASSERT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << said_.text();
  for (const char* edit : {"last = first", "first = last", "first = x'', last = x''"}) {
    vandalise(
        "DROP TRIGGER IF EXISTS enquiry_answer_update; CREATE TABLE saved AS"
        " SELECT first, last FROM enquiry_answer; UPDATE enquiry_answer SET " +
        std::string(edit));
    said_ = Said();
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity) << edit;
    EXPECT_NE(said_.text().find("is filed under what it is not"), std::string::npos);
    vandalise(
        "UPDATE enquiry_answer SET (first, last) = (SELECT first, last FROM saved);"
        " DROP TABLE saved");
    EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk) << edit;
  }
  vandalise("DROP TRIGGER row_update; UPDATE row SET month = 24321 WHERE position = 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity) << "of a return";
}

TEST_F(EnquiryAnswerTest, AnotherMonthThanTheLedgersIsAFault) {
  ASSERT_EQ(ask(), ExitCode::kOk);
  ASSERT_TRUE(take(rows(1, asked())).ok());
  vandalise("DROP TRIGGER parcel_update; UPDATE parcel SET month = month + 1");
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kIntegrity);
}

TEST_F(EnquiryAnswerTest, OneThatPromisesMoreThanCameIsNotWhole) {
  ask();
  ASSERT_TRUE(take(rows(1, asked())).ok());
  ASSERT_TRUE(take(manifest(2, asked(), 3)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("call-out: 2 of 3 here"));
}

TEST_F(EnquiryAnswerTest, AnAnswerWithoutRowsIsWhole) {
  ask();
  ASSERT_TRUE(take(manifest(1, asked(), 0)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
}

TEST_F(EnquiryAnswerTest, APendingQuestionSaysSinceWhen) {
  ask();
  const std::vector<std::pair<Instant, std::string>> ages{
      {0, "0 minutes"},      {119, "1 minute"},       {3 * 3600 - 1, "179 minutes"},
      {3 * 3600, "3 hours"}, {48 * 3600, "48 hours"}, {4 * 86400, "4 days"},
      {-3600, "0 minutes"}};
  for (const auto& [age, text] : ages) {
    now_ = support::kNow + age;
    list();
    EXPECT_TRUE(said("pending since 2026-11-03T09:00:00Z, for " + text + "\n")) << said_.text();
  }
  ASSERT_TRUE(take(rows(1, asked())).ok());
  list();
  EXPECT_FALSE(said("since")) << said_.text();
}

// What makes an answer less than whole is said of each type, whatever rows are here.
TEST_F(EnquiryAnswerTest, WhatIsLackingIsSaidOfEachType) {
  auto not_searched = EnquiryFixture::whole(0);
  not_searched[0].complete = false;
  auto withheld = EnquiryFixture::whole(0);
  withheld[1].withheld = 2;
  withheld[1].rejected = 1;
  auto left_out = EnquiryFixture::whole(0);
  left_out.erase(left_out.begin() + 2);
  const std::vector<std::pair<std::vector<Collection>, std::string>> manifests{
      {not_searched, "call-out: not every month was read from every system"},
      {withheld, "missing-episode: 2 withheld, 1 could not be read"},
      {left_out, "arrest: the force's answer says nothing of it"},
      {{},
       "call-out: the force's answer says nothing of it; missing-episode: the force's answer says "
       "nothing of it"}};
  std::uint64_t number = 0;
  for (const auto& [collections, lacking] : manifests) {
    SCOPED_TRACE(lacking);
    road_.asked.clear();
    ask();
    ASSERT_TRUE(take(manifest(++number, asked(), collections)).ok());
    EXPECT_NE(list().find("\"state\":\"answered-incomplete\""), std::string::npos) << said_.json();
    EXPECT_TRUE(said("answered-incomplete: " + lacking)) << said_.text();
    EXPECT_NE(said_.json().find("\"lacks\":\"" + lacking), std::string::npos) << said_.json();
    EXPECT_EQ(show(asked()), ExitCode::kFaults);
    EXPECT_TRUE(said("answered-incomplete: " + lacking)) << said_.text();
  }
}

TEST_F(EnquiryAnswerTest, ShowsWhatEachTypeLacks) {
  ask();
  auto said_of = EnquiryFixture::whole(0);
  said_of[0] = {RecordType::kCallOut, false, 0, 2, 1};
  said_of.pop_back();
  ASSERT_TRUE(take(manifest(1, asked(), said_of)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(
      said("force/testshire  call-out: 0 of 0 here, 2 withheld, 1 could not be read, not "
           "every month was read from every system"))
      << said_.text();
  EXPECT_TRUE(said("force/testshire  home-month: the force's answer says nothing of it"));
  EXPECT_NE(said_.json().find("\"type\":\"home-month\",\"named\":false"), std::string::npos)
      << said_.json();
}

// Which types there should be is the agreement's to say.
TEST_F(EnquiryAnswerTest, WithoutItsAgreementNoAnswerPassesForWhole) {
  ask();
  ASSERT_TRUE(take(manifest(1, asked(), 0)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kOk) << said_.text();
  scheme_.agreements.pop_back();
  documents_ = scheme_.document_set();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("answered-incomplete: its agreement is no longer among the signed documents"))
      << said_.text();
}

// A home that came into testshire's area while the period ran.
class MovedHomeTest : public EnquiryFixture {
 protected:
  static support::Scheme scheme() {
    auto scheme = support::enquiring_scheme();
    auto& homes = scheme.homes.front().homes;
    homes.front().valid_from = "2026-10-16";
    homes.push_back(
        {support::kHome, support::kAdjoiningAuthority, "E23000092", 4, "2020-01-01", "2026-10-15"});
    return scheme;
  }
  MovedHomeTest() : EnquiryFixture(scheme()) {}
};

TEST_F(MovedHomeTest, AForceWithoutAnAgreementIsNamedAsNotAsked) {
  constexpr std::string_view kNotAsked = "force/othershire: not-asked, NO_AGREEMENT; mend with: ";
  EXPECT_EQ(ask(order(), true), ExitCode::kOk);
  EXPECT_TRUE(said(kNotAsked)) << said_.text();
  EXPECT_EQ(ask(), ExitCode::kOk);
  EXPECT_TRUE(said(kNotAsked)) << said_.text();
  ASSERT_TRUE(take(rows(1, asked(), support::kHome, "2026-10-20T20:15Z")).ok());
  ASSERT_TRUE(take(manifest(2, asked(), 2)).ok());
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("force/testshire: answered\n")) << said_.text();
  EXPECT_TRUE(said(kNotAsked)) << said_.text();
  auto later = order();
  later.first = to_day({2026, 10, 16});
  EXPECT_EQ(ask(later, true), ExitCode::kOk);
  EXPECT_FALSE(said("othershire")) << said_.text();
}

TEST_F(MovedHomeTest, SoIsAnAreaThatNobodyInTheDirectoryHas) {
  scheme_.agency(support::kOthershire).areas = {"E23000099"};
  documents_ = scheme_.document_set();
  ask();
  EXPECT_TRUE(said("police area E23000092: not-asked, NO_AGREEMENT")) << said_.text();
}

// What may be asked by now could not be then, and the other way round.
TEST_F(MovedHomeTest, AForceThatHasAgreedSinceIsStillNotAsked) {
  ask();
  scheme_.agreements.push_back(scheme_.agreements.at(support::kEnquiring));
  auto& since = scheme_.agreements.back();
  since.id = "othershire-enquiries";
  since.source = support::kOthershire;
  since.signing.signers = support::both(support::kOthershire, support::kOfsted);
  documents_ = scheme_.document_set();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said("force/othershire: not-asked; mend with: a new enquiry")) << said_.text();
}

// A home that was re-registered while the period ran has some of its events under its earlier
// number.
TEST_F(EnquiryAnswerTest, TheEarlierNumberOfAReRegisteredHomeIsNamed) {
  constexpr std::string_view kEarlier =
      "also asked about under its earlier number ofsted:9000006, to 2026-10-15";
  auto what = order(support::kSuccessorHome);
  EXPECT_EQ(ask(what, true), ExitCode::kOk);
  EXPECT_TRUE(said(kEarlier)) << said_.text();
  EXPECT_NE(said_.json().find("{\"earlier\":\"ofsted:9000006\",\"last\":\"2026-10-15\"}"),
            std::string::npos)
      << said_.json();
  EXPECT_EQ(ask(what), ExitCode::kOk);
  EXPECT_TRUE(said(kEarlier)) << said_.text();
  EXPECT_EQ(show(asked()), ExitCode::kFaults);
  EXPECT_TRUE(said(kEarlier)) << said_.text();
  what.first = to_day({2026, 10, 16});
  EXPECT_EQ(ask(what, true), ExitCode::kOk);
  EXPECT_FALSE(said("earlier")) << said_.text();
}

// Asked about under the number that it had before, it would seem to be a home of which that is all.
TEST_F(EnquiryAnswerTest, AHomeIsNotAskedAboutUnderANumberThatItHasNoLonger) {
  constexpr std::string_view kMend =
      "UNKNOWN_HOME: the home has another number since; mend with: --home ofsted:SC900007, under "
      "which it is asked about by its earlier numbers too\n";
  auto what = order(support::kClosedHome);
  EXPECT_EQ(ask(what), ExitCode::kRefused);
  EXPECT_EQ(said_.messages(), kMend);
  EXPECT_EQ(ask(what, true), ExitCode::kRefused);
  what.first = to_day({2026, 10, 20});
  EXPECT_EQ(ask(what), ExitCode::kRefused);
  EXPECT_EQ(said_.messages(), kMend);
  EXPECT_TRUE(road_.asked.empty());
  what.first = to_day({2026, 10, 1});
  what.last = to_day({2026, 10, 15});
  EXPECT_EQ(ask(what), ExitCode::kOk) << said_.messages();
}

}  // namespace
}  // namespace stile::agent
