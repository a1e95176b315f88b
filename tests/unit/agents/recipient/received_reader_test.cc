#include "agents/recipient/received_reader.h"

#include <string>
#include <vector>

#include "agents/report/proof_files.h"
#include "tests/unit/agents/recipient/inbox_fixture.h"
#include "tests/unit/agents/recipient/return_fixture.h"

// What came to a regulator, consignment by consignment, as its data officer asks for it.
namespace stile::agent {
namespace {

using record::Field;

class ReceivedReaderTest : public InboxFixture {
 protected:
  DisclosureAccount account(const DisclosureQuery& query = {}) {
    return inbox_->disclosures(query, "officer").value();
  }
  ExitCode summary() {
    said_ = Said();
    return say_summary(account(), {}, said_);
  }
};

TEST_F(ReceivedReaderTest, SaysOfEachConsignmentWhatCameFromWhom) {
  ASSERT_TRUE(take(consign(1)).ok());
  ASSERT_TRUE(take(consign(2)).ok());
  const auto all = account().listed;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].from, support::kTestshire);
  EXPECT_EQ(all[1].to, support::kOfsted);
  EXPECT_EQ(record::to_text(*all[1].occasion), "return/2026-10");
  EXPECT_EQ(all[1].number, 2U);
  EXPECT_EQ(all[1].rows, 2U);
  EXPECT_EQ(all[1].kept_rows, 2U);
  EXPECT_EQ(all[1].reach, Reach::kStored);
  EXPECT_TRUE(all[1].leaf.has_value());
  EXPECT_TRUE(all[1].fields.contains(Field::kHome));
  EXPECT_TRUE(all[1].beyond.empty());
  EXPECT_EQ(all[1].fault, "");
  EXPECT_TRUE(account({.source = "force/another"}).listed.empty());
  EXPECT_EQ(account({.recipient = "regulator/ofsted", .source = "force/testshire"}).listed.size(),
            2U);
  EXPECT_EQ(summary(), ExitCode::kOk);
  EXPECT_EQ(said_.text().find("withheld"), std::string::npos) << "only its source knows (R17)";
}

TEST_F(ReceivedReaderTest, IsInTheLogWithItsPurpose) {
  account({.purpose = "complaint"});
  const auto log = inbox_->operations({.operation = "consultation"}, "audit", "officer").value();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].occasion, "audit-search");
  EXPECT_EQ(log[0].reason, "complaint");
}

TEST_F(ReceivedReaderTest, FindsAnEditedRowAndAnEditedLeaf) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("DROP TRIGGER row_update; UPDATE row SET revision = revision + 1 WHERE position = 1");
  EXPECT_EQ(account().listed.at(0).fault, "row 2 is not as its source signed it");
  EXPECT_EQ(account().listed.at(0).kept_rows, 1U);
  vandalise("UPDATE row SET revision = revision - 1 WHERE position = 1");
  EXPECT_EQ(account().listed.at(0).fault, "");
  vandalise(
      "DROP TRIGGER parcel_update; UPDATE parcel SET leaf = replace(leaf, 'rows 2', 'rows 3')");
  EXPECT_NE(account().listed.at(0).fault, "");
  EXPECT_EQ(summary(), ExitCode::kIntegrity);
}

TEST_F(ReceivedReaderTest, NobodyHidesAConsignmentByAlteringWhenItCame) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise(
      "DROP TRIGGER parcel_update; UPDATE parcel SET leaf = replace(leaf, 'time 2026', 'time "
      "2025')");
  EXPECT_EQ(account({.first = local_day(now_)}).listed.size(), 1U);
}

TEST_F(ReceivedReaderTest, ProvesWhatCameAndOpensARowAsADisclosure) {
  ASSERT_TRUE(take(consign(1)).ok());
  const std::uint64_t leaf = account().listed.at(0).leaf.value();
  const auto whole = inbox_->prove({.leaf = leaf, .purpose = "audit"}, "officer").value();
  EXPECT_EQ(whole.back().name, "README.txt");
  const auto opened =
      inbox_->prove({.leaf = leaf, .purpose = "legal-proceedings", .row = 2}, "officer").value();
  EXPECT_EQ(opened.back().name, "row.bin");
  const auto log = inbox_->operations({.operation = "disclosure"}, "audit", "officer").value();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].occasion, "audit-prove/" + std::to_string(leaf) + "/2");
  EXPECT_EQ(log[0].reason, "legal-proceedings");
  EXPECT_EQ(log[0].agency, "") << "it goes to whoever asked, which no agreement says";
  const auto prove = [&](const ProofOrder& order) { return inbox_->prove(order, "officer"); };
  EXPECT_EQ(prove({.leaf = leaf + 1, .purpose = "audit"}).reason(), Reason::kNotFound);
  EXPECT_EQ(prove({.leaf = leaf, .purpose = "audit", .row = 3}).reason(), Reason::kNotFound);
  vandalise("DROP TRIGGER row_update; UPDATE row SET revision = revision + 1 WHERE position = 1");
  EXPECT_EQ(prove({.leaf = leaf, .purpose = "audit", .row = 2}).reason(), Reason::kIntegrity);
}

TEST_F(ReceivedReaderTest, SaysThatARowIsNotKeptAnyMore) {
  ASSERT_TRUE(take(consign(1)).ok());
  vandalise("DROP TRIGGER row_delete; DELETE FROM row WHERE position = 1");
  EXPECT_EQ(account().listed.at(0).kept_rows, 1U);
  EXPECT_EQ(account().listed.at(0).fault, "");
}

using RevisedReturnTest = ReturnFixture;

// Whoever received it has no reference of the record: the consignments are listed, and how many.
TEST_F(RevisedReturnTest, SaysWhichConsignmentsTookThePlaceOfEarlierRows) {
  send({event(RecordType::kArrest, "A-1"), event(RecordType::kArrest, "A-2")});
  send_revised({event(RecordType::kArrest, "A-1")}, 2);
  send_home_month({{record::Measure::kArrests, 2}});
  const DisclosureQuery query{.only = "corrected"};
  const auto found = inbox_->disclosures(query, "officer").value();
  const auto corrected = only(found, query);
  ASSERT_EQ(corrected.size(), 1U);
  EXPECT_EQ(corrected[0].number, 2U);
  EXPECT_EQ(corrected[0].revised, 1U);
}

}  // namespace
}  // namespace stile::agent
