#include "agents/source/disclosure_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "agents/report/disclosure_account.h"
#include "agents/report/proof_files.h"
#include "agents/source/intake_store.h"
#include "agents/source/schema.h"
#include "core/crypto/encoding.h"
#include "core/storage/database.h"
#include "core/storage/statement.h"
#include "tests/unit/agents/source/answer_fixture.h"
#include "tests/unit/agents/source/correction_fixture.h"

// What left a force, consignment by consignment, as its data officer asks for it.
namespace stile::agent {
namespace {

using record::ChangeReason;
using record::Field;

constexpr Instant kDaySeconds = 86'400;

// Searching is a fixture's source that is searched.
template <typename Fixture>
class Searching : public Fixture {
 protected:
  std::vector<ListedDisclosure> listed(const DisclosureQuery& query = {}) {
    return this->source_->disclosures(query, "officer").value().listed;
  }
  // tamper() alters the store behind the agent's back, as somebody with the disk can.
  void tamper(const char* sql) {
    this->source_.reset();
    {
      auto database =
          storage::Database::open(this->folder_.file("intake.db"), storage::OpenMode::kWrite)
              .value();
      EXPECT_TRUE(database.run("DROP TRIGGER IF EXISTS receipt_update").ok());
      EXPECT_TRUE(database.run("DROP TRIGGER IF EXISTS consignment_bytes_delete").ok());
      EXPECT_TRUE(database.run(sql).ok());
    }
    this->reopen();
  }
};

using DisclosureReaderTest = Searching<CorrectionTest>;
using DisclosedReturnTest = Searching<SourceFixture>;
using DisclosedAnswerTest = Searching<AnswerFixture>;

TEST_F(DisclosedReturnTest, SaysOfEachConsignmentWhatWentToWhomAndHowFar) {
  send(rows_of(3));
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  const ListedDisclosure& one = all[0];
  EXPECT_EQ(one.from, support::kTestshire);
  EXPECT_EQ(one.to, support::kOfsted);
  EXPECT_EQ(record::to_text(*one.occasion), "return/2026-10");
  EXPECT_EQ(one.record, record::RecordType::kCallOut);
  EXPECT_EQ(one.rows, 3U);
  EXPECT_EQ(one.number, 1U);
  EXPECT_EQ(one.reach, Reach::kAdmitted);
  EXPECT_EQ(one.purpose, "regulation-of-childrens-homes");
  EXPECT_TRUE(one.leaf.has_value());
  EXPECT_EQ(one.kept_rows, 3U);
  EXPECT_TRUE(one.fields.contains(Field::kHome));
  EXPECT_TRUE(one.fields.contains(Field::kEventReference));
  EXPECT_FALSE(one.fields.contains(Field::kChildIdentity));
  EXPECT_EQ(one.fault, "");
  const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0])};
  ASSERT_TRUE(source_->notes().take(notes).ok());
  EXPECT_EQ(listed()[0].reach, Reach::kStored);
}

TEST_F(DisclosureReaderTest, NarrowsToAgreementAgencyAndDays) {
  notify(events_of({recent()}));
  const auto all = listed();
  ASSERT_EQ(all.size(), 2U);
  const auto far = listed({.recipient = "authority/E10000093"});
  ASSERT_EQ(far.size(), 1U);
  EXPECT_EQ(far[0].to, support::kFarCouncil);
  EXPECT_TRUE(far[0].fields.contains(Field::kChildIdentity));
  EXPECT_EQ(listed({.recipient = support::kFarCouncil}).size(), 1U);
  EXPECT_EQ(listed({.agreement = far[0].agreement_id}).size(), 1U);
  EXPECT_TRUE(listed({.agreement = "another"}).empty());
  EXPECT_EQ(listed({.source = "force/testshire"}).size(), 2U);
  EXPECT_TRUE(listed({.source = "force/another"}).empty());
  const Day today = local_day(now_);
  EXPECT_EQ(listed({.first = today, .last = today}).size(), 2U);
  EXPECT_TRUE(listed({.last = today - 1}).empty());
  EXPECT_TRUE(listed({.first = today + 1}).empty());
}

// What the store says of a consignment beside its leaf proves nothing.
TEST_F(DisclosedReturnTest, NobodyHidesOneAsAnAnswerOrUnderAnotherRecipient) {
  send(rows_of(3));
  tamper("UPDATE consignment SET month = -3");
  ASSERT_EQ(listed().size(), 1U);
  EXPECT_EQ(listed({.recipient = "regulator/ofsted"}).size(), 1U);
  tamper("UPDATE route SET recipient = 'spiffe://stile.example/authority/E10000011/agent'");
  const auto all = listed({.recipient = "regulator/ofsted"});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].fault, "the leaf is of another consignment");
}

TEST_F(DisclosedReturnTest, NobodyHidesOneBehindALeafThatNobodyProved) {
  send(rows_of(3));
  gateway_.be_away(true);  // else it goes again, and gets its true receipt
  tamper(
      "DROP TRIGGER consignment_update; UPDATE consignment SET state = 1;"
      "UPDATE receipt SET leaf = replace(leaf, 'regulation-of-childrens-homes',"
      " 'pre-inspection-enquiry')");
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].fault, "the leaf is not in the tree of this root");
}

TEST_F(DisclosedReturnTest, ARefusalIsFoundByTheAgreementsHashToo) {
  gateway_.refuse([](const Taken&) -> std::optional<GivenRefusal> {
    return GivenRefusal{Reason::kUnknownHome, {{0, Reason::kUnknownHome, Field::kHome}}, 0};
  });
  send(rows_of(1));
  ASSERT_EQ(listed().size(), 1U);
  EXPECT_EQ(listed({.agreement = crypto::hex(scheme_.agreement_hash())}).size(), 1U);
}

TEST_F(DisclosureReaderTest, SaysWhatFollowed) {
  notify(events_of({recent()}));
  change(ChangeReason::kRecordedInError);
  const auto all = listed();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(std::ranges::count_if(all, &ListedDisclosure::follows), 2);
  EXPECT_TRUE(std::ranges::any_of(all, [](const ListedDisclosure& one) {
    return one.occasion && one.occasion->change == ChangeReason::kRecordedInError;
  }));
}

TEST_F(DisclosedReturnTest, SaysWhatWasRefusedUnderWhichAgreementAndWhy) {
  gateway_.refuse([](const Taken&) -> std::optional<GivenRefusal> {
    return GivenRefusal{Reason::kUnknownHome, {{0, Reason::kUnknownHome, Field::kHome}}, 0};
  });
  send(rows_of(1));
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].reach, Reach::kRefused);
  EXPECT_EQ(all[0].reason, "UNKNOWN_HOME");
  EXPECT_EQ(all[0].rows, 1U);
  EXPECT_EQ(all[0].agreement_id, "testshire-ofsted");
  EXPECT_EQ(all[0].to, support::kOfsted);
  EXPECT_FALSE(all[0].leaf.has_value());
}

TEST_F(DisclosedReturnTest, SaysWhatTheGatewayHoldsAndCountsThatLeaf) {
  send(rows_of(3));
  const auto held =
      gateway_.hold(gateway_.taken()[0], [](ledger::Leaf& leaf) { leaf.counter = 2; });
  ASSERT_TRUE(source_->holdings().take(held).value());
  const auto found = source_->disclosures({.proofs = true}, "officer").value();
  EXPECT_EQ(found.listed.at(0).reach, Reach::kFrozen);
  ASSERT_EQ(found.numbered.size(), 1U);
  EXPECT_EQ(found.numbered.begin()->second.counters.held(), 2U);
  EXPECT_EQ(found.leaves.size(), 2U) << "the leaf that admitted it, and the one that froze it";
}

TEST_F(DisclosedReturnTest, CountsTheWordsThatHaveALeafOfTheirOwn) {
  send(rows_of(3));
  const std::vector<Bytes> notes{acknowledgement_of(gateway_.taken()[0])};
  ASSERT_TRUE(source_->notes().take(notes).ok());
  const auto found = source_->disclosures({}, "officer").value();
  EXPECT_EQ(found.numbered.begin()->second.counters.words(), 1U);
  EXPECT_TRUE(found.leaves.empty()) << "nobody asked for proofs";
}

// A row that an agreement sends to nobody is the source's to know, month by month (R16).
TEST_F(DisclosedReturnTest, SaysWhatIsWithheldInTheMonthsThatAreAskedFor) {
  auto rows = rows_of(2);
  rows[1].home = "SC999999";
  send(rows);
  const auto withheld = [&](Day first) {
    return source_->disclosures({.first = first}, "officer").value().withheld.size();
  };
  EXPECT_EQ(withheld(to_day({2026, 10, 31})), 1U);
  EXPECT_EQ(withheld(to_day({2026, 11, 1})), 0U);
}

TEST_F(DisclosureReaderTest, SaysOfWhomSomebodyDecidedNotToTell) {
  notify(events_of({recent("E10000011")}));
  const auto untold = [&](const DisclosureQuery& query = {}) {
    return source_->disclosures(query, "officer").value().untold;
  };
  ASSERT_FALSE(untold().empty()) << said_.text();
  EXPECT_EQ(untold().front().records, 1U);
  EXPECT_FALSE(untold().front().reason.empty());
  EXPECT_TRUE(untold({.first = local_day(now_) + 1}).empty());
  EXPECT_TRUE(untold({.recipient = "authority/E10000093"}).empty()) << "it is of no agency";
}

// What was refused, withheld, held and corrected is one question each, record by record (R16, R17).
TEST_F(DisclosedReturnTest, NarrowsToWhatIsHeldAndWhatIsWithheldWithWhy) {
  auto rows = rows_of(3);
  rows[1].hold = "Risk to Child";
  send(rows);
  const auto only_held = [this](const DisclosureQuery& query) {
    return only(source_->disclosures(query, "officer").value(), query);
  };
  const auto held = only_held({.only = "held"});
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].reference, rows[1].reference);
  EXPECT_EQ(held[0].reason, "detrimental-to-child");
  EXPECT_EQ(held[0].reach, Reach::kHeld);
  EXPECT_EQ(record::to_text(*held[0].occasion), "return/2026-10");
  EXPECT_EQ(only_held({.recipient = "regulator/ofsted", .only = "held"}).size(), 1U)
      << "it is held from everybody";
  EXPECT_TRUE(only_held({.first = to_day({2026, 12, 1}), .only = "held"}).empty());
  const auto sent = only_held({.only = "sent"});
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].rows, 2U);
  EXPECT_TRUE(only_held({.only = "withheld"}).empty());
  EXPECT_TRUE(only_held({.only = "corrected"}).empty());
  Said said;
  say_disclosure(held[0], DisclosureForm::kCsv, said);
  EXPECT_EQ(said.text(),
            ",,force/testshire,,,return/2026-10,,,call-out,,1,held,held,detrimental-to-child,,," +
                rows[1].reference + ",\n");
  EXPECT_NE(said.json().find("\"decision\":\"held\""), std::string::npos) << said.json();
}

TEST_F(DisclosureReaderTest, NarrowsToWhatWasCorrectedWithItsRecordAndWhy) {
  notify(events_of({recent()}));
  change(ChangeReason::kRecordedInError);
  const DisclosureQuery query{.only = "corrected"};
  const auto found = source_->disclosures(query, "officer").value();
  const auto corrected = only(found, query);
  ASSERT_EQ(corrected.size(), 2U);
  for (const auto& one : corrected) {
    EXPECT_EQ(record::to_text(*one.occasion), "correction/withdrawn/recorded-in-error");
    EXPECT_EQ(one.reference, "CC-7");
  }
  EXPECT_EQ(found.listed.size(), 4U);
  for (const auto& one : listed({.proofs = true})) {
    EXPECT_EQ(one.reference, "") << "what goes to an outsider names no record";
  }
}

TEST_F(DisclosureReaderTest, NarrowsToSingleEventsOfWhichSomebodyWasNotTold) {
  auto held = recent();
  held.hold = "Live Investigation";
  notify(events_of({held}));
  const DisclosureQuery query{.only = "held"};
  const auto found = only(source_->disclosures(query, "officer").value(), query);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].reference, "CC-7");
  EXPECT_EQ(found[0].reason, "prejudice-to-investigation");
  EXPECT_EQ(found[0].time, now_);
  const DisclosureQuery withheld{.only = "withheld"};
  EXPECT_TRUE(only(source_->disclosures(withheld, "officer").value(), withheld).empty());
}

TEST_F(DisclosedReturnTest, TheLogNamesTheConsignmentAndWhatWasAsked) {
  send(rows_of(3));
  const auto sent = source_->operations({.operation = "disclosure"}, "audit", "officer").value();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].number, 1U);
  ASSERT_TRUE(source_->disclosures({.purpose = "complaint", .only = "held"}, "officer").ok());
  const auto asked = source_->operations({.operation = "consultation"}, "audit", "officer").value();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].occasion, "audit-log/disclosure");
  EXPECT_EQ(asked[0].reason, "audit");
  EXPECT_EQ(asked[1].occasion, "audit-search/held");
  EXPECT_EQ(asked[1].reason, "complaint");
  EXPECT_EQ(asked[1].number, 0U);
}

TEST_F(DisclosedReturnTest, ALogOfAnEarlierVersionGoesOn) {
  const std::string path = folder_.file("earlier.db");
  {
    auto database = storage::Database::open(path, storage::OpenMode::kCreate);
    const storage::Schema newest = intake_schema();
    ASSERT_TRUE(database->migrate({newest.application, newest.steps.first(13)}).ok());
    ASSERT_TRUE(database
                    ->run("INSERT INTO operation_log (op, time, account, agreement_id, occasion,"
                          " rows, reason) VALUES ('disclosure', 1, 'a', '', 'notify', 1, '')")
                    .ok());
  }
  const auto store = IntakeStore::open(path, support::signer_named(support::kLog).verifier());
  ASSERT_TRUE(store.ok()) << store.error().detail;
  const auto all = IntakeReader::open(path).value()->logged({});
  ASSERT_TRUE(all.ok()) << all.error().detail;
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().number, 0U);
}

TEST_F(DisclosedReturnTest, IsInTheLogWithItsPurpose) {
  send(rows_of(1));
  listed({.purpose = "complaint"});
  const auto log = source_->operations({.operation = "consultation"}, "audit", "officer").value();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].occasion, "audit-search");
  EXPECT_EQ(log[0].reason, "complaint");
  EXPECT_EQ(log[0].account, "officer");
  EXPECT_EQ(log[0].rows, 1U);
  listed({.purpose = "audit", .proofs = true});
  EXPECT_EQ(
      source_->operations({.operation = "consultation"}, "audit", "officer").value().at(2).occasion,
      "audit-export");
}

TEST_F(DisclosedReturnTest, SaysThatALeafIsNotTheOneInTheLedger) {
  send(rows_of(3));
  tamper("UPDATE receipt SET leaf = replace(leaf, 'rows 3', 'rows 2')");
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_NE(all[0].fault, "");
  EXPECT_TRUE(all[0].fields.empty());
}

// What nobody signed but the ledger.
TEST_F(DisclosedReturnTest, SaysThatAPurposeIsNotTheOneInTheLedger) {
  send(rows_of(3));
  tamper("UPDATE receipt SET leaf = replace(leaf, 'purpose regulation', 'purpose deregulation')");
  EXPECT_NE(listed().at(0).fault, "");
}

TEST_F(DisclosedReturnTest, NobodyHidesAConsignmentByAlteringWhenItWent) {
  send(rows_of(3));
  tamper("UPDATE receipt SET leaf = replace(leaf, 'time 2026', 'time 2025')");
  const auto all = listed({.first = local_day(now_)});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_NE(all[0].fault, "");
}

TEST_F(DisclosedReturnTest, SaysWhatItCanOfWhatHasNoRowsAnyMore) {
  send(rows_of(3));
  tamper("DELETE FROM consignment_bytes");
  const auto all = listed();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].fault, "");
  EXPECT_EQ(all[0].rows, 3U);
  EXPECT_EQ(all[0].kept_rows, 0U);
  EXPECT_EQ(record::to_text(*all[0].occasion), "return/2026-10");
  EXPECT_EQ(all[0].record, record::RecordType::kCallOut);
  const auto proof = source_->prove({.leaf = *all[0].leaf, .purpose = "audit"}, "officer");
  EXPECT_EQ(proof.reason(), Reason::kUsage);
}

TEST_F(DisclosedReturnTest, SaysThatRowsAreNotThoseThatWereSigned) {
  send(rows_of(3));
  source_.reset();
  {
    auto database =
        storage::Database::open(folder_.file("intake.db"), storage::OpenMode::kWrite).value();
    Bytes bytes = gateway_.taken()[0].bytes;
    bytes.replace(bytes.find("SC900001"), 8, "SC900002");
    ASSERT_TRUE(database.run("DROP TRIGGER consignment_bytes_update").ok());
    storage::Statement alter(database, "UPDATE consignment_bytes SET bytes = CAST(? AS BLOB)");
    ASSERT_EQ(alter.run(bytes).value(), 1U);
  }
  reopen();
  EXPECT_EQ(listed().at(0).fault, "the rows are not those that were signed");
}

TEST_F(DisclosedAnswerTest, LeavesAnswersAndWhatFollowsThemOutUntilNoInspectionCanBecomeKnown) {
  send(october());
  const auto before = listed().size();
  asked(question());
  ASSERT_EQ(listed().size(), before);
  source_->change(order(ChangeReason::kRecordedInError), "officer", said_);
  for (const auto& one : listed()) {
    EXPECT_FALSE(one.clause.starts_with("asked-")) << one.clause;
  }
  now_ = now_ + 91 * kDaySeconds;
  const auto after = listed();
  EXPECT_TRUE(std::ranges::any_of(
      after, [](const ListedDisclosure& one) { return one.occasion && one.occasion->enquires(); }));
}

}  // namespace
}  // namespace stile::agent
