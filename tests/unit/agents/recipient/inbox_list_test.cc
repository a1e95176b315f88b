#include <algorithm>

#include "agents/recipient/inbox_reader.h"
#include "core/storage/statement.h"
#include "tests/unit/agents/recipient/return_fixture.h"

namespace stile::agent {
namespace {

class InboxListTest : public ReturnFixture {
 protected:
  // count() is how many records a selection lists.
  std::ptrdiff_t count(const Selection& selection) {
    Said said;
    EXPECT_EQ(inbox_->list("inspector", selection, Language::kEnglish, said), ExitCode::kOk);
    return std::ranges::count(said.json(), '{');
  }
  bool says(const std::string& words) const {
    return said_.text().find(words) != std::string::npos;
  }
};

TEST_F(InboxListTest, SaysEachTypeUnderItsHeadingInWords) {
  send_one_of_each();
  ASSERT_EQ(listed(), ExitCode::kOk);
  EXPECT_TRUE(says("Call-outs  2026-10  force/testshire\nEvent reference "));
  EXPECT_TRUE(says(" Home             Date        Part of day"));
  EXPECT_TRUE(says("ofsted:SC900001  2026-10-10  evening      missing        staff      yes"));
  EXPECT_TRUE(says("Missing episodes  2026-10  force/testshire\n"));
  EXPECT_TRUE(says("ofsted:SC900001  2026-10-10  voluntary interview")) << said_.text();
  EXPECT_TRUE(says("Counts of homes and months  2026-10  force/testshire\n"));
  EXPECT_TRUE(says("Return manifests  2026-10  force/testshire\n"));
  EXPECT_TRUE(says("\n6 records\n"));
}

TEST_F(InboxListTest, SaysItInWelsh) {
  send_one_of_each();
  ASSERT_EQ(listed({}, Language::kWelsh), ExitCode::kOk);
  EXPECT_TRUE(says("Galwadau i'r heddlu  2026-10  force/testshire\nCyfeirnod y digwyddiad "));
  EXPECT_TRUE(says(" Cartref          Dyddiad"));
  EXPECT_TRUE(says("ofsted:SC900001  2026-10-10  gyda'r nos     ar goll"));
  EXPECT_TRUE(says("\n6 cofnod\n"));
}

// Ŵ and ô are one character wide though they are two bytes.
TEST_F(InboxListTest, AlignsWelshLetters) {
  record::Event told = event(RecordType::kCallOut, "1");
  told.deployment = record::Deployment::kResolvedByTelephone;
  send({told, event(RecordType::kCallOut, "2")});
  ASSERT_EQ(listed({}, Language::kWelsh), ExitCode::kOk);
  std::vector<std::size_t> places;
  for (std::size_t at = 0;
       (at = said_.text().find("  2              priodol", at)) != std::string::npos; ++at) {
    const std::size_t begin = said_.text().rfind('\n', at) + 1;
    const std::string before = said_.text().substr(begin, at - begin);
    places.push_back(before.size() - static_cast<std::size_t>(std::ranges::count(before, '\xC3')));
  }
  ASSERT_EQ(places.size(), 2U) << said_.text();
  EXPECT_EQ(places[0], places[1]);
}

TEST_F(InboxListTest, GivesProgramsCodesAndNumbersInEitherLanguage) {
  send_one_of_each();
  ASSERT_EQ(listed({.type = RecordType::kReturnManifest}, Language::kWelsh), ExitCode::kOk);
  EXPECT_NE(said_.json().find("{\"type\":\"return-manifest\",\"source\":\"force/testshire\","
                              "\"agreement\":\"testshire-ofsted\",\"consignment\":6,"),
            std::string::npos)
      << said_.json();
  EXPECT_NE(said_.json().find("\"call_outs_complete\":true,\"call_outs_records\":1,"
                              "\"call_outs_withheld\":2,\"call_outs_rejected\":3,"),
            std::string::npos);
  EXPECT_EQ(said_.json().find("arrests_records"), std::string::npos) << "not collected";
}

TEST_F(InboxListTest, ListsTheNewestRevisionOfARecordOnce) {
  auto changed = event(RecordType::kCallOut, "1");
  send({changed});
  changed.category = record::Category::kSafeguarding;
  send_revised({changed}, 9);
  ASSERT_EQ(listed(), ExitCode::kOk);
  EXPECT_TRUE(says("safeguarding"));
  EXPECT_TRUE(says("\n1 records\n"));
  EXPECT_NE(said_.json().find("\"revision\":9"), std::string::npos);
}

// A corrected date may lie in another month: the record is in that one, and in no other.
TEST_F(InboxListTest, ListsARecordThatMovedInItsNewMonthOnly) {
  const std::vector<record::Event> first{event(RecordType::kCallOut, "1")};
  const auto in_october = hand_of(RecordType::kCallOut).consign(first, next_number());
  const Token token = in_october.rows[0].row.event_token;
  took(in_october);
  const Lies correction{.rows = [token](wire::Consignment& rows) {
    rows.rows[0].row.event_token = token;
    rows.rows[0].row.revision = 2;
  }};
  const std::vector<record::Event> moved{
      event(RecordType::kCallOut, "1", support::kHome, "2026-11-01T20:15Z")};
  took(hand_of(RecordType::kCallOut, {2026, 11}).consign(moved, next_number(), correction));
  EXPECT_EQ(count({.month = support::kMonth}), 0);
  EXPECT_EQ(count({.month = Month{2026, 11}}), 1);
  EXPECT_EQ(count({}), 1);
  EXPECT_EQ(inbox_->verify("officer", said_), ExitCode::kOk);
}

TEST_F(InboxListTest, NarrowsByMonthForceHomeAndType) {
  send({event(RecordType::kCallOut, "1"), event(RecordType::kCallOut, "2", support::kSecondHome)});
  send({event(RecordType::kArrest, "3")});
  EXPECT_EQ(count({}), 3);
  EXPECT_EQ(count({.month = support::kMonth}), 3);
  EXPECT_EQ(count({.month = Month{2026, 9}}), 0);
  EXPECT_EQ(count({.type = RecordType::kArrest}), 1);
  EXPECT_EQ(count({.home = support::home(support::kSecondHome)}), 1);
  EXPECT_EQ(count({.home = support::home(support::kSmallHome)}), 0);
  for (const char* name : {"testshire", "force/testshire", support::kTestshire}) {
    EXPECT_EQ(count({.force = name}), 3) << name;
  }
  EXPECT_EQ(count({.force = "othershire"}), 0) << "is in the directory and sent nothing";
}

TEST_F(InboxListTest, RefusesAForceThatNobodyHasHeardOf) {
  EXPECT_EQ(listed({.force = "tesshire"}), ExitCode::kUsage);
  EXPECT_EQ(said_.messages(), "NOT_FOUND: no force of that name is in the directory\n");
}

TEST_F(InboxListTest, SaysThatNothingHasArrived) {
  EXPECT_EQ(listed(), ExitCode::kOk);
  EXPECT_EQ(said_.text(), "");
  EXPECT_NE(said_.messages(), "");
}

TEST_F(InboxListTest, LogsWhoConsulted) {
  send({event(RecordType::kCallOut, "1"), event(RecordType::kCallOut, "2")});
  ASSERT_EQ(listed(), ExitCode::kOk);
  ASSERT_EQ(exported(), ExitCode::kOk);
  EXPECT_EQ(number_of("SELECT count(*) FROM operation_log WHERE operation = 'consultation'"
                      " AND account = 'inspector' AND rows = 2"),
            2);
}

// No list or export may read through all that was ever kept.
TEST_F(InboxListTest, SelectsThroughTheIndexAlone) {
  auto database = storage::Database::open(folder_.file("inbox.db"), storage::OpenMode::kRead);
  for (const std::string_view query : {kSelectMonths, kSelectCounts, kCountNewest, kSelectNewest}) {
    const std::string plan = plan_of(database.value(), query);
    EXPECT_NE(plan.find("INDEX row_selection"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("SCAN row"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
  }
}

}  // namespace
}  // namespace stile::agent
