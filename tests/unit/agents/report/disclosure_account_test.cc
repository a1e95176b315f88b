#include "agents/report/disclosure_account.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "agents/report/proof_files.h"
#include "core/agreement/document_set.h"
#include "tests/support/said.h"
#include "tests/support/scheme.h"

// What a data officer reads of what left, agreement by agreement.
namespace stile::agent {
namespace {

using record::Field;

class DisclosureAccountTest : public ::testing::Test {
 protected:
  DisclosureAccountTest() {
    account_.documents = scheme_.document_set();
    account_.self = support::kTestshire;
    account_.now = support::kNow;
  }
  ListedDisclosure disclosed(Reach reach = Reach::kStored) const {
    ListedDisclosure one{.time = support::kNow,
                         .from = support::kTestshire,
                         .to = support::kOfsted,
                         .agreement_id = "testshire-ofsted",
                         .agreement = scheme_.agreement_hash(),
                         .occasion = record::return_of(support::kMonth),
                         .number = 1,
                         .rows = 2,
                         .reach = reach,
                         .leaf = 3};
    const auto terms = account_.documents->agreement(scheme_.agreement_hash()).value();
    one.clause = terms->clauses.front().name;
    one.record = terms->clauses.front().record;
    return one;
  }
  // row() says a home and nothing else.
  static ListedRow row() {
    ListedRow said;
    said.treated.home = HomeId::parse("ofsted:SC900001").value();
    return said;
  }
  ListedDisclosure with(ListedDisclosure one, const ListedRow& said) const {
    add_row(said, clause_of(account_.documents.get(), one), one);
    return one;
  }
  ExitCode say(const DisclosureQuery& query = {}) {
    said_ = Said();
    return say_summary(account_, query, said_);
  }
  bool says(const std::string& words) const {
    return said_.text().find(words) != std::string::npos;
  }

  support::Scheme scheme_;
  DisclosureAccount account_;
  Said said_;
};

TEST_F(DisclosureAccountTest, SaysWhichGrantedFieldsWentAndWhichNeverDid) {
  account_.listed = {with(with(disclosed(), row()), row())};
  EXPECT_EQ(say(), ExitCode::kOk);
  EXPECT_TRUE(says("agreement testshire-ofsted, \"")) << said_.text();
  EXPECT_TRUE(says("force/testshire to regulator/ofsted: 1 consignments, 2 rows"));
  EXPECT_TRUE(says("call-out: fields home,event-reference; granted and never: ")) << said_.text();
  EXPECT_FALSE(says("NOT GRANTED"));
  EXPECT_NE(said_.json().find("\"fields\":\"home,event-reference\",\"never\":\""),
            std::string::npos);
}

TEST_F(DisclosureAccountTest, AFieldThatIsNotGrantedIsAFault) {
  auto more = row();
  more.identity = true;  // to a regulator
  account_.listed = {with(disclosed(), more)};
  EXPECT_EQ(say(), ExitCode::kIntegrity);
  EXPECT_TRUE(says("FAULT: NOT GRANTED: child-identity")) << said_.text();
}

// Either side lists it so: what its recipient has asked for is no more than was agreed, and no less
// is said of it.
TEST_F(DisclosureAccountTest, WhoAChildIsThatWasAskedForIsNoFaultAndNothingElseOfItIsLessOne) {
  auto named = row();
  named.treated.home.reset();
  named.identity = true;
  auto told = disclosed();
  told.occasion = record::correction(record::ChangeReason::kIdentified);
  account_.listed = {with(told, named)};
  EXPECT_EQ(say(), ExitCode::kOk) << said_.text();
  EXPECT_TRUE(says("; asked for: child-identity")) << said_.text();
  EXPECT_NE(said_.json().find("\"asked_for\":\"child-identity\",\"not_granted\":\"\""),
            std::string::npos)
      << said_.json();
  Said line;
  say_disclosure(account_.listed[0], DisclosureForm::kWords, line);
  EXPECT_NE(line.text().find("correction/answered/identified"), std::string::npos) << line.text();
  EXPECT_NE(line.text().find("; asked for: child-identity"), std::string::npos) << line.text();
  named.pseudonym = true;
  named.treated.event_minute = 1;
  account_.listed = {with(told, named)};
  EXPECT_EQ(say(), ExitCode::kIntegrity);
  EXPECT_TRUE(says("NOT GRANTED: time")) << said_.text();
  told.occasion = record::correction(record::ChangeReason::kUpheld);
  account_.listed = {with(told, named)};
  EXPECT_EQ(say(), ExitCode::kIntegrity);
  EXPECT_TRUE(says("child-identity")) << said_.text();
}

TEST_F(DisclosureAccountTest, SoIsAPrecisionThatIsNotGranted) {
  auto more = row();
  more.treated.event_minute = 1;  // a regulator gets the part of the day
  account_.listed = {with(disclosed(), more)};
  EXPECT_EQ(say(), ExitCode::kIntegrity);
  EXPECT_TRUE(says("NOT GRANTED: time")) << said_.text();
}

TEST_F(DisclosureAccountTest, SaysThatRowsAreNotKept) {
  account_.listed = {disclosed()};
  EXPECT_EQ(say(), ExitCode::kOk);
  EXPECT_TRUE(says("call-out: none of its rows is kept")) << said_.text();
  account_.listed = {with(disclosed(), row())};
  say();
  EXPECT_TRUE(says("of 1 rows that are not kept nobody knows")) << said_.text();
}

// A withdrawal has a row that says nothing, and must say nothing.
TEST_F(DisclosureAccountTest, CountsNoRowThatOnlySaysWhatBecameOfARecord) {
  auto withdrawn = disclosed();
  withdrawn.occasion = record::correction(record::ChangeReason::kDuplicate);
  account_.listed = {with(disclosed(), row()), withdrawn};
  EXPECT_EQ(say(), ExitCode::kOk);
  EXPECT_TRUE(says("of 1 rows that are not kept nobody knows")) << said_.text();
  auto more = row();
  more.identity = true;
  account_.listed = {with(withdrawn, more)};
  EXPECT_EQ(say(), ExitCode::kIntegrity);
}

TEST_F(DisclosureAccountTest, SaysWhatWasRefusedWithheldAndIsOpen) {
  auto refused = disclosed(Reach::kRefused);
  refused.leaf.reset();
  refused.reason = "UNKNOWN_HOME";
  auto followed = disclosed(Reach::kOpened);
  followed.occasion = record::correction(record::ChangeReason::kRecordedInError);
  auto notified = disclosed(Reach::kStored);
  notified.occasion = record::notification();
  account_.listed = {refused, refused, followed, notified, disclosed(Reach::kFrozen)};
  account_.withheld = {{"testshire-ofsted", "2026-10", "NOT_ROUTED", "home", 7},
                       {"another", "2026-10", "NOT_ROUTED", "", 9}};
  EXPECT_EQ(say(), ExitCode::kOk);
  EXPECT_TRUE(says("refused: 4 rows UNKNOWN_HOME")) << said_.text();
  EXPECT_TRUE(says("withheld of what was exported last: 2026-10 7 rows NOT_ROUTED (home)"));
  EXPECT_TRUE(says("what followed: 1 withdrawn"));
  EXPECT_TRUE(says("open: 1 not delivered; 1 not read; 1 changes not confirmed")) << said_.text();
  EXPECT_FALSE(says("9 rows"));
  EXPECT_TRUE(says("3 consignments, 6 rows"));
}

TEST_F(DisclosureAccountTest, SaysWhichNumbersOfLeavesAreHeld) {
  account_.listed = {disclosed()};
  NumberedLeaves& leaves = account_.numbered[scheme_.agreement_hash()];
  leaves.agreement_id = "testshire-ofsted";
  leaves.counters.hold(1, 3);
  leaves.counters.hold(4, 8);
  leaves.counters.add_words(1);
  EXPECT_EQ(say(), ExitCode::kOk);
  EXPECT_TRUE(says("numbers 1 to 4, 2 held, not held 2-3")) << said_.text();
  EXPECT_TRUE(says("1 of another kind")) << said_.text();
  leaves.counters.hold(5, 7);
  EXPECT_EQ(say(), ExitCode::kIntegrity);
  EXPECT_TRUE(says("FAULT: the leaf at 7 cannot have the number 5")) << said_.text();
}

TEST_F(DisclosureAccountTest, SaysWhenAnAgreementIsToBeReviewed) {
  EXPECT_EQ(say(), ExitCode::kOk);
  EXPECT_TRUE(says("to be reviewed on ")) << said_.text();
  EXPECT_TRUE(says("0 consignments, 0 rows")) << "one under which nothing went is there";
  say({.agreement = "another"});
  EXPECT_EQ(said_.text(), "");
  const Day review = account_.documents->agreement(scheme_.agreement_hash()).value()->review;
  account_.now += (review - local_day(account_.now) + 3) * Instant{86'400};
  say();
  EXPECT_TRUE(says("REVIEW WAS DUE on ")) << said_.text();
  EXPECT_TRUE(says(", 3 days ago"));
}

TEST_F(DisclosureAccountTest, SaysOfWhomSomebodyDecidedNotToTell) {
  account_.untold = {{"placing-authority", "IN_AREA", 3}};
  say();
  EXPECT_TRUE(says("not told of single events: placing-authority, 3 records, IN_AREA"));
}

TEST_F(DisclosureAccountTest, HandsOutEachLeafWithItsReceipt) {
  account_.listed = {disclosed()};
  account_.leaves = {{17, "leaf", "receipt"}};
  account_.log = "vkey\n";
  const auto files = export_files(account_);
  std::map<std::string, std::string> by_name;
  for (const auto& file : files) by_name[file.name] = file.content;
  EXPECT_EQ(by_name["leaf-0000000017.txt"], "leaf");
  EXPECT_EQ(by_name["leaf-0000000017.tlog-proof"], "receipt");
  EXPECT_EQ(by_name["log.vkey"], "vkey\n");
  EXPECT_TRUE(by_name["consignments.csv"].starts_with("time,leaf,from"));
  EXPECT_NE(by_name["README.txt"].find("go run verify.go"), std::string::npos);
  EXPECT_EQ(files.size(), 6U);
}

TEST_F(DisclosureAccountTest, JoinsWhatTwoPartsKnow) {
  DisclosureAccount other = account_;
  auto early = disclosed();
  early.time -= 60;
  account_.listed = {disclosed()};
  other.listed = {early};
  join(std::move(other), account_);
  ASSERT_EQ(account_.listed.size(), 2U);
  EXPECT_LT(account_.listed[0].time, account_.listed[1].time);
}

}  // namespace
}  // namespace stile::agent
